"""Three lanes of cards, as the machine is layered: hardware at the top, the kernel below it, user space at the bottom.

The rows between them are the two borders that a request crosses. Here are the frames alone, so that the first picture
waits for no drawing; `cards` fills them.
"""

from functools import cache
from typing import Final

from journey_tui.stages import STAGES, Lane, Stage
from journey_tui.tui.layout import LANE_ROWS, Rect
from journey_tui.tui.panes.stage_map import LANE_BORDER, LANE_ROLE
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Pin
from journey_tui.tui.view import View

_LANES: Final = (
    ("HW", (Lane.OUTSIDE, Lane.HARDWARE), Role.HARDWARE),
    ("KERN", (Lane.KERNEL,), Role.KERNEL),
    ("USER", (Lane.USER,), Role.USER),
)
ROW_OF: Final = {lane: row for row, (_, lanes, _) in enumerate(_LANES) for lane in lanes}
"""Which of the three rows a lane is drawn in."""
BORDERS: Final = (" interrupt + DMA ", " system calls: user ⇄ kernel ")
"""What each border between two lanes is called."""
_LETTERS: Final = 2
"""Cells at the left for the lane's name, written downwards."""


@cache
def places(width: int) -> tuple[tuple[Stage, Rect], ...]:
    """Every stage's card; the ones of a lane share its width evenly."""
    result: list[tuple[Stage, Rect]] = []
    for place, (_, lanes, _) in enumerate(_LANES):
        stages = [stage for stage in STAGES if stage.lane in lanes]
        room = width - _LETTERS
        for index, stage in enumerate(stages):
            left, right = room * index // len(stages), room * (index + 1) // len(stages)
            result.append((stage, Rect(_LETTERS + left, place * (LANE_ROWS + 1), right - left, LANE_ROWS)))
    return tuple(result)


def border_row(border: int) -> int:
    """The row of the border below the lanes of that number."""
    return border * (LANE_ROWS + 1) + LANE_ROWS


def draw(view: View, surface: Surface) -> None:
    """Names, borders and empty cards; the one where the packet is has its title filled."""
    for place, (letters, _, role) in enumerate(_LANES):
        top = place * (LANE_ROWS + 1)
        for y, letter in enumerate(letters, (LANE_ROWS - len(letters)) // 2):
            surface.put(0, top + y, letter, role)
    for border, words in enumerate(BORDERS):
        surface.put(0, border_row(border), "╌" * surface.width, Role.DIM)
        surface.put_centre(border_row(border), words, Role.DIM)
    for stage, card in places(surface.width):
        _frame(view, surface.area(card.x, card.y, card.width, card.height), stage)
        surface.link(card.x, card.y, card.width, Pin(stage.id), card.height)


def _frame(view: View, surface: Surface, stage: Stage) -> None:
    active = stage.id == view.stage and view.scene is not None and not view.moved_from
    pinned = stage.id == view.pinned
    role = Role.FOCUS if active or pinned else LANE_ROLE[stage.lane]
    name = stage.title if len(stage.title) + (2 if active else 0) <= surface.width - 6 else stage.label
    surface.box(
        0,
        0,
        surface.width,
        surface.height,
        border=LANE_BORDER[stage.lane],
        role=role,
        title=f"▶ {name}" if active else name,
        title_role=Role.PACKET if active else role,
    )
    if stage.id in view.stops:
        surface.put(surface.width - 3, 0, "◆", Role.WARN)
