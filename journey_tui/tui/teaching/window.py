"""The teacher's own window, drawn: notes, the question with its answers, what comes next, and the clock."""

from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.content.introductions import introduced
from journey_tui.content.ui import N_, _, current
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.teaching.card import Line, Row, broken, window
from journey_tui.tui.teaching.message import Asked, Offered, Telling

_TWO_COLUMNS: Final = 110
_MARGIN: Final = 1
_LONGEST_BAR: Final = 20
_STATES: Final = {
    "running": N_("between stops"),
    "stop": N_("at the stop"),
    "question": N_("question open"),
    "answered": N_("answered"),
    "end": N_("the end"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    lines: tuple[Line, ...]


def draw(told: Telling | None, waiting: str, since_s: float, scroll: int, surface: Surface) -> int:
    """The whole window, so many seconds after it was told; answers by how many rows it can be moved up."""
    surface.fill(0, 0, surface.width, 1, " ", Role.BAR)
    if told is None:
        surface.put_fit(1, 0, "journey present", surface.width - 2, Role.BAR)
        rows = list(broken(Line(waiting, Role.STRONG), surface.width - 4))
        for y, row in enumerate(rows[: surface.height - 3], 2):
            surface.put(2, y, row.text, row.role)
        _footer(surface)
        return 0
    _header(told, since_s, surface)
    body = surface.area(0, 2, surface.width, surface.height - 3)
    _footer(surface)
    notice = [Section(_("This window waits"), (Line(waiting, Role.WARN),))] if waiting else []
    left, right = [*notice, *notes(told)], [*question(told), *coming(told)]
    if surface.width < _TWO_COLUMNS:
        return _column([*left, *right], body.area(_MARGIN, 0, body.width - 2, body.height), scroll)
    half = (surface.width - 3) // 2
    return max(
        _column(left, body.area(_MARGIN, 0, half, body.height), scroll),
        _column(right, body.area(half + 2, 0, surface.width - half - 3, body.height), scroll),
    )


def _header(told: Telling, since_s: float, surface: Surface) -> None:
    """Two rows: the clock at the right where it is always found, the lesson at the left."""
    elapsed, stop = told.elapsed_s + since_s, told.stop_s + since_s
    clock = _("{clock} / {minutes} min").format(clock=minutes(elapsed), minutes=told.minutes)
    surface.put_right(0, clock, Role.BAR, margin=1)
    title = introduced(told.title, current())
    surface.put_fit(1, 0, title, surface.width - cell_len(clock) - 4, Role.BAR)
    at = _("here {clock}").format(clock=minutes(stop))
    over = bool(told.minutes) and elapsed > told.minutes * 60
    surface.put_right(1, at, Role.WARN if over else Role.STRONG, margin=1)
    where = _("stop {stop} of {stops}").format(stop=told.stop, stops=told.stops)
    state = _("playing") if told.playing else _(_STATES[told.state])
    room = surface.width - cell_len(at) - 4
    parts = [where, state, told.chapter]
    if told.of:
        parts.insert(2, _("{points} of {of} points").format(points=told.points, of=told.of))
    surface.put_fit(1, 1, " · ".join(part for part in parts if part), room, Role.STRONG)


def minutes(seconds: float) -> str:
    """`12:05`, or `1:02:05` from an hour on."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def notes(told: Telling) -> list[Section]:
    """What the teacher wrote for themselves, and what the class reads."""
    own = told.notes or told.chapter_notes
    found = [
        Section(
            _("Notes"),
            (Line(own or _("There are no notes for this stop."), Role.STRONG if own else Role.DIM),),
        )
    ]
    if told.notes and told.chapter_notes:
        found.append(Section(_("Notes of the chapter"), (Line(told.chapter_notes),)))
    if told.say:
        found.append(Section(_("The class reads"), (Line(told.say),)))
    return found


def question(told: Telling) -> list[Section]:
    """The question with its answers, which the class does not see yet."""
    asked = told.question
    if asked is None:
        return []
    lines = [Line(asked.ask, Role.STRONG)]
    if asked.answer:
        lines.append(Line(asked.answer, Role.GOOD, "✓ "))
    total = sum(one.votes or 0 for one in asked.offered)
    numbered = list(enumerate(asked.offered, 1))
    for number, one in sorted(numbered, key=lambda pair: (pair[1].place, pair[0])):
        lines += _offered(one, number, total)
    if asked.because:
        lines.append(Line(asked.because))
    if asked.verdict:
        lines.append(Line(asked.verdict, Role.STRONG))
    return [Section(_title(told, asked), tuple(lines))]


def _title(told: Telling, asked: Asked) -> str:
    if asked.verdict or told.state == "answered":
        return _("Question, answered")
    return _("Question, open now") if told.state == "question" else _("Question at the next stop")


def _offered(one: Offered, number: int, total: int) -> list[Line]:
    """One choice with its mark; an item of an order at its right place, with the number that the class sees."""
    if one.place:
        return [Line(f"{one.text} ({number})", Role.GOOD, f"{one.place}. ")]
    taken = " ◀ " + _("answered") if one.taken else ""
    sign = f"{'✓' if one.right else ' '} {number} "
    lines = [Line(f"{one.text}{taken}", Role.GOOD if one.right else Role.TEXT, sign)]
    if one.votes is not None:
        lines.append(Line(bar(one.votes, total), Role.KEY, "    "))
    if one.because:
        lines.append(Line(one.because, Role.DIM, "    "))
    return lines


def bar(votes: int, total: int) -> str:
    """Votes as a bar with their number and their share."""
    share = votes / total if total else 0.0
    return f"{'█' * round(share * _LONGEST_BAR)}{' ' if votes else ''}{votes} ({round(100 * share)} %)"


def coming(told: Telling) -> list[Section]:
    """The event at hand, the next ones, and the next stop."""
    found = []
    if told.now:
        at = f"{told.position:,}/{told.length:,}  {told.time}"
        found.append(Section(_("Now ({at})").format(at=at), (Line(told.now, Role.TEXT),)))
    if told.coming:
        lines = tuple(Line(text, Role.TEXT, "▶ ") for text in told.coming)
        found.append(Section(_("Next in the run"), lines))
    if told.next_stop:
        found.append(Section(_("Next stop"), (Line(told.next_stop, Role.TEXT),)))
    return found


def _column(sections: list[Section], surface: Surface, scroll: int) -> int:
    rows: list[Row] = []
    for section in sections:
        rows += [Row("", Role.TEXT)] if rows else []
        rows += broken(Line(section.title, Role.KEY), surface.width)
        rows += [row for line in section.lines for row in broken(line, surface.width)]
    top = window(rows, surface.height, scroll)
    for y, row in enumerate(rows[top : top + surface.height]):
        surface.put(0, y, row.sign, row.role)
        surface.put(row.indent, y, fit(row.text, surface.width - row.indent), row.role)
    if top:
        surface.put_right(0, " … ↑", Role.STRONG)
    if top + surface.height < len(rows):
        surface.put_right(surface.height - 1, " … ↓", Role.STRONG)
    return max(len(rows) - surface.height, 0)


def _footer(surface: Surface) -> None:
    x = 1
    for key, words in (("↑ ↓", _("move")), ("T", _("theme")), ("q", _("quit"))):
        x = surface.put(x, surface.height - 1, key, Role.KEY) + 1
        x = surface.put(x, surface.height - 1, words, Role.TEXT) + 2
