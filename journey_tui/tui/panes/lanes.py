"""Three lanes of cards, as the machine is layered: hardware at the top, the kernel below it, user space at the bottom.

The rows between them are the two borders that a request crosses; what crosses at this moment is shown on the border.
"""

from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID, STAGES, Lane, Stage
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import InterruptRaised
from journey_tui.tui.layout import LANE_ROWS, Rect
from journey_tui.tui.panes.focus import LANE_BORDER
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.parts import here, thread_name
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View

_LANES: Final = (
    ("HW", (Lane.OUTSIDE, Lane.HARDWARE), Role.HARDWARE),
    ("KERN", (Lane.KERNEL,), Role.KERNEL),
    ("USER", (Lane.USER,), Role.USER),
)
_BORDERS: Final = (" interrupt + DMA ", " system calls: user ⇄ kernel ")
_LETTERS: Final = 2
_ROW_OF: Final = {lane: row for row, (_, lanes, _) in enumerate(_LANES) for lane in lanes}
"""Cells at the left for the lane's name, written downwards."""


def cards(width: int) -> list[tuple[Stage, Rect]]:
    """Every stage's card; the ones of a lane share its width evenly."""
    result: list[tuple[Stage, Rect]] = []
    for place, (_, lanes, _) in enumerate(_LANES):
        stages = [stage for stage in STAGES if stage.lane in lanes]
        room = width - _LETTERS
        for index, stage in enumerate(stages):
            left, right = room * index // len(stages), room * (index + 1) // len(stages)
            result.append((stage, Rect(_LETTERS + left, place * (LANE_ROWS + 1), right - left, LANE_ROWS)))
    return result


def draw(view: View, surface: Surface) -> None:
    """All cards; the one where the packet is has its title filled."""
    for place, (letters, _, role) in enumerate(_LANES):
        top = place * (LANE_ROWS + 1)
        for y, letter in enumerate(letters, (LANE_ROWS - len(letters)) // 2):
            surface.put(0, top + y, letter, role)
        if place < len(_BORDERS):
            surface.put(0, top + LANE_ROWS, "╌" * surface.width, Role.DIM)
            surface.put_centre(top + LANE_ROWS, _BORDERS[place], Role.DIM)
    _crossing(view, surface)
    for stage, card in cards(surface.width):
        _card(view, surface.area(card.x, card.y, card.width, card.height), stage)


def _crossing(view: View, surface: Surface) -> None:
    """What passes a border at this moment, above or below the card that it reaches."""
    crossing = crossing_of(view)
    if crossing is None:
        return
    border, upwards, label = crossing
    place = next(place for stage, place in cards(surface.width) if stage.id == view.stage)
    text = f" {'▲' if upwards else '▼'} {label} "
    x = min(place.x + 2, max(surface.width - cell_len(text), 0))
    surface.put_fit(x, border * (LANE_ROWS + 1) + LANE_ROWS, text, surface.width - x, Role.PACKET)


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
    start, stop = (_ROW_OF[STAGE_BY_ID[stage].lane] for stage in (view.came_from, view.stage))
    label = here(scene, view.stage)
    if {start, stop} != {0, 1} or not label:
        return None
    return 0, stop < start, label


def _card(view: View, surface: Surface, stage: Stage) -> None:
    active, pinned = stage.id == view.stage, stage.id == view.pinned
    role = Role.FOCUS if active or pinned else LANE_ROLE[stage.lane]
    name = stage.title if len(stage.title) + (2 if active else 0) <= surface.width - 6 else stage.label
    inside = surface.box(
        0,
        0,
        surface.width,
        surface.height,
        border=LANE_BORDER[stage.lane],
        role=role,
        title=f"▶ {name}" if active else name,
        title_role=Role.PACKET if active else role,
    )
    if view.scene is not None:
        DRAWINGS[stage.id].card(view.scene, inside)


def stage_at(width: int, x: int, y: int) -> str | None:
    """The stage whose card a cell belongs to."""
    return next((stage.id for stage, place in cards(width) if place.contains(x, y)), None)
