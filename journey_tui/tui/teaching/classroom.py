"""What a lesson is taught with, as the command line knows it: its file, where it is kept, and where a window may follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from journey_tui.playback import Timeline
from journey_tui.playback.lesson import ResolvedLesson, Session


@dataclass(frozen=True, slots=True)
class Classroom:
    """Made once, before the first picture."""

    source: str
    """As the application opens it; another source is only looked at."""
    name: str
    """What the lesson is called in lists and by the teacher's window."""
    resolve: Callable[[Timeline], ResolvedLesson]
    """Finds the lesson in its run; raises what is wrong with it, with the lines of its file."""
    restore: Callable[[ResolvedLesson], tuple[Session, bool, int]]
    """What was left, whether there was anything, and how many answers no longer fit."""
    keep: Callable[[Session], bool]
    """Writes down where one stands; whether that was possible."""
    meeting: Callable[[], Path] | None = None
    """Finds the folder in which the teacher's window looks for lessons; None: nobody may follow."""
    follows: str = ""
    """The lesson that comes after this one, by the words that begin it."""
    called: str = ""
    """How a command line names it."""
    began: float = field(default_factory=perf_counter)
    """When the class began; its file may be read anew on the way."""
