"""The one widget that draws everything that moves.

It shows a surface: cells that are equal to the ones on the screen are not painted again, so a frame costs what has
changed in it. It draws nothing itself and remembers nothing but the surface.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from journey_tui.tui.surface import Role, Row, Surface, runs
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

    def __init__(self, spell: Callable[[str], str] = str) -> None:
        super().__init__()
        self._spell = spell
        """What becomes of the text of a row, in as many cells, where not every character can be written."""
        self._surface = Surface(0, 0)
        self._rows: list[Row] = []
        self._theme = DARK
        self._held = False
        self._strips: dict[int, Strip] = {}
        """Rows that have been painted and look the same since."""
        self._look: tuple[object, ...] = ()
        """What every strip depends on besides its row."""
        self._styles: dict[Role, Style] = STYLES[DARK]

    @property
    def surface(self) -> Surface:
        """What is shown."""
        return self._surface

    def show(self, surface: Surface, theme: str) -> None:
        """Draw a surface; only cells between the first and the last that differ in a row are painted."""
        last, self._surface = self._surface, surface
        before, self._rows = self._rows, [surface.row(y) for y in range(surface.height)]
        if (theme, surface.width, surface.height) != (self._theme, last.width, last.height):
            self._theme = theme
            self._repaint_all()
            self.refresh()
            return
        changed = [
            Region(first, y, stop - first, 1)
            for y, (old, new) in enumerate(zip(before, self._rows, strict=True))
            for first, stop in changed_cells(old, new)
        ]
        for region in changed:
            self._strips.pop(region.y, None)
        if changed:
            self.refresh(*changed)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region.

        A widget's own way leads each row of each frame through borders, padding, opacity and line filters. A canvas has
        none around it, and what the filters do to a colour is found once, not once a row (textual 8.2: `StylesCache`).
        """
        look = (self._theme, self.size, *self.get_line_filters())
        if look != self._look:
            self._repaint_all()
            self._look = look
        left, right = crop.column_span
        strips = map(self.render_line, crop.line_range)
        return (
            list(strips)
            if (left, right) == (0, self.size.width)
            else [strip.crop(left, right) for strip in strips]
        )

    def render_line(self, y: int) -> Strip:
        """One row, as the theme colours it."""
        strip = self._strips.get(y)
        if strip is None:
            row = self._rows[y] if y < len(self._rows) else ()
            segments = [Segment(self._spell(text), self._styles[role]) for text, role in runs(row)]
            strip = Strip(segments, len(row)).adjust_cell_length(self.size.width, self._styles[Role.TEXT])
            self._strips[y] = strip
        return strip

    def _repaint_all(self) -> None:
        """Forget the strips, and find the styles as the line filters leave them: without colour if NO_COLOR is set."""
        styles = STYLES[self._theme]
        segments = [Segment(" ", style) for style in styles.values()]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self.background_colors[1])
        self._styles = {
            role: segment.style or Style() for role, segment in zip(styles, segments, strict=True)
        }
        self._strips.clear()

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
