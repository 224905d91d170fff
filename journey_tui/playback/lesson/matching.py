"""Whether an event is the one that a moment speaks of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from journey_tui.playback.causes import Causes
from journey_tui.playback.conditions import BreakpointError, Condition, parse_condition
from journey_tui.playback.lesson.resolved import KeyPath, LessonProblem
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.trace.events.outside import ClientConnecting, RequestSent
from journey_tui.trace.lesson import MomentSpec, WhereValue

_IDS: Final = ("request", "connection", "goroutine")
_LONGEST_WORD: Final = 60
NEAR_FIELDS: Final = 3


class Owners:
    """Whose connection or request an event is, learnt on the way through the trace."""

    def __init__(self) -> None:
        self._causes = Causes()
        self._connections: dict[int | None, str] = {}
        self._requests: dict[int | None, str] = {}

    def of(self, event: Event) -> str:
        """The client's name, told of each event once and in order; empty for nobody's."""
        if isinstance(event, ClientConnecting) and event.connection is not None:
            self._connections[event.connection] = event.client
        if isinstance(event, RequestSent) and event.request is not None:
            self._requests[event.request] = event.client
        connection = self._causes.connection_of(event)
        return self._connections.get(connection, "") or self._requests.get(event.request, "")


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that a moment demands of an event."""

    path: KeyPath
    """Below the moment."""
    words: str
    """With what: `name: read`."""
    read: Callable[[Event, str], Any]
    """What the event has there, given its client's name."""
    wanted: WhereValue

    def holds(self, event: Event, client: str) -> bool:
        """Whether the event has what is wanted."""
        return equals(self.read(event, client), self.wanted)


def equals(value: Any, wanted: WhereValue) -> bool:
    """Whether a field equals what is wanted; of several values one may be enough, and `true` is no 1."""
    if isinstance(value, tuple) and not isinstance(wanted, tuple):
        return any(equals(each, wanted) for each in value)
    if isinstance(value, bytes) and isinstance(wanted, str):
        return value == wanted.encode()
    return type(value) is type(wanted) and bool(value == wanted)


@dataclass(frozen=True, slots=True)
class Matcher:
    """All that a moment demands."""

    spec: MomentSpec
    kinds: frozenset[type[Event]] | None
    """Event types that may be it; of a moment with a condition those that the condition must be told of."""
    tests: tuple[Test, ...]
    condition: Condition | None

    @property
    def of_world(self) -> bool:
        """Whether it has to see the world."""
        return self.condition is not None and self.condition.of_world

    def kind_holds(self, event: Event) -> bool:
        """Whether the event is of the kind."""
        return not self.spec.kind or event.kind == self.spec.kind

    def holds(self, event: Event, client: str) -> bool:
        """Whether all holds, the condition left aside."""
        return self.kind_holds(event) and all(test.holds(event, client) for test in self.tests)


def matcher_of(spec: MomentSpec) -> Matcher | list[LessonProblem]:
    """The matcher of a moment, or what is wrong with its words; paths are below the moment."""
    wrong = list(_unknown_words(spec))
    condition = None
    if spec.condition:
        try:
            condition = parse_condition(spec.condition)
        except BreakpointError as error:
            wrong.append(LessonProblem(("condition",), str(error)))
    if wrong:
        return wrong
    kinds = frozenset({EVENT_KINDS[spec.kind]}) if spec.kind else None
    if condition is not None:
        kinds = condition.kinds
    return Matcher(spec, kinds, tuple(_tests(spec)), condition)


def _unknown_words(spec: MomentSpec) -> Iterator[LessonProblem]:
    if not (spec.kind or spec.stage or spec.condition or spec.at):
        yield LessonProblem((), "names no event; give it one of kind, stage, condition, at")
    if spec.kind and spec.kind not in EVENT_KINDS:
        yield LessonProblem(("kind",), f"no kind of event {_quoted(spec.kind)}{near(spec.kind, EVENT_KINDS)}")
    if spec.stage and spec.stage not in STAGE_BY_ID:
        yield LessonProblem(("stage",), f"no stage {_quoted(spec.stage)}{near(spec.stage, STAGE_BY_ID)}")
    fields = EVENT_KINDS[spec.kind].__struct_fields__ if spec.kind in EVENT_KINDS else ()
    for name, _ in spec.where:
        if name not in fields:
            said = f"{clean_line(spec.kind, _LONGEST_WORD) or 'an event of any kind'} has no field {_quoted(name)}"
            yield LessonProblem(("where", name), said + near(name, fields))


def _tests(spec: MomentSpec) -> Iterator[Test]:
    if spec.stage:
        yield Test(("stage",), f"at stage {spec.stage}", lambda event, client: event.stage, spec.stage)
    for name in _IDS:
        number = getattr(spec, name)
        if number is not None:
            yield Test((name,), f"with {name} {number}", _field(name), number)
    if spec.client:
        yield Test(("client",), f"of client {spec.client}", lambda event, client: client, spec.client)
    for name, value in spec.where:
        yield Test(("where", name), f"with {name}: {written(value)}", _field(name), value)


def _field(name: str) -> Callable[[Event, str], Any]:
    return lambda event, client: getattr(event, name)


def written(value: object) -> str:
    """A field's value as the file would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(map(written, value))}]"
        case "":
            return '""'
        case _:
            return clean_line(str(value), _LONGEST_WORD)


def near(word: str, known: Any) -> str:
    """The end of a message: the nearest of the words that there are."""
    close = get_close_matches(word[:_LONGEST_WORD], list(known), 1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _quoted(word: str) -> str:
    return f"'{clean_line(word, _LONGEST_WORD)}'"
