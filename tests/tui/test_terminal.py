"""The program in a terminal of its own: whoever ends it, the terminal is left as it was."""

import os
import pty
import select
import signal
import sys
import time

import pytest

PATIENCE_SECONDS = 60.0
LEFT = (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?25h")
"""Alternate screen and mouse off, cursor on."""


def started() -> tuple[int, int]:
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "journey_tui", "hello"])  # noqa: S606 - no shell is wanted
    return child, terminal


def read_until(terminal: int, wanted: bytes) -> bytes:
    """All output up to the wanted bytes, or to the end."""
    received, deadline = b"", time.monotonic() + PATIENCE_SECONDS
    while wanted not in received and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                more = os.read(terminal, 1 << 16)
            except OSError:  # Linux answers EIO when the last process on the terminal has ended
                break
            if not more:
                break
            received += more
    return received


@pytest.mark.parametrize(
    ("ended_by", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (b"q", 0), (b"\x11", 0)]
)
def test_the_terminal_is_left_as_it_was(ended_by: signal.Signals | bytes, code: int) -> None:
    child, terminal = started()
    try:
        assert b"This run" in read_until(terminal, b"This run")
        if isinstance(ended_by, bytes):
            os.write(terminal, ended_by)
        else:
            os.kill(child, ended_by)
        last = read_until(terminal, b"\0")
        assert all(sequence in last for sequence in LEFT)
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == code
