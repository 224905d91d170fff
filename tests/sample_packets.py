"""The ways of the sample's packets: client, router, NIC, ring, softirq; and TX ring, router, client."""

from dataclasses import dataclass
from typing import TypedDict

from journey_tui.trace import Event
from journey_tui.trace.events.hardware import (
    CpuInterrupted,
    CpuResumed,
    DescriptorCleaned,
    DescriptorFilled,
    DescriptorsPosted,
    DmaWritten,
    DoorbellRung,
    FrameArrived,
    FrameTransmitted,
    InterruptEnabled,
    InterruptRaised,
    NapiScheduled,
    TxCompleted,
    TxDescriptorFilled,
    TxDmaRead,
)
from journey_tui.trace.events.kernel import (
    IpReceived,
    NapiCompleted,
    NapiPolled,
    SkbBuilt,
    SoftirqFinished,
    SoftirqStarted,
)
from journey_tui.trace.events.outside import PacketForwarded, PacketQueuedAtHop, SegmentReceived, SegmentSent

SERVER = "192.0.2.10:3000"
_HEADERS_BYTES = 66
"""Ethernet, IPv4 and TCP with timestamps: 14 + 20 + 32."""
_RING = 8


class Ids(TypedDict):
    """The ids that nearly every event of a request has."""

    request: int | None
    connection: int


class GoroutineIds(Ids):
    """And the goroutine that serves it."""

    goroutine: int


class PacketIds(Ids):
    """And the packet that carries it."""

    packet: int


@dataclass(frozen=True, slots=True)
class Segment:
    """What the events about one packet have in common."""

    packet: int
    connection: int
    local: str
    flags: tuple[str, ...]
    sequence_number: int
    acknowledgement_number: int = 0
    payload: bytes = b""
    request: int | None = None
    slot: int = 0
    matched: str = "connection"
    state: str = "ESTABLISHED"
    retransmission: bool = False

    @property
    def length_bytes(self) -> int:
        """Of the Ethernet frame."""
        return _HEADERS_BYTES + len(self.payload)

    @property
    def about(self) -> PacketIds:
        """Its ids."""
        return {"packet": self.packet, "connection": self.connection, "request": self.request}


def from_client(segment: Segment) -> list[Event]:
    """The client's TCP sends it; it crosses the router."""
    sent = SegmentSent(
        direction="to_server",
        source=segment.local,
        destination=SERVER,
        window=64240,
        **segment.about,
        flags=segment.flags,
        sequence_number=segment.sequence_number,
        acknowledgement_number=segment.acknowledgement_number,
        payload=segment.payload,
        mss=1460 if "SYN" in segment.flags else None,
        retransmission=segment.retransmission,
    )
    queued = PacketQueuedAtHop(
        hop="router",
        hop_index=0,
        direction="to_server",
        queue_length=1,
        **segment.about,
    )
    return [sent, queued, _forwarded(segment, "to_server")]


def into_ring(segment: Segment) -> list[Event]:
    """The NIC takes it and writes it to RAM."""
    slot = segment.slot
    length = segment.length_bytes
    return [
        FrameArrived(
            queue=0,
            length_bytes=length,
            rss_hash=0x51CCC178,
            **segment.about,
        ),
        DmaWritten(
            queue=0,
            slot=slot,
            address=0x1000 * slot,
            length_bytes=length,
            **segment.about,
        ),
        DescriptorFilled(
            queue=0,
            slot=slot,
            write_pointer=(slot + 1) % _RING,
            **segment.about,
        ),
    ]


def interrupted(interrupted: str = "idle") -> list[Event]:
    """The interrupt, up to the driver's poll."""
    return [
        InterruptRaised(queue=0, vector=24, cpu=0),
        CpuInterrupted(interrupted=interrupted, cpu=0),
        NapiScheduled(queue=0, cpu=0),
        SoftirqStarted(context="irq_exit", budget=300, cpu=0),
        NapiPolled(queue=0, weight=64, waiting=1, cpu=0),
    ]


def carried_up(segment: Segment) -> list[Event]:
    """The driver takes it from the ring; IP and TCP get it."""
    return [
        DescriptorCleaned(
            queue=0,
            slot=segment.slot,
            read_pointer=(segment.slot + 1) % _RING,
            **segment.about,
            cpu=0,
        ),
        SkbBuilt(length_bytes=segment.length_bytes, **segment.about, cpu=0),
        IpReceived(
            source=segment.local,
            destination=SERVER,
            ttl=63,
            length_bytes=segment.length_bytes - 14,
            **segment.about,
            cpu=0,
        ),
        SegmentReceived(
            host="server",
            flags=segment.flags,
            payload_bytes=len(segment.payload),
            matched=segment.matched,
            state=segment.state,
            **segment.about,
            cpu=0,
        ),
    ]


def poll_over(slot: int, resumed: str = "idle", work: int = 1) -> list[Event]:
    """The driver posts a page for the slot it emptied; the core goes back to what it did."""
    return [
        DescriptorsPosted(queue=0, count=1, tail=slot, cpu=0),
        NapiCompleted(queue=0, work=work, cpu=0),
        InterruptEnabled(queue=0, cpu=0),
        SoftirqFinished(work=work, cpu=0),
        CpuResumed(resumed=resumed, cpu=0),
    ]


def to_client(segment: Segment) -> list[Event]:
    """The server's TCP sends it; TX ring, router, the client's TCP."""
    slot = segment.slot
    length = segment.length_bytes
    return [
        SegmentSent(
            direction="to_client",
            source=SERVER,
            destination=segment.local,
            window=65160,
            **segment.about,
            flags=segment.flags,
            sequence_number=segment.sequence_number,
            acknowledgement_number=segment.acknowledgement_number,
            payload=segment.payload,
        ),
        TxDescriptorFilled(queue=0, slot=slot, length_bytes=length, **segment.about),
        DoorbellRung(queue=0, tail=(slot + 1) % _RING, **segment.about),
        TxDmaRead(queue=0, slot=slot, length_bytes=length, **segment.about),
        FrameTransmitted(queue=0, slot=slot, **segment.about),
        TxCompleted(queue=0, count=1, read_pointer=(slot + 1) % _RING),
        PacketQueuedAtHop(
            hop="router",
            hop_index=0,
            direction="to_client",
            queue_length=1,
            **segment.about,
        ),
        _forwarded(segment, "to_client"),
        SegmentReceived(
            host="client",
            flags=segment.flags,
            payload_bytes=len(segment.payload),
            matched="connection",
            state=segment.state,
            **segment.about,
        ),
    ]


def _forwarded(segment: Segment, direction: str) -> Event:
    return PacketForwarded(
        hop="router",
        hop_index=0,
        direction="to_server" if direction == "to_server" else "to_client",
        ttl=63,
        **segment.about,
    )
