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


def written(environment: dict[str, str], *steps: tuple[bytes, bytes]) -> bytes:
    """Everything that the program writes up to its end; each key is pressed when the words before it have come."""
    child, terminal = pty.fork()
    if child == 0:
        own = {name: value for name, value in os.environ.items() if name != "COLORTERM"}
        os.execve(sys.executable, [sys.executable, "-m", "journey_tui", "hello"], own | environment)  # noqa: S606 - no shell is wanted
    received, start, deadline = b"", 0, time.monotonic() + PATIENCE_SECONDS
    left = list(steps)
    while time.monotonic() < deadline:
        if left and left[0][0] in received[start:]:
            start = len(received)
            os.write(terminal, left.pop(0)[1])
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                received += os.read(terminal, 1 << 16)
            except OSError:  # Linux answers EIO when the last process on the terminal has ended
                break
    os.close(terminal)  # which ends the program, were it still there
    os.waitpid(child, 0)
    assert not left, received[-500:]
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


HELP = ((b"This run", b"?"), (b"Play or pause", b"q"))
LOG = ((b"This run", b"O"), (b"Event log", b"q"))
PALETTE = ((b"This run", b"\x10"), (b"ords of a command", b"\x11"))


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal ends otherwise elsewhere")
def test_no_colour_and_no_byte_above_ascii_are_written_where_neither_is_understood() -> None:
    output = written({"TERM": "linux", "NO_COLOR": "1"}, *HELP, *LOG, *PALETTE)
    assert colours(output) == set()
    assert max(output) < 0x80
    assert b"\x1b[1;7m" in output  # what is filled is reversed


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal ends otherwise elsewhere")
def test_sixteen_colours_are_written_by_their_names() -> None:
    found = colours(written({"TERM": "xterm"}, *HELP, *PALETTE))
    assert {b"40", b"43", b"97"} <= found
    assert all(re.fullmatch(rb"[34][0-7]|9[0-7]", number) for number in found), found
