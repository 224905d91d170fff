"""The chapters and stops of a lesson to choose from; what is typed narrows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from journey_tui.content.ui import _
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.finder import Finder
from journey_tui.tui.surface import fit

_INDENT: Final = 2
_LONGEST: Final = 2
"""Rows that one of them takes at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    text: str
    position: int
    """Where it lies; less than 0: it cannot be gone to."""
    heading: bool = False


class ChaptersScreen(Finder[Entry]):
    """Answers with the one that was chosen."""

    def __init__(self, entries: Sequence[Entry], here: int) -> None:
        super().__init__(_("Chapters and stops"), _("Enter goes there · Esc closes"), _("type to find one"))
        self._entries = entries
        self._here = here

    def on_mount(self) -> None:
        """Begin at the present one."""
        super().on_mount()
        from journey_tui.tui.screens.finder import Listing

        behind = [place for place, entry in enumerate(self._entries) if 0 <= entry.position <= self._here]
        self.query_one(Listing).highlighted = behind[-1] if behind else 0

    def found(self, wanted: str) -> Sequence[Entry]:
        """Those that hold the text."""
        words = wanted.casefold()
        return [entry for entry in self._entries if words in entry.text.casefold()]

    def entry(self, result: Entry, room: int) -> Content:
        """A chapter in bold, a stop indented below it; what is long ends in an ellipsis."""
        indent = 0 if result.heading else _INDENT
        rows = wrapped(result.text, room - indent)
        if len(rows) > _LONGEST:
            rows = [*rows[: _LONGEST - 1], fit(f"{rows[_LONGEST - 1]} …", room - indent)]
        text = "\n".join(" " * indent + row for row in rows)
        return Content(text).stylize("bold") if result.heading else Content(text)

    def nothing(self) -> str:
        """What is said where none is found."""
        return _("No chapter and no stop holds this.")
