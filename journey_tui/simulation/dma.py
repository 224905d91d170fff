"""One receive queue: the NIC fills its descriptor ring by DMA, NAPI empties it and posts new pages.

What NAPI takes goes through GRO; what that makes of it goes up to IP.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.gro import Gro
from journey_tui.simulation.interrupt import Card, InterruptLine
from journey_tui.simulation.packet import Deliver, Packet
from journey_tui.simulation.ring import RxRing
from journey_tui.simulation.transmit import TxQueue
from journey_tui.trace.events import hardware, kernel
from journey_tui.trace.events.outside import PacketDropped

REFILL_BATCH: Final = 16  # IGB_RX_BUFFER_WRITE, drivers/net/ethernet/intel/igb/igb.h, Linux 6.12
PAGE_BYTES: Final = 2048
"""Half a page for each descriptor (IGB_RXBUFFER_2048, drivers/net/ethernet/intel/igb/igb.h)."""
FIRST_PAGE: Final = 0x1_0000_0000
"""Illustrative: where the driver's pages begin."""


class RxQueue:
    """One receive queue, and the NAPI that polls it."""

    def __init__(
        self,
        card: Card,
        number: int,
        deliver: Deliver,
        schedule: Callable[[int, "RxQueue"], None],
        gro: Gro,
    ) -> None:
        self.number = number
        self.scheduled = False
        self.ring = RxRing(card.plan.rx_ring)
        self.line = InterruptLine(card, number, lambda cpu: schedule(cpu, self))
        self.transmitted: TxQueue | None = None
        """The transmit queue that shares this interrupt."""
        self._card = card
        self._deliver = deliver
        self._gro = gro

    # ── the NIC's side ──

    def arrive(self, packet: Packet, rss_hash: int) -> None:
        """A frame for this queue: into the next posted descriptor's page, if there is one."""
        card, packet.rss_hash = self._card, rss_hash
        card.recorder.emit(
            hardware.FrameArrived(
                queue=self.number, length_bytes=packet.length_bytes, rss_hash=rss_hash, **packet.ids
            )
        )
        slot = self.ring.claim()
        if slot is None:
            packet.end()
            reason = "no free RX descriptor"
            card.recorder.emit(PacketDropped(where="dma", reason=reason, queue=self.number, **packet.ids))
            return
        card.after(card.costs["dma_transfer"], lambda: self._written(packet, slot))

    def _written(self, packet: Packet, slot: int) -> None:
        card = self._card
        card.recorder.emit(
            hardware.DmaWritten(
                queue=self.number,
                slot=slot,
                address=FIRST_PAGE + (self.number * self.ring.size + slot) * PAGE_BYTES,
                length_bytes=packet.length_bytes,
                **packet.ids,
            )
        )
        card.after(card.costs["descriptor_writeback"], lambda: self._done(packet, slot))

    def _done(self, packet: Packet, slot: int) -> None:
        self.ring.fill(slot, packet)
        self._card.recorder.emit(
            hardware.DescriptorFilled(
                queue=self.number, slot=slot, write_pointer=(slot + 1) % self.ring.size, **packet.ids
            )
        )
        self.line.want(packet.ids)

    # ── the driver's side ──

    @property
    def waiting(self) -> int:
        """Done descriptors that the driver has not taken."""
        return self.ring.ready

    def poll(self, context: Context, weight: int) -> Process:
        """`igb_poll`: first what was sent, then at most `weight` frames; answers how many these were."""
        if self.transmitted is not None:
            yield from self.transmitted.clean(context)
        work = 0
        while work < weight and (taken := self.ring.take()) is not None:
            work += 1
            yield from self._lift(*taken, context)
            if self.ring.taken >= REFILL_BATCH:
                self._refill(context.cpu)
        self._refill(context.cpu)
        yield from self._up(self._gro.end_poll(emptied=work < weight), context)
        return work

    def complete(self, context: Context) -> bool:
        """Unmask the interrupt (`igb_ring_irq_enable`): what has come meanwhile, either way, interrupts anew."""
        self.line.unmask(context.cpu)
        waiting = self.ring.ready + (self.transmitted.to_clean if self.transmitted is not None else 0)
        if waiting:
            self.line.want(count=waiting)
        return True

    def _lift(self, slot: int, packet: Packet, context: Context) -> Process:
        """One frame from its descriptor to GRO."""
        costs, emit = self._card.costs, self._card.recorder.emit
        yield from context.run(costs["napi_poll_packet"])
        emit(
            hardware.DescriptorCleaned(
                queue=self.number,
                slot=slot,
                read_pointer=self.ring.read_pointer,
                cpu=context.cpu,
                **packet.ids,
            )
        )
        yield from context.run(costs["skb_build"])
        emit(kernel.SkbBuilt(length_bytes=packet.length_bytes, cpu=context.cpu, **packet.ids))
        yield from self._up(self._gro.receive(packet, context.cpu), context)

    def _up(self, packets: list[Packet], context: Context) -> Process:
        """`netif_receive_skb_list`: IP and TCP, one packet after the other."""
        for packet in packets:
            yield from self._deliver(packet, context)

    def _refill(self, cpu: int | None) -> None:
        count = self.ring.post()
        if count:
            self._card.recorder.emit(
                hardware.DescriptorsPosted(queue=self.number, count=count, tail=self.ring.tail, cpu=cpu)
            )
