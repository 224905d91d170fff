"""The lanes with what is in them: every stage's card, and on the borders what crosses at this moment."""

from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import InterruptRaised
from journey_tui.tui.motion import between
from journey_tui.tui.panes import lanes
from journey_tui.tui.panes.lanes import ROW_OF, border_row, places
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.parts import here, thread_name, token
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View

LAST_ROW: Final = 3
"""Of a card, in which the packet stands; counted from its frame."""
_ARROW: Final = 3
"""Cells of what crosses a border that are seen at once; the words follow."""
_NAMING: Final = frozenset({"interrupt", "netpoller", "goroutine", "handler"})
"""Cards on which G and a number is a goroutine."""


def draw(view: View, surface: Surface) -> None:
    """Frames, cards, and the crossing."""
    lanes.draw(view, surface)
    if view.scene is None:
        return
    for stage, place in places(surface.width):
        inside = surface.area(place.x + 1, place.y + 1, place.width - 2, place.height - 2)
        DRAWINGS[stage.id].card(view.scene, inside)
        if stage.id in _NAMING:
            link_goroutines(view.scene, inside)
    _crossing(view, surface)
    _token(view, view.scene, surface)


def _token(view: View, scene: Scene, surface: Surface) -> None:
    """The packet on its way from the card where it was to the one where it is."""
    label = here(scene, view.stage)
    if not label or not view.moved_from:
        return
    cards = {stage.id: place for stage, place in places(surface.width)}
    start, stop = cards[view.moved_from], cards[view.stage]
    x, y = (
        between(start.x + 1, stop.x + 1, view.progress),
        between(start.y + LAST_ROW, stop.y + LAST_ROW, view.progress),
    )
    token(surface, x, y, label, stop.width - 2)


def _crossing(view: View, surface: Surface) -> None:
    """What passes a border at this moment, above or below the card that it reaches."""
    crossing = crossing_of(view)
    if crossing is None:
        return
    border, upwards, label = crossing
    place = next(place for stage, place in places(surface.width) if stage.id == view.stage)
    text = f" {'▲' if upwards else '▼'} {label} "
    x = min(place.x + 2, max(surface.width - cell_len(text), 0))
    words = cell_len(lanes.BORDERS[border])
    if x < (surface.width + words) // 2 and x + cell_len(text) > (surface.width - words) // 2:
        surface.put(0, border_row(border), "╌" * surface.width, Role.DIM)  # half of a word says nothing
    shown = text[: max(between(0, len(text), view.progress), _ARROW)]
    surface.put_fit(x, border_row(border), shown, surface.width - x, Role.PACKET)


def crossing_of(view: View) -> tuple[int, bool, str] | None:
    """The border that this event crosses (0: hardware and kernel, 1: kernel and user), whether upwards, and as what."""
    scene = view.scene
    event = None if scene is None else scene.event
    if scene is None or event is None:
        return None
    match event:
        case SyscallEntered():
            return 1, True, f"{thread_name(scene.world, event.thread)} {event.name}()"
        case SyscallReturned():
            result = event.errno or f"{event.result}"
            return 1, False, f"{thread_name(scene.world, event.thread)} {event.name}() = {result}"
        case InterruptRaised():
            return 0, False, f"interrupt, CPU {event.cpu}"
        case _:
            pass
    if not view.came_from or event.packet is None:
        return None
    start, stop = (ROW_OF[STAGE_BY_ID[stage].lane] for stage in (view.came_from, view.stage))
    label = here(scene, view.stage)
    if {start, stop} != {0, 1} or not label:
        return None
    return 0, stop < start, label
