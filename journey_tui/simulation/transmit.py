"""The way out: the queueing discipline, the TX descriptor ring, the doorbell, and the NIC that reads and sends.

The driver's part runs in whoever called TCP, a write() or a softirq; nobody waits for the wire.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.interrupt import Card, InterruptLine
from journey_tui.simulation.network import SECOND_NS, WIRE_OVERHEAD_BYTES
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.ring import TxRing
from journey_tui.trace.events import hardware
from journey_tui.trace.events.outside import PacketDropped

QUEUE_LENGTH: Final = 1000  # DEFAULT_TX_QUEUE_LEN, include/linux/netdevice.h, Linux 6.12


class TxQueue:
    """The card's transmit queue."""

    def __init__(
        self,
        card: Card,
        line: InterruptLine,
        rate_bps: int,
        wire: Callable[[Packet], None],
        activity: Activity,
    ) -> None:
        self.ring = TxRing(card.plan.tx_ring)
        self._card = card
        self._line = line
        self._rate_bps = rate_bps
        self._wire = wire
        self._activity = activity
        self._held: deque[Packet] = deque()
        """The queueing discipline; packets wait here only while the ring is full or another core sends."""
        self._running = False
        """Some core sends what is held; no other one may fill descriptors meanwhile."""
        self._to_send: deque[tuple[Packet, int]] = deque()
        self._sending = False

    @property
    def to_clean(self) -> int:
        """Descriptors that were sent and not cleaned."""
        return self.ring.to_clean

    # ── the driver's side ──

    def transmit(self, packet: Packet, context: Context) -> Process:
        """A packet from IP: through the queueing discipline into the ring."""
        yield from context.run(self._card.costs["tx_descriptor"])
        self._hold(packet)
        yield from self._run(context)

    def _run(self, context: Context) -> Process:
        """Send what is held, unless another core does already (`qdisc_run_begin`, include/net/sch_generic.h)."""
        if self._running:
            return
        self._running = True
        while self._held and not self.ring.full:
            yield from self._fill(self._held.popleft(), context)
        self._running = False

    def _hold(self, packet: Packet) -> None:
        if len(self._held) < QUEUE_LENGTH:
            self._held.append(packet)
            return
        packet.end()
        reason = "the queueing discipline is full"
        self._card.recorder.emit(PacketDropped(where="transmit", reason=reason, **packet.ids))

    def _fill(self, packet: Packet, context: Context) -> Process:
        card = self._card
        slot = self.ring.fill()
        self._activity.begin()
        card.recorder.emit(
            hardware.TxDescriptorFilled(
                queue=0, slot=slot, length_bytes=packet.length_bytes, cpu=context.cpu, **packet.ids
            )
        )
        yield from context.run(card.costs["doorbell"])
        card.recorder.emit(hardware.DoorbellRung(queue=0, tail=self.ring.tail, cpu=context.cpu, **packet.ids))
        self._to_send.append((packet, slot))
        if not self._sending:
            self._sending = True
            card.env.process(self._send())

    def clean(self, context: Context) -> Process:
        """NAPI's first work: free the descriptors of what was sent, then send what was held back."""
        if not self.ring.to_clean:
            return
        card = self._card
        yield from context.run(card.costs["tx_completion"])
        count = self.ring.clean()
        for _ in range(count):
            self._activity.end()
        card.recorder.emit(
            hardware.TxCompleted(queue=0, count=count, read_pointer=self.ring.clean_pointer, cpu=context.cpu)
        )
        yield from self._run(context)

    # ── the NIC's side ──

    def _send(self) -> Process:
        card = self._card
        while self._to_send:
            packet, slot = self._to_send.popleft()
            yield card.env.timeout(card.costs["tx_dma"])
            card.recorder.emit(
                hardware.TxDmaRead(queue=0, slot=slot, length_bytes=packet.length_bytes, **packet.ids)
            )
            bits = (packet.length_bytes + WIRE_OVERHEAD_BYTES) * 8
            yield card.env.timeout(bits * SECOND_NS // self._rate_bps)
            card.recorder.emit(hardware.FrameTransmitted(queue=0, slot=slot, **packet.ids))
            self.ring.sent()
            self._wire(packet)
            self._line.want()
        self._sending = False
