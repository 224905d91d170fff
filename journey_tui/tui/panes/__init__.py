"""The panes: each a pure function of a `View` that draws on its own part of the surface."""

from collections.abc import Callable
from typing import Final

from journey_tui.tui.layout import Layout
from journey_tui.tui.panes import (
    about,
    explanation,
    facts,
    focus,
    footer,
    header,
    journey,
    lanes,
    log,
    scrub,
    stage_map,
    tiny,
)
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View

PANES: Final[dict[str, Callable[[View, Surface], None]]] = {
    "tiny": tiny.draw,
    "header": header.draw,
    "stage_map": stage_map.draw,
    "lanes": lanes.draw,
    "focus": focus.draw,
    "explanation": explanation.draw,
    "about": about.draw,
    "log": log.draw,
    "journey": journey.draw,
    "facts": facts.draw,
    "scrub": scrub.draw,
    "footer": footer.draw,
}
"""Every pane by the name that the layout gives it."""


def compose(view: View, layout: Layout, width: int, height: int) -> Surface:
    """One frame."""
    surface = Surface(width, height)
    for name, place in layout.items():
        PANES[name](view, surface.area(place.x, place.y, place.width, place.height))
    return surface
