"""A lesson in a run: where its chapters and stops lie, what the right answers are, and how far a learner has come.

Everything is a pure function of the trace; whoever shows a lesson (a screen, a terminal line by line, an export) asks here.
"""

from journey_tui.playback.lesson.asked import Asked, AskedChoice, Reply, Verdict
from journey_tui.playback.lesson.resolve import resolve
from journey_tui.playback.lesson.resolved import (
    LessonError,
    LessonProblem,
    ResolvedChapter,
    ResolvedLesson,
    ResolvedStop,
)
from journey_tui.playback.lesson.session import Answered, Session, SessionError

__all__ = [
    "Answered",
    "Asked",
    "AskedChoice",
    "LessonError",
    "LessonProblem",
    "Reply",
    "ResolvedChapter",
    "ResolvedLesson",
    "ResolvedStop",
    "Session",
    "SessionError",
    "Verdict",
    "resolve",
]
