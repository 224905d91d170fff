"""Random keys, clicks, wheels, drags and sizes, as fast as the application takes them.

The test suite gives a few hundred of them to the sample. By hand, as many as wanted to whole scenarios:
`python -m tests.tui.hammer --count 20000 hello two-clients ring-overrun crowd-4p slow-reader`, and with `--teach` lessons,
which are taught. What it did last is
printed when something breaks; the same seed does most of it again (a clock decides what is played meanwhile).
"""

import argparse
import asyncio
import random
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache, partial
from math import exp, log
from typing import Any, Final

import msgspec
from textual import events
from textual.geometry import Size

from journey_tui.playback import Player
from journey_tui.playback.lesson import Session, resolve
from journey_tui.scenario.bundled import lesson_path
from journey_tui.trace import Trace
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.keymap import COMMANDS
from journey_tui.tui.language import Speech
from journey_tui.tui.looking import Looking
from journey_tui.tui.teaching.classroom import Classroom
from journey_tui.tui.teaching.mode import JUST_COME_S

HOSTILE: Final = "\x1b]0;owned\x07[@click=app.quit]x[/] [/] [0] \u202eevil\u0007 ক্লায়েন্ট 漢字"
LARGEST: Final = (500, 200)
MOST_TURNS: Final = 400
"""Turns of the event loop that what one key causes may take, but for what waits for a clock."""
PATIENCE_SECONDS: Final = 120
ROUND: Final = 250
"""Actions between two looks at whether the application is still sound."""
LAST: Final = 40
"""Actions that are told of when something breaks."""

KEYS: Final = (
    *(key for command in COMMANDS if command.id != "quit" for key in command.keys),
    *("enter", "escape", "up", "down") * 3,
    *("enter", "1", "2", "3", "backspace"),
    *("ctrl+p", "ctrl+c", "delete", "x", "7", "percent_sign", "colon", "s", "e", "ctrl+a", "ctrl+u", "f12"),
)


class Hammered(JourneyApp):
    """The application, which does not leave while it is hammered: a click on the footer may ask it to."""

    hammered = True

    def exit(self, *arguments: Any, **named: Any) -> None:
        """Leave, if that is wanted."""
        if not self.hammered:
            super().exit(*arguments, **named)


Action = Callable[[], None]
TOUCHES: Final[tuple[type[events.MouseEvent], ...]] = (
    *(events.MouseScrollDown, events.MouseScrollUp),
    *(events.MouseDown, events.MouseMove, events.MouseUp),
)


def actions(running: JourneyApp, chance: random.Random) -> Iterator[tuple[str, Action]]:
    """What a viewer without a plan does, without an end: what it is, and the doing."""
    kinds = (press_any, click_any, touch_any, resize_any)
    while True:
        (kind,) = chance.choices(kinds, (70, 12, 12, 6))
        yield kind(running, chance)


def press_any(running: JourneyApp, chance: random.Random) -> tuple[str, Action]:
    """A key."""
    key = chance.choice(KEYS)
    return f"key {key}", partial(press, running, key)


def click_any(running: JourneyApp, chance: random.Random) -> tuple[str, Action]:
    """A click, on the screen or just beyond."""
    x, y = anywhere(running, chance)
    return f"click {x},{y}", partial(click, running, x, y)


def touch_any(running: JourneyApp, chance: random.Random) -> tuple[str, Action]:
    """The wheel, or a part of a drag, in whatever order."""
    kind, x, y = chance.choice(TOUCHES), *anywhere(running, chance)
    return f"{kind.__name__} {x},{y}", partial(mouse, running, kind, x, y)


def resize_any(running: JourneyApp, chance: random.Random) -> tuple[str, Action]:
    """Another size; the small ones are as likely as the large ones."""
    width, height = (max(1, round(exp(chance.random() * log(most)))) for most in LARGEST)
    return f"size {width}x{height}", partial(resize, running, width, height)


def anywhere(running: JourneyApp, chance: random.Random) -> tuple[int, int]:
    """A cell."""
    return chance.randrange(running.size.width + 2), chance.randrange(running.size.height + 2)


def press(running: JourneyApp, key: str) -> None:
    """A key, as the terminal's driver hands it on."""
    assert running._driver is not None
    running._driver.process_message(events.Key(key, key if len(key) == 1 else None))


def mouse(running: JourneyApp, kind: type[events.MouseEvent], x: int, y: int) -> None:
    """The mouse at a cell, as the terminal's driver hands it on."""
    assert running._driver is not None
    button = 0 if kind is events.MouseMove else 1
    running._driver.process_message(kind(None, x, y, 0, 0, button, False, False, False, x, y, None))


def click(running: JourneyApp, x: int, y: int) -> None:
    """Press and let go."""
    mouse(running, events.MouseDown, x, y)
    mouse(running, events.MouseUp, x, y)


def resize(running: JourneyApp, width: int, height: int) -> None:
    """Another size of the terminal."""
    assert running._driver is not None
    running._driver._size = (width, height)
    size = Size(width, height)
    running._driver.process_message(events.Resize(size, size))


async def settle(running: JourneyApp) -> None:
    """Until everything that was asked for is done, but for what waits for a clock."""
    calm = 0
    for _ in range(MOST_TURNS):
        await asyncio.sleep(0)
        pumps = (running, *running.screen_stack, *running.screen.walk_children())
        calm = 0 if any(pump.message_queue_size for pump in pumps) else calm + 1
        if calm > 3:
            return


async def opened(running: JourneyApp) -> Player:
    """The player, once everything is pulled; raises `TimeoutError`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while running.opening or not known(running):
            await asyncio.sleep(0.005)
        if running.player is None:  # what it was asked to open last is not there
            await pressed(running, "o", "enter")
            return await opened(running)
    return running.player


def known(running: JourneyApp) -> bool:
    """Whether all of the run is known, if there is one; of a run without its future nothing more will be."""
    whole = running.player if running.lesson is None else running.lesson.whole
    return whole is None or whole.timeline.complete


Longest = tuple[float, str, Size]
"""Seconds of the processor, what it was, and the size of the screen."""


async def hammer(
    running: JourneyApp, count: int, chance: random.Random, tell: Callable[[int], object] = int
) -> Longest:
    """Do so many random things; returns which of them took longest, and tells now and then how far it is.

    Raises whatever the application raised, and `AssertionError` if it is no longer sound.
    """
    last: deque[str] = deque(maxlen=LAST)
    longest: Longest = (0.0, "", running.size)
    await opened(running)
    try:
        for number, (name, act) in zip(range(1, count + 1), actions(running, chance), strict=False):
            last.append(name)
            began = time.process_time()
            act()
            if chance.random() < 0.5:
                await settle(running)
                longest = max(longest, (time.process_time() - began, name, running.size))
            if chance.random() < 0.01:
                await asyncio.sleep(0.1)  # long enough for a frame of what is played
            assert running._exception is None, "it has crashed"
            if number % ROUND == 0 or number == count:
                await sound(running)
                tell(number)
    except BaseException:
        sys.stderr.write("\n".join(["The last it did:", *last, ""]))
        raise
    return longest


async def sound(running: JourneyApp) -> None:
    """Whatever was done: Esc leads back, Space plays and pauses, and three steps back undo three steps."""
    mouse(running, events.MouseUp, 0, 0)
    resize(running, 80, 24)
    for _ in range(len(running.sight.before) + 10):
        await pressed(running, "escape")
    assert len(running.screen_stack) == 1, f"{running.screen} does not close"
    assert running.sight.now == Looking(), "Esc does not lead back to the picture"
    player = await opened(running)
    if running.lesson is not None and running.lesson.room is not None:
        player = await let_go(running)
    before = player.playing
    await pressed(running, "space")
    assert player.playing is not before, "Space does nothing"
    player.pause()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while running.seeking.ahead:  # the bar fills with places that breakpoints are met at
            await asyncio.sleep(0.005)
    place = quiet(running, player.timeline.length // 2)
    player.seek(place + 4)
    running.repaint()  # of a lesson more is shown where more has been seen
    player.seek(place + 1)
    await pressed(running, "left")  # a step takes away what was told of the key before it
    shown = rows(running)
    await pressed(running, "right", "right", "right")
    assert player.position == place + 3
    await pressed(running, "left", "left", "left")
    changed = [pair for pair in zip(shown, rows(running), strict=True) if pair[0] != pair[1]]
    assert not changed, f"three steps back do not undo three steps: {changed}"


async def let_go(running: JourneyApp) -> Player:
    """The run away from any stop of its lesson: an open question is shown its answer, or answered."""
    lesson, player = running.lesson, await opened(running)
    assert lesson is not None
    if lesson.open is not None:
        player.pause()
        player.seek(lesson.open.position)
        running.repaint()
        await pressed(running, "escape", *["backspace"] * 10, "enter")  # Esc ends the count of votes
        if lesson.open is not None:  # it has only just come
            await asyncio.sleep(JUST_COME_S)
            await pressed(running, "enter")
        assert lesson.open is None, f"{lesson.open} stays open"
        player = await opened(running)
    player.pause()
    await pressed(running, "escape")  # what was reached is told where the run ends
    player.seek(quiet(running, player.timeline.length // 2))
    running.repaint()
    await settle(running)
    return player


def quiet(running: JourneyApp, place: int) -> int:
    """The first place from there on at which a lesson does not stop for five events."""
    stops = () if running.lesson is None else [stop.position for stop in running.lesson.lesson.stops]
    while any(place - 1 <= stop <= place + 4 for stop in stops):
        place += 1
    return place


async def pressed(running: JourneyApp, *keys: str) -> None:
    """Keys, one after the other."""
    for key in keys:
        press(running, key)
        await settle(running)


def rows(running: JourneyApp) -> list[str]:
    """What is on the screen."""
    return [running.canvas.render_line(y).text for y in range(running.canvas.size.height)]


async def leaves(running: Hammered) -> bool:
    """Whether `q` still ends it."""
    running.hammered = False
    await pressed(running, "q")
    return running._exit


@cache
def _events(source: str) -> tuple[Any, list[Any]]:
    from journey_tui.cli.sources import open_source

    trace = open_source(source)
    return trace.header, list(trace)


def _opened_once(source: str) -> Trace:
    header, held = _events(source)
    return Trace(msgspec.structs.replace(header, title=HOSTILE, summary=HOSTILE), held)


def _room(source: str) -> Classroom:
    """Where a lesson is taught and nothing is kept of it."""
    return Classroom(
        source, HOSTILE, resolve, lambda lesson: (Session(lesson), False, 0), lambda _session: True
    )


async def _one(source: str, count: int, seed: int, teach: bool, bengali: bool) -> None:
    room = None
    if teach:
        source = str(lesson_path(source) or source)
        room = _room(source)
    titles = [(source, HOSTILE), (source, "again"), ("none", "?")]
    speech = Speech("bn", bengali="mc1") if bengali else None
    running = Hammered(_opened_once, source, lambda: titles, room=room, speech=speech)
    began = time.perf_counter()
    async with running.run_test(size=(80, 24)):
        longest = await hammer(running, count, random.Random(seed), partial(_tell, source))
        assert await leaves(running)
    seconds = time.perf_counter() - began
    slowest, name, size = longest
    told = (
        f"{source}: {count} in {seconds:.0f} s; {name} at {size.width}x{size.height}: {slowest * 1000:.0f} ms"
    )
    sys.stdout.write(f"{told}\n")


def _tell(source: str, number: int) -> None:
    sys.stderr.write(f"{source}: {number}\n")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", default=["hello"])
    parser.add_argument("--count", type=int, default=20_000, help="for each source")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--teach", action="store_true", help="the sources are lessons, to be taught")
    parser.add_argument("--bengali", action="store_true", help="on a terminal where Bengali lines up")
    arguments = parser.parse_args()
    for source in arguments.sources:
        asyncio.run(_one(source, arguments.count, arguments.seed, arguments.teach, arguments.bengali))


if __name__ == "__main__":
    main()
