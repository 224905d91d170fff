"""The link between a lesson and the teacher's window: a server that never waits for a reader, and a reader that survives it.

The lesson writes into the sockets' buffers and goes on; a window that does not read is let go of. Nothing is written while
nothing changes, so that a lesson that stands still costs nothing.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from journey_tui.tui.teaching.message import (
    LONGEST_LINE,
    Hello,
    Telling,
    Unreadable,
    encode,
    fitting,
    hello,
    telling,
)

_MOST_WINDOWS: Final = 8
_MOST_UNREAD: Final = 4 * LONGEST_LINE
"""Bytes that a window may leave lying before it is let go of."""
_HELLO_S: Final = 5.0

Tell = Callable[[str], Telling]
"""The moment in a language."""


class Publisher:
    """Tells every window what is shown, when it changes."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._windows: dict[asyncio.StreamWriter, str] = {}
        """The language of each."""
        self._doors: set[asyncio.StreamWriter] = set()
        """Whoever is connected, also before they have said who they are."""
        self._server: asyncio.Server | None = None
        self._path: Path | None = None

    @property
    def heard(self) -> bool:
        """Whether anybody follows."""
        return bool(self._windows)

    async def open(self, path: Path) -> None:
        """Listen; raises `OSError`."""
        self._server = await asyncio.start_unix_server(self._welcome, path, limit=1024)
        path.chmod(0o600)
        self._path = path

    def close(self) -> None:
        """Stop listening, and let everybody go."""
        if self._server is not None:
            self._server.close()
        for window in list(self._doors):
            window.close()
        self._windows.clear()
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
        self._server = self._path = None

    def publish(self) -> None:
        """Tell the moment to whoever follows; nobody is waited for."""
        told: dict[str, bytes] = {}
        for window, language in list(self._windows.items()):
            if language not in told:
                told[language] = fitting(self._tell(language))
            self._write(window, told[language])

    def _write(self, window: asyncio.StreamWriter, line: bytes) -> None:
        if window.is_closing() or window.transport.get_write_buffer_size() > _MOST_UNREAD:
            self._windows.pop(window, None)
            window.transport.abort()
        elif len(line) <= LONGEST_LINE:
            window.write(line)

    async def _welcome(self, reader: asyncio.StreamReader, window: asyncio.StreamWriter) -> None:
        if self._server is None:  # whoever comes while it closes
            window.close()
            return
        self._doors.add(window)
        try:
            line = await asyncio.wait_for(reader.readline(), _HELLO_S)
            language = hello(line).language
            if len(self._windows) < _MOST_WINDOWS:
                self._windows[window] = language
                self._write(window, fitting(self._tell(language)))
                while await reader.read(
                    1024
                ):  # a window has nothing more to say; its end is what is waited for
                    pass
        except (Unreadable, OSError, ValueError, TimeoutError):
            pass
        finally:
            self._windows.pop(window, None)
            self._doors.discard(window)
            with suppress(OSError):
                window.close()


async def follow(path: Path, language: str, show: Callable[[Telling], None]) -> None:
    """Show every moment of the lesson at a socket until it ends; raises `OSError` where nobody listens.

    A line that is no message ends it too: `Unreadable`.
    """
    reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE)
    try:
        writer.write(encode(Hello(1, language)))
        while line := await reader.readline():
            show(telling(line))
    except ValueError as error:
        raise error if isinstance(error, Unreadable) else Unreadable("a line is too long") from None
    finally:
        writer.close()
