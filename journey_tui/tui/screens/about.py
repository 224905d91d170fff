"""The page about one stage or topic, whole."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.content.pages import topics
from journey_tui.content.ui import _, parts
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.about import paragraphs_in
from journey_tui.tui.screens.base import Overlay, framed

_WIDTH = 72


class AboutScreen(Overlay[None]):
    """What it is for, where it is in the source, how to see it on one's own machine, what people get wrong."""

    BINDINGS = [("q,enter", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, page: str, language: str = "en") -> None:
        super().__init__()
        self._page = page
        self._language = language
        """What the viewer chose: a language, or both."""

    def compose(self) -> ComposeResult:
        """One text."""
        width = max(min(_WIDTH, self.app.size.width - 6), 20)
        blocks = paragraphs_in(self._language, self._page, width)
        with framed(VerticalScroll(), self._heading()):
            yield Static(Content("\n\n".join("\n".join(text for text, _ in block) for block in blocks)))

    def _heading(self) -> str:
        if self._page in STAGE_BY_ID:
            return _("About: {title}").format(title=STAGE_BY_ID[self._page].title)
        return topics(parts(self._language)[-1])[self._page].title
