"""The prompt for a breakpoint in the viewer's own words."""

from collections.abc import Callable
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journey_tui.content.ui import N_, _
from journey_tui.text import clean
from journey_tui.tui.screens.base import Overlay, framed

EXAMPLES: Final = (
    ("stage nic", N_("a packet comes to a stage")),
    ("GoroutineParked", N_("any kind of event")),
    ("request 2 ends", N_("or begins")),
    ("accept queue > 3", N_("a measure becomes so")),
    ("receive buffer >= 64 KiB", N_("of any connection")),
    ("status 404", N_("or status 5xx")),
    ("drop in connection 2", N_("of one thing alone")),
)


class BreakpointScreen(Overlay[bool]):
    """Stays open, and says why, while the words name no condition."""

    def __init__(self, add: Callable[[str], object]) -> None:
        super().__init__()
        self._add = add

    def compose(self) -> ComposeResult:
        """A field and examples; they give way to what is wrong."""
        with framed(Vertical(), _("New breakpoint"), _("Enter sets it · Esc closes")):
            yield Input(placeholder="accept queue > 3", max_length=120, compact=True)
            yield Static(Content("\n".join(f"{text:<26}{_(words)}" for text, words in EXAMPLES)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Set it."""
        try:
            self._add(event.value)
        except ValueError as error:
            self.query_one(Static).update(Content(clean(str(error))))
        else:
            self.dismiss(True)
