"""Generic receive offload: segments that follow one another become one sk_buff before IP and TCP see them.

A NAPI keeps the first segment of each flow back and joins those to it that continue it exactly, so that IP and TCP
run once for many frames. What does not fit sends the kept one up; so does the end of the poll. Nothing waits for a
frame that has not come yet (gro_flush_timeout is 0). `tcp_gro_receive` (net/ipv4/tcp_offload.c), `inet_gro_receive`
(net/ipv4/af_inet.c), `dev_gro_receive`, `skb_gro_receive` and `napi_gro_flush` (net/core/gro.c), Linux 6.12.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events.kernel import SegmentMerged
from journey_tui.trace.wire import ETHERNET_HEADER, tcp_options

BUCKETS: Final = 8  # GRO_HASH_BUCKETS, include/linux/netdevice.h, Linux 6.12
MOST_HELD: Final = 8  # MAX_GRO_SKBS, net/core/gro.c: flows in one bucket
BATCH: Final = 8  # gro_normal_batch, net/core/hotdata.c: segments that go up together
LARGEST: Final = 65_535
"""One less than GRO_LEGACY_MAX_SIZE, include/linux/netdevice.h: the length field of IPv4."""
TICKS_THAT_KEEP: Final = 1000
"""With HZ of at least so many, a poll that used its weight keeps what came in this tick (`__napi_poll`)."""
_ADDED: Final = frozenset({"FIN", "PSH"})
"""Flags in which a segment may differ from those before it."""
_LAST: Final = frozenset({"FIN", "PSH", "RST", "SYN"})
"""Flags behind which nothing is joined."""
_SECOND_NS: Final = 1_000_000_000


@dataclass(slots=True)
class _Held:
    """A segment that is kept back, with those that have joined it."""

    packet: Packet
    tick: int
    """When it came (`NAPI_GRO_CB(skb)->age`)."""
    segments: list[Segment] = field(default_factory=list)
    length_bytes: int = 0
    """Length of the IP packet."""

    @property
    def next(self) -> int:
        """The sequence number that continues it."""
        last = self.segments[-1]
        return last.sequence + len(last.payload)

    def continued_by(self, packet: Packet) -> bool:
        """Whether a segment of the same flow is what TCP would have sent next, with the same header otherwise."""
        ours, its, length = self.packet.sent, packet.sent, len(packet.segment.payload)
        return (
            frozenset(ours.flags) - _ADDED == frozenset(its.flags) - _ADDED
            and ours.acknowledgement_number == its.acknowledgement_number
            and ours.window == its.window
            and tcp_options(ours) == tcp_options(its)
            and self.packet.ttl == packet.ttl
            and (its.ip_id - ours.ip_id - len(self.segments)) % (1 << 16) == 0  # inet_gro_flush
            and 0 < length <= len(self.segments[0].payload)
            and packet.segment.sequence == self.next
            and self.length_bytes + length <= LARGEST
        )

    def join(self, packet: Packet) -> None:
        """One more segment (`skb_gro_receive`): its page becomes a fragment of the first one's sk_buff."""
        self.segments.append(packet.segment)
        self.length_bytes += len(packet.segment.payload)
        packet.end()

    def complete(self) -> Packet:
        """One packet of all of them (`napi_gro_complete`)."""
        packet = self.packet
        if len(self.segments) > 1:
            packet.segment = merged(self.segments)
            packet.length_bytes = self.length_bytes + ETHERNET_HEADER
        return packet


def merged(segments: list[Segment]) -> Segment:
    """One segment of several that follow one another."""
    first = segments[0]
    added = tuple(flag for flag in segments[-1].flags if flag not in first.flags)
    payload = b"".join(segment.payload for segment in segments)
    return replace(first, flags=first.flags + added, payload=payload, merged=tuple(segments))


class Gro:
    """The GRO of one NAPI."""

    def __init__(self, recorder: Recorder, hz: int) -> None:
        self._recorder = recorder
        self._hz = hz
        self._buckets: list[list[_Held]] = [[] for _ in range(BUCKETS)]
        """Kept back, by the card's hash; oldest first."""
        self._list: list[Packet] = []
        """On their way up, but not before there are enough of them (`napi->rx_list`)."""
        self._listed = 0
        """Segments in it (`napi->rx_count`)."""

    # ── a frame comes ──

    def receive(self, packet: Packet, cpu: int | None) -> list[Packet]:
        """`napi_gro_receive`: keep it, join it, or let it pass; answers what goes up to IP now."""
        bucket = self._buckets[packet.rss_hash % BUCKETS]
        held = next((one for one in bucket if _same_flow(one.packet, packet)), None)
        joins = held is not None and held.continued_by(packet)
        if held is not None and joins:
            self._join(held, packet, cpu)
        ends = _ends(packet.segment, held.segments[0] if held is not None and joins else None)
        up: list[Packet] = []
        if held is not None and (ends or not joins):
            bucket.remove(held)
            up += self._pass(held.complete())
        if ends and not joins:
            up += self._pass(packet)
        elif not joins:
            up += self._hold(bucket, packet)
        return up

    def _join(self, held: _Held, packet: Packet, cpu: int | None) -> None:
        held.join(packet)
        self._recorder.emit(
            SegmentMerged(
                into=held.packet.ids["packet"],
                segments=len(held.segments),
                length_bytes=held.length_bytes,
                cpu=cpu,
                **packet.ids,
            )
        )

    def _hold(self, bucket: list[_Held], packet: Packet) -> list[Packet]:
        """Keep the first segment of a flow back; a full bucket lets its oldest one go (`gro_flush_oldest`)."""
        oldest = bucket.pop(0) if len(bucket) >= MOST_HELD else None
        length = packet.length_bytes - ETHERNET_HEADER
        bucket.append(_Held(packet, self._tick, [packet.segment], length))
        return self._pass(oldest.complete()) if oldest is not None else []

    @property
    def _tick(self) -> int:
        """`jiffies`."""
        return self._recorder.now * self._hz // _SECOND_NS

    # ── packets go up ──

    def _pass(self, packet: Packet) -> list[Packet]:
        """`gro_normal_one`: up with the next batch."""
        self._list.append(packet)
        self._listed += len(packet.segment.parts)
        return self._pass_list() if self._listed >= BATCH else []

    def _pass_list(self) -> list[Packet]:
        """`gro_normal_list`."""
        up, self._list, self._listed = self._list, [], 0
        return up

    def end_poll(self, *, emptied: bool) -> list[Packet]:
        """The poll is over; answers what goes up with it.

        An emptied ring lets all go (`napi_complete_done`); a poll that used its weight, what came before this tick,
        which with a slow tick is all as well (`__napi_poll`).
        """
        now = None if emptied or self._hz < TICKS_THAT_KEEP else self._tick
        up: list[Packet] = []
        for bucket in self._buckets:
            while bucket and bucket[0].tick != now:
                up += self._pass(bucket.pop(0).complete())
        return up + self._pass_list()


def _same_flow(one: Packet, other: Packet) -> bool:
    return one.sent.source == other.sent.source and one.sent.destination == other.sent.destination


def _ends(segment: Segment, first: Segment | None) -> bool:
    """Whether nothing may be joined behind a segment: a flag says so, or it is shorter than the first of its group."""
    shortest = len(first.payload) if first is not None else 1
    return len(segment.payload) < shortest or not _LAST.isdisjoint(segment.flags)
