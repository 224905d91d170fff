"""The apps that `frame.py`, `crowd.py` and `key_to_paint.py` measure: the program, and twelve `Static` panes.

Arguments: the kind, the run, columns, rows, and the descriptor that figures are written to. Kinds: `journey` is the
program; `static` shows the same moments in twelve panes, all of them anew at each frame, `careful` only those that look
different; `playing-…` plays on by itself at the program's frame rate. Text and styles of the panes are ready before
anything is measured, so that they pay for nothing but painting; the program pays for the world, the words and the
drawing too. Runs: a bundled scenario, `load:N` for N requests, `crowd:N` for N waiting connections.
"""

import json
import os
import sys
import time
from typing import Final

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from journey_tui.cli.sources import open_source
from journey_tui.playback import Player, Timeline
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.tui.app import FRAMES_PER_SECOND, JourneyApp
from journey_tui.tui.layout import lay_out
from journey_tui.tui.looking import Sight
from journey_tui.tui.panes import compose
from journey_tui.tui.screen_view import Gatherer
from journey_tui.tui.surface import Role, Row, Surface, runs
from journey_tui.tui.themes import DARK, STYLES

FRAMES: Final = 100
"""Of one round."""
PANE_STYLES: Final = {role: Style.from_rich_style(style) for role, style in STYLES[DARK].items()}
SPEEDS: Final = ("×32", "×64")
"""One shown, the other after the key: at both, each frame shows another moment."""
_SPEED_PANE: Final = 3
_PULLED: Final = 10_000
_HEAD: Final = """
journey: 1
title: benchmark
machine: {cpus: 2}
server:
  routes:
    - {pattern: GET /hello, handler: {cpu: 20us, body: "hello"}}
    - {pattern: GET /wait, handler: {wait: 1000s, body: "waited"}}
network: {loopback: true}
"""
_LOAD: Final = "load: [{{rate: 2000/s, duration: {milliseconds}ms, arrivals: constant, target: /hello}}]\n"
_CROWD: Final = """
until: 3s
clients:
  - {{name: crowd, count: {count}, every: 100us, timeout: 1000s, requests: [{{target: /wait}}]}}
  - {{name: alice, at: 2s, requests: [{{target: /hello}}]}}
"""


def trace_of(run: str) -> Trace:
    """The events of a run."""
    kind, _, count = run.partition(":")
    if kind == "load":
        return simulate(load_text(_HEAD + _LOAD.format(milliseconds=int(count) // 2), run))
    if kind == "crowd":
        return simulate(load_text(_HEAD + _CROWD.format(count=count), run))
    return open_source(run)


def begin(player: Player, run: str) -> None:
    """Go to where the frames begin: where a viewer does, amid the load, or when one more client joins the crowd."""
    timeline = player.timeline
    player.open()
    if run.startswith("load"):
        player.seek(timeline.length // 2)
    elif run.startswith("crowd"):
        player.seek(timeline.position_at_time(2_000_000_000))


class Rounds:
    """Counts the frames of a round and the CPU that they take, and says what it was."""

    def __init__(self, figures: int) -> None:
        self.left = 0
        self._figures = figures
        self._start_s = 0.0

    def start(self) -> None:
        """A round begins."""
        self.left, self._start_s = FRAMES, time.process_time()

    def next(self) -> bool:
        """Whether there is one more frame to show."""
        self.left -= 1
        if self.left < 0:
            self.say(1000 * (time.process_time() - self._start_s) / FRAMES)
        return self.left >= 0

    def say(self, figure: float = 0.0) -> None:
        """Tell the one who measures."""
        os.write(self._figures, json.dumps(figure).encode())


class Driven(JourneyApp):
    """The program: F12 shows a round of frames, one event each."""

    BINDINGS = [Binding("f12", "measure")]  # noqa: RUF012 - textual reads it from the class

    def __init__(self, run: str, rounds: Rounds, playing: bool) -> None:
        super().__init__(trace_of, run)
        self.run_name = run
        self.rounds = rounds
        self.playing = playing

    def on_ready(self) -> None:
        """Wait until all is pulled."""
        super().on_ready()
        self.begin()

    def begin(self) -> None:
        """Go to the first frame, once the run is open and all of it has been read."""
        if self.player is None:
            self.set_timer(0.01, self.begin)
            return
        while self.player.timeline.pull(_PULLED):
            pass
        begin(self.player, self.run_name)
        if self.playing:
            while self.player.speed < 32:
                self.player.faster()
            self.player.play()
        self.repaint()
        self.rounds.say()

    def action_measure(self) -> None:
        """Begin a round where the last one began."""
        assert self.player is not None
        begin(self.player, self.run_name)
        self.repaint()
        self.rounds.start()
        self.call_after_refresh(self.next_frame)

    def next_frame(self) -> None:
        """One event further, as soon as the last one has been painted."""
        if self.rounds.next() and self.player is not None:
            self.player.step()
            self.repaint()
            self.call_after_refresh(self.next_frame)


class Panes(App[None]):
    """Twelve panes."""

    BINDINGS = [Binding("f12", "measure"), Binding("left_square_bracket,right_square_bracket", "speed")]  # noqa: RUF012 - textual reads it from the class
    CSS = "Screen { layout: grid; grid-size: 4 3; } Static { width: 100%; height: 100%; }"

    def __init__(self, texts: list[list[Content]], rounds: Rounds, careful: bool, playing: bool) -> None:
        super().__init__()
        self.texts = texts
        self.rounds = rounds
        self.careful = careful
        self.playing = playing
        self.shown = 0
        self.speed = 0

    def compose(self) -> ComposeResult:
        """The first frame."""
        yield from map(Static, self.texts[0])

    def on_ready(self) -> None:
        """Play, if that is what it does."""
        if self.playing:
            self.set_interval(1 / FRAMES_PER_SECOND, lambda: self.show((self.shown + 1) % len(self.texts)))
        self.rounds.say()

    def action_measure(self) -> None:
        """Begin a round where the last one began."""
        self.show(0)
        self.rounds.start()
        self.call_after_refresh(self.next_frame)

    def action_speed(self) -> None:
        """The other speed, told in its pane at once."""
        self.speed = 1 - self.speed
        pane = self.query(Static)[_SPEED_PANE]
        pane.update(self.with_speed(self.texts[self.shown][_SPEED_PANE]), layout=False)

    def next_frame(self) -> None:
        """The next moment, as soon as the last one has been painted."""
        if self.rounds.next():
            self.show(self.shown + 1)
            self.call_after_refresh(self.next_frame)

    def show(self, place: int) -> None:
        """One moment."""
        before, self.shown = self.texts[self.shown], place
        panes = zip(self.query(Static), before, self.texts[place], strict=True)
        for number, (pane, old, new) in enumerate(panes):
            if new is not old or not self.careful:
                told = self.with_speed(new) if self.playing and number == _SPEED_PANE else new
                pane.update(told, layout=False)

    def with_speed(self, text: Content) -> Content:
        """The pane that tells the speed, in its last row."""
        return Content.assemble(text, f"\n{SPEEDS[self.speed]}")


def ready_texts(run: str, width: int, height: int, playing: bool) -> list[list[Content]]:
    """What the program shows at each moment, cut into twelve; a pane that looks as before keeps its text."""
    player = Player(Timeline(trace_of(run)))
    player.end()
    begin(player, run)
    layout, gatherer = lay_out(width, height), Gatherer(player)
    texts: list[list[Content]] = []
    cells: list[list[Row]] = [[] for _ in range(12)]
    for _ in range(FRAMES + 1):
        view = gatherer.view(layout, Sight(), notice="", introduced=False)
        before, cells = cells, twelfths(compose(view, layout, width, height))
        if playing:
            del cells[_SPEED_PANE][-1]
        texts.append(
            [texts[-1][place] if rows == before[place] else styled(rows) for place, rows in enumerate(cells)]
        )
        player.step()
    return texts


def twelfths(surface: Surface) -> list[list[Row]]:
    """Four across, three down."""
    width, height = surface.width // 4, surface.height // 3
    parts = [surface.area(x * width, y * height, width, height) for y in range(3) for x in range(4)]
    return [[part.row(y) for y in range(height)] for part in parts]


def styled(rows: list[Row]) -> Content:
    """The text of a pane in the program's own colours; nothing is left to be parsed."""
    parts = [(text, PANE_STYLES[role]) for row in rows for text, role in [*runs(row), ("\n", Role.TEXT)]]
    return Content.assemble(*parts[:-1])


def main(kind: str, run: str, columns: int, rows: int, figures: int) -> None:
    """Show it."""
    playing, rounds = kind.startswith("playing-"), Rounds(figures)
    if kind.endswith("journey"):
        Driven(run, rounds, playing).run()
    else:
        texts = ready_texts(run, columns, rows, playing)
        Panes(texts, rounds, kind.endswith("careful"), playing).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
