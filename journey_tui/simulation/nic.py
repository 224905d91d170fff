"""The network card: it hashes, fills descriptors by DMA, interrupts, and sends what the driver gives it."""

from collections import deque
from collections.abc import Callable
from typing import Any

import simpy

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.ring import RxRing, TxRing
from journey_tui.simulation.rss import queue_of, toeplitz_hash
from journey_tui.trace.events import hardware
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.wire import split_address

FIRST_VECTOR = 24
"""Illustrative: the first MSI-X vector that Linux gave the card."""
PAGE_BYTES = 2048
"""Half a page for each descriptor (IGB_RXBUFFER_2048, drivers/net/ethernet/intel/igb/igb.h)."""
FIRST_PAGE = 0x1_0000_0000
_SECOND_NS = 1_000_000_000


class RxQueue:
    """One receive queue with its ring and its interrupt."""

    def __init__(self, number: int, nic: "Nic") -> None:
        self.number = number
        self.ring = RxRing(nic.plan.rx_ring)
        self.masked = False
        """From the interrupt until NAPI has emptied the queue."""
        self._nic = nic
        self._waiting = 0
        self._deadline: int | None = None

    @property
    def vector(self) -> int:
        """The MSI-X vector of this queue."""
        return FIRST_VECTOR + self.number

    def arrive(self, packet: Packet, rss_hash: int) -> None:
        """A frame for this queue."""
        nic = self._nic
        nic.recorder.emit(
            hardware.FrameArrived(
                queue=self.number, length_bytes=packet.length_bytes, rss_hash=rss_hash, **packet.ids
            )
        )
        slot = self.ring.claim()
        if slot is None:
            nic.recorder.emit(PacketDropped(where="dma", reason="no free RX descriptor", **packet.ids))
            return
        nic.under_way += 1
        nic.env.process(self._write(packet, slot))

    def _write(self, packet: Packet, slot: int) -> Process:
        nic = self._nic
        yield nic.env.timeout(nic.costs["dma_transfer"])
        nic.recorder.emit(
            hardware.DmaWritten(
                queue=self.number,
                slot=slot,
                address=FIRST_PAGE + (self.number * self.ring.size + slot) * PAGE_BYTES,
                length_bytes=packet.length_bytes,
                **packet.ids,
            )
        )
        yield nic.env.timeout(nic.costs["descriptor_writeback"])
        self.ring.fill(slot, packet)
        nic.recorder.emit(
            hardware.DescriptorFilled(
                queue=self.number, slot=slot, write_pointer=(slot + 1) % self.ring.size, **packet.ids
            )
        )
        self.wants_interrupt()

    def wants_interrupt(self) -> None:
        """There is work: interrupt now, or after moderation; not while the queue is polled."""
        if self.masked:
            return
        plan = self._nic.plan
        self._waiting += 1
        if plan.rx_usecs == 0 or (plan.rx_frames and self._waiting >= plan.rx_frames):
            self.interrupt()
        elif self._deadline is None:
            self._delay(plan.rx_usecs)

    def _delay(self, delay_ns: int) -> None:
        nic = self._nic
        self._deadline = deadline = int(nic.env.now) + delay_ns
        nic.recorder.emit(
            hardware.InterruptDelayed(
                queue=self.number,
                frames_waiting=self._waiting,
                until_ns=nic.recorder.now + delay_ns,
                cpu=nic.cpu_of(self.number),
            )
        )
        nic.env.timeout(delay_ns).callbacks.append(
            lambda _: self.interrupt() if self._deadline == deadline else None
        )

    def interrupt(self) -> None:
        """Send the MSI-X message."""
        self._waiting, self._deadline, self.masked = 0, None, True
        nic = self._nic
        nic.recorder.emit(
            hardware.InterruptRaised(queue=self.number, vector=self.vector, cpu=nic.cpu_of(self.number))
        )
        nic.env.timeout(nic.costs["interrupt_delivery"]).callbacks.append(
            lambda _: nic.raise_interrupt(nic.cpu_of(self.number), self)
        )


class Nic:
    """The card, with its receive queues and one transmit ring."""

    def __init__(
        self, env: simpy.Environment, recorder: Recorder, costs: dict[str, int], plan: Any, cpus: int
    ) -> None:
        self.env = env
        self.recorder = recorder
        self.costs = costs
        self.plan = plan
        self.queues = [RxQueue(number, self) for number in range(plan.queues)]
        self.tx = TxRing(plan.tx_ring)
        self.under_way = 0
        """Frames in the card and its rings."""
        self._cpus = cpus
        self._to_send: deque[tuple[Packet, int]] = deque()
        self._held: deque[Packet] = deque()
        self._sending = False
        self.raise_interrupt: Callable[[int, RxQueue], None] = lambda cpu, queue: None
        self.wire: Callable[[Packet], None] = lambda packet: None
        self.rate_bps = 1_000_000_000

    def cpu_of(self, queue: int) -> int:
        """The core that a queue's interrupt goes to."""
        return queue % self._cpus

    def arrive(self, packet: Packet) -> None:
        """A frame from the wire."""
        (source, source_port), (destination, port) = map(
            split_address, (packet.sent.source, packet.sent.destination)
        )
        rss_hash = toeplitz_hash(source, destination, source_port, port)
        self.queues[queue_of(rss_hash, len(self.queues))].arrive(packet, rss_hash)

    # ── out ──

    def transmit(self, packet: Packet, context: Context) -> Process:
        """The driver's part, in whoever's context TCP was called; the queueing discipline holds what has no room."""
        if self.tx.full:
            self._held.append(packet)
            return
        yield from context.run(self.costs["tx_descriptor"])
        slot = self.tx.fill()
        self.recorder.emit(
            hardware.TxDescriptorFilled(
                queue=0, slot=slot, length_bytes=packet.length_bytes, cpu=context.cpu, **packet.ids
            )
        )
        yield from context.run(self.costs["doorbell"])
        self.recorder.emit(hardware.DoorbellRung(queue=0, tail=self.tx.tail, cpu=context.cpu, **packet.ids))
        self.under_way += 1
        self._to_send.append((packet, slot))
        if not self._sending:
            self._sending = True
            self.env.process(self._send())

    def _send(self) -> Process:
        while self._to_send:
            packet, slot = self._to_send.popleft()
            yield self.env.timeout(self.costs["tx_dma"])
            self.recorder.emit(
                hardware.TxDmaRead(queue=0, slot=slot, length_bytes=packet.length_bytes, **packet.ids)
            )
            yield self.env.timeout(packet.length_bytes * 8 * _SECOND_NS // self.rate_bps)
            self.recorder.emit(hardware.FrameTransmitted(queue=0, slot=slot, **packet.ids))
            self.tx.sent()
            self.wire(packet)
            self.queues[0].wants_interrupt()
        self._sending = False

    def clean_transmitted(self, context: Context) -> Process:
        """NAPI's first work: free the descriptors of what was sent, and send what was held back."""
        if not self.tx.to_clean:
            return
        yield from context.run(self.costs["tx_completion"])
        count = self.tx.clean()
        self.under_way -= count
        self.recorder.emit(
            hardware.TxCompleted(queue=0, count=count, read_pointer=self.tx.clean_pointer, cpu=context.cpu)
        )
        while self._held and not self.tx.full:
            yield from self.transmit(self._held.popleft(), context)
