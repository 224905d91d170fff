"""What lies in a connection's buffers at this moment, byte by byte: taken, waiting, and on its way.

The receive buffer is the server's: what the client has sent and read() has not taken. The send buffer is the server's
too: what write() has left there and the client has not acknowledged. The bytes are those of the segments.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.playback.history import ConnectionHistory, until
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.tui.lenses import hexdump
from journey_tui.tui.lenses.connection import connection_at
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.listing import linked
from journey_tui.tui.stages.parts import goroutine_name, meter, spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.tui.view import View
from journey_tui.world.state import Connection

TABS: Final = ("receive", "send")
_HEAD: Final = 3
_WRAP: Final = 1 << 32
_MOST_OPENING: Final = 24
"""Segments among which a side's SYN is looked for."""
_MOST_SEGMENTS: Final = 512
"""That are read for one frame."""


@dataclass(frozen=True, slots=True)
class Buffer:
    """One of a connection's two buffers, and the bytes of its stream that are in view."""

    number: int | None = None
    tab: int = 0
    known: bool = False
    """Whether the world still holds the connection."""
    taken: int = 0
    """Up to here the stream has left the buffer: read, or acknowledged."""
    held: int = 0
    """Up to here it is, or was, in the buffer."""
    sent: int = 0
    """Up to here segments have been sent."""
    capacity: int = 0
    window: int = 0
    """Of the receive buffer, in bytes; of the send buffer the congestion window, in segments."""
    goroutine: int | None = None
    ended: bool = False
    data: bytes = b""
    start: int = 0
    """Place in the stream of the first byte in view."""
    pieces: tuple[tuple[int, int, int | None], ...] = ()
    """Of the bytes in view, which packet brings them: from, to, packet; places in the stream."""
    rows: int = 0
    """Of what can be seen: some that was taken, all that the buffer holds, what is on its way."""


class _Reader:
    """Reads the streams of one run's connections."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    def gather(self, ask: Ask) -> Buffer:
        """The buffer that is asked for, as it is at the moment."""
        number = connection_at(self.timeline, ask)
        history = self.timeline.history.connection(number)
        if number is None or history is None:
            return Buffer(tab=ask.tab)
        receive = ask.tab == 0
        places = history.data_to_server if receive else history.data_to_client
        first = self._first(history, receive)
        found = self.timeline.world_at(ask.position).connections.get(number)
        taken, held = (0, 0) if found is None else _edges(found, receive)
        capacity, window = (0, 0) if found is None else _room(found, receive)
        sent = max(self._end(places, ask.position, first), 0)
        count = hexdump.columns(ask.width)
        room = max(ask.height - _HEAD, 0)
        last = max(held, sent) if receive else held
        lines = -(-last // count)
        top = max(min(taken // count - 1, lines - room), 0)  # what has been taken, as far as there is room
        rows = max(lines - top, 0)
        start = (top + min(ask.scroll, max(rows - room, 0))) * count
        data, pieces = self._bytes(places, first, start, min(last, start + room * count))
        return Buffer(
            number=number,
            tab=ask.tab,
            known=found is not None,
            taken=taken,
            held=held,
            sent=sent,
            capacity=capacity,
            window=window,
            goroutine=None if found is None else found.goroutine,
            ended=found is not None and receive and found.receive_eof,
            data=data,
            pieces=tuple(pieces),
            start=start,
            rows=rows,
        )

    def _segment(self, position: int) -> SegmentSent | None:
        event = self.timeline.event_at(position)
        return event if isinstance(event, SegmentSent) else None

    def _first(self, history: ConnectionHistory, receive: bool) -> int:
        """The sequence number of the stream's first byte."""
        for position in history.segments[:_MOST_OPENING]:
            segment = self._segment(position)
            mine = segment is not None and receive == (segment.direction == "to_server")
            if mine and segment is not None and "SYN" in segment.flags:
                return segment.sequence_number + 1
        return 0

    def _place(self, position: int, first: int) -> int:
        """Where in the stream a segment begins."""
        segment = self._segment(position)
        return 0 if segment is None else (segment.sequence_number - first) % _WRAP

    def _end(self, places: Sequence[int], position: int, first: int) -> int:
        """How far the stream has been sent."""
        sent = until(places, position)
        segment = self._segment(places[sent - 1]) if sent else None
        return 0 if segment is None else (segment.sequence_number - first) % _WRAP + len(segment.payload)

    def _bytes(
        self, places: Sequence[int], first: int, start: int, stop: int
    ) -> tuple[bytes, list[tuple[int, int, int | None]]]:
        """The stream's bytes [start, stop), as far as segments of the run hold them without a gap, and in which."""
        place = bisect_right(places, start, key=lambda position: self._place(position, first)) - 1
        data = b""
        pieces: list[tuple[int, int, int | None]] = []
        for position in places[max(place, 0) : max(place, 0) + _MOST_SEGMENTS]:
            segment = self._segment(position)
            begins = self._place(position, first)
            if segment is None or begins > start + len(data) or start + len(data) >= stop:
                break
            already = start + len(data)
            data += segment.payload[already - begins :]
            pieces.append((already, min(start + len(data), stop), segment.packet))
        return data[: max(stop - start, 0)], pieces


def _edges(found: Connection, receive: bool) -> tuple[int, int]:
    """Up to where the stream has left the buffer, and up to where it is in it."""
    if receive:
        return max(found.received_total - found.receive_queued, 0), found.received_total
    return min(found.acked_total, found.sent_total), found.sent_total


def _room(found: Connection, receive: bool) -> tuple[int, int]:
    """The buffer's capacity, and what bounds the sender: the window in bytes, or cwnd in segments."""
    if receive:
        return found.receive_capacity, found.receive_window
    return found.send_capacity, found.congestion_window


# ── drawing ──


def _title(_view: View, data: Buffer) -> str:
    if data.number is None:
        return "Buffer"
    pages = " ".join(f"[{name}]" if place == data.tab else name for place, name in enumerate(TABS))
    return f"Buffers of connection {data.number} at the server ▸ {pages}"


def _draw(_view: View, data: Buffer, surface: Surface) -> None:
    if data.number is None or not data.known:
        text = (
            _("No connection has been made yet.")
            if data.number is None
            else _("The kernel holds nothing of it now.")
        )
        surface.put_fit(1, 0, text, surface.width - 2, Role.DIM)
        return
    _filled(data, surface)
    _who(data, surface)
    _legend(data, surface)
    body = surface.area(0, _HEAD, surface.width, surface.height - _HEAD)
    hexdump.draw(body, data.data, 0, lambda place: _role(data, data.start + place), offset=data.start)
    _link(data, body)
    if not data.data:
        what = "no byte has come yet" if data.tab == 0 else "nothing has been written yet"
        body.put_fit(1, 0, what, body.width - 2, Role.DIM)
    elif len(data.data) < _wanted(data, body):
        row = -(-len(data.data) // hexdump.columns(body.width))
        body.put_fit(1, row, "what follows no segment of this run has carried", body.width - 2, Role.DIM)


def _link(data: Buffer, body: Surface) -> None:
    """The bytes that one packet brings open it; with keys they are chosen where they begin."""
    count = hexdump.columns(body.width)
    for start, stop, packet in data.pieces:
        if packet is None:
            continue
        for row in range((start - data.start) // count, (stop - 1 - data.start) // count + 1):
            left = max(start - data.start - row * count, 0)
            right = min(stop - data.start - row * count, count) - 1
            x = hexdump.hex_column(left)
            begins = row == (start - data.start) // count
            body.link(x, row, hexdump.hex_column(right) + 2 - x, Look("packet", packet), keys=begins)


def _wanted(data: Buffer, body: Surface) -> int:
    last = max(data.held, data.sent) if data.tab == 0 else data.held
    return min(last - data.start, body.height * hexdump.columns(body.width))


def _filled(data: Buffer, surface: Surface) -> None:
    used = data.held - data.taken
    name = "RECEIVE BUFFER " if data.tab == 0 else "SEND BUFFER "
    x = spans(surface, 1, 0, (name, Role.KERNEL))
    x = meter(surface, x, 0, min(20, surface.width // 4), used, data.capacity, Role.KERNEL)
    x = spans(surface, x + 1, 0, (f"{used:,} of {data.capacity:,} B", Role.STRONG))
    rest = f"window {data.window:,} B" if data.tab == 0 else f"cwnd {data.window:,} segments"
    if x + 3 + cell_len(rest) <= surface.width:
        spans(surface, x + 3, 0, (rest, Role.TEXT))


def _who(data: Buffer, surface: Surface) -> None:
    """Who takes from it, and what it has taken."""
    verb = "read() has taken" if data.tab == 0 else "the client has acknowledged"
    x = spans(surface, 1, 1, (f"{verb} ", Role.DIM), f"{data.taken:,} of {data.held:,} B")
    if data.ended:
        x = spans(surface, x, 1, ("  then the end: FIN has come", Role.WARN))
    if data.goroutine is not None:
        x = linked(surface, x + 3, 1, goroutine_name(data.goroutine), Look("goroutine", data.goroutine))
    linked(surface, x + 3, 1, f"connection {data.number}", Look("connection", data.number))


def _legend(data: Buffer, surface: Surface) -> None:
    names = (
        ("taken", "in the queue", "on its way")
        if data.tab == 0
        else ("acknowledged", "in flight", "not sent yet")
    )
    roles = (Role.DIM, Role.KERNEL, Role.HARDWARE)
    x = 1
    for name, role in zip(names, roles, strict=True):
        x = spans(surface, x, 2, ("█ ", role), (f"{name}  ", Role.DIM))


def _role(data: Buffer, place: int) -> Role:
    if place < data.taken:
        return Role.DIM
    border = data.held if data.tab == 0 else data.sent
    return Role.KERNEL if place < border else Role.HARDWARE


def _most_scroll(data: Buffer, height: int) -> int:
    return max(data.rows - max(height - _HEAD, 1), 0)


def _gatherer(timeline: Timeline) -> Callable[[Ask], Buffer]:
    return _Reader(timeline).gather


LENS: Final[Lens[Buffer]] = Lens(
    id="buffer",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
    tabs=TABS,
)
