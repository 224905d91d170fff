"""All keys and what they do, by group: in two columns where there is room for them."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.content.ui import _
from journey_tui.tui.keys import Commands, grouped
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.base import Overlay, framed

_KEYS: Final = 18
"""Cells of the column of keys."""
_GAP: Final = 4
_EDGES: Final = 5
"""Cells that frame, padding and scrollbar take."""
_TWO_COLUMNS: Final = 116
_WIDEST: Final = 150
_HEADING: Final = "bold underline"
_KEY: Final = "bold $primary"

Row = tuple[str, int]
"""Text, and how many of its first characters are keys; a heading has -1."""


class HelpScreen(Overlay[None]):
    """Made from the same table as the bindings."""

    BINDINGS = [("q,question_mark,f1", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """One text."""
        columns = 2 if self.app.size.width >= _TWO_COLUMNS else 1
        width = min(self.app.size.width, _WIDEST if columns == 2 else 78) - _EDGES
        with framed(VerticalScroll(), _("Keys")) as box:
            box.styles.width = width + _EDGES
            each = (width - _GAP) // 2 if columns == 2 else width
            yield Static(_side_by_side(_columns(self._commands, columns, each)))


def _columns(commands: Commands, count: int, width: int) -> list[list[Row]]:
    """One; or two, broken between groups where the taller one is least tall."""
    blocks = [_block(title, rows, width) for title, rows in grouped(commands)]
    if count == 1:
        return [list(chain(*blocks))]
    breaks = [(list(chain(*blocks[:at])), list(chain(*blocks[at:]))) for at in range(1, len(blocks))]
    return list(min(breaks, key=lambda columns: max(map(len, columns))))


def _block(title: str, rows: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """A heading and its lines; words that are too long go on below themselves."""
    keys = min(_KEYS, width // 3)
    lines: list[Row] = [(title, -1)]
    for key, words in rows:
        first, *more = wrapped(words, max(width - keys - 1, 10)) or [""]
        lines.append((f"{key}{' ' * max(keys - cell_len(key), 0)} {first}", len(key)))
        lines += [(" " * (keys + 1) + row, 0) for row in more]
    return [*lines, ("", 0)]


def _side_by_side(columns: Sequence[Sequence[Row]]) -> Content:
    height = max(map(len, columns))
    padded = [[*column, *[("", 0)] * (height - len(column))] for column in columns]
    width = max(cell_len(text) for text, _ in padded[0]) + _GAP
    lines = []
    for row in zip(*padded, strict=True):
        parts = []
        for place, (text, keys) in enumerate(row):
            blanks = " " * (width - cell_len(text)) if place < len(row) - 1 else ""
            shown = Content(text)
            shown = shown.stylize(_HEADING) if keys < 0 else shown.stylize(_KEY, 0, keys) if keys else shown
            parts.append(Content.assemble(shown, blanks))
        lines.append(Content("").join(parts))
    return Content("\n").join(lines)
