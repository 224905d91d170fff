"""The program in a terminal of its own: whoever ends it, the terminal is left as it was."""

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from journey_tui.crash import EXIT_CODE

PATIENCE_SECONDS = 60.0
LEFT = (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?25h")
"""Alternate screen and mouse off, cursor on."""


BROKEN = """
from journey_tui.cli import main
from journey_tui.playback import Player

def step(player):
    hidden = "a value of somebody"
    raise KeyError("\\x1b]0;owned\\x07" + "x" * 9)

Player.step = step
from journey_tui.tui import commands
commands.guarded = lambda app, move: step(app.player) if move is commands._MOVES["step"] else False
main()
"""
"""The program with a mistake in it, behind a key."""


def started(*program: str, **environment: str) -> tuple[int, int]:
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(environment, TERM="xterm-256color")
        os.execv(sys.executable, [sys.executable, *(program or ("-m", "journey_tui", "hello"))])  # noqa: S606 - no shell is wanted
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


def test_the_teachers_window_leaves_the_terminal_as_it_was_when_it_is_ended(tmp_path: Path) -> None:
    child, terminal = started("-m", "journey_tui", "present", XDG_RUNTIME_DIR=str(tmp_path))
    try:
        assert b"No lesson runs yet" in read_until(terminal, b"No lesson runs yet")
        os.kill(child, signal.SIGTERM)
        last = read_until(terminal, b"\0")
        assert LEFT[0] in last
        assert LEFT[2] in last
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 143


def test_an_error_in_the_program_is_one_line_and_a_report_without_anybodys_values(tmp_path: Path) -> None:
    child, terminal = started("-c", BROKEN, XDG_STATE_HOME=str(tmp_path), COLUMNS="200")
    try:
        read_until(terminal, b"This run")
        os.write(terminal, b"\x1b[C")
        last = read_until(terminal, b"\0")
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == EXIT_CODE
    assert all(sequence in last for sequence in LEFT)
    said = last.rpartition(LEFT[0])[2].decode()
    assert "journey: an error in the program itself" in said
    assert "KeyError" in said
    assert "Traceback" not in said
    assert "\x1b]0;" not in said
    report = (tmp_path / "journey_tui" / "crash.txt").read_text("utf-8")
    assert "Traceback" in report
    assert "in step" in report
    assert "\x1b" not in report
    assert "a value of somebody" not in report.replace('hidden = "a value of somebody"', "")
