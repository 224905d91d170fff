"""All keys and what they do."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.tui.keymap import COMMANDS
from journey_tui.tui.screens.base import Overlay, framed

_MOUSE = (
    ("click a stage", "Look at it until Esc or the next step"),
    ("click or drag the bar", "Go there"),
    ("wheel on the bar", "Step"),
    ("click a line", "Log and request: go to that event"),
    ("Ctrl+P", "Find a command by its words"),
    ("✗ on the bar", "A packet is lost there"),
)


class HelpScreen(Overlay[None]):
    """Made from the same table as the bindings."""

    BINDINGS = [("q,question_mark,f1", "dismiss(None)", "Close")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """One text."""
        rows = [(command.shown, command.words) for command in COMMANDS] + list(_MOUSE)
        text = "\n".join(f"{keys:<21} {words}" for keys, words in rows)
        with framed(VerticalScroll(), "Keys"):
            yield Static(Content(text))
