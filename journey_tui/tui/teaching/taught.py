"""The part of the application that belongs to a lesson: the keys that it may take, and its end."""

from typing import TYPE_CHECKING, cast

from journey_tui.tui.failing import Failing

if TYPE_CHECKING:
    from journey_tui.playback import Player
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.classroom import Classroom
    from journey_tui.tui.teaching.mode import Teaching


class Taught(Failing):
    """What `JourneyApp` is, where a lesson is concerned."""

    lesson: "Teaching | None" = None
    """The lesson of the run, if it has one."""
    room: "Classroom | None" = None
    """What lessons are taught with; None: runs are only looked at."""

    def teaches(self, source: str) -> bool:
        """Whether a source is the lesson that the program was started to teach."""
        return self.room is not None and source == self.room.source

    def lesson_of(self, player: "Player", source: str, saved: bool = False) -> "tuple[Teaching | None, str]":
        """The lesson of a run, in the thread that opens it, and what is to be said of it; raises what is wrong with it."""
        if self.room is None and player.timeline.header.lesson is None:
            return None, ""
        from journey_tui.tui.teaching import opening

        if self.room is not None and self.teaches(source):
            return opening.taught(player, self.room, saved)
        return opening.looked_at(player) if player.timeline.header.lesson is not None else (None, "")

    def wants(self, key: str) -> bool:
        """Whether the lesson takes a key before the keymap does."""
        if self.lesson is None or len(self.screen_stack) != 1:
            return False
        from journey_tui.tui.teaching.pressing import wants

        return wants(cast("JourneyApp", self), key)

    def action_lesson(self, key: str) -> None:
        """A key that the lesson takes."""
        from journey_tui.tui.teaching.pressing import press

        press(cast("JourneyApp", self), key)

    def end_lesson(self) -> None:
        """Keep the place, and let the teacher's window go."""
        if self.lesson is not None:
            self.lesson.close()
        self.lesson = None

    def on_unmount(self) -> None:
        """The program ends."""
        self.end_lesson()
