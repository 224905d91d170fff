"""What happens at this event, in words: the sentence first, then why, then the function and the ids."""

from typing import Final

from rich.cells import cell_len

from journey_tui.content import Explanation, Term, mentioned
from journey_tui.content.introductions import introduced
from journey_tui.content.ui import _, parts
from journey_tui.trace.events import Event
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.stages.names import file_target
from journey_tui.tui.stages.parts import thread_name
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Follow, Look, Run, Target
from journey_tui.tui.view import View
from journey_tui.world.state import World

Row = tuple[str, Role]
_BETWEEN: Final = " · "
_TITLE: Final = 6
"""Cells of a frame's upper line beside its title."""


def draw(view: View, surface: Surface) -> None:
    """In a frame where rows allow one, else below a line."""
    begins = view.explanation is None or view.introduced
    inside = _frame(surface, _("This run") if begins else _happening(view, surface.width - _TITLE))
    said = [] if begins else _said(view, inside)
    rows = said + _rest(view, inside.width, inside.height - len(said))
    for y, (text, role) in enumerate(rows[: inside.height]):
        more = y == inside.height - 1 and y < len(rows) - 1
        shown = f"{next(iter(wrapped(text, inside.width - 2)), '')} …" if more else text
        inside.put_fit(0, y, shown, inside.width, role)
        if role is Role.DIM and view.scene is not None and view.scene.event is not None and not begins:
            _link(view.scene.event, view.scene.world, text, inside, y)
    if not begins and view.explanation is not None:
        said_last = view.translation or view.explanation
        language = parts(view.language)[-1]
        _draw_term(mentioned(f"{said_last.say} {said_last.why}", view.stage, language), inside, len(rows))


def _happening(view: View, room: int) -> str:
    """In a lesson with the name of the chapter, which is known less and stays alone where both find no room."""
    words = _("What is happening")
    both = f"{words} · {view.chapter}" if view.chapter else words
    return both if cell_len(both) <= room else view.chapter or words


def _draw_term(term: Term | None, inside: Surface, used: int) -> None:
    """At the bottom, what a word of the sentence means, where there is room for it."""
    rows = [] if term is None else wrapped(f"{term.title}: {term.say}", inside.width - 2)
    top = inside.height - len(rows)
    if not rows or used > top:
        return
    for y, row in enumerate(rows, top):
        inside.put(0, y, "▪ " if y == top else "  ", Role.KEY)
        inside.put(2, y, row, Role.TEXT)
    inside.link(0, top, inside.width, Run("glossary"), len(rows), keys=False)


def _frame(surface: Surface, title: str) -> Surface:
    if surface.height >= 6:
        box = surface.box(
            0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title=title
        )
        return box.area(1, 0, box.width - 2, box.height)
    rule = 1 if surface.height >= 4 else 0
    if rule:
        surface.put(0, 0, "─" * surface.width, Role.DIM)
        surface.put(2, 0, f" {title} ", Role.DIM)
    return surface.area(1, rule, surface.width - 2, surface.height - rule)


def _said(view: View, inside: Surface) -> list[Row]:
    notice = _noticed(view, inside.width)
    said = [[(row, Role.STRONG) for row in wrapped(one.say, inside.width)] for one in _explanations(view)]
    return notice + _whole(said, inside.height - len(notice))


def _whole(texts: list[list[Row]], room: int) -> list[Row]:
    """The same in each language, one below the other; the last one alone where there is no room for all."""
    every = [row for rows in texts for row in rows]
    return every if len(every) <= room else texts[-1]


def _explanations(view: View) -> list[Explanation]:
    """What is said, once in each language that is shown."""
    return [one for one in (view.explanation, view.translation) if one is not None]


def _noticed(view: View, width: int) -> list[Row]:
    """What is told, each line of it on a row of its own."""
    return [(row, Role.WARN) for line in view.notice.split("\n") for row in wrapped(line, width)]


def _how(view: View) -> str:
    play, step = (view.commands[name].shown.split(",")[0] for name in ("play", "step"))
    return _("{play} plays and pauses. {step} steps at your own pace.").format(play=play, step=step)


def _rest(view: View, width: int, room: int) -> list[Row]:
    """As many of why, source and ids as find room; half a reason is worse than none."""
    if view.explanation is None or view.scene is None or view.scene.event is None or view.introduced:
        return _beginning(view, width)
    why = _whole([[(row, Role.TEXT) for row in wrapped(one.why, width)] for one in _explanations(view)], room)
    source = [(row, Role.DIM) for row in wrapped(f"source  {view.explanation.source}", width)]
    ids = [(row, Role.DIM) for row in _side_by_side(_ids(view.scene.event, view.scene.world), width)]
    rows: list[Row] = []
    for part in (why, source, ids):
        gap: list[Row] = [("", Role.TEXT)] if part and part is not ids else []
        if len(rows) + len(gap) + len(part) <= room:
            rows += gap + part
        elif len(rows) + len(part) <= room:
            rows += part
    return rows


def _beginning(view: View, width: int) -> list[Row]:
    """Before anything is looked at: what the run is about, and how to go through it."""
    if view.scene is None:
        return []
    header, languages = view.scene.header, parts(view.language)
    rows = _noticed(view, width)
    for title in dict.fromkeys(introduced(header.title, language) for language in languages):
        rows += [(row, Role.STRONG) for row in wrapped(title, width)]
    if view.explanation is not None:
        rows += [(row, Role.KEY) for row in wrapped(_how(view), width)]
    for summary in dict.fromkeys(introduced(header.summary, language) for language in languages):
        rows += [(row, Role.TEXT) for row in wrapped(summary, width)]
    for goal in header.goals:
        rows += [(row, Role.DIM) for row in wrapped(f"· {introduced(goal, languages[-1])}", width)]
    if view.explanation is not None:
        rows += [("", Role.TEXT)]
    for explanation in _explanations(view):
        rows += [(row, Role.STRONG) for row in wrapped(explanation.say, width)]
    return rows


def _ids(event: Event, world: World) -> list[tuple[str, Target | None]]:
    """Each id with what it opens; a thread by its name, since that is what the picture shows."""
    result: list[tuple[str, Target | None]] = []
    if event.request is not None:
        result.append((f"request #{event.request}", Follow(event.request)))
    if event.connection is not None:
        result.append((f"connection {event.connection}", Look("connection", event.connection)))
    if event.packet is not None:
        result.append((f"packet {event.packet}", Look("packet", event.packet)))
    if event.goroutine is not None:
        result.append((f"goroutine G{event.goroutine}", Look("goroutine", event.goroutine)))
    if event.thread is not None:
        result.append((f"thread {thread_name(world, event.thread)}", None))
    if event.cpu is not None:
        result.append((f"CPU {event.cpu}", None))
    if event.fd is not None:
        result.append((f"fd {event.fd}", file_target(world, event.fd)))
    if event.basis != "modelled":
        result.append((f"time {event.basis}", None))
    return result


def _side_by_side(ids: list[tuple[str, Target | None]], width: int) -> list[str]:
    """As many in a row as find room, each whole."""
    rows: list[str] = []
    for text, _target in ids:
        if rows and cell_len(f"{rows[-1]}{_BETWEEN}{text}") <= width:
            rows[-1] += f"{_BETWEEN}{text}"
        else:
            rows.append(text)
    return rows


def _link(event: Event, world: World, row: str, surface: Surface, y: int) -> None:
    """The ids in a row of them, where they stand."""
    known = dict(_ids(event, world))
    x = 0
    for text in row.split(_BETWEEN):
        target = known.get(text)
        if target is not None:
            surface.link(x, y, cell_len(text), target)
        x += cell_len(text) + cell_len(_BETWEEN)
