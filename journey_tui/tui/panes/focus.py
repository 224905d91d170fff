"""The one large drawing: the stage of this event, or the one that the viewer pinned."""

from typing import Final

from journey_tui.stages import STAGE_BY_ID, Lane
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.view import View

LANE_BORDER: Final = {
    Lane.OUTSIDE: Border.LIGHT,
    Lane.HARDWARE: Border.HEAVY,
    Lane.KERNEL: Border.DOUBLE,
    Lane.USER: Border.ROUND,
}


def draw(view: View, surface: Surface) -> None:
    """A frame in the lane's border with the stage's picture in it."""
    stage = STAGE_BY_ID[view.shown]
    if view.scene is None:
        _notice(view, surface.box(0, 0, surface.width, surface.height, border=Border.HEAVY, role=Role.FOCUS))
        return
    pinned = "  pinned: Esc" if view.pinned else ""
    inside = surface.box(
        0,
        0,
        surface.width,
        surface.height,
        border=LANE_BORDER[stage.lane],
        role=Role.FOCUS,
        title=f"{stage.lane.heading} ▸ {stage.title}{pinned}",
    )
    DRAWINGS[stage.id].picture(view.scene, inside)


def _notice(view: View, surface: Surface) -> None:
    """What keeps the picture away, in the middle while it is short."""
    rows = [row for line in view.notice.split("\n") for row in wrapped(line, surface.width - 2)]
    top = max((surface.height - len(rows)) // 2, 0)
    for place, row in enumerate(rows[: surface.height]):
        more = place == surface.height - 1 and place < len(rows) - 1
        surface.put_fit(1, top + place, f"{row} …" if more else row, surface.width - 2, Role.STRONG)
