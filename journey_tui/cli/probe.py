"""How wide the terminal draws a word: it is printed, and the terminal asked where its cursor is.

Done before the screen is opened, or while it is put aside, so that nothing else reads the answer.
"""

import os
import re
import sys
from collections.abc import Sequence
from select import select
from time import monotonic
from typing import Final

from journey_tui.cli.terminal import is_terminal

_REPORT: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
"""Where the cursor is."""


def cells_taken(words: Sequence[str], patience_s: float = 0.3) -> tuple[int, ...]:
    """How many cells the terminal moves its cursor by for each word; none where it does not say so in time.

    Printed on the alternate screen, so that nothing stays; asked with DSR 6 and answered with CPR (ECMA-48 8.3.14,
    8.3.35). What is typed meanwhile is lost. To be called while nothing else reads the terminal.
    """
    try:
        import termios
        import tty
    except ImportError:  # no POSIX terminal
        return ()
    if not (is_terminal(sys.__stdin__) and is_terminal(sys.__stderr__)):
        return ()
    assert sys.__stdin__ is not None
    assert sys.__stderr__ is not None
    source, target = sys.__stdin__.fileno(), sys.__stderr__.fileno()
    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source, termios.TCSADRAIN)
        asked = "".join(f"\r{word}\x1b[6n" for word in words)
        os.write(target, f"\x1b[?1049h\x1b[H{asked}\r\x1b[2K\x1b[?1049l".encode())
        return _columns(source, len(words), monotonic() + patience_s)
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)


def _columns(source: int, count: int, deadline: float) -> tuple[int, ...]:
    """Columns before the cursor in so many reports; none where not all come in time."""
    received = b""
    while (left := deadline - monotonic()) > 0 and select([source], [], [], left)[0]:
        more = os.read(source, 1024)
        received += more
        columns = _REPORT.findall(received)
        if len(columns) == count:
            return tuple(int(column) - 1 for column in columns)
        if not more:
            break
    return ()
