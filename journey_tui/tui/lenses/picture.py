"""The lens that one begins with: the drawing of the stage at hand, or of the one that the viewer chose."""

from typing import Final

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View


def _title(view: View, _data: None) -> str:
    stage = STAGE_BY_ID[view.shown]
    return f"{stage.lane.heading} ▸ {stage.title}{'  pinned: Esc' if view.pinned and not view.still else ''}"


def _draw(view: View, _data: None, surface: Surface) -> None:
    assert view.scene is not None
    DRAWINGS[view.shown].picture(view.scene, surface)


def _nothing(_ask: Ask) -> None:
    return None


LENS: Final[Lens[None]] = Lens(id="picture", title=_title, gatherer=lambda _timeline: _nothing, draw=_draw)
