"""All panes, as they show a moment."""

from functools import partial
from typing import Final

from journey_tui.tui.lenses import LENSES
from journey_tui.tui.panes import WAITING, Pane, about, cards, explanation, facts, focus, journey, lesson, log

PANES: Final[dict[str, Pane]] = {
    **WAITING,
    **{name: partial(focus.beside, name) for name in LENSES},
    "lanes": cards.draw,
    "focus": focus.draw,
    "explanation": explanation.draw,
    "lesson": lesson.draw,
    "about": about.draw,
    "log": log.draw,
    "journey": journey.draw,
    "facts": facts.draw,
}
"""Every pane by the name that the layout gives it."""
