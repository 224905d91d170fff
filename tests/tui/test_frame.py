"""What a frame writes: the terminal shows what was drawn, and few bytes are sent for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.widget import Widget

from journey_tui.cli.sources import open_source
from journey_tui.playback import Player
from journey_tui.tui.app import JourneyApp

WIDTH, HEIGHT = 120, 40
MOST_BYTES = 12_000
"""Of one frame, on average. A link of 500 kB/s then keeps up with 40 frames a second, and no key waits in a queue."""
FRAMES = 40


class Recorder(HeadlessDriver):
    """A terminal that keeps what it is sent."""

    sent = ""

    @property
    def is_headless(self) -> bool:
        """It wants to be written to."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        self.sent += data


@asynccontextmanager
async def recorded() -> AsyncIterator[tuple[JourneyApp, Player, Recorder]]:
    """The program at the opening of a run, paused, with all of its trace read, in a terminal that records."""
    app = JourneyApp(open_source, "two-clients")
    app.driver_class = Recorder
    running = asyncio.create_task(app.run_async(size=(WIDTH, HEIGHT)))
    while app.opening or app.player is None or not app.player.timeline.complete:
        await asyncio.sleep(0)
        assert not running.done(), app.notice
    app.player.pause()
    await painted(app)
    assert isinstance(app._driver, Recorder)
    try:
        yield app, app.player, app._driver
    finally:
        app.exit()
        await running


async def painted(app: JourneyApp) -> None:
    """Draw the moment, and wait until it has been sent."""
    app.repaint()
    done = asyncio.Event()
    app.call_after_refresh(done.set)
    await done.wait()


async def test_the_terminal_shows_what_was_drawn_and_a_frame_sends_few_bytes() -> None:
    screen = pyte.Screen(WIDTH, HEIGHT)
    terminal = pyte.Stream(screen)
    async with recorded() as (app, player, driver):
        terminal.feed(driver.sent)
        start = len(driver.sent.encode())
        for _ in range(FRAMES):
            fed = len(driver.sent)
            player.step()
            await painted(app)
            terminal.feed(driver.sent[fed:])
            assert [line.rstrip() for line in screen.display] == app.canvas.surface.to_text().split("\n")
        assert 0 < len(driver.sent.encode()) - start <= FRAMES * MOST_BYTES


@pytest.mark.parametrize("no_colour", [False, True])
async def test_rows_are_as_the_library_itself_would_paint_them(
    no_colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with recorded() as (app, player, _):
        for crop in (Region(0, 0, WIDTH, HEIGHT), Region(7, 3, 50, 20)):
            player.step()
            app.repaint()
            ours = app.canvas.render_lines(crop)
            theirs = Widget.render_lines(app.canvas, crop)
            assert [list(strip) for strip in ours] == [list(strip) for strip in theirs]
            coloured = {style.color.name for strip in ours for _, style, _ in strip if style and style.color}
            assert len(coloured) > 3 or no_colour
