"""The lesson as a whole: how long it takes, its chapters and its stops."""

from typing import Annotated

from pydantic import Field

from journey_tui.scenario.base import Model
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.question import Question
from journey_tui.scenario.lesson.words import NO_TEXT, Id, LessonText, LessonTitle, LookName, StageId
from journey_tui.scenario.values import Whole

MOST_CHAPTERS = 100
MOST_STOPS = 1_000


class Chapter(Model):
    """A part of the lesson with a name; it reaches to the next one."""

    id: Id
    """Its name for other places of the file, and for its picture's file name."""
    title: LessonTitle
    """One line."""
    when: Moment | None = None
    """Where it begins; the first chapter may leave it out: it begins with the run."""
    notes: LessonText = NO_TEXT
    """For the teacher alone."""


class Stop(Model):
    """A place where the run is held, something is said, and perhaps asked."""

    id: Id
    """Its name for other places of the file, and in the score."""
    when: Moment
    """Where it is."""
    say: LessonText = NO_TEXT
    """What the class reads here; a question may stand alone."""
    notes: LessonText = NO_TEXT
    """For the teacher alone."""
    look: LookName = ""
    """What fills the large pane."""
    stage: StageId = ""
    """Shows this stage's picture instead of the event's own."""
    question: Question | None = None
    """What is asked here."""


class Lesson(Model):
    """A lesson that is taught with this run."""

    minutes: Annotated[int, Whole(5, 90)]
    """How long a class takes."""
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1, max_length=MOST_CHAPTERS)]
    """Its parts, in the order in which they happen."""
    stops: Annotated[tuple[Stop, ...], Field(max_length=MOST_STOPS)] = ()
    """Where the run is held, in the order in which they happen."""
