"""The glossary over the picture: the terms of the stage at hand first; what is typed narrows them."""

from collections.abc import Sequence

from textual.content import Content

from journey_tui.content.glossary import Term, found
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.finder import Finder


class GlossaryScreen(Finder[Term]):
    """Answers with the term that was chosen."""

    def __init__(self, stage: str, wanted: str = "") -> None:
        super().__init__("Glossary", "Enter shows its stage · Esc closes", "type to find a term", wanted)
        self._stage = stage

    def found(self, wanted: str) -> Sequence[Term]:
        """Those that hold the text; all, the stage's own first, before anything is typed."""
        return found(wanted, self._stage)

    def entry(self, result: Term, room: int) -> Content:
        """Name and stages, then what it is, then where to look further."""
        labels = " ".join(STAGE_BY_ID[stage].label for stage in result.stages)
        also = f" ({', '.join(result.also)})" if result.also else ""
        first, *more = wrapped(f"{result.name}{also}", max(room - len(labels) - 2, 10))
        rows = [f"{first:<{room - len(labels)}}{labels}", *more]
        rows += [f"  {row}" for row in wrapped(result.say, room - 2)]
        if result.see:
            rows += [f"  {row}" for row in wrapped(f"see {', '.join(result.see)}", room - 2)]
        return Content("\n".join(rows)).stylize("bold", 0, len(result.name))

    def nothing(self) -> str:
        """What is said where none is found."""
        return "No term holds this."
