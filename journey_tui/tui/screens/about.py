"""The page about one stage, whole."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.about import paragraphs
from journey_tui.tui.screens.base import Overlay, framed

_WIDTH = 72


class AboutScreen(Overlay[None]):
    """What it is for, where it is in the source, how to see it on one's own machine, what people get wrong."""

    BINDINGS = [("q,enter", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def compose(self) -> ComposeResult:
        """One text."""
        width = max(min(_WIDTH, self.app.size.width - 6), 20)
        blocks = ["\n".join(text for text, _ in block) for block in paragraphs(self._stage, width)]
        with framed(VerticalScroll(), f"About: {STAGE_BY_ID[self._stage].title}"):
            yield Static(Content("\n\n".join(blocks)))
