"""What the screen of a lesson tells the teacher's own window: one line of JSON for each change, checked on the way in.

Both are programs of one user on one machine, but a socket is a door: lines have a greatest length, texts too, and each is
cleaned as text from a file is.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, Literal

import msgspec

from journey_tui.text import clean

LONGEST_LINE: Final = 262_144
"""Bytes of one message with its newline."""
_LONGEST_TEXT: Final = 12_000
_SHORTEST_TEXT: Final = 100
"""Characters that are left of each text in a message that has to be made shorter."""
_MOST: Final = 64

Words = Annotated[str, msgspec.Meta(max_length=_LONGEST_TEXT)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=10**7)]
State = Literal["running", "stop", "question", "answered", "end"]


class Hello(msgspec.Struct, frozen=True):
    """What the window says first: how it wants to be spoken to."""

    journey_present: Literal[1]
    language: Annotated[str, msgspec.Meta(max_length=8)]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of the question, with what the class does not see yet."""

    text: Words
    right: bool = False
    place: Count = 0
    """Its place in the right order, from 1; 0: nothing is put in order."""
    because: Words = ""
    votes: Count | None = None
    taken: bool = False
    """Whether it is what has been answered, or is about to be."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The question of a stop."""

    ask: Words
    answer: Words = ""
    """Of a question that is answered with a number."""
    because: Words = ""
    offered: Annotated[tuple[Offered, ...], msgspec.Meta(max_length=_MOST)] = ()
    verdict: Words = ""
    """What came of it, once it has been answered."""


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One moment of a lesson, as the teacher's window shows it."""

    journey_present: Literal[1] = 1
    source: Words
    title: Words
    minutes: Count = 0
    elapsed_s: Seconds = 0.0
    """Since the lesson was opened."""
    stop_s: Seconds = 0.0
    """Since the run came to this stop, or left the last one."""
    state: State = "running"
    playing: bool = False
    chapter: Words = ""
    chapter_notes: Words = ""
    stop: Count = 0
    """The number of the stop at hand, or of the one that comes next, from 1; behind the last one its own."""
    stops: Count = 0
    say: Words = ""
    notes: Words = ""
    question: Asked | None = None
    position: Count = 0
    length: Count = 0
    time: Words = ""
    now: Words = ""
    """The event at hand in words."""
    coming: Annotated[tuple[Words, ...], msgspec.Meta(max_length=_MOST)] = ()
    """Those after it."""
    next_stop: Words = ""
    points: Count = 0
    of: Count = 0


class Unreadable(ValueError):
    """A line that is no message of ours; the text says why."""


def encode(message: Hello | Telling) -> bytes:
    """One line."""
    return msgspec.json.encode(message) + b"\n"


def fitting(message: Telling) -> bytes:
    """One line that a window takes: where the whole would be too long, its texts are shortened until it is not."""
    line, most = encode(message), _LONGEST_TEXT
    while len(line) > LONGEST_LINE and most > _SHORTEST_TEXT:
        most //= 2
        shorter = _with_texts(msgspec.to_builtins(message), partial(shortened, most=most))
        line = encode(msgspec.convert(shorter, type=Telling))
    return line


def hello(line: bytes) -> Hello:
    """What a window said; raises `Unreadable`."""
    try:
        return msgspec.json.decode(line, type=Hello)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(clean(str(error), 200)) from None


def telling(line: bytes) -> Telling:
    """What the lesson said, every text of it cleaned; raises `Unreadable`."""
    try:
        return _cleaned(msgspec.json.decode(line, type=Telling))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(clean(str(error), 200)) from None


def _cleaned(message: Telling) -> Telling:
    """The same with no text in it that a terminal would obey."""
    texts = msgspec.to_builtins(message, str_keys=True)
    safe = _with_texts(texts, lambda text: clean(text, _LONGEST_TEXT))
    return msgspec.convert(safe, type=Telling)


def _with_texts(value: object, change: Callable[[str], str]) -> object:
    """The same with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _with_texts(one, change) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_texts(one, change) for one in value]
    return value


def shortened(text: str, most: int = _LONGEST_TEXT) -> str:
    """A text that a message may hold."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
