"""The palette: a field, and what is found by its words among all that can be done and gone to from here.

What holds every word that was typed is found, in whatever order; only where nothing does, letters in that order. Names may come
from a file: they are shown as they are, never as markup.
"""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from journey_tui.content.ui import _
from journey_tui.tui.screens.base import closes
from journey_tui.tui.screens.everything import Found, everything, written

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

__all__ = ["JourneyProvider", "Palette", "everything"]

_LONG: Final = 100
"""Characters of a name beyond which it is only long."""
_FILLERS: Final = (
    " a an and are at did do does for how in is it many much of the to was what when where which who why "
)
"""Words that every question has."""


class JourneyProvider(Provider):
    """Everything that can be done and gone to from here."""

    async def startup(self) -> None:
        """Made anew each time that the palette is opened."""
        self._gather()

    def _gather(self) -> None:
        app = cast("JourneyApp", self.app)
        self._of, self._all = app.player, list(everything(app))

    async def discover(self) -> Hits:
        """All of it, before anything is typed."""
        for found in self._all:
            yield DiscoveryHit(Content(_shown(found)), found.act, found.text)

    async def search(self, query: str) -> Hits:
        """What is written out, then what holds the words; else what holds the letters."""
        app, wanted = cast("JourneyApp", self.app), " ".join(query.casefold().split())
        if app.player is not self._of:  # it was opened before the run was
            self._gather()
        outright = list(written(app, query))
        for found in outright:
            yield Hit(2.0, Content(_shown(found)), found.act, found.text)
        others = [found for found in self._all if found.text not in {one.text for one in outright}]
        held = _hits(others, wanted) or _hits(others, _meant(wanted))
        if held:
            for hit in held:
                yield hit
            return
        matcher = self.matcher(query)
        for found in self._all:
            score = matcher.match(found.text)
            if score > 0:
                yield Hit(score, Content(_shown(found)), found.act, found.text)


class Palette(CommandPalette):
    """Textual's, framed and coloured as what else lies over the picture."""

    DEFAULT_CSS = """
    Palette #--container { margin-top: 0; width: 82; max-width: 100%; background: $background; }
    Palette #--input, Palette #--input.--list-visible {
        border: round $primary; background: $background; height: 3; margin: 0;
    }
    Palette SearchIcon { display: none; }
    Palette #--results { margin-top: 0; }
    Palette CommandInput, Palette CommandInput:focus { border: none; height: 1; padding: 0 1; }
    Palette CommandList, Palette CommandList:focus {
        background: $background; background-tint: $background 0%; border: round $primary; padding: 0;
        min-width: 12; max-height: 70vh; scrollbar-size-vertical: 1; scrollbar-color: $primary;
        scrollbar-background: $background; text-style: none;
    }
    Palette CommandList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    Palette CommandInput > .input--placeholder { color: $text-muted; }
    Palette CommandList > .option-list--option { text-style: none; }
    """

    def __init__(self) -> None:
        super().__init__(
            providers=[JourneyProvider], placeholder=_("Words of a command, a stage, a scenario, #2 …")
        )

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close, if that has not been done."""
        return closes(self, partial(super().dismiss, result))

    def _action_command_list(self, action: str) -> None:
        """Move in the list while there is room for a line of it; textual 8.2's own would raise."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


def _meant(wanted: str) -> str:
    """The words of a question without those that every question has."""
    return " ".join(word for word in wanted.strip("?").split() if f" {word} " not in _FILLERS)


def _hits(others: Iterable[Found], wanted: str) -> list[Hit]:
    return [hit for found in others if (hit := _hit(found, wanted)) is not None]


def _hit(found: Found, wanted: str) -> Hit | None:
    """It, if its texts hold every word, in any order; what is seen is lit."""
    shown, seen, elsewhere = Content(_shown(found)), found.text.casefold(), found.also.casefold()
    words = wanted.split()
    if not words or not all(word in seen or _begins(elsewhere, word) for word in words):
        return None
    for word in [wanted] if wanted in seen else words:
        if (place := seen.find(word)) >= 0:
            shown = shown.stylize("bold underline", place, place + len(word))
    score = _score(seen, elsewhere, wanted) - min(len(seen), _LONG) / (100 * _LONG)  # of equals the shorter
    score += 1 if wanted == found.label else 0
    score -= 0.02 if found.tells else 0
    return Hit(score, shown, found.act, found.text)


def _score(seen: str, elsewhere: str, wanted: str) -> float:
    """Whole words before beginnings of words, these before middles; all together before one by one; seen before not seen."""
    words = wanted.split()
    ranks = (
        seen.startswith(wanted),
        _begins(seen, wanted, whole=True),
        _begins(elsewhere, wanted, whole=True),
        _begins(seen, wanted),
        all(_begins(seen, word) for word in words),
        _begins(elsewhere, wanted),
        wanted in seen,
    )
    return 1 - (ranks.index(True) if True in ranks else len(ranks)) / 10


def _begins(text: str, part: str, whole: bool = False) -> bool:
    """Whether a word of the text begins so, or is it."""
    ends = r"(?!\w)" if whole else ""
    return re.search(rf"(?<!\w){re.escape(part)}{ends}", text) is not None


def _shown(found: Found) -> str:
    return f"{found.text}  ({found.keys})" if found.keys else found.text
