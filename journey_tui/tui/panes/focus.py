"""The one large drawing: the stage of this event, or the one that the viewer pinned."""

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes import notice
from journey_tui.tui.panes.stage_map import LANE_BORDER
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View


def draw(view: View, surface: Surface) -> None:
    """A frame in the lane's border with the stage's picture in it."""
    stage = STAGE_BY_ID[view.shown]
    if view.scene is None:
        notice.draw(view, surface)
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
