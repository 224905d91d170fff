"""One sentence about one thing of the machine: told when it has changed, forgotten when the thing is gone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from journey_tui.content.ui import _
from journey_tui.trace import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import World

_MOST_NAMED: Final = 8
"""Things of a queue that are named; of more, their number is told."""
_STOPS: Final = (".", "!", "?", "।", ":")

Key = tuple[str | int, ...]
"""What kind of thing a sentence is about, and its number."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about one thing: equal while nothing has changed there."""

    key: Key
    words: str
    values: tuple[tuple[str, str | int], ...] = ()
    usual: bool = False
    """What nobody needs to be told of a thing that is met for the first time."""

    def told(self) -> str:
        """In the language that is spoken."""
        return _(self.words).format(**{name: value or _("nothing") for name, value in self._filled()})

    def _filled(self) -> Iterator[tuple[str, str | int]]:
        """A number may be 0, a text may not be empty."""
        return ((name, str(value) if isinstance(value, int) else value) for name, value in self.values)


def alive(world: World, key: Key) -> bool:
    """Whether the thing that a sentence is about is still there."""
    kind, number = key[0], key[-1]
    things: dict[str | int, Callable[[], bool]] = {
        "packet": lambda: number in world.packets and number not in world.ended_packets,
        "sack": lambda: number in world.packets and number not in world.ended_packets,
        "options": lambda: number in world.packets and number not in world.ended_packets,
        "flight": lambda: number in world.connections and number not in world.closed_connections,
        "early": lambda: number in world.connections and number not in world.closed_connections,
        "tcp": lambda: number in world.connections and number not in world.closed_connections,
        "request": lambda: number in world.requests and number not in world.ended_requests,
        "buffers": lambda: number in world.requests and number not in world.ended_requests,
        "g": lambda: number in world.goroutines,
        "m": lambda: number in world.threads,
        "pd": lambda: number in world.netpoll.descriptors,
    }
    return kind not in things or things[kind]()


Fact = Callable[[World, Event | None, TraceHeader], Iterator[Said]]
"""What can be said after an event."""


def said(key: Key, words: str, *, usual: bool = False, **values: str | int) -> Said:
    """A sentence with its values, which are put in when it is told."""
    return Said(key, words, tuple(values.items()), usual)


def named(things: Sequence[int], letter: str) -> str:
    """`G3 G4 G5`, and how many more."""
    names = " ".join(f"{letter}{thing}" for thing in islice(things, _MOST_NAMED))
    return f"{names} +{len(things) - _MOST_NAMED}" if len(things) > _MOST_NAMED else names


def ended(sentence: str) -> str:
    """With a full stop, so that whoever listens hears where it ends."""
    return sentence if sentence.endswith(_STOPS) else _("{sentence}.").format(sentence=sentence)
