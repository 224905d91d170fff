"""How a request's path was matched: each registered pattern, whether it wins, and why or why not.

The reasons are ServeMux's own, as the trace tells them pattern by pattern.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.playback.spans import RequestSpan
from journey_tui.text import clean_line
from journey_tui.trace.events.http import RouteMatched, RouteNotMatched, RoutePatternTried
from journey_tui.trace.events.outside import RequestSent
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.listing import flow, most_rows
from journey_tui.tui.lenses.segments import Part, parts_of
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.stages.parts import spans, status_text
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Follow, Look, Pin, Seek, Target
from journey_tui.tui.view import View

_MOST_EVENTS: Final = 2000
"""Of one request's matching: a server has no more patterns that anybody reads."""
_LONGEST: Final = 200
_HEAD: Final = 2
_PATTERN: Final = 34
"""Cells of a pattern where its reason stands beside it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, and what came of it."""

    text: str
    handler: str
    matched: bool
    reason: str
    position: int
    """Where it was held against the request; 0: it never was."""


@dataclass(frozen=True, slots=True)
class Match:
    """What ServeMux did with one request."""

    request: int | None = None
    asked: str = ""
    patterns: tuple[Pattern, ...] = ()
    answer: tuple[str, Role] = ("", Role.DIM)
    parts: tuple[Part, ...] = ()
    """The winning pattern beside the request."""
    settled: int = 0
    """The position at which it was decided; 0: it never was."""
    links: tuple[tuple[str, Target | None], ...] = ()
    position: int = 0
    scroll: int = 0


class _Reader:
    """Reads the matching of one run's requests."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._kept: tuple[tuple[int, int], Match] = ((-1, -1), Match())
        self._handlers = {route.pattern: route.handler for route in timeline.header.server.routes}

    def gather(self, ask: Ask) -> Match:
        """The request that is asked for."""
        number = ask.subject if ask.subject is not None else ask.request
        span = self.timeline.request(number)
        sent = None if span is None else self.timeline.event_at(span.sent)
        if span is None or not isinstance(sent, RequestSent):
            return Match()
        if self._kept[0] != (span.id, span.last):
            self._kept = ((span.id, span.last), self._read(span, sent))
        return replace(self._kept[1], position=ask.position, scroll=ask.scroll)

    def _read(self, span: RequestSpan, sent: RequestSent) -> Match:
        tried: list[Pattern] = []
        answer, settled = ("not decided", Role.DIM), 0
        parts: tuple[Part, ...] = ()
        for position in self._routing(sent.connection, span.sent, span.last):
            event = self.timeline.event_at(position)
            if event is None or event.request != span.id:
                continue
            if isinstance(event, RoutePatternTried):
                handler = self._handlers.get(event.pattern, "")
                reason = clean_line(event.reason, _LONGEST)
                tried.append(Pattern(event.pattern, handler, event.matched, reason, position))
            elif isinstance(event, RouteMatched):
                answer, settled = _won(event), position
                parts = parts_of(event.pattern, sent.method, sent.host, sent.target)
            elif isinstance(event, RouteNotMatched):
                answer, settled = _lost(event), position
        known = {one.text for one in tried}
        never = (
            Pattern(text, own, False, "", 0) for text, own in self._handlers.items() if text not in known
        )
        return Match(
            request=span.id,
            asked=clean_line(f"{sent.method} {sent.target}   Host: {sent.host}", _LONGEST),
            patterns=(*tried, *never),
            answer=answer,
            settled=settled,
            parts=parts,
            links=_links(span.id, sent.connection),
        )

    def _routing(self, connection: int | None, first: int, last: int) -> list[int]:
        history = self.timeline.history.connection(connection)
        if history is None:
            return []
        start = bisect_left(history.routing, first)
        return [one for one in history.routing[start : start + _MOST_EVENTS] if one <= last]


def _won(event: RouteMatched) -> tuple[str, Role]:
    values = "".join(f"   {name} = {value}" for name, value in event.values)
    return clean_line(f"✓ {event.pattern} ► {event.handler}{values}", _LONGEST), Role.GOOD


def _lost(event: RouteNotMatched) -> tuple[str, Role]:
    where = f", sent to {event.location}" if event.location else ""
    allowed = f", Allow: {event.allow}" if event.allow else ""
    return clean_line(
        f"✗ answered by ServeMux: {status_text(event.status)}{where}{allowed}", _LONGEST
    ), Role.ERROR


def _links(request: int, connection: int | None) -> tuple[tuple[str, Target | None], ...]:
    result: list[tuple[str, Target | None]] = [(f"follow #{request}", Follow(request))]
    if connection is not None:
        result.append((f"connection {connection}", Look("connection", connection)))
    return (*result, ("ServeMux", Pin("mux")), ("handler", Pin("handler")))


# ── drawing ──


def _title(_view: View, data: Match) -> str:
    return "Route" if data.request is None else f"Route of request #{data.request} ▸ {data.asked}"


def _draw(_view: View, data: Match, surface: Surface) -> None:
    if data.request is None:
        surface.put_fit(1, 0, _("No request has been sent yet."), surface.width - 2, Role.DIM)
        return
    decided = 0 < data.settled <= data.position
    text, role = data.answer
    spans(surface, 1, 0, (text, role) if decided else ("not decided yet", Role.DIM))
    if data.settled:
        surface.link(1, 0, surface.width - 2, Seek(data.settled))
    y = flow(surface, 1, 1, data.links)
    rows = [_one_row, _two_rows][surface.width < _PATTERN + 30]
    for one in data.patterns[data.scroll :]:
        if y >= surface.height:
            break
        y = rows(data, one, surface, y)
    if decided and data.parts and y + len(data.parts) + 3 <= surface.height:
        _draw_parts(data.parts, surface, y + 1)


def _draw_parts(parts: tuple[Part, ...], surface: Surface, y: int) -> None:
    """The winner, laid beside the request."""
    titles = ("PART BY PART", "THE PATTERN", "THE REQUEST")
    table(surface.area(1, y, surface.width - 1, surface.height - y), titles, [Row(part) for part in parts])


def _mark(data: Match, one: Pattern) -> tuple[str, Role]:
    if not 0 < one.position <= data.position:
        return "·", Role.DIM
    return ("✓", Role.GOOD) if one.matched else ("✗", Role.DIM)


def _reason(data: Match, one: Pattern) -> str:
    if not one.position:
        return "was not held against it"
    return one.reason if one.position <= data.position else "not tried yet"


def _one_row(data: Match, one: Pattern, surface: Surface, y: int) -> int:
    """Pattern and reason side by side; a long reason goes on below."""
    mark, role = _mark(data, one)
    shown = Role.STRONG if role is Role.GOOD else Role.TEXT if one.position else Role.DIM
    surface.put(1, y, mark, role)
    width = min(_PATTERN, max(surface.width // 2, 8))
    surface.put_fit(3, y, one.text, width - 4, shown)
    reason = wrapped(_reason(data, one), max(surface.width - width - 1, 8))
    for row, line in enumerate(reason or [""]):
        surface.put_fit(width, y + row, line, surface.width - width, role if role is Role.GOOD else Role.DIM)
    rows = max(len(reason), 1)
    if one.position:
        surface.link(0, y, surface.width, Seek(one.position), rows)
    return y + rows


def _two_rows(data: Match, one: Pattern, surface: Surface, y: int) -> int:
    """The reason below its pattern."""
    mark, role = _mark(data, one)
    shown = Role.STRONG if role is Role.GOOD else Role.TEXT if one.position else Role.DIM
    surface.put(1, y, mark, role)
    surface.put_fit(3, y, one.text, surface.width - 3, shown)
    surface.put_fit(5, y + 1, _reason(data, one), surface.width - 5, Role.DIM)
    if one.position:
        surface.link(0, y, surface.width, Seek(one.position), 2)
    return y + 2


def _gatherer(timeline: Timeline) -> Callable[[Ask], Match]:
    return _Reader(timeline).gather


LENS: Final[Lens[Match]] = Lens(
    id="route",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=lambda data, height: most_rows(len(data.patterns), height - _HEAD),
)
