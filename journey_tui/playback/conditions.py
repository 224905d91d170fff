"""Conditions of breakpoints in plain words: `drop`, `stage nic`, `accept queue > 3`.

A condition is read once and then asked of every event, so it says beforehand which kinds of event it is about.
What it remembers between events is a `Watch`, made anew for each pass over the trace.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from operator import eq, ge, gt, le, lt
from typing import Final, Protocol

from journey_tui.playback.measures import MEASURE_BY_WORDS, MEASURES, Measure
from journey_tui.playback.phrases import PHRASES, ends_request, sends_request, status_of
from journey_tui.stages import STAGE_BY_ID, STAGES
from journey_tui.text import clean_line
from journey_tui.trace.events import EVENT_KINDS, Event
from journey_tui.trace.events.http import RequestRejected, ResponseHeaderWritten
from journey_tui.trace.events.outside import RequestFinished, RequestSent
from journey_tui.world.state import World

_LONGEST: Final = 120
_PACKETS_REMEMBERED: Final = 4096
_COMPARISONS: Final[dict[str, Callable[[int, int], bool]]] = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt}
_SIGNS: Final = {"==": "=", "≤": "<=", "≥": ">=", "=>": ">=", "=<": "<="}
_COMPARED: Final = re.compile(r"(.+?)\s*(<=|>=|==|=>|=<|[<=>≤≥])\s*([\d,_ ]{1,15})\s*(kib|mib)?")
_SIZES: Final = {"": 1, "kib": 1 << 10, "mib": 1 << 20}
_PEAK: Final = re.compile(
    r"(?:(?:highest|longest|fullest|largest|most)\s+(?P<after>.+))|"
    r"(?:(?P<before>.+?)\s+(?:peaks?|(?:is|was)?\s*(?:highest|longest|fullest|largest)|max(?:imum)?))"
)
_OF: Final = re.compile(
    r"(.+?)\s+(?:of|in|on)\s+(request|connection|packet|goroutine|thread|cpu|fd)\s+#?g?(\d{1,12})"
)
_REQUEST: Final = re.compile(r"request\s*#?(\d{1,12})?\s*(begins?|starts?|ends?)?")
_ANSWERS: Final[frozenset[type[Event]]] = frozenset({RequestRejected, ResponseHeaderWritten})
_STATUS: Final = re.compile(r"status\s*(\d)(\d\d|xx)")

ALLOWED: Final = (
    "a stage (stage nic), a kind of event (GoroutineParked), request 2, request 2 ends, status 404, "
    "drop, retransmission, error, goroutine parks, or a measure (accept queue > 3, accept queue peaks)"
)


class BreakpointError(ValueError):
    """The words name no condition; it says what would, and what may have been meant."""


class Watch(Protocol):
    """A condition on its way through the trace: told of every event of its kinds, once and in order."""

    def __call__(self, event: Event, world: World | None) -> bool:
        """Whether it is met by this event; the world is the one after it, for a measure."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """What a breakpoint waits for."""

    text: str
    """In the words in which it is shown; equal conditions have equal words."""
    kinds: frozenset[type[Event]] | None
    """The kinds of event that can meet it; None: any."""
    watch: Callable[[], Watch] = field(compare=False)
    """Begins a pass over the trace."""
    of_world: bool = False
    """Whether it has to see the world."""
    stage: str = ""
    """The stage that it is about, if it is about one."""


def parse_condition(text: str) -> Condition:
    """The condition that a text names; raises `BreakpointError`."""
    words = " ".join(clean_line(text, _LONGEST).split())
    plain = words.casefold().removeprefix("any ")
    if not plain:
        raise BreakpointError(f"write {ALLOWED}")
    for reader in (_phrase, _narrowed, _peak, _measure, _stage, _status, _request, _event):
        condition = reader(plain)
        if condition is not None:
            return condition
    raise BreakpointError(f"no condition '{words}'{_meant(plain)}: write {ALLOWED}")


# ── the ways to say it ──


def _phrase(words: str) -> Condition | None:
    for phrase in PHRASES:
        if words in (phrase.words, *phrase.others):
            return _of_events(phrase.words, phrase.kinds, phrase.test)
    return None


def _measure(words: str) -> Condition | None:
    name = words.rstrip("<=>≤≥ ")
    if name in MEASURE_BY_WORDS and name.replace(" ", "_") not in STAGE_BY_ID:
        raise BreakpointError(f"no number to hold it against: write {name} > 3")
    found = _COMPARED.fullmatch(words)
    if found is None or found[1] == "status":
        return None
    measure = MEASURE_BY_WORDS.get(found[1])
    if measure is None:
        known = ", ".join(one.words for one in MEASURES)
        raise BreakpointError(
            f"no measure '{found[1]}'{_near(found[1], MEASURE_BY_WORDS)} There are: {known}"
        )
    digits = re.sub(r"\D", "", found[3])
    if not digits:
        raise BreakpointError(f"no number after '{found[2]}': write {measure.words} > 3")
    limit = int(digits) * _SIZES[found[4] or ""]
    sign = _SIGNS.get(found[2], found[2])

    def watch() -> Watch:
        return _Rising(measure, _COMPARISONS[sign], limit)

    return Condition(f"{measure.words} {sign} {limit}", None, watch, of_world=True)


def _peak(words: str) -> Condition | None:
    """`accept queue peaks`: it is larger than ever before; the last of these moments is where it was largest."""
    found = _PEAK.fullmatch(words)
    measure = None if found is None else MEASURE_BY_WORDS.get(found["after"] or found["before"])
    if measure is None:
        return None
    return Condition(f"{measure.words} peaks", None, lambda: _Peaking(measure), of_world=True)


def _stage(words: str) -> Condition | None:
    name = words.removeprefix("stage ").strip()
    named = {stage.id: stage.id for stage in STAGES} | {stage.label.casefold(): stage.id for stage in STAGES}
    stage = named.get(name.replace(" ", "_"))
    if stage is None:
        stage = next((one.id for one in STAGES if one.title.casefold() == name), None)
    if stage is not None:
        chosen = stage
        return Condition(f"stage {stage}", None, lambda: _Entering(chosen), stage=chosen)
    if words.startswith("stage"):
        raise BreakpointError(f"no stage '{name}'{_near(name, named)} There are: {', '.join(STAGE_BY_ID)}")
    return None


def _status(words: str) -> Condition | None:
    found = _STATUS.fullmatch(words)
    compared = _COMPARED.fullmatch(words)
    if compared is not None and compared[1] == "status" and (digits := re.sub(r"\D", "", compared[3])):
        sign, limit = _SIGNS.get(compared[2], compared[2]), int(digits)
        holds = _COMPARISONS[sign]
        text = f"status {limit}" if sign == "=" else f"status {sign} {limit}"
        return _of_events(text, _ANSWERS, lambda event: holds(status_of(event), limit))
    if found is not None and found[2] == "xx":
        hundreds = int(found[1])
        return _of_events(f"status {found[1]}xx", _ANSWERS, lambda event: status_of(event) // 100 == hundreds)
    if found is not None:
        status = int(found[1] + found[2])
        return _of_events(f"status {status}", _ANSWERS, lambda event: status_of(event) == status)
    if words.startswith("status"):
        raise BreakpointError("no such status: write status 404, status 5xx or status >= 500")
    return None


def _request(words: str) -> Condition | None:
    found = _REQUEST.fullmatch(words)
    if found is None:
        return None
    ends = (found[2] or "").startswith("end")
    number = None if found[1] is None else int(found[1])
    kinds: frozenset[type[Event]] = frozenset({RequestFinished} if ends else {RequestSent, RequestFinished})
    test = ends_request if ends else sends_request
    name = "request" if number is None else f"request {number}"
    text = f"{name} {'ends' if ends else 'begins'}"
    return _of_events(text, kinds, lambda event: (number is None or event.request == number) and test(event))


def _event(words: str) -> Condition | None:
    name = words.removeprefix("event ").replace(" ", "").replace("_", "")
    kind = next((kind for known, kind in EVENT_KINDS.items() if known.casefold() == name), None)
    if kind is not None:
        return _of_events(kind.__name__, frozenset({kind}), lambda event: True)
    if words.startswith("event "):
        by_name = {known.casefold(): known for known in EVENT_KINDS}
        near = [by_name[one] for one in get_close_matches(name, by_name, 3)]
        meant = f"; did you mean {' or '.join(near)}?" if near else "; / in the log shows what there is"
        raise BreakpointError(f"no kind of event '{name}'{meant}")
    return None


def _narrowed(words: str) -> Condition | None:
    """`goroutine parks in request 2`: the same, of one thing alone."""
    found = _OF.fullmatch(words)
    if found is None:
        return None
    whole = parse_condition(found[1])
    if whole.of_world:
        raise BreakpointError(f"a measure is of no single {found[2]}: write {whole.text}")
    name, number = found[2], int(found[3])

    def watch() -> Watch:
        met = whole.watch()
        return lambda event, world: getattr(event, name) == number and met(event, world)

    return Condition(f"{whole.text} in {name} {number}", whole.kinds, watch)


def _near(words: str, known: Iterable[str]) -> str:
    near = get_close_matches(words, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else "."


def _meant(words: str) -> str:
    known = [phrase.words for phrase in PHRASES] + list(MEASURE_BY_WORDS)
    known += [f"stage {stage.id}" for stage in STAGES]
    by_name = {name.casefold(): name for name in EVENT_KINDS}
    near = get_close_matches(words, [*known, *by_name], 1, 0.6)
    return f" (did you mean '{by_name.get(near[0], near[0])}'?)" if near else ""


# ── watching ──


def _of_events(text: str, kinds: frozenset[type[Event]], test: Callable[[Event], bool]) -> Condition:
    def watch() -> Watch:
        return lambda event, world: test(event)

    return Condition(text, kinds, watch)


class _Entering:
    """Something comes to a stage: the run as a whole, or a packet that was elsewhere."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._last = ""
        self._packets: dict[int, bool] = {}
        """Whether each was at the stage; the latest only."""

    def __call__(self, event: Event, world: World | None) -> bool:
        stage, last = event.stage, self._last
        self._last = stage
        here = stage == self._stage
        if event.packet is None:
            return here and last != stage
        was_here = self._packets.pop(event.packet, False)
        self._packets[event.packet] = here
        if len(self._packets) > _PACKETS_REMEMBERED:
            del self._packets[next(iter(self._packets))]
        return here and not was_here


class _Peaking:
    """A measure is larger than ever before in this run, of the machine or of any connection."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._most = 0

    def __call__(self, event: Event, world: World | None) -> bool:
        assert world is not None
        number = self._measure.read(world)[1]
        before, self._most = self._most, max(self._most, number)
        return number > before


class _Rising:
    """A comparison becomes true, of the machine or of any one connection."""

    def __init__(self, measure: Measure, holds: Callable[[int, int], bool], limit: int) -> None:
        self._measure, self._holds, self._limit = measure, holds, limit
        self._at_first = holds(0, limit)
        self._held: dict[int | None, bool] = {}

    def __call__(self, event: Event, world: World | None) -> bool:
        assert world is not None
        whose, number = self._measure.read(world)
        holds = self._holds(number, self._limit)
        if whose is None and self._measure.of_connection is not None:
            return False  # an event of no connection
        before = self._held.get(whose, self._at_first)
        if holds != before:
            self._held[whose] = holds
        return holds and not before
