"""Finds the lesson of a run that is being opened, in the thread that opens it: all of the run has to be read for that."""

from typing import Final

from journey_tui.content.lesson import unknown_values
from journey_tui.content.ui import _
from journey_tui.playback import Player
from journey_tui.playback.lesson import LessonError, resolve
from journey_tui.text import clean_line
from journey_tui.tui.teaching.classroom import Classroom
from journey_tui.tui.teaching.mode import Teaching

_LONGEST: Final = 300


def taught(player: Player, room: Classroom, saved: bool = False) -> tuple[Teaching, str]:
    """The lesson, taken up where it was left, and what is to be said of that; `saved`: its file was, while it is taught.

    Raises what is wrong with it.
    """
    lesson = Teaching(player, room.resolve(player.timeline), room)
    return lesson, lesson.begin(room, saved)


def looked_at(player: Player) -> tuple[Teaching | None, str]:
    """The lesson of a run that is only looked at: its chapters. Raises what the source raises."""
    try:
        lesson = resolve(player.timeline)
        wrong = list(unknown_values(player.timeline, lesson))
        if wrong:
            raise LessonError(wrong)
    except LessonError as error:
        first = clean_line(error.problems[0].message, _LONGEST)
        return None, _(
            "The lesson does not fit its run: {first} (journey check tells all, with lines)"
        ).format(first=first)
    return Teaching(player, lesson, None), _(
        "This run has a lesson: journey teach plays it. m lists its chapters."
    )
