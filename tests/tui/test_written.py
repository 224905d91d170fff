"""What is really written to a terminal that has few colours or characters, or none."""

import os
import pty
import re
import select
import sys
import time

import pytest

PATIENCE_SECONDS = 60.0
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def written(environment: dict[str, str], *keys: bytes) -> bytes:
    """Everything that the program writes up to its end, with these keys pressed once the run is on the screen."""
    child, terminal = pty.fork()
    if child == 0:
        own = {name: value for name, value in os.environ.items() if name != "COLORTERM"}
        os.execve(sys.executable, [sys.executable, "-m", "journey_tui", "hello"], own | environment)  # noqa: S606 - no shell is wanted
    received, to_press, deadline = b"", list(keys), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.15)[0]:
            try:
                received += os.read(terminal, 1 << 16)
            except OSError:  # Linux answers EIO when the last process on the terminal has ended
                break
        elif b"This run" in received and to_press:
            os.write(terminal, to_press.pop(0))
    os.waitpid(child, 0)
    os.close(terminal)
    assert not to_press, received[-500:]
    return received


def colours(output: bytes) -> set[bytes]:
    """Every SGR parameter that asks for a colour; those that are no numbers of sixteen are whole."""
    found: set[bytes] = set()
    for sequence in COLOUR.findall(output):
        parameters = sequence[2:-1].split(b";")
        if {b"38", b"48"} & set(parameters):
            found.add(sequence)
        found |= {number for number in parameters if re.fullmatch(rb"[349][0-7]|10[0-7]", number)}
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal ends otherwise elsewhere")
def test_no_colour_and_no_byte_above_ascii_are_written_where_neither_is_understood() -> None:
    output = written({"TERM": "linux", "NO_COLOR": "1"}, b"?", b"q", b"O", b"q", b"\x10", b"\x11")
    for opened in (b"Play or pause", b"Event log", b"ords of a command"):
        assert opened in output
    assert colours(output) == set()
    assert max(output) < 0x80
    assert b"\x1b[1;7m" in output  # what is filled is reversed


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal ends otherwise elsewhere")
def test_sixteen_colours_are_written_by_their_names() -> None:
    found = colours(written({"TERM": "xterm"}, b"?", b"q", b"\x10", b"\x11"))
    assert {b"40", b"43", b"97"} <= found
    assert all(re.fullmatch(rb"[34][0-7]|9[0-7]", number) for number in found), found
