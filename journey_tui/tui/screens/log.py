"""The event log over the whole screen."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.base import Overlay, framed
from journey_tui.tui.view import LogLine
from journey_tui.units import format_clock

MOST_LINES = 500
_INDENT = 27
_EDGES = 6
"""Cells that frame, padding and scrollbar take."""


class LogScreen(Overlay[int]):
    """The latest events up to the moment, newest last; answers with the position of the one that is chosen."""

    DEFAULT_CSS = "LogScreen > .box, LogScreen > .box:focus { width: 100%; height: 100%; }"
    BINDINGS = [("q,O", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, lines: Sequence[LogLine]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """A list."""
        room = max(self.app.size.width - _INDENT - _EDGES, 20)
        options = [Option(Content(_text(line, room))) for line in self._lines]
        options = options or [Option(Content("Nothing has happened yet."), disabled=True)]
        yield framed(OptionList(*options), "Event log", "Enter goes there · Esc closes")

    def on_mount(self) -> None:
        """Begin at the newest."""
        self.query_one(OptionList).highlighted = max(len(self._lines) - 1, 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with its position."""
        self.dismiss(self._lines[event.option_index].position)


def _text(line: LogLine, room: int) -> str:
    first, *more = wrapped(line.text, room) or [""]
    start = f"{line.position:>6} {format_clock(line.time_ns):>12}  {STAGE_BY_ID[line.stage].label:<5}"
    return "\n".join([f"{start:<{_INDENT}}{first}", *(" " * _INDENT + row for row in more)])
