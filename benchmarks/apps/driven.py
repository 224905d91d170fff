"""The two apps of `frame.py`: the program, driven frame by frame, and twelve `Static` panes that show ready text.

Arguments: `journey` or `static`, columns, rows, and how many frames to show.
"""

import sys
from typing import Final

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from journey_tui.cli.sources import open_source
from journey_tui.playback import Player, Timeline
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.layout import lay_out
from journey_tui.tui.looking import Sight
from journey_tui.tui.panes import compose
from journey_tui.tui.screen_view import Gatherer
from journey_tui.tui.surface import Surface

SCENARIO: Final = "two-clients"
MOST_FRAMES: Final = 400
"""Both kinds prepare as many whatever they show, so that what is prepared can be taken off."""


class Driven(JourneyApp):
    """The program, one event a frame."""

    def __init__(self, frames: int) -> None:
        super().__init__(open_source, SCENARIO)
        self.left = frames

    def on_ready(self) -> None:
        """Wait until all is pulled."""
        super().on_ready()
        self.begin()

    def begin(self) -> None:
        """Begin where a viewer does."""
        if self.player is None or not self.player.timeline.complete:
            self.set_timer(0.01, self.begin)
            return
        self.player.open()
        self.call_after_refresh(self.next_frame)

    def next_frame(self) -> None:
        """One event further, as soon as the last one has been painted."""
        if self.left <= 0 or self.player is None:
            self.exit()
            return
        self.left -= 1
        self.player.step()
        self.repaint()
        self.call_after_refresh(self.next_frame)


class Panes(App[None]):
    """Twelve panes."""

    CSS = "Screen { layout: grid; grid-size: 4 3; } Static { width: 100%; height: 100%; }"

    def __init__(self, texts: list[list[Content]], frames: int) -> None:
        super().__init__()
        self.texts = texts
        self.frames = frames
        self.shown = 0

    def compose(self) -> ComposeResult:
        """The first frame."""
        yield from map(Static, self.texts[0])

    def on_ready(self) -> None:
        """Begin."""
        self.call_after_refresh(self.next_frame)

    def next_frame(self) -> None:
        """All twelve anew, as soon as the last ones have been painted."""
        if self.shown >= self.frames:
            self.exit()
            return
        self.shown += 1
        for pane, text in zip(self.query(Static), self.texts[self.shown], strict=True):
            pane.update(text, layout=False)
        self.call_after_refresh(self.next_frame)


def ready_texts(width: int, height: int) -> list[list[Content]]:
    """What the program shows at each moment, cut into twelve."""
    player = Player(Timeline(open_source(SCENARIO)))
    player.end()
    player.open()
    layout, gatherer = lay_out(width, height), Gatherer(player)
    texts = []
    for _ in range(MOST_FRAMES + 1):
        view = gatherer.view(layout, Sight(), notice="", introduced=False)
        texts.append(twelfths(compose(view, layout, width, height)))
        player.step()
    return texts


def twelfths(surface: Surface) -> list[Content]:
    """Four across, three down."""
    width, height = surface.width // 4, surface.height // 3
    parts = [surface.area(x * width, y * height, width, height) for y in range(3) for x in range(4)]
    return [Content(part.to_text()) for part in parts]


if __name__ == "__main__":
    kind, columns, rows, count = sys.argv[1], *map(int, sys.argv[2:])
    app = Driven(count) if kind == "journey" else Panes(ready_texts(columns, rows), count)
    app.run()
