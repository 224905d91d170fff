"""The lanes with what is in them: every stage's card, and on the borders what crosses at this moment."""

from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import InterruptRaised
from journey_tui.tui.panes import lanes
from journey_tui.tui.panes.lanes import ROW_OF, border_row, places
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.parts import here, thread_name
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View

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


def _crossing(view: View, surface: Surface) -> None:
    """What passes a border at this moment, above or below the card that it reaches."""
    crossing = crossing_of(view)
    if crossing is None:
        return
    border, upwards, label = crossing
    place = next(place for stage, place in places(surface.width) if stage.id == view.stage)
    text = f" {'▲' if upwards else '▼'} {label} "
    x = min(place.x + 2, max(surface.width - cell_len(text), 0))
    surface.put_fit(x, border_row(border), text, surface.width - x, Role.PACKET)


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
