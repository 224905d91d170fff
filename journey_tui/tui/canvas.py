"""The one widget that draws everything that moves.

It shows a surface: cells that are equal to the ones on the screen are not painted again, so a frame costs what has
changed in it. It draws nothing itself and remembers nothing but the surface.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from journey_tui.tui.surface import Role, Row, Surface
from journey_tui.tui.themes import DARK, STYLES

_LEFT_BUTTON = 1


class Canvas(Widget):
    """The screen but for what lies over it."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"

    @dataclass
    class Pressed(Message):
        """The mouse was pressed, dragged or its wheel turned over a cell."""

        x: int
        y: int
        dragged: bool = False
        wheel: int = 0
        """1 forward, -1 back, 0: a press."""

    def __init__(self) -> None:
        super().__init__()
        self._surface = Surface(0, 0)
        self._theme = DARK
        self._held = False

    @property
    def surface(self) -> Surface:
        """What is shown."""
        return self._surface

    def show(self, surface: Surface, theme: str) -> None:
        """Draw a surface; only cells between the first and the last that differ in a row are painted."""
        before, self._surface = self._surface, surface
        same_kind = theme == self._theme and (before.width, before.height) == (surface.width, surface.height)
        self._theme = theme
        if not same_kind:
            self.refresh()
            return
        changed = [
            Region(first, y, stop - first, 1)
            for y in range(surface.height)
            for first, stop in changed_cells(before.row(y), surface.row(y))
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One row, as the theme colours it."""
        styles = STYLES[self._theme]
        if y >= self._surface.height:
            return Strip.blank(self.size.width, styles[Role.TEXT])
        segments = [Segment(text, styles[role]) for text, role in self._surface.runs(y)]
        return Strip(segments, self._surface.width).adjust_cell_length(self.size.width, styles[Role.TEXT])

    # ── mouse ──

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press, and hold for a drag."""
        if event.button == _LEFT_BUTTON:
            self._held = True
            self.capture_mouse()
            self.post_message(self.Pressed(event.x, event.y))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self._held:
            self.post_message(self.Pressed(event.x, event.y, dragged=True))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = False
        self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel, forward."""
        self.post_message(self.Pressed(event.x, event.y, wheel=1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, back."""
        self.post_message(self.Pressed(event.x, event.y, wheel=-1))


def changed_cells(before: Row, after: Row) -> Iterator[tuple[int, int]]:
    """The stretch from the first cell that differs to behind the last, if any does; wide characters are whole.

    A cell whose text is empty is the right half of the one before it, in either row.
    """
    if before == after:
        return
    first, stop = 0, len(after)
    while before[first] == after[first]:
        first += 1
    while before[stop - 1] == after[stop - 1]:
        stop -= 1
    while first > 0 and not (before[first][0] and after[first][0]):
        first -= 1
    while stop < len(after) and not (before[stop][0] and after[stop][0]):
        stop += 1
    yield first, stop
