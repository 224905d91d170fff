"""Keeps how far somebody has come in a lesson, in the user's state directory, so that they can come back.

A class and a learner have a place each. Nothing of it is needed: where it cannot be written, a lesson begins anew.
"""

import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from journey_tui.playback.lesson import ResolvedLesson, Session
    from journey_tui.playback.lesson.session import Glance

Way = Literal["teach", "quiz"]
_LARGEST_FILE: Final = 1_000_000
"""Bytes; a lesson of a thousand stops keeps a tenth of it."""
_DIGEST_BYTES: Final = 6


class Restored(NamedTuple):
    """A session that was taken up again, or a new one."""

    session: "Session"
    came_back: bool
    """Whether there was anything to take up."""
    lost: int
    """Answers that no longer fit the lesson, which has been changed since."""


class Progress:
    """The kept place of one lesson."""

    def __init__(self, path: Path, way: Way, folder: Path | None = None) -> None:
        self.file = (folder or state_folder()) / way / f"{_key(path)}.json"
        self._written = b""
        """What was kept last by this process."""

    def restore(self, lesson: "ResolvedLesson") -> Restored:
        """What was kept, as far as it fits; a new session where there is nothing, or nothing that can be read."""
        from journey_tui.playback.lesson import Session, SessionError

        try:
            session, lost = Session.from_json(lesson, _read(self.file))
        except (OSError, SessionError):
            return Restored(Session(lesson), False, 0)
        return Restored(session, bool(session.number or session.answered), lost)

    def glance(self) -> "Glance | None":
        """What was kept, without its lesson; None where there is nothing that can be read."""
        from journey_tui.playback.lesson.session import Glance, SessionError

        try:
            return Glance.of(_read(self.file))
        except (OSError, SessionError):
            return None

    def keep(self, session: "Session") -> bool:
        """Keep a session; whether that was possible.

        What has not changed since is left alone: another window may have gone on in the same lesson meanwhile.
        """
        from journey_tui.exporters.output import write_whole

        if (state := session.to_json()) == self._written:
            return True
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.file, [state])
        except OSError:
            return False
        self._written = state
        return True

    def forget(self) -> None:
        """Begin anew the next time."""
        try:
            self.file.unlink(missing_ok=True)
        except OSError:
            return


def state_folder() -> Path:
    """Where this user's system keeps such files."""
    from platformdirs import user_state_path

    return user_state_path("journey_tui", appauthor=False) / "lessons"


def _read(path: Path) -> bytes:
    """A kept file; raises `OSError`, also for what is no file: a pipe that nobody writes to would be waited for."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(number, "rb") as kept:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(f"{path} is not a regular file")
        return kept.read(_LARGEST_FILE)


def _key(path: Path) -> str:
    """A name for a lesson's file: readable, and different for two files of the same name."""
    whole = str(path.resolve())
    readable = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in path.stem)[:40]
    return (
        f"{readable}-{blake2b(whole.encode(errors='surrogateescape'), digest_size=_DIGEST_BYTES).hexdigest()}"
    )
