"""The glossary over the picture: the terms of the stage at hand first; what is typed narrows them."""

from collections.abc import Callable, Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from journey_tui.content.glossary import Term, found
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.base import Overlay, framed

_EDGES: Final = 7
"""Cells that frame, padding and scrollbar take."""
_WIDEST: Final = 78


class GlossaryScreen(Overlay[Term]):
    """Answers with the term that was chosen."""

    DEFAULT_CSS = """
    GlossaryScreen > .box { height: 100%; max-height: 30; }
    GlossaryScreen OptionList, GlossaryScreen OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $background; background-tint: $background 0%;
        scrollbar-size-vertical: 1;
    }
    GlossaryScreen Input, GlossaryScreen Input:focus { background: $background; background-tint: $background 0%; }
    """

    def __init__(self, stage: str, wanted: str = "") -> None:
        super().__init__()
        self._stage = stage
        self._wanted = wanted
        self._shown: Sequence[Term] = ()

    def compose(self) -> ComposeResult:
        """A field and a list."""
        with framed(Vertical(), "Glossary", "Enter shows its stage · Esc closes"):
            yield Input(self._wanted, placeholder="type to find a term", max_length=40, compact=True)
            yield OptionList()

    def on_mount(self) -> None:
        """The stage's own terms are at hand."""
        self.query_one(Input).focus()
        self._list()

    def on_key(self, event: events.Key) -> None:
        """In the field, keys that move up and down move the list."""
        listed = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "up": listed.action_cursor_up,
            "down": listed.action_cursor_down,
            "pageup": listed.action_page_up,
            "pagedown": listed.action_page_down,
        }
        if event.key in moves and self.query_one(Input).has_focus:
            event.stop()
            moves[event.key]()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._wanted = event.value.strip()
        self._list()

    def on_input_submitted(self) -> None:
        """Answer with the term that is lit."""
        highlighted = self.query_one(OptionList).highlighted
        if self._shown and highlighted is not None:
            self.dismiss(self._shown[highlighted])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with it."""
        if self._shown:
            self.dismiss(self._shown[event.option_index])

    def _list(self) -> None:
        self._shown = found(self._wanted, self._stage)
        listed = self.query_one(OptionList)
        room = max(min(self.app.size.width, _WIDEST) - _EDGES, 20)
        options = [Option(entry(term, room)) for term in self._shown]
        listed.set_options(options or [Option(Content("No term holds this."), disabled=True)])
        listed.highlighted = 0 if self._shown else None


def entry(term: Term, room: int) -> Content:
    """Name and stages, then what it is, then where to look further."""
    labels = " ".join(STAGE_BY_ID[stage].label for stage in term.stages)
    also = f" ({', '.join(term.also)})" if term.also else ""
    first, *more = wrapped(f"{term.name}{also}", max(room - len(labels) - 2, 10))
    rows = [f"{first:<{room - len(labels)}}{labels}", *more]
    rows += [f"  {row}" for row in wrapped(term.say, room - 2)]
    if term.see:
        rows += [f"  {row}" for row in wrapped(f"see {', '.join(term.see)}", room - 2)]
    return Content("\n".join(rows)).stylize("bold", 0, len(term.name))
