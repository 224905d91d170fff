"""Names in a drawing that can be opened: a drawing says on which part of it they are what they look like."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from journey_tui.tui.scene import Scene
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Look, Target
from journey_tui.world.state import World

_CHARACTER: Final = itemgetter(0)
_GOROUTINE: Final = re.compile(r"\bG(\d{1,9})\b")
_FD: Final = re.compile(r"\bfd (\d{1,9})\b")


def link_goroutines(scene: Scene, surface: Surface) -> None:
    """On this part `G18` names a goroutine: each one that there is can be opened."""
    for x, y, text, number in _named(surface, _GOROUTINE, "G"):
        if number in scene.world.goroutines:
            surface.link(x, y, len(text), Look("goroutine", number))


def link_files(scene: Scene, surface: Surface) -> None:
    """On this part `fd 7` names an open file: each one that is a connection's can be opened."""
    for x, y, text, number in _named(surface, _FD, "fd "):
        target = file_target(scene.world, number)
        if target is not None:
            surface.link(x, y, len(text), target)


def file_target(world: World, number: int | None) -> Target | None:
    """What an open file stands for: its connection, if it has one."""
    entry = world.fds.get(number) if number is not None else None
    return None if entry is None or entry.connection is None else Look("connection", entry.connection)


def _named(surface: Surface, pattern: re.Pattern[str], begin: str) -> Iterator[tuple[int, int, str, int]]:
    """Where names stand that begin so, with their numbers."""
    for y in range(surface.height):
        text = "".join(map(_CHARACTER, surface.row(y)))
        if begin not in text:
            continue
        if len(text) != surface.width:  # characters of two cells, or several in one
            text = "".join(character[:1] or " " for character, _ in surface.row(y))
        for match in pattern.finditer(text):
            yield match.start(), y, match[0], int(match[1])
