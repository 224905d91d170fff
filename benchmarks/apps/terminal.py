"""A terminal with one of the apps of `driven.py` in it: keys go in, bytes come out, figures come through a pipe."""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Final

APP: Final = Path(__file__).parent / "driven.py"
PATIENCE_SECONDS: Final = 900.0
"""A run with 10,000 connections has to be simulated first."""
MEASURE: Final = b"\x1b[24~"
"""F12, to which the apps answer with the CPU milliseconds of a frame."""
_QUIET_SECONDS: Final = 0.1


class Terminal:
    """A child of this program in a terminal of its own; a context manager, so that none is left behind."""

    def __init__(self, kind: str, run: str, size: tuple[int, int]) -> None:
        self.received = 0
        """Bytes, so far."""
        self._kind = kind
        self._figures, theirs = os.pipe()
        os.set_inheritable(theirs, True)
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            own = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            command = [sys.executable, str(APP), kind, run, *map(str, size), str(theirs)]
            os.execve(command[0], command, {**os.environ, **own})  # noqa: S606  # no shell is wanted
        os.close(theirs)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def __enter__(self) -> "Terminal":
        """Once the app is ready."""
        self._figure()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the app."""
        os.kill(self._child, 9)
        os.waitpid(self._child, 0)
        os.close(self._terminal)
        os.close(self._figures)

    def frame_milliseconds(self) -> float:
        """CPU of one frame, by one round of them."""
        os.write(self._terminal, MEASURE)
        return self._figure()

    def seconds_to_paint(self, key: bytes, wanted: re.Pattern[bytes]) -> float:
        """Wall time from a key until the terminal has been told what it brings about."""
        self._read_until(time.perf_counter())
        shown = b""
        start = time.perf_counter()
        os.write(self._terminal, key)
        while not wanted.search(shown):
            shown += self._read(start + PATIENCE_SECONDS, shown)
        return time.perf_counter() - start

    def watch(self, seconds: float) -> None:
        """Let it go on for a while."""
        self._read_until(time.perf_counter() + seconds)

    def _figure(self) -> float:
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while not select.select([self._figures], [], [], 0)[0]:
            self._read(deadline)
        said = os.read(self._figures, 1 << 10)
        if not said:
            raise RuntimeError(f"{self._kind} has ended")
        self._read_until(time.perf_counter() + _QUIET_SECONDS)
        return float(json.loads(said))

    def _read_until(self, deadline: float) -> None:
        while select.select([self._terminal], [], [], max(deadline - time.perf_counter(), 0))[0]:
            self._read(deadline)

    def _read(self, deadline: float, shown: bytes = b"") -> bytes:
        """What comes next, from either side; raises `TimeoutError` when nothing does."""
        ready, _, _ = select.select(
            [self._terminal, self._figures], [], [], max(deadline - time.perf_counter(), 0)
        )
        if not ready and time.perf_counter() > deadline:
            raise TimeoutError(f"{self._kind} showed {shown[-400:]!r}")
        if self._terminal not in ready:
            return b""
        try:
            more = os.read(self._terminal, 1 << 16)
        except OSError:  # Linux answers EIO when the last process on the terminal has ended
            raise RuntimeError(f"{self._kind} has ended: {shown[-400:]!r}") from None
        self.received += len(more)
        return more
