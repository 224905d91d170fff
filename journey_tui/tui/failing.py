"""What an app does when it fails itself or is ended: the terminal as it was, one line, an exit code; no traceback over a class's screen.

Textual 8.2 prints a traceback with the values of every variable from `App._fatal_error`, which is replaced here.
"""

import asyncio
import signal
import sys
from functools import partial
from typing import Final

from rich.text import Text
from textual.app import App

from journey_tui import crash

_KILLED: Final = 128
"""A shell's exit code for a signal, less its number."""


class Failing(App[None]):
    """An app that ends with one line when it fails, and leaves the terminal as it was whoever ends it."""

    def heed_signals(self) -> None:
        """Leave as by a key when another program or the terminal itself ends this one."""
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                leave = partial(self.exit, return_code=_KILLED + number)
                asyncio.get_running_loop().add_signal_handler(number, leave)

    def _fatal_error(self) -> None:
        error = sys.exc_info()[1] or self._exception
        if error is None:
            super()._fatal_error()
            return
        self._return_code = crash.EXIT_CODE
        self._exit_renderables.append(Text(crash.told(error, self.doing())))
        self._close_messages_no_wait()

    def doing(self) -> str:
        """What it was at, for the line."""
        return ""
