"""Paces: how long each event stands while the run plays.

Alike: every event has the same time, for each has a sentence. True: as in the run, slowed down so much that it can be
seen; a gap in which nothing happens is shortened. Stages: each stay of the request at hand has the same time, and its
events share it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from journey_tui.playback.timeline import Timeline
from journey_tui.units import format_time

EVENTS_PER_SECOND: Final = 0.5
"""At normal speed: each event has a sentence, and that has to be read."""
SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
SCALES_NS: Final = (2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
"""Of the run, in one second of the viewer's, for each speed: the kernel's steps take about a microsecond each."""
LONGEST_GAP_S: Final = 2.0
"""In which nothing happens on the screen; a longer one is shortened to it."""
_ROUNDING_S: Final = 1e-9
_MOST_EVENTS_AT_ONCE: Final = 4096
"""By one move: where a frame's time holds more, the run falls behind rather than the keys."""
STAY_S: Final = 6.0
"""Of one stay at a stage, at normal speed."""


class Pace(StrEnum):
    """How time passes while it plays."""

    EVENTS = "events"
    TRUE = "true"
    STAGES = "stages"

    @property
    def words(self) -> str:
        """For a viewer."""
        return _WORDS[self]


_WORDS: Final = {
    Pace.EVENTS: "every event has the same time",
    Pace.TRUE: "true time, slowed down; long gaps are shortened",
    Pace.STAGES: "every stay of the request at a stage has the same time",
}


@dataclass(frozen=True, slots=True)
class Wait:
    """How long the present moment stands before the next one."""

    seconds: float
    skipped_ns: int = 0
    """What passes in the run meanwhile, where that has been shortened; else 0."""


class Pacer:
    """Moves a position by time; it keeps the part of a wait that is over, and the stay at hand."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self.pace = Pace.EVENTS
        self.speed = SPEEDS.index(1.0)
        """Place in `SPEEDS`."""
        self.follow: int | None = None
        """The request whose stays are meant; None: of the one at hand."""
        self._carried = 0.0
        """The part of the present wait that is over: 0 to 1."""
        self._stay = range(0)
        """The positions of the stay that was asked for last."""
        self._stay_of: tuple[bool, int | None] = (False, None)
        """What was known, and who was followed, when it was found."""

    def restart(self) -> None:
        """The present wait begins anew."""
        self._carried = 0.0

    def move(self, position: int, elapsed_s: float) -> int:
        """Where the position is after that time."""
        stop = min(self._timeline.length, position + _MOST_EVENTS_AT_ONCE)
        while position < stop:
            wait_s = self.wait(position).seconds
            needed = wait_s * (1 - self._carried)
            if elapsed_s < needed - _ROUNDING_S:
                self._carried += elapsed_s / wait_s
                return position
            elapsed_s = max(elapsed_s - needed, 0.0)
            self._carried = 0.0
            position += 1
        return position

    def wait(self, position: int) -> Wait:
        """How long this position stands."""
        if self.pace is Pace.TRUE:
            return self._true(position, SCALES_NS[self.speed])
        if self.pace is Pace.STAGES and len(stay := self._stay_at(position)):
            return Wait(STAY_S / SPEEDS[self.speed] / len(stay))
        return Wait(1 / (EVENTS_PER_SECOND * SPEEDS[self.speed]))

    def _true(self, position: int, scale_ns: int) -> Wait:
        timeline = self._timeline
        if position >= timeline.length:
            return Wait(0.0)
        gap_ns = max(timeline.time_at(position + 1) - timeline.time_at(position), 0)
        seconds = gap_ns / scale_ns
        return Wait(seconds) if seconds <= LONGEST_GAP_S else Wait(LONGEST_GAP_S, gap_ns)

    def _stay_at(self, position: int) -> range:
        """The positions of the stay that this one is in; empty where no request is at hand."""
        timeline, known = self._timeline, (self._timeline.complete, self.follow)
        if position in self._stay and known == self._stay_of:
            return self._stay
        self._stay, self._stay_of = range(0), known
        number = timeline.request_near(position) if self.follow is None else self.follow
        span = timeline.request(number)
        if span is not None:
            begin, end = span.changes.before(position + 1), span.changes.after(position)
            stop = (span.ended or span.last) if end is None else end
            if position < stop:
                self._stay = range(begin or 0, stop)
        return self._stay


def speed_words(pace: Pace, speed: int) -> str:
    """In few cells: `×1`, `1 s = 10 µs`, `stages ×1`."""
    if pace is Pace.TRUE:
        return f"1 s = {format_time(SCALES_NS[speed])}"
    factor = {0.25: "×¼", 0.5: "×½"}.get(SPEEDS[speed], f"×{SPEEDS[speed]:g}")
    return f"stages {factor}" if pace is Pace.STAGES else factor
