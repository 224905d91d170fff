"""The sequence chart: client, network, kernel and Go side by side, time going down, an arrow for each word between them.

Packets and system calls are arrows; what happens at one place is a note on its line. Of a connection the positions are
known from its history, so that the chart of one among ten thousand costs no more than that of one alone.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.trace.events.http import ConnStateChanged
from journey_tui.trace.events.kernel import ConnectionAccepted
from journey_tui.trace.events.runtime import GoroutineCreated
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.messages import HEADINGS, Line, Message, Teller, joined
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Seek
from journey_tui.tui.view import View
from journey_tui.units import format_clock, format_time

TABS: Final = ("this connection", "all connections")
_AROUND: Final = 64
"""Segments, system calls and changes on either side of the present that are read for a page."""
_REQUESTS: Final = 8
"""Requests of the connection, likewise."""
_SCANNED: Final = 512
"""Events on either side of the present, where all connections are told."""
_ACCEPTING: Final = 32
"""Positions of the accepting goroutine after it took the connection, at most."""
_PAGES_KEPT: Final = 8
GAP_NS: Final = 100_000
"""From so much time between two rows on, a row of its own says how much."""
_CLOCK: Final = 12
_NOTE: Final = 18
"""Cells beside Go's line from which its notes stand there."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows around the present."""

    rows: Sequence[Message]
    here: int
    """Which row tells of the present, or of what was last; -1 before the first."""
    connection: int | None
    tab: int
    scroll: int = 0


class _Reader:
    """Reads charts of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._teller = Teller(timeline)
        self._pages: OrderedDict[tuple[int | None, ...], list[Message]] = OrderedDict()

    def chart(self, ask: Ask) -> Chart:
        """The rows of the page that holds the position."""
        timeline = self.timeline
        span = timeline.request(ask.request if ask.subject is None else ask.subject)
        connection = None if span is None else span.connection
        if ask.tab == 1 or connection is None:
            connection = None
            page = max(ask.position - 1, 0) // _SCANNED
            rows = self._kept((None, page, timeline.length), lambda: self._all(page))
        else:
            chosen = connection
            lists = self._lists(chosen, ask.position)
            key = tuple(bisect_right(one, ask.position) // _AROUND for one in lists)
            rows = self._kept(
                (chosen, *key, *(one[0] if one else 0 for one in lists), *(len(one) for one in lists)),
                lambda: self._of_connection(lists, ask.position),
            )
        here = bisect_right(rows, ask.position, key=lambda row: row.position) - 1
        return Chart(rows, here, connection, ask.tab, ask.scroll)

    def _kept(self, key: tuple[int | None, ...], read: Callable[[], list[Message]]) -> list[Message]:
        rows = self._pages.pop(key, None)
        self._pages[key] = rows = read() if rows is None else rows
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return rows

    def _told(self, positions: Iterable[int]) -> list[Message]:
        rows = []
        for position in positions:
            event = self.timeline.event_at(position)
            message = None if event is None else self._teller.message(position, event)
            if message is not None:
                rows.append(message)
        return joined(rows)

    def _all(self, page: int) -> list[Message]:
        """Whatever is said between two lines, on any connection."""
        start = max((page - 1) * _SCANNED, 0)
        stop = min((page + 2) * _SCANNED, self.timeline.length)
        return self._told(range(start + 1, stop + 1))

    # ── one connection ──

    def _lists(self, connection: int, position: int) -> list[Sequence[int]]:
        """The positions that tell of a connection: segments, changes, requests around here, its goroutines' calls."""
        history = self.timeline.history
        known = history.connection(connection)
        if known is None:
            return []
        page = bisect_right(known.requests, position) // _REQUESTS * _REQUESTS
        requests = list(known.requests[max(page - _REQUESTS, 0) : page + 2 * _REQUESTS])
        servers = set()
        for sent in tuple(requests):
            event = self.timeline.event_at(sent)
            span = None if event is None else self.timeline.request(event.request)
            if span is not None:
                requests += [span.ended] if span.ended else []
                requests += [stay.position for stay in span.way() if stay.stage == "handler"]
                servers.add(span.server)
        calls = [history.goroutine(server) for server in sorted(server for server in servers if server)]
        return [known.segments, known.changes, sorted(set(requests)), self._accepting(known.changes), *calls]

    def _accepting(self, changes: Sequence[int]) -> list[int]:
        """What the goroutine of the accept loop did for this connection."""
        timeline = self.timeline
        for position in changes[:16]:
            event = timeline.event_at(position)
            if isinstance(event, ConnectionAccepted):
                positions = timeline.history.goroutine(event.goroutine)
                place = bisect_right(positions, position)
                result = list(positions[max(place - 1, 0) : place])
                for one in positions[place : place + _ACCEPTING]:
                    later = timeline.event_at(one)
                    if isinstance(later, GoroutineCreated | ConnStateChanged):
                        break
                    result.append(one)
                    if later is not None and getattr(later, "name", "") == "accept4" and one > position + 4:
                        result.pop()
                        break
                return result
        return []

    def _of_connection(self, lists: Sequence[Sequence[int]], position: int) -> list[Message]:
        """The nearest positions of each list, the arrivals of the packets among them too."""
        found: set[int] = set()
        first, last = 0, self.timeline.length + 1
        for one in lists:
            place = bisect_right(one, position) // _AROUND * _AROUND
            start, stop = max(place - _AROUND, 0), place + 2 * _AROUND
            found.update(one[start:stop])
            first = max(first, one[start]) if start else first
            last = min(last, one[stop]) if stop < len(one) else last
        for sent in tuple(found):
            event = self.timeline.event_at(sent)
            if event is not None and event.packet is not None and event.kind == "SegmentSent":
                found.update(self.timeline.history.packet(event.packet))
        return self._told(sorted(one for one in found if first <= one < last))


def _gatherer(timeline: Timeline) -> Callable[[Ask], Chart]:
    return _Reader(timeline).chart


# ── drawing ──


def _title(view: View, data: Chart) -> str:
    if data.connection is None:
        return "Sequence: all connections"
    return f"Sequence: connection {data.connection}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it is drawn: a message, or the time that passes before the next one."""

    message: Message | None
    gap_ns: int = 0


def _with_gaps(rows: Sequence[Message]) -> list[_Row]:
    result: list[_Row] = []
    for before, message in zip([None, *rows], rows, strict=False):
        if before is not None and message.time_ns - before.time_ns >= GAP_NS:
            result.append(_Row(None, message.time_ns - before.time_ns))
        result.append(_Row(message))
    return result


def lifelines(width: int) -> tuple[int, int, int, int]:
    """The columns of client, network, kernel and Go."""
    left = (_CLOCK if width >= 48 else 0) + 3
    right = width - (22 if width >= 90 else 4)
    step = (right - left) / 3
    return left, round(left + step), round(left + 2 * step), right


def _draw(view: View, data: Chart, surface: Surface) -> None:
    lines = lifelines(surface.width)
    for heading, x in zip(HEADINGS, lines, strict=True):
        at = min(max(x - len(heading) // 2, 0), surface.width - len(heading))
        surface.put(at, 0, heading, Role.STRONG)
    if not data.rows:
        surface.put_fit(1, 1, _("Nothing has been said on a connection here."), surface.width - 2, Role.DIM)
        return
    rows = _with_gaps(data.rows)
    room = surface.height - 1
    here = next((place for place, row in enumerate(rows) if row.message is data.rows[max(data.here, 0)]), 0)
    start = min(max(here - room * 2 // 3 + data.scroll, 0), max(len(rows) - room, 0))
    for y, row in enumerate(rows[start : start + room], 1):
        for x in lines:
            surface.put(x, y, "│" if row.message else "┊", Role.DIM)
        if row.message is None:
            surface.put(
                0, y, f"{'+' + format_time(row.gap_ns):>{_CLOCK}}" if lines[0] > _CLOCK else "", Role.DIM
            )
        else:
            _draw_message(
                view, data, row.message, surface, y, start + y - 1 == here and data.here >= 0, lines
            )


def _draw_message(
    view: View,
    data: Chart,
    message: Message,
    surface: Surface,
    y: int,
    here: bool,
    lines: tuple[int, int, int, int],
) -> None:
    role: Role = Role.TEXT if message.role is Role.PACKET else message.role
    if message.position > view.position:
        role = Role.DIM
    if here:
        role = Role.PACKET if message.role is Role.PACKET else Role.STRONG
    if lines[0] > _CLOCK:
        clock = Role.STRONG if here else Role.DIM
        surface.put(0, y, f"{format_clock(message.time_ns):>{_CLOCK}}", clock)
    surface.put(lines[0] - 2, y, "▶" if here else " ", Role.FOCUS)
    whose = ""
    if data.connection is None and message.connection is not None:
        whose = f"c{message.connection} "
    if message.start == message.stop:
        _draw_note(message, whose, surface, y, role, lines)
    else:
        _draw_arrow(message, whose, surface, y, role, lines)
    surface.link(0, y, surface.width, Seek(max(message.position, message.also if here else 0)))


def _fitting(message: Message, whose: str, room: int) -> str:
    """What is said, or less of it."""
    text = whose + message.text
    return text if cell_len(text) <= room or not message.short else fit(whose + message.short, room)


def _draw_note(
    message: Message, whose: str, surface: Surface, y: int, role: Role, lines: tuple[int, ...]
) -> None:
    """At the right of its line, over those behind it; at Go's line, where room is short, at the left."""
    x = lines[message.start]
    surface.put(x, y, "✗" if message.lost else "●", role)
    room = surface.width - x - 2
    if message.start is Line.GO and room < _NOTE:
        shown = _fitting(message, whose, x - lines[Line.KERNEL] - 3)
        surface.put(x - 1 - cell_len(shown), y, shown, role)
    else:
        shown = _fitting(message, whose, room)
        surface.put(x + 1, y, f" {fit(shown, room)} ", role)


def _draw_arrow(
    message: Message, whose: str, surface: Surface, y: int, role: Role, lines: tuple[int, ...]
) -> None:
    left, right = sorted((lines[message.start], lines[message.stop]))
    surface.put(left + 1, y, "─" * (right - left - 1), role)
    if message.stop > message.start or message.both_ways:
        surface.put(right - 1, y, "▶", role)
    if message.stop < message.start or message.both_ways:
        surface.put(left + 1, y, "◀", role)
    shown = fit(_fitting(message, whose, right - left - 3), right - left - 3)
    surface.put(left + 1 + (right - left - 1 - cell_len(shown)) // 2, y, shown, role)


def _most_scroll(data: Chart, height: int) -> int:
    return max(len(data.rows) - max(height - 1, 1), 0)


LENS: Final[Lens[Chart]] = Lens(
    id="sequence",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
    tabs=TABS,
)
