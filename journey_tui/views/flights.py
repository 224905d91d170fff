"""Segments between the host that sent them and the host that took them.

An event of arrival names only the packet; what the segment said stands in the event of its sending. Sequence numbers
are counted from each side's first one, as a capture's reader does.
"""

from heapq import heappop, heappush
from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events.kernel import SegmentMerged
from journey_tui.trace.events.outside import PacketDropped, SegmentReceived, SegmentSent
from journey_tui.trace.wire import joined

_WRAP: Final = 1 << 32


def length_of(segment: SegmentSent) -> int:
    """Sequence numbers that a segment takes: its bytes, and one each for SYN and FIN (RFC 9293, section 3.4)."""
    return len(segment.payload) + ("SYN" in segment.flags) + ("FIN" in segment.flags)


def ip_bytes(segment: SegmentSent) -> int:
    """Length of the IP packet: both headers, the options padded as `tcp_options_write` does (Linux 6.12), the bytes."""
    stamped = segment.timestamp_value is not None
    words = (segment.mss is not None) + 3 * stamped + (segment.window_scale is not None)
    words += segment.sack_permitted and not stamped  # beside a timestamp it takes the place of padding
    return 20 + 20 + 4 * words + len(segment.payload)


def distance(number: int, start: int) -> int:
    """How far a sequence number lies behind another, around the end of 32 bits."""
    return (number - start) % _WRAP


class Flights:
    """The packets that are on their way."""

    def __init__(self) -> None:
        self._segments: dict[int, SegmentSent] = {}

    def see(self, event: Event) -> SegmentSent | None:
        """Follow one event; answers the segment that has just been received."""
        if event.packet is None:
            return None
        if isinstance(event, SegmentSent):
            self._segments[event.packet] = event
        elif isinstance(event, SegmentReceived):
            return self._segments.pop(event.packet, None)
        elif isinstance(event, PacketDropped):
            self._segments.pop(event.packet, None)
        elif isinstance(event, SegmentMerged) and event.packet != event.into:
            part, whole = self._segments.pop(event.packet, None), self._segments.get(event.into)
            if part is not None and whole is not None:
                self._segments[event.into] = joined(whole, part)
        return None


class Stream:
    """Bytes of one direction as they become contiguous: what came too early waits."""

    def __init__(self) -> None:
        self.start: int | None = None
        """The SYN's sequence number."""
        self.next = 0
        """The first number that is missing, counted from the SYN's."""
        self.payload_bytes = 0
        """Bytes before it."""
        self._early: list[tuple[int, int, SegmentSent]] = []
        """A heap by place."""

    def take(self, segment: SegmentSent) -> list[bytes]:
        """Take a segment; answers the pieces of payload that are new and in order now."""
        if self.start is None:
            self.start = segment.sequence_number
        heappush(self._early, (distance(segment.sequence_number, self.start), segment.seq, segment))
        pieces = []
        while self._early and self._early[0][0] <= self.next:
            pieces.append(self._join(*heappop(self._early)))
        return [piece for piece in pieces if piece]

    def _join(self, place: int, _: int, segment: SegmentSent) -> bytes:
        end = place + length_of(segment)
        if end <= self.next:
            return b""
        piece = segment.payload[max(self.next - place - ("SYN" in segment.flags), 0) :]
        self.next, self.payload_bytes = end, self.payload_bytes + len(piece)
        return piece
