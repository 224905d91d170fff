"""All keys and what they do, by group: in two columns where there is room for them. A click does what the line says."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.content.ui import _
from journey_tui.tui.keys import PALETTE, Commands, grouped
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

_PALETTE: Final = "command_palette"


class Row(NamedTuple):
    """A line of a column."""

    text: str
    keys: int
    """How many of its first characters are keys; a heading has -1."""
    command: str = ""
    """What a click on it does."""


class _Text(Static):
    """The lines: they alone know which cell of theirs was clicked."""

    def on_click(self, event: events.Click) -> None:
        """Tell the screen."""
        if isinstance(self.screen, HelpScreen):
            self.screen.act(event.x, event.y)


class HelpScreen(Overlay[None]):
    """Made from the same table as the bindings."""

    BINDINGS = [("q,question_mark,f1", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands
        self._shown: list[list[Row]] = []
        self._column = 0
        """Cells from the beginning of one column to that of the next."""

    def compose(self) -> ComposeResult:
        """One text."""
        columns = 2 if self.app.size.width >= _TWO_COLUMNS else 1
        width = min(self.app.size.width, _WIDEST if columns == 2 else 78) - _EDGES
        with framed(
            VerticalScroll(), _("Keys"), _("journey keys prints and changes them · Esc closes")
        ) as box:
            box.styles.width = width + _EDGES
            each = (width - _GAP) // 2 if columns == 2 else width
            self._shown = _columns(self._commands, columns, each)
            self._column = _wide(self._shown)
            yield _Text(_side_by_side(self._shown))

    def act(self, x: int, y: int) -> None:
        """Do what the line at this cell of the text says, without the help over it."""
        rows = self._shown[min(x // max(self._column, 1), len(self._shown) - 1)]
        command = rows[y].command if 0 <= y < len(rows) else ""
        if command:
            action = _PALETTE if command == _PALETTE else f"run('{command}')"
            self.dismiss()
            self.app.call_later(self.app.run_action, action)


def _wide(columns: Sequence[Sequence[Row]]) -> int:
    return max(cell_len(row.text) for row in columns[0]) + _GAP


def _columns(commands: Commands, count: int, width: int) -> list[list[Row]]:
    """One; or two, broken between groups where the taller one is least tall."""
    acts = {(command.shown, _(command.words)): name for name, command in commands.items()}
    acts[PALETTE[0], _(PALETTE[1])] = _PALETTE
    blocks = [_block(title, rows, width, acts) for title, rows in grouped(commands)]
    if count == 1:
        return [list(chain(*blocks))]
    breaks = [(list(chain(*blocks[:at])), list(chain(*blocks[at:]))) for at in range(1, len(blocks))]
    return list(min(breaks, key=lambda columns: max(map(len, columns))))


def _block(
    title: str, rows: Sequence[tuple[str, str]], width: int, acts: Mapping[tuple[str, str], str]
) -> list[Row]:
    """A heading and its lines; words that are too long go on below themselves."""
    keys = min(_KEYS, width // 3)
    lines = [Row(title, -1)]
    for key, words in rows:
        act = acts.get((key, words), "")
        first, *more = wrapped(words, max(width - keys - 1, 10)) or [""]
        lines.append(Row(f"{key}{' ' * max(keys - cell_len(key), 0)} {first}", len(key), act))
        lines += [Row(" " * (keys + 1) + row, 0, act) for row in more]
    return [*lines, Row("", 0)]


def _side_by_side(columns: Sequence[Sequence[Row]]) -> Content:
    height = max(map(len, columns))
    padded = [[*column, *[Row("", 0)] * (height - len(column))] for column in columns]
    width = _wide(columns)
    lines = []
    for row in zip(*padded, strict=True):
        parts = []
        for place, (text, keys, _act) in enumerate(row):
            blanks = " " * (width - cell_len(text)) if place < len(row) - 1 else ""
            shown = Content(text)
            shown = shown.stylize(_HEADING) if keys < 0 else shown.stylize(_KEY, 0, keys) if keys else shown
            parts.append(Content.assemble(shown, blanks))
        lines.append(Content("").join(parts))
    return Content("\n").join(lines)
