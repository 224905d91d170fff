"""A lesson whose moments have been found in a run: every chapter and stop has a position."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from journey_tui.playback.lesson.asked import Asked
from journey_tui.trace import TraceHeader
from journey_tui.trace.lesson import Look, Text

KeyPath = tuple[str | int, ...]
_position: Final = attrgetter("position")


@dataclass(frozen=True, slots=True)
class LessonProblem:
    """Something in a lesson that does not fit the run."""

    path: KeyPath
    """Keys and places below `lesson`, so that whoever knows the file can say the line."""
    message: str
    """What is wrong, and what to do."""


class LessonError(Exception):
    """A lesson cannot be taught with this run; `problems` holds everything that is wrong."""

    def __init__(self, problems: Iterable[LessonProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


@dataclass(frozen=True, slots=True)
class ResolvedChapter:
    """A part of the lesson; it reaches to the next one."""

    id: str
    title: Text
    notes: Text
    position: int
    """Where it begins: the first one at 0 unless it says otherwise."""
    number: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class ResolvedStop:
    """A place where the run is held."""

    id: str
    position: int
    event_position: int
    """Of the event of its moment: the position itself, or the next one for a stop just before its event.

    The values in what is said after an answer are of there; in everything else they are of `position`.
    """
    chapter: int
    """Number of its chapter, counted from 1."""
    say: Text
    notes: Text
    look: Look
    stage: str
    question: Asked | None
    number: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class ResolvedLesson:
    """A lesson in its run; positions rise from chapter to chapter and from stop to stop."""

    header: TraceHeader
    minutes: int
    chapters: tuple[ResolvedChapter, ...]
    stops: tuple[ResolvedStop, ...]
    length: int
    """Events of the run."""
    points: int = field(init=False)
    """What all right answers together count."""

    def __post_init__(self) -> None:
        total = sum(stop.question.points for stop in self.stops if stop.question is not None)
        object.__setattr__(self, "points", total)

    def chapter_at(self, position: int) -> ResolvedChapter:
        """The chapter that a position lies in; what comes before the first belongs to the first."""
        return self.chapters[max(bisect_right(self.chapters, position, key=_position) - 1, 0)]

    def stop_at(self, position: int) -> ResolvedStop | None:
        """The stop at exactly this position."""
        place = bisect_left(self.stops, position, key=_position)
        found = self.stops[place : place + 1]
        return found[0] if found and found[0].position == position else None

    def stop_after(self, position: int) -> ResolvedStop | None:
        """The first stop beyond a position."""
        return next(iter(self.stops[bisect_right(self.stops, position, key=_position) :]), None)

    def stop_before(self, position: int) -> ResolvedStop | None:
        """The last stop before a position."""
        return next(iter(self.stops[: bisect_left(self.stops, position, key=_position)][-1:]), None)

    def stops_of(self, chapter: int) -> tuple[ResolvedStop, ...]:
        """The stops of the chapter with this number."""
        return tuple(stop for stop in self.stops if stop.chapter == chapter)
