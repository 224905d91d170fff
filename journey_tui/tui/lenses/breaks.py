"""The breakpoints: those that are set, with where each is met next and was met last, and some to choose from."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import N_, _
from journey_tui.playback import Timeline
from journey_tui.playback.breakpoints import Breakpoint
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.listing import moment_row, most_rows
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Halt, Seek
from journey_tui.tui.view import View
from journey_tui.units import format_clock

NEW: Final = ""
"""The row in which a viewer sets one in their own words."""
READY_MADE: Final = (
    ("drop", N_("any packet, SYN or connection that is dropped")),
    ("goroutine parks", N_("a goroutine waits, and its thread goes on without it")),
    ("retransmission", N_("a segment is sent again")),
    ("error", N_("a call, a connection or a request fails")),
    ("accept queue > 3", N_("or any measure: <, <=, =, >=, >")),
    ("accept queue peaks", N_("more than ever before; End, then C: the most")),
    ("interrupt", N_("a core is stopped by the network card")),
    ("request ends", N_("or one of them: request 2 ends")),
    ("status >= 400", N_("or one status: status 404")),
    ("handler waits", N_("a handler waits for something else")),
)
"""What is offered, and what it means; the most asked for first."""
_TITLES: Final = ("HITS", "LAST", "NEXT")
_NUMBER: Final = 7
_MOMENT: Final = 13
_GAP: Final = 2
_SHORTEST: Final = 16
_BELOW: Final = 2
"""Rows between the list and the moments at which they are met."""
_FEWEST_MET: Final = 3
_TEXT_X: Final = 4
_NOTHING_SET: Final = (
    N_(
        "None is set. Enter sets one and goes to where it is next met, C to where it was last met; b only sets it."
    ),
    N_("None is set. Enter sets one and goes to its next hit, C to its last."),
    N_("Enter: set, go to the next · C: to the last"),
    N_("Enter: next · C: last"),
)
_SOME_SET: Final = (
    N_(
        "Enter or c goes to where one is next met, C to where it was last met; b switches it off or on, x removes it."
    ),
    N_("Enter, c: to the next · C: to the last · b: on, off · x: remove"),
    N_("c: next · C: last · b: on, off · x: remove"),
    N_("c: next · C: last · x: remove"),
)
"""What the keys do, from long to short."""


@dataclass(frozen=True, slots=True)
class Row:
    """One breakpoint; one that is not set has no numbers."""

    text: str
    words: str = ""
    """What it means."""
    is_set: bool = False
    enabled: bool = True
    hits: int = 0
    whole: bool = True
    """Whether all of the run has been looked at."""
    last_ns: int | None = None
    next_ns: int | None = None
    here: bool = False
    """Whether it is met at this very moment."""


@dataclass(frozen=True, slots=True)
class Met:
    """A moment at which one is met."""

    position: int
    time_ns: int
    text: str
    """Where, what happens, and to whom."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows that find room, how many there are, and below them where those that are on are met."""

    rows: Sequence[Row]
    total: int
    number_set: int
    met: Sequence[Met] = ()


def _gatherer(timeline: Timeline) -> Callable[[Ask], Listed]:
    def of(one: Breakpoint, position: int) -> Row:
        last, following = one.before(position), one.after(position)
        return Row(
            one.text,
            is_set=True,
            enabled=one.enabled,
            hits=bisect_right(one.hits, timeline.length),  # the rest lies where a class has not been yet
            whole=timeline.complete and one.scanned >= timeline.length,
            last_ns=None if last is None else timeline.time_at(last),
            next_ns=None if following is None or following > timeline.length else timeline.time_at(following),
            here=one.after(position - 1) == position,
        )

    def gather(ask: Ask) -> Listed:
        points = () if ask.breakpoints is None else ask.breakpoints.all
        known = {one.text for one in points}
        offered = [Row(text, words) for text, words in READY_MADE if text not in known]
        new = Row(NEW, N_("in your own words …"))
        everything: list[Breakpoint | Row] = [*points, new, *offered]
        window = everything[ask.scroll : ask.scroll + max(ask.height - _head(ask.height, len(points)), 0)]
        rows = [of(one, ask.position) if isinstance(one, Breakpoint) else one for one in window]
        room = ask.height - _head(ask.height, len(points)) - len(everything) - _BELOW
        near = _around([one for one in points if one.enabled], ask.position, room)
        places = [place for place in near if place <= timeline.length]
        return Listed(rows, len(everything), len(points), [_met(timeline, place) for place in places])

    return gather


def _around(points: Sequence[Breakpoint], position: int, room: int) -> list[int]:
    """So many of the positions at which any of these is met, the present in the middle."""
    if room < _FEWEST_MET:
        return []
    near: set[int] = set()
    for one in points:
        place = bisect_left(one.hits, position)
        near.update(one.hits[max(place - room, 0) : place + room])
    places = sorted(near)
    start = bisect_left(places, position) - room // 2
    start = max(min(start, len(places) - room), 0)
    return places[start : start + room]


def _met(timeline: Timeline, position: int) -> Met:
    event = timeline.event_at(position)
    assert event is not None
    stage = STAGE_BY_ID[event.stage].label if event.stage in STAGE_BY_ID else ""
    of = [
        f"{name} {number}"
        for name in ("request", "connection", "packet", "goroutine", "cpu")
        if (number := getattr(event, name)) is not None
    ]
    return Met(position, event.time_ns, f"{stage:<6}{event.kind}  {' · '.join(of)}".rstrip())


def _head(height: int, number_set: int) -> int:
    """Rows above the list: what the keys do, and the columns' titles."""
    return 0 if height < 4 else 2 if height >= 7 and number_set else 1


# ── drawing ──


def _draw(view: View, data: Listed, surface: Surface) -> None:
    head = _head(surface.height, data.number_set)
    columns = _columns(surface.width) if data.number_set else ()
    if head:
        texts = _SOME_SET if data.number_set else _NOTHING_SET
        said = [_(one) for one in texts]
        text = next((one for one in said if cell_len(one) <= surface.width - 2), said[-1])
        surface.put_fit(1, 0, text, surface.width - 2, Role.DIM)
    if head > 1:
        for title, x, width in columns:
            surface.put(x, 1, title.rjust(width), Role.DIM)
    for y, row in enumerate(data.rows, head):
        _row(row, surface, y, columns)
        surface.link(0, y, surface.width, Halt(row.text))
    top = head + len(data.rows) + 1
    if data.met:
        surface.put_fit(1, top, "WHERE THEY ARE MET", surface.width - 2, Role.DIM)
    for y, met in enumerate(data.met, top + 1):
        here, past = met.position == view.position, met.position <= view.position
        moment_row(surface, y, met.time_ns, met.text, Seek(met.position), here=here, past=past)


def _columns(width: int) -> list[tuple[str, int, int]]:
    """Title, first cell and width of each column that finds room at the right."""
    result: list[tuple[str, int, int]] = []
    x = width - 1
    for title in reversed(_TITLES):
        size = _NUMBER if title == "HITS" else _MOMENT
        if x - size - _GAP < _TEXT_X + _SHORTEST:
            break
        result.append((title, x - size, size))
        x -= size + _GAP
    return result


def _row(row: Row, surface: Surface, y: int, columns: Sequence[tuple[str, int, int]]) -> None:
    if not row.is_set:
        _offer(row, surface, y)
        return
    sign, role = ("◆", Role.WARN) if row.enabled else ("◇", Role.DIM)
    surface.put(1, y, sign, role)
    room = min((x for _, x, _ in columns), default=surface.width) - _TEXT_X - 1
    text_role = Role.DIM if not row.enabled else Role.STRONG if row.here else Role.TEXT
    surface.put_fit(_TEXT_X, y, row.text, room, text_role)
    values = {
        "HITS": f"{row.hits:,}{'' if row.whole else '+'}",
        "LAST": "-" if row.last_ns is None else format_clock(row.last_ns),
        "NEXT": "-" if row.next_ns is None else format_clock(row.next_ns),
    }
    for title, x, width in columns:
        surface.put(x, y, values[title].rjust(width), text_role)


def _offer(row: Row, surface: Surface, y: int) -> None:
    """One that could be set."""
    surface.put(1, y, "+", Role.KEY)
    x = surface.put(_TEXT_X, y, row.text or _("new"), Role.KEY if not row.text else Role.TEXT)
    start = max(x + 2, _TEXT_X + max(cell_len(text) for text, _ in READY_MADE) + 2)
    if surface.width - start >= _SHORTEST:
        surface.put_fit(start, y, _(row.words), surface.width - start - 1, Role.DIM)


def _title(view: View, data: Listed) -> str:
    return _("Breakpoints: {count}").format(count=data.number_set) if data.number_set else _("Breakpoints")


def _begin(data: Listed, height: int) -> tuple[int, int | None]:
    """The first one that is set is chosen, else the first that is offered."""
    return 0, 0 if data.number_set else 1


LENS: Final[Lens[Listed]] = Lens(
    id="breaks",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=lambda data, height: most_rows(data.total, height - _head(height, data.number_set)),
    begin=_begin,
)
