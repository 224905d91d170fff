"""All requests of the run with what became of them, each to be followed: by number, or the slowest first."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.playback.doing import Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Follow, Look
from journey_tui.tui.view import View
from journey_tui.units import format_clock, format_time

TABS: Final = ("by number", "slowest first", "longest wait first", "failed first")
_SHORTEST_REQUEST: Final = 14
_GAP: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `rank` says which of them stay as the pane becomes narrow, the least first."""

    title: str
    width: int
    rank: int
    right: bool = False


COLUMNS: Final = (
    Column("#", 6, 0, right=True),
    Column("SENT AT", 12, 5, right=True),
    Column("CLIENT", 10, 6),
    Column("CONN", 5, 8, right=True),
    Column("REQUEST", _SHORTEST_REQUEST, 1),
    Column("OUTCOME", 11, 2),
    Column("STATUS", 6, 7, right=True),
    Column("TOTAL", 9, 3, right=True),
    Column("LONGEST WAIT", 15, 4),
)
_REQUEST: Final = 4
"""Which of them takes what room is left."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The requests that find room, and how many there are."""

    spans: Sequence[RequestSpan]
    waits: Sequence[Stay | None]
    """The longest wait of each."""
    total: int
    near: int | None
    place: int = 0
    """Of the request that is near, in this order."""
    tab: int = 0
    scroll: int = 0
    words: str = ""
    """What the list is narrowed to."""


_SORTED_BY: Final = {"#": 0, "TOTAL": 1, "LONGEST WAIT": 2, "OUTCOME": 3}
"""The page on which a column orders the list: a click on its title turns to it."""
_LAST: Final = 1 << 62
_CONNECTION: Final = re.compile(r"\b(?:connection|conn)\s*#?(\d+)")
_ORDERS: Final[dict[int, Callable[[RequestSpan], tuple[int, ...]]]] = {
    1: lambda span: (-_LAST if span.duration_ns is None else -span.duration_ns, span.place),
    2: lambda span: (-_waited_ns(span), span.place),
    3: lambda span: (span.outcome == "ok", bool(span.outcome), span.place),
}
"""By page; what has not ended counts as the slowest."""


def _waited_ns(span: RequestSpan) -> int:
    longest = span.longest_wait()
    return -1 if longest is None else longest.duration_ns or 0


def _words(text: str) -> list[str]:
    """What is asked for; a connection is one word with its number."""
    return _CONNECTION.sub(r"connection#\1", text.casefold()).split()


def _has(span: RequestSpan, words: Sequence[str]) -> bool:
    """Whether all the words are said of a request; a number is meant whole."""
    status = "" if span.status is None else f"{span.status}"
    said = f"#{span.id} {span.client} {span.method} {span.target} {span.outcome} {status}".casefold()
    numbers = {f"#{span.id}", f"connection#{span.connection}"}
    return all(word in numbers if "#" in word else word in said for word in words)


def _gatherer(timeline: Timeline) -> Callable[[Ask], Listed]:
    kept: dict[int, tuple[int, str, Sequence[RequestSpan]]] = {}

    def ordered(tab: int, words: str) -> Sequence[RequestSpan]:
        """The requests in the page's order, sorted once for as much of the run as is known."""
        spans = timeline.requests
        if tab not in _ORDERS and not words:
            return spans
        asked = _words(words)
        if tab not in kept or kept[tab][:2] != (timeline.length, words):
            wanted = [span for span in spans if _has(span, asked)] if asked else spans
            order = _ORDERS.get(tab)
            kept[tab] = (timeline.length, words, wanted if order is None else sorted(wanted, key=order))
        return kept[tab][2]

    def gather(ask: Ask) -> Listed:
        spans = ordered(ask.tab, ask.words)
        window = spans[ask.scroll : ask.scroll + max(ask.height - 1, 0)]
        near = timeline.request(ask.request)
        if spans is timeline.requests:
            place = 0 if near is None else near.place
        else:
            place = spans.index(near) if near in spans else 0
        waits = [span.longest_wait() for span in window]
        return Listed(window, waits, len(spans), ask.request, place, ask.tab, ask.scroll, ask.words)

    return gather


# ── drawing ──


def columns(width: int, tab: int = 0) -> list[tuple[Column, int, int]]:
    """The columns that find room, each with its first cell and its width; one of them takes what is left.

    The one that orders the list on this page goes last of all.
    """
    room, kept = width - 2 + _GAP, set[str]()
    for column in sorted(COLUMNS, key=lambda column: (_SORTED_BY.get(column.title) != tab, column.rank)):
        if column.width + _GAP <= room:
            room -= column.width + _GAP
            kept.add(column.title)
        else:
            break
    result, x = [], 2
    for place, column in enumerate(COLUMNS):
        if column.title in kept:
            size = column.width + (max(room, 0) if place == _REQUEST else 0)
            result.append((column, x, size))
            x += size + _GAP
    return result


def _draw(view: View, data: Listed, surface: Surface) -> None:
    if not data.total:
        said = (
            _("No request is like that. / asks again.") if data.words else _("No request has been sent yet.")
        )
        surface.put_fit(1, 0, said, surface.width - 2, Role.DIM)
        return
    places = columns(surface.width - 1, data.tab)  # clear of the frame
    for column, x, width in places:
        title = column.title.rjust(width) if column.right else column.title
        surface.put_fit(x, 0, title, width, Role.DIM)
        if column.title in _SORTED_BY:
            surface.link(x, 0, width, Look("requests", tab=_SORTED_BY[column.title]), keys=False)
    for y, (span, wait) in enumerate(zip(data.spans, data.waits, strict=True), 1):
        here = span.id == data.near
        surface.put(0, y, "▶" if here else " ", Role.FOCUS)
        base = Role.STRONG if here else Role.DIM if span.sent > view.position else Role.TEXT
        for (column, x, width), (text, role) in zip(places, _cells(span, wait, view, places), strict=True):
            shown = text.rjust(width) if column.right else text
            surface.put_fit(x, y, shown, width, role or base)
        surface.link(0, y, surface.width, Follow(span.id))


def _cells(
    span: RequestSpan, wait: Stay | None, view: View, places: Sequence[tuple[Column, int, int]]
) -> Iterator[tuple[str, Role | None]]:
    """What stands in each column, and its role where it has one of its own."""
    outcome = state(span, view.position)
    failed = span.ended <= view.position and span.outcome not in ("", "ok")
    ended = span.duration_ns
    waited = "" if wait is None or wait.duration_ns is None else format_time(wait.duration_ns)
    texts: dict[str, tuple[str, Role | None]] = {
        "#": (f"{span.id}", None),
        "SENT AT": (format_clock(span.sent_ns), None),
        "CLIENT": (span.client, None),
        "CONN": ("" if span.connection is None else f"{span.connection}", None),
        "REQUEST": (f"{span.method} {span.target}".strip(), None),
        "OUTCOME": (outcome, Role.ERROR if failed else None),
        "STATUS": ("" if span.status is None or outcome != span.outcome else f"{span.status}", None),
        "TOTAL": ("" if ended is None else format_time(ended), None),
        "LONGEST WAIT": (f"{STAGE_BY_ID[wait.stage].label:<5} {waited:>9}" if wait and waited else "", None),
    }
    for column, *_place in places:
        yield texts[column.title]


def state(span: RequestSpan, position: int) -> str:
    """What a request is at a position: to come, under way, or how it ended."""
    if position < span.first:
        return "to come"
    if position < span.sent:
        return "connecting"
    return span.outcome if span.ended and span.ended <= position else "under way"


def _begin(data: Listed, height: int) -> tuple[int, int | None]:
    """By number with the request at hand in view, and chosen; in an order that was asked for with its first."""
    if data.tab or data.words:
        return 0, 0 if data.total else None
    room = max(height - 1, 1)
    scroll = min(max(data.place - room // 2, 0), max(data.total - room, 0))
    return scroll, data.place - scroll if data.total else None


def _most_scroll(data: Listed, height: int) -> int:
    return max(data.total - max(height - 1, 1), 0)


def _title(_view: View, data: Listed) -> str:
    narrowed = f" with “{clean_line(data.words)}”" if data.words else ""
    return f"Requests: {data.total:,}{narrowed}, {TABS[data.tab]}"


LENS: Final[Lens[Listed]] = Lens(
    id="requests",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
    begin=_begin,
    tabs=TABS,
)
