"""Whether the screen can be shown where the program was started; one sentence when it cannot.

Textual 8.2 reads keys from standard input and draws on standard error (`textual/drivers/linux_driver.py`), and asks
neither whether it is a terminal nor what it understands: without this check it fails with a traceback or waits for
keys that nobody can press.
"""

import os
import sys
from typing import Final, TextIO

from journey_tui.cli.sources import SourceRefused

_SIMPLE: Final = {"dumb", "unknown"}
"""Values of TERM of terminals that only print lines. Unset it says nothing either way."""

_INSTEAD: Final = "journey narrate tells a run without one"


def refuse_unusable_terminal() -> None:
    """Raise `SourceRefused` with what is missing unless the screen can be drawn and keys can be read."""
    for stream, name, task in (
        (sys.stdout, "output", "shows a run"),
        (sys.__stdin__, "input", "reads keys"),
        (sys.__stderr__, "error", "draws"),
    ):
        if not is_terminal(stream):
            raise SourceRefused(
                f"journey needs a terminal: it {task} there, and standard {name} is none; {_INSTEAD}"
            )
    term = os.environ.get("TERM", "")
    if term in _SIMPLE:
        raise SourceRefused(
            f"journey needs a terminal that can place text, and TERM is {term}; "
            f"set TERM=xterm-256color if yours can, or use journey narrate"
        )


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is open and a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
