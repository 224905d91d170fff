"""The panes: each a pure function of a `View` that draws on its own part of the surface.

Before a source is open a frame is made of the few that need no drawing of a stage and no words: the first picture is
not kept waiting by what it does not show.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.tui.layout import Layout
from journey_tui.tui.looking import PICTURE
from journey_tui.tui.panes import footer, header, lanes, notice, scrub, stage_map, tiny
from journey_tui.tui.surface import Link, Surface
from journey_tui.tui.view import View

Pane = Callable[[View, Surface], None]

WAITING: Final[dict[str, Pane]] = {
    "tiny": tiny.draw,
    "header": header.draw,
    "stage_map": stage_map.draw,
    "lanes": lanes.draw,
    "focus": notice.draw,
    "scrub": scrub.draw,
    "footer": footer.draw,
}
"""The panes without a moment, by the name that the layout gives them."""


def compose(view: View, layout: Layout, width: int, height: int) -> Surface:
    """One frame."""
    panes = WAITING if view.scene is None else _all_panes()
    surface = Surface(width, height)
    for name, place in layout.items():
        if name in panes:
            panes[name](view, surface.area(place.x, place.y, place.width, place.height))
    links = choosable(surface, layout, view.looking.lens) if view.looking.chosen is not None else []
    if links and view.looking.chosen is not None:
        surface.choose(links[min(view.looking.chosen, len(links) - 1)])
    return surface


def choosable(surface: Surface, layout: Layout, lens: str) -> list[Link]:
    """What keys can choose: the links of the large pane, and with a picture those of the words about it."""
    panes = ("focus", "explanation") if lens == PICTURE else ("focus",)
    places = [layout[name] for name in panes if name in layout]
    return [
        link for place in places for link in surface.area(place.x, place.y, place.width, place.height).links()
    ]


def _all_panes() -> dict[str, Pane]:
    from journey_tui.tui.panes.moment import PANES

    return PANES
