"""The large pane: what the viewer looks at through the lens at hand, the picture of a stage to begin with."""

from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID, Stage
from journey_tui.tui.lenses import LENSES
from journey_tui.tui.looking import PICTURE
from journey_tui.tui.panes import headers, notice
from journey_tui.tui.panes.stage_map import LANE_BORDER
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Look
from journey_tui.tui.view import View

_TITLE: Final = 3
"""Cells of a frame before its title."""


def draw(view: View, surface: Surface) -> None:
    """A frame, in the lane's border around a picture, and what the lens shows."""
    if view.scene is None:
        notice.draw(view, surface)
        return
    name = view.looking.lens
    lens, data = LENSES[name], view.gathered[name]
    border = LANE_BORDER[STAGE_BY_ID[view.shown].lane] if name == PICTURE else Border.HEAVY
    title = lens.title(view, data)
    if name == PICTURE:
        title = _shortened(title, STAGE_BY_ID[view.shown], surface.width - 2 * _TITLE)
    inside = surface.box(0, 0, surface.width, surface.height, border=border, role=Role.FOCUS, title=title)
    _link_pages(view, surface, title, lens.tabs)
    lens.draw(view, data, inside)
    _legend(lens.legend, surface)
    if name == PICTURE and view.pinned is None:
        headers.draw(view.scene, view.shown, surface)


def _shortened(title: str, stage: Stage, room: int) -> str:
    """A picture's title in fewer words where there is less room: the frame tells the lane, and a label the stage."""
    bare = title.partition("▸ ")[2]
    titles = (title, bare, bare.replace(stage.title, stage.label))
    return next((one for one in titles if cell_len(one) <= room), titles[-1])


def _legend(text: str, surface: Surface) -> None:
    """What the signs of a lens mean, in the lower line of its frame, if there is room for all of it."""
    if text and cell_len(text) + 2 + 2 * _TITLE <= surface.width and surface.height > 2:
        surface.put(surface.width - cell_len(text) - 2 - _TITLE, surface.height - 1, f" {text} ", Role.DIM)


def _link_pages(view: View, surface: Surface, title: str, tabs: tuple[str, ...]) -> None:
    """The names of the pages in the title turn to them, for the mouse."""
    x = _TITLE
    for word in title.split(" "):
        name = word.strip("[]")
        if name in tabs and x + cell_len(word) <= surface.width - _TITLE:
            target = Look(view.looking.lens, view.looking.subject, tabs.index(name))
            surface.link(x, 0, cell_len(word), target, keys=False)
        x += cell_len(word) + 1


def beside(name: str, view: View, surface: Surface) -> None:
    """A lens in a pane of its own, beside the large one."""
    lens, data = LENSES[name], view.gathered.get(name)
    if data is None:
        return
    inside = surface.box(
        0,
        0,
        surface.width,
        surface.height,
        border=Border.LIGHT,
        role=Role.DIM,
        title=lens.title(view, data),
    )
    lens.draw(view, data, inside)
    _legend(lens.legend, surface)
