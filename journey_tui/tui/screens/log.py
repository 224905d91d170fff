"""The event log over the whole screen."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.screens.base import Overlay
from journey_tui.tui.view import LogLine
from journey_tui.units import format_clock

MOST_LINES = 200


class LogScreen(Overlay[None]):
    """The latest events up to the moment, newest last."""

    DEFAULT_CSS = "LogScreen > VerticalScroll { width: 100%; height: 100%; }"
    BINDINGS = [("q,O", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, lines: Sequence[LogLine]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """One text."""
        rows = [
            f"{line.position:>6} {format_clock(line.time_ns):>12}  {STAGE_BY_ID[line.stage].label:<5} {line.text}"
            for line in self._lines
        ]
        with VerticalScroll() as box:
            box.border_title = "Event log"
            yield Static(Content("\n".join(rows) or "Nothing has happened yet."))

    def on_mount(self) -> None:
        """Begin at the newest."""
        self.query_one(VerticalScroll).scroll_end(animate=False)
