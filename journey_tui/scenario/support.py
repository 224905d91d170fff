"""What the format knows and the simulation does not do yet: refused with a sentence, never silently ignored.

One table; whoever teaches the simulation one of these takes its row out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from journey_tui.scenario.model import Scenario

Path = tuple[str | int, ...]
EACH: Final = -1
"""In a row's path: every item of a list."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not simulated yet."""

    path: Path
    asked: Callable[[Any], bool]
    """Whether a value asks for it."""
    sentence: str


def _given(value: object) -> bool:
    return value not in (None, (), False, 0)


def _no_default(default: object) -> Callable[[Any], bool]:
    return lambda value: value != default


NOT_SIMULATED: Final = (Missing(("lesson",), _no_default(None), "lessons are not shown yet"),)


def unsupported(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Yield the path and the sentence of everything that a scenario asks for and the simulation does not do."""
    for row in NOT_SIMULATED:
        for path, value in _values(scenario, row.path):
            if row.asked(value):
                yield path, row.sentence


def _values(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if not path:
        yield (), value
        return
    step, rest = path[0], path[1:]
    below = enumerate(value) if step == EACH else [(step, getattr(value, str(step)))]
    for key, child in below:
        for found, leaf in _values(child, rest):
            yield (key, *found), leaf
