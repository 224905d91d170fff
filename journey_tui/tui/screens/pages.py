"""A text in blocks with headings, to be read and closed: the notes of a stop, the end of a lesson."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.content.ui import _
from journey_tui.tui.screens.base import Overlay, framed
from journey_tui.tui.teaching.card import Line, broken

_WIDTH: Final = 72
_EDGES: Final = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and what stands below it, as plain text."""

    title: str
    text: str


class PagesScreen(Overlay[None]):
    """Esc, Enter or q closes it."""

    BINDINGS = [("q,enter,p,প", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._heading = title
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """One text."""
        width = max(min(_WIDTH, self.app.size.width - _EDGES), 20)
        with framed(VerticalScroll(), self._heading, _("Esc closes")):
            yield Static(Content("\n\n").join(_shown(block, width) for block in self._blocks))


def _shown(block: Block, width: int) -> Content:
    heading = "\n".join(row.text for row in broken(Line(block.title), width))
    text = "\n".join(row.text for row in broken(Line(block.text), width))
    return Content.assemble(Content(heading).stylize("bold"), "\n", Content(text))
