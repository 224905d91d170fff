"""The prompt for what the list of requests is narrowed to."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journey_tui.content.ui import _
from journey_tui.tui.screens.base import Overlay, framed

_LONGEST: Final = 60


class NarrowScreen(Overlay[str]):
    """Answers with the words; with none, all requests are listed again."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """A field with what was asked for last."""
        with framed(Vertical(), _("Which requests"), _("Enter lists them · Esc closes")):
            yield Input(
                self._words,
                placeholder="#7, connection 7, alice, GET /slow, reset …",
                max_length=_LONGEST,
                compact=True,
            )
            yield Static(
                Content(_("Number, connection, client, method, target, outcome or status; nothing: all."))
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """List them."""
        self.dismiss(event.value)
