"""The prompt for a place in the trace."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journey_tui.content.ui import _
from journey_tui.playback import SeekError
from journey_tui.text import clean
from journey_tui.tui.screens.base import Overlay, framed


class GoToScreen(Overlay[bool]):
    """Stays open, and says why, while the text names no place."""

    def __init__(self, seek: Callable[[str], bool]) -> None:
        super().__init__()
        self._seek = seek

    def compose(self) -> ComposeResult:
        """A field and a line for what is wrong."""
        with framed(Vertical(), _("Go to"), _("Enter goes there · Esc closes")):
            yield Input(placeholder=_("7, 5.6us, #2 or 40%"), max_length=40, compact=True)
            yield Static(Content(_("An event, a time, a share of the run, or a request.")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there."""
        try:
            self.dismiss(self._seek(event.value))
        except SeekError as error:
            self.query_one(Static).update(Content(clean(str(error))))
