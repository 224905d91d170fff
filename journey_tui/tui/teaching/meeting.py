"""Where the two terminals of a lesson meet: Unix sockets in a folder that only this user may enter, one for each lesson that runs.

The name of a socket is the number of the process that listens there. One whose process is gone is swept away by whoever
finds that nobody answers.
"""

import os
import socket
import stat
from pathlib import Path
from typing import Final

from journey_tui.tui.teaching.message import LONGEST_LINE, Hello, Telling, Unreadable, encode, telling

_SUFFIX: Final = ".lesson"
_LONGEST_PATH: Final = 100
"""Bytes of a socket's path that every system takes (sun_path holds 108 on Linux, 104 on macOS)."""
_PRIVATE: Final = 0o700
_OTHERS: Final = 0o077
_ANSWER_S: Final = 0.5


class NoMeeting(OSError):
    """There is no safe place to meet; the text says why."""


def folder() -> Path:
    """This user's folder, made if need be; raises `NoMeeting` where it is not theirs alone."""
    from platformdirs import user_runtime_path

    path = user_runtime_path("journey_tui", appauthor=False)
    try:
        return private(path)
    except NoMeeting:
        raise  # it names the folder already
    except OSError as error:
        raise NoMeeting(f"{path}: {error.strerror or error}") from None


def private(path: Path) -> Path:
    """A folder that only its owner may enter, made if need be; raises `NoMeeting` for any other."""
    path.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    about = path.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & _OTHERS:
        raise NoMeeting(f"{path} is not a folder of yours alone (mode 0700)")
    return path


def own(place: Path) -> Path:
    """The socket of this process; raises `NoMeeting` where its path would be too long."""
    path = place / f"{os.getpid()}{_SUFFIX}"
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise NoMeeting(f"{place} is too long a path for a socket")
    path.unlink(missing_ok=True)
    return path


def running(place: Path) -> list[Path]:
    """The sockets at which somebody answers, the newest first; those that are left over are removed."""
    found = sorted(place.glob(f"*{_SUFFIX}"), key=_changed, reverse=True)
    return [path for path in found if _answers(path)]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(_ANSWER_S)
        try:
            door.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return False
        except OSError:
            return False
        return True


def peek(path: Path, language: str) -> Telling | None:
    """What the lesson at a socket says first; None where it says nothing, or nothing of ours."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(_ANSWER_S)
        line = b""
        try:
            door.connect(str(path))
            door.sendall(encode(Hello(1, language)))
            while not line.endswith(b"\n") and len(line) <= LONGEST_LINE and (part := door.recv(65536)):
                line += part
            return telling(line)
        except (OSError, Unreadable):
            return None
