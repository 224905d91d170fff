"""The scenarios to choose from; what is typed narrows them."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from journey_tui.content.introductions import introduced
from journey_tui.content.ui import LANGUAGES, _, current
from journey_tui.text import clean_line
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.finder import Finder

_LONGEST_NAME: Final = 40
_LONGEST_TITLE: Final = 200
_LEAST_TITLE: Final = 24
_GAP: Final = 2

Titled = tuple[str, str]
"""A scenario's name and title."""


class PickerScreen(Finder[Titled]):
    """Names and titles; answers with the one that was chosen."""

    def __init__(self, titles: Sequence[Titled]) -> None:
        super().__init__(_("Scenarios"), _("Enter opens · Esc closes"), _("type to find one"))
        self._titles = titles
        self._widest = max((len(clean_line(name, _LONGEST_NAME)) for name, _ in titles), default=0)

    def found(self, wanted: str) -> Sequence[Titled]:
        """Those that hold the text in their name, or in their title in any language."""
        words = wanted.casefold()
        return [titled for titled in self._titles if words in _every(titled).casefold()]

    def entry(self, result: Titled, room: int) -> Content:
        """The name, and the title beside it; below it where that leaves too little room."""
        name, title = clean_line(result[0], _LONGEST_NAME), clean_line(_shown(result), _LONGEST_TITLE)
        column = self._widest + _GAP
        if room - column < _LEAST_TITLE:
            rows = [name, *(" " * _GAP + row for row in wrapped(title, max(room - _GAP, 10)))]
        else:
            first, *more = wrapped(title, room - column) or [""]
            rows = [f"{name:<{column}}{first}", *(" " * column + row for row in more)]
        return Content("\n".join(rows)).stylize("bold", 0, len(name))

    def nothing(self) -> str:
        """There are none at all, or the text is in none."""
        return _("No scenario holds this.") if self._titles else _("There are no scenarios here.")


def _shown(titled: Titled) -> str:
    return introduced(titled[1], current())


def _every(titled: Titled) -> str:
    """The name, and the title in every language."""
    return "\n".join([titled[0], *(introduced(titled[1], language) for language in LANGUAGES)])
