"""What happens at this event, in words: the sentence first, then why, then the function and the ids."""

from typing import Final

from journey_tui.trace.events import Event
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.stages.parts import thread_name
from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.tui.view import View
from journey_tui.world.state import World

Row = tuple[str, Role]
_HOW: Final = "Space plays and pauses. → steps at your own pace."


def draw(view: View, surface: Surface) -> None:
    """In a frame where rows allow one, else below a line."""
    begins = view.explanation is None or view.introduced
    inside = _frame(surface, "This run" if begins else "What is happening")
    said = [] if begins else _said(view, inside.width)
    rows = said + _rest(view, inside.width, inside.height - len(said))
    for y, (text, role) in enumerate(rows[: inside.height]):
        more = y == inside.height - 1 and y < len(rows) - 1
        inside.put_fit(0, y, f"{fit(text, inside.width - 2)} …" if more else text, inside.width, role)


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


def _said(view: View, width: int) -> list[Row]:
    assert view.explanation is not None
    notice = [(row, Role.WARN) for row in wrapped(view.notice, width)]
    return notice + [(row, Role.STRONG) for row in wrapped(view.explanation.say, width)]


def _rest(view: View, width: int, room: int) -> list[Row]:
    """As many of why, source and ids as find room; half a reason is worse than none."""
    if view.explanation is None or view.scene is None or view.scene.event is None or view.introduced:
        return _beginning(view, width)
    why = [(row, Role.TEXT) for row in wrapped(view.explanation.why, width)]
    source = [(row, Role.DIM) for row in wrapped(f"source  {view.explanation.source}", width)]
    ids = [(row, Role.DIM) for row in wrapped(ids_text(view.scene.event, view.scene.world), width)]
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
    header = view.scene.header
    rows: list[Row] = [(row, Role.WARN) for row in wrapped(view.notice, width)]
    rows += [(row, Role.STRONG) for row in wrapped(header.title, width)]
    if view.explanation is not None:
        rows += [(row, Role.KEY) for row in wrapped(_HOW, width)]
    rows += [(row, Role.TEXT) for row in wrapped(header.summary, width)]
    for goal in header.goals:
        rows += [(row, Role.DIM) for row in wrapped(f"· {goal}", width)]
    if view.explanation is not None:
        rows += [("", Role.TEXT)] + [(row, Role.STRONG) for row in wrapped(view.explanation.say, width)]
    return rows


def ids_text(event: Event, world: World) -> str:
    """Who took part: the ids that the event names; a thread by its name, since that is what the picture shows."""
    thread = None if event.thread is None else thread_name(world, event.thread)
    named = (
        ("request #", event.request),
        ("connection ", event.connection),
        ("packet ", event.packet),
        ("goroutine G", event.goroutine),
        ("thread ", thread),
        ("CPU ", event.cpu),
        ("fd ", event.fd),
    )
    ids = [f"{name}{number}" for name, number in named if number is not None]
    if event.basis != "modelled":
        ids.append(f"time {event.basis}")
    return " · ".join(ids)
