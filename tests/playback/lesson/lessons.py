"""What the tests of lessons share: the sample run with a lesson in it."""

from functools import cache

from msgspec.structs import replace

from journey_tui.playback import Timeline
from journey_tui.playback.lesson import LessonProblem, ResolvedLesson, resolve
from journey_tui.playback.lesson.resolved import LessonError
from journey_tui.trace import Event, Trace
from journey_tui.trace.lesson import Chapter, Choice, Lesson, MomentSpec, Question, Stop
from tests.samples import sample_events, sample_header

FRAME = MomentSpec(kind="FrameArrived")


@cache
def events() -> tuple[Event, ...]:
    """The events of the sample run."""
    return tuple(sample_events())


def first(kind: str, nth: int = 1, start: int = 0) -> int:
    """Position of the nth event of a kind behind a position; the way of a reader, one event after the other."""
    found = [place for place, event in enumerate(events(), 1) if event.kind == kind and place > start]
    return found[nth - 1]


def text(words: str) -> dict[str, str]:
    """An English text."""
    return {"en": words}


def choices(*right: bool) -> tuple[Choice, ...]:
    """Choices that are right or not."""
    return tuple(
        Choice(text=text(f"choice {number}"), right=each, because=text(f"because {number}"))
        for number, each in enumerate(right, 1)
    )


def moments(*kinds: str) -> tuple[Choice, ...]:
    """Choices that speak of the next event of a kind."""
    return tuple(Choice(text=text(kind), when=MomentSpec(kind=kind)) for kind in kinds)


def stop(id: str, when: MomentSpec = FRAME, question: Question | None = None) -> Stop:
    """A stop that says its name."""
    return Stop(id=id, when=when, say=text(f"at {id}"), question=question)


def lesson(*stops: Stop, chapters: tuple[Chapter, ...] | None = None) -> Lesson:
    """A lesson of these stops."""
    return Lesson(minutes=10, chapters=chapters or (Chapter(id="all", title=text("All")),), stops=stops)


def timeline(taught: Lesson | None) -> Timeline:
    """The sample run with a lesson, nothing of it pulled."""
    return Timeline(Trace(replace(sample_header(), lesson=taught), events()))


def resolved(*stops: Stop, chapters: tuple[Chapter, ...] | None = None) -> ResolvedLesson:
    """The lesson of these stops, found in the sample run."""
    return resolve(timeline(lesson(*stops, chapters=chapters)))


def problems(*stops: Stop, chapters: tuple[Chapter, ...] | None = None) -> tuple[LessonProblem, ...]:
    """What is wrong with a lesson of these stops; nothing when it can be taught."""
    try:
        resolved(*stops, chapters=chapters)
    except LessonError as error:
        return error.problems
    return ()


def asking(question: Question) -> ResolvedLesson:
    """A lesson with one stop, at the first frame, that asks this."""
    return resolved(stop("only", question=question))
