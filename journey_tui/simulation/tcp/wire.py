"""Makes the event of a segment's sending: addresses, options and numbers as they stand in the header.

Window scale 7 and the first windows are Linux 6.12's with tcp_rmem up to 6 MiB (`tcp_select_initial_window`): on
Ethernet 44 segments of 1460 or 45 of 1448, on loopback one of 65495 or 65483.
"""

from random import Random
from typing import Final

from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events import Direction
from journey_tui.trace.events.outside import SegmentSent

WINDOW_SCALE: Final = 7
TIMESTAMP_BYTES: Final = 12
_HEADERS: Final = 40
_SYN_SEGMENTS: Final = 44
_SYN_ACK_SEGMENTS: Final = 45
_LOOPBACK_MTU: Final = 65_536
_LARGEST_IP: Final = 65_535
_WRAP: Final = 1 << 32
_MILLISECOND: Final = 1_000_000


def announced_mss(mtu: int, loopback: bool) -> int:
    """The MSS option of a SYN: what an IP packet holds beside 40 bytes of headers."""
    return min(_LOOPBACK_MTU if loopback else mtu, _LARGEST_IP) - _HEADERS


def syn_window(mss: int, loopback: bool) -> int:
    """The window field of a SYN."""
    return mss if loopback else min(_SYN_SEGMENTS * mss, 65_535)


def syn_ack_window(mss: int, loopback: bool) -> int:
    """The window field of a SYN-ACK."""
    segment = mss - TIMESTAMP_BYTES
    return segment if loopback else min(_SYN_ACK_SEGMENTS * segment, 65_535)


class SegmentWriter:
    """One host's way of writing segments: its MSS, its clock for timestamps, its IP ids."""

    def __init__(self, direction: Direction, mss: int, loopback: bool, rng: Random) -> None:
        self._direction = direction
        self.mss = mss
        self.loopback = loopback
        self._ip_id = rng.randrange(1 << 16)
        self._timestamp = rng.randrange(1 << 31)
        self._peer_timestamps: dict[int, int] = {}

    def first_window(self) -> int:
        """The receive window that this host begins with."""
        window = syn_window if self._direction == "to_server" else syn_ack_window
        return window(self.mss, self.loopback)

    def saw(self, event: SegmentSent) -> None:
        """Remember a peer's timestamp, to echo it."""
        if event.connection is not None and event.timestamp_value is not None:
            self._peer_timestamps[event.connection] = event.timestamp_value

    def write(
        self, segment: Segment, record: ConnectionRecord, packet: int, request: int | None, now: int
    ) -> SegmentSent:
        """The event of sending this segment."""
        to_server = self._direction == "to_server"
        synchronizes = segment.has("SYN")
        self._ip_id = (self._ip_id + 1) & 0xFFFF
        return SegmentSent(
            packet=packet,
            connection=record.id,
            request=request,
            direction=self._direction,
            source=record.local if to_server else record.remote,
            destination=record.remote if to_server else record.local,
            flags=segment.flags,
            sequence_number=segment.sequence % _WRAP,
            acknowledgement_number=segment.acknowledgement % _WRAP,
            window=self.first_window() if synchronizes else segment.window >> WINDOW_SCALE,
            payload=segment.payload,
            mss=self.mss if synchronizes else None,
            window_scale=WINDOW_SCALE if synchronizes else None,
            sack_permitted=synchronizes,
            timestamp_value=(self._timestamp + now // _MILLISECOND) % _WRAP,
            timestamp_echo=self._peer_timestamps.get(record.id, 0),
            ip_id=0 if synchronizes and segment.has("ACK") else self._ip_id,
            retransmission=segment.retransmission,
        )
