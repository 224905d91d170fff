"""A lesson, as it travels in the trace's first line: chapters, stops and questions, placed by what happens.

Positions are not numbers here but moments ("the first frame arrives"), so that a lesson fits every run of its
scenario, whatever its costs or its seed. `playback.lesson` looks them up in a run.
"""

from typing import Annotated, Literal

import msgspec

Text = dict[str, str]
"""Words by language code (`en`, `bn`), cleaned and in NFC; may name values of the event at hand in braces."""

WhereValue = str | int | bool | tuple[str, ...]
"""What a field of an event is held against."""

QuestionKind = Literal["one", "several", "next", "count", "measure", "order"]

Look = Literal[
    "",
    "picture",
    "packet",
    "connection",
    "goroutine",
    "buffer",
    "route",
    "timeline",
    "sequence",
    "waterfall",
    "requests",
    "host",
]
"""What fills the large pane; empty: whatever the viewer has chosen."""


class MomentSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A moment of a run: the event for which all that is said here holds."""

    kind: str = ""
    """Name of the event type."""
    stage: str = ""
    condition: str = ""
    """In the words of a breakpoint."""
    at: Literal["", "start", "end"] = ""
    """The first or the last event."""
    where: tuple[tuple[str, WhereValue], ...] = ()
    """Fields of the event, and what they equal; of a tuple also one item that it holds."""
    request: int | None = None
    connection: int | None = None
    goroutine: int | None = None
    client: str = ""
    """Name of the client whose connection or request it is."""
    nth: Annotated[int, msgspec.Meta(ge=1)] = 1
    """The first, second ... event of this kind; counted from the beginning, or from what `after` names."""
    after: str = ""
    """Id of a stop or a chapter."""
    before: bool = False
    """The position just before the event instead of just after it."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer that a question offers, or one item to put in order."""

    text: Text
    right: bool = False
    because: Text = {}
    """Why it is right or wrong."""
    when: MomentSpec | None = None
    """Of `next` and `order`: what it says will happen."""


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the class is asked at a stop."""

    kind: QuestionKind
    ask: Text
    because: Text = {}
    """Said after any answer."""
    choices: tuple[Choice, ...] = ()
    count: MomentSpec | None = None
    """Of `count`: the events that are counted."""
    measure: str = ""
    """Of `measure`: a measure in the words of a breakpoint."""
    start: str = ""
    """Of `count` and `order`: where looking begins: start, here, or the id of a stop or a chapter."""
    stop: str = ""
    """Of `count`: where it ends: end, here, or an id."""
    points: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1


class Chapter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a lesson with a name; it reaches to the next one."""

    id: str
    title: Text
    notes: Text = {}
    """For the teacher alone."""
    when: MomentSpec | None = None
    """None: from the beginning of the run."""


class Stop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where the run is held, something is said, and perhaps asked."""

    id: str
    when: MomentSpec
    say: Text = {}
    notes: Text = {}
    look: Look = ""
    stage: str = ""
    """The stage whose picture is shown; empty: the event's own."""
    question: Question | None = None


class Lesson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it, in the order in which it happens."""

    minutes: Annotated[int, msgspec.Meta(ge=1)]
    """How long a class takes."""
    chapters: tuple[Chapter, ...] = ()
    stops: tuple[Stop, ...] = ()
