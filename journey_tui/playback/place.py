"""Places in a trace as people write them: `7` (an event), `5.6us` (a time), `40%` (a share), `#2` (a request)."""

import re
from decimal import Decimal
from typing import Final

from journey_tui.playback.timeline import Timeline
from journey_tui.units import format_clock

_NANOSECONDS: Final = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,  # MICRO SIGN
    "μs": 1_000,  # GREEK SMALL LETTER MU
    "ms": 1_000_000,
    "s": 1_000_000_000,
}
_PLACE: Final = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,9})?)\s*(ns|us|µs|μs|ms|s|%)?")
_REQUEST: Final = re.compile(r"(?:request\s*#?|#)\s*(\d{1,12})")
_SLICE: Final = 4096
"""Events that are pulled at once while a moment is looked for."""
_ALLOWED: Final = (
    "an event such as 7, a time such as 5.6us, 1.2ms or -3us, a share such as 40%, or a request such as #2"
)


class SeekError(ValueError):
    """The text names no place of this trace; it says what would."""


def find_position(timeline: Timeline, text: str, most_events: int = 0) -> int:
    """The position that a text names; raises `SeekError`.

    Pulls up to `most_events` more where the place lies beyond what has been pulled.
    """
    request = _REQUEST.fullmatch(text.strip().casefold())
    if request is not None:
        return _begin(timeline, int(request[1]), most_events)
    found = _PLACE.fullmatch(text.strip().casefold())
    if found is None:
        raise SeekError(f"no place in a trace: write {_ALLOWED}")
    number, unit = Decimal(found[1]), found[2]
    if unit == "%":
        return _share(timeline, number, most_events)
    if unit is None:
        return _event(timeline, number, most_events)
    return _moment(timeline, int(number * _NANOSECONDS[unit]), text.strip(), most_events)


def _begin(timeline: Timeline, request: int, most_events: int) -> int:
    """Where the way of a request begins."""
    while (span := timeline.request(request)) is None and most_events > 0:
        pulled = timeline.pull(min(_SLICE, most_events))
        if not pulled:
            break
        most_events -= pulled
    if span is None:
        known = len(timeline.requests)
        count = f"{known} {'is' if known == 1 else 'are'} known{'' if timeline.complete else ' so far'}"
        raise SeekError(f"no request #{request}: {count}")
    return span.first


def _share(timeline: Timeline, share: Decimal, most_events: int) -> int:
    if not 0 <= share <= 100:
        raise SeekError("a share lies between 0% and 100%")
    timeline.pull(most_events)
    return int(timeline.length * share / 100)


def _event(timeline: Timeline, number: Decimal, most_events: int) -> int:
    if number != int(number):
        raise SeekError(f"no unit: write {_ALLOWED}")
    if number > timeline.length:
        timeline.pull(min(int(number) - timeline.length, most_events))
    if not 0 <= number <= timeline.length:
        raise SeekError(f"no event {int(number)}: {_range(timeline, '0', str(timeline.length))}")
    return int(number)


def _moment(timeline: Timeline, time_ns: int, text: str, most_events: int) -> int:
    while timeline.time_at(timeline.length) <= time_ns and most_events > 0:
        pulled = timeline.pull(min(_SLICE, most_events))
        if not pulled:
            break
        most_events -= pulled
    first, last = timeline.time_at(0), timeline.time_at(timeline.length)
    if not first <= time_ns <= last:
        raise SeekError(f"no moment {text}: {_range(timeline, format_clock(first), format_clock(last))}")
    return timeline.position_at_time(time_ns)


def _range(timeline: Timeline, first: str, last: str) -> str:
    known = "the trace runs" if timeline.complete else "so far the trace runs"
    return f"{known} from {first} to {last}"
