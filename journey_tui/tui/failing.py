"""What the app does when it fails itself: the terminal as it was, one line, an exit code; no traceback over the class's screen.

Textual 8.2 prints a traceback with the values of every variable from `App._fatal_error`, which is replaced here.
"""

import sys

from rich.text import Text
from textual.app import App

from journey_tui import crash


class Failing(App[None]):
    """An app that ends with one line when it fails."""

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
