"""Makes the event of a segment's sending: addresses, options and numbers as they stand in the header.

The first windows are those recorded: on Ethernet 44 segments of 1460 or 45 of 1448, on loopback one of 65495 or 65483.
"""

from random import Random
from typing import Final

from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events import Direction
from journey_tui.trace.events.outside import SegmentSent

TIMESTAMP_BYTES: Final = 12  # TCPOLEN_TSTAMP_ALIGNED, include/net/tcp.h, Linux 6.12
_HEADERS: Final = 40  # IPv4 and TCP without options
_SYN_SEGMENTS: Final = 44
_SYN_ACK_SEGMENTS: Final = 45
"""First windows, in segments, as recorded: 64240 = 44 * 1460 in a SYN, 65160 = 45 * 1448 in its answer."""
_LOOPBACK_MTU: Final = 65_536  # drivers/net/loopback.c: 64 * 1024
_LARGEST_IP: Final = 65_535  # the length field of an IPv4 header
_LARGEST_WINDOW: Final = 65_535  # the window field of a TCP header
_LARGEST_SCALE: Final = 14  # TCP_MAX_WSCALE, include/net/tcp.h
_WRAP: Final = 1 << 32
_SPREAD: Final = 40_503
"""Keeps the first IP ids of connections apart; Linux draws each at random."""
_MILLISECOND: Final = 1_000_000


def announced_mss(mtu: int, loopback: bool) -> int:
    """The MSS option of a SYN: what an IP packet holds beside 40 bytes of headers."""
    return min(_LOOPBACK_MTU if loopback else mtu, _LARGEST_IP) - _HEADERS


def syn_window(mss: int, loopback: bool) -> int:
    """The window field of a SYN."""
    return mss if loopback else min(_SYN_SEGMENTS * mss, _LARGEST_WINDOW)


def syn_ack_window(mss: int, loopback: bool) -> int:
    """The window field of a SYN-ACK."""
    segment = mss - TIMESTAMP_BYTES
    return segment if loopback else min(_SYN_ACK_SEGMENTS * segment, _LARGEST_WINDOW)


def window_scale(largest_buffer: int) -> int:
    """The window scale option: 7 with tcp_rmem up to 6 MiB (`tcp_select_initial_window`, Linux 6.12)."""
    return min(max(largest_buffer.bit_length() - 16, 0), _LARGEST_SCALE)


class SegmentWriter:
    """One host's way of writing segments: its MSS, its clock for timestamps, its IP ids."""

    def __init__(self, direction: Direction, mss: int, scale: int, rng: Random) -> None:
        self._direction = direction
        self._mss = mss
        self._scale = scale
        self._first_ip_id = rng.randrange(1 << 16)
        self._ip_ids: dict[int, int] = {}
        """The last one of each socket (`inet_sk(sk)->inet_id`, ip_select_ident_segs, Linux 6.12)."""
        self._timestamp = rng.randrange(1 << 31)
        self._peer_timestamps: dict[int, int] = {}

    def saw(self, event: SegmentSent) -> None:
        """Remember a peer's timestamp, to echo it (`tcp_store_ts_recent`)."""
        if event.connection is not None and event.timestamp_value is not None:
            self._peer_timestamps[event.connection] = event.timestamp_value

    def echo_ns(self, event: SegmentSent, now: int) -> int | None:
        """How long ago this host wrote the timestamp that a segment echoes, in whole milliseconds (`tcp_rtt_tsopt_us`)."""
        if not event.timestamp_echo:
            return None
        waited = (self._timestamp + now // _MILLISECOND - event.timestamp_echo) % _WRAP
        return max(waited, 1) * _MILLISECOND if waited < _WRAP // 2 else None

    def forget(self, connection: int) -> None:
        """The connection is over."""
        self._peer_timestamps.pop(connection, None)
        self._ip_ids.pop(connection, None)

    def _next_ip_id(self, connection: int) -> int:
        """Each socket counts for itself, from a number of its own."""
        last = self._ip_ids.get(connection, self._first_ip_id + connection * _SPREAD)
        self._ip_ids[connection] = (last + 1) % (1 << 16)
        return self._ip_ids[connection]

    def write(self, segment: Segment, record: ConnectionRecord, packet: int, now: int) -> SegmentSent:
        """The event of sending this segment."""
        to_server = self._direction == "to_server"
        synchronizes, answers = segment.has("SYN"), segment.has("ACK")
        window = segment.window if synchronizes else segment.window >> self._scale
        stamped = not segment.bare
        without_socket = segment.bare or (synchronizes and answers)  # their IP id is 0
        return SegmentSent(
            packet=packet,
            connection=record.id,
            request=segment.request,
            direction=self._direction,
            source=record.local if to_server else record.remote,
            destination=record.remote if to_server else record.local,
            flags=segment.flags,
            sequence_number=segment.sequence % _WRAP,
            acknowledgement_number=segment.acknowledgement % _WRAP if answers else 0,
            window=min(window, _LARGEST_WINDOW),
            payload=segment.payload,
            mss=self._mss if synchronizes else None,
            window_scale=self._scale if synchronizes else None,
            sack_permitted=synchronizes,
            timestamp_value=(self._timestamp + now // _MILLISECOND) % _WRAP if stamped else None,
            timestamp_echo=self._peer_timestamps.get(record.id, 0) if stamped else None,
            sack_blocks=tuple((start % _WRAP, end % _WRAP) for start, end in segment.sack),
            ip_id=0 if without_socket else self._next_ip_id(record.id),
            retransmission=segment.retransmission,
        )
