"""The 4096-byte buffer between read(2) and the parser: Go's bufio.Reader, without the socket.

Nothing here reads. Whoever has too few bytes yields `NeedMore`, which says how many bytes Go's next read(2) asks
for; the server loop makes that call and feeds what it returned. Facts: bufio/bufio.go and `connReader` in
net/http/server.go, Go 1.27.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, TypeVar

READ_BUFFER_BYTES: Final = 4096  # bufio.defaultBufSize

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NeedMore:
    """Nothing more can be understood before another read(2)."""

    read_size: int
    """Bytes that the read asks for: what the buffer has room for."""
    idle: bool
    """Between two requests: the connection is idle until the next one begins."""


Reading = Generator[NeedMore, None, T]
"""Something that may have to wait for reads before it has its result."""


class LineTooLong(Exception):
    """A line is longer than its reader wants (`errMessageTooLarge`)."""


class ReadBuffer:
    """What has been read and nothing has taken yet."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ended = False
        self.limit: int | None = None
        """Bytes that may still be read from the connection (`connReader.remain`); at 0 it reads as ended."""
        self.failed = False
        """The last read returned an error, not the end."""
        self.idle = False
        self.taken = 0
        """Bytes taken out, for whoever counts from a certain point."""

    def __len__(self) -> int:
        return len(self._bytes)

    @property
    def unread(self) -> bytes:
        """What nothing has taken yet."""
        return bytes(self._bytes)

    @property
    def read_size(self) -> int:
        """Bytes that the next read(2) asks for: unread ones slide to the front and keep their room."""
        room = READ_BUFFER_BYTES - len(self._bytes)
        return room if self.limit is None else min(room, self.limit)

    def feed(self, data: bytes, *, read_ahead: bool = False) -> None:
        """Add what a read(2) returned; raises `ValueError` when that is more than `read_size`.

        The byte that was read ahead, during the answer before, does not count against the limit.
        """
        if len(data) > self.read_size:
            raise ValueError(f"a read of {self.read_size} bytes cannot return {len(data)}")
        self._bytes += data
        if self.limit is not None and not read_ahead:
            self.limit -= len(data)

    def end(self, *, failed: bool) -> None:
        """A read(2) returned no bytes: the end of the input, or an error. The next one will be tried all the same."""
        self._ended = True
        self.failed = failed

    def take(self, count: int) -> bytes:
        """Take up to `count` bytes out, oldest first."""
        taken = bytes(self._bytes[:count])
        del self._bytes[:count]
        self.taken += len(taken)
        return taken

    def peek(self, count: int) -> Reading[bytes]:
        """The next bytes, left where they are; fewer than `count` only at the end of the input."""
        while len(self._bytes) < count and (yield from self._fill()):
            pass
        return bytes(self._bytes[:count])

    def skip_space(self) -> Reading[bool]:
        """Take the spaces and tabs that come next; whether there were any."""
        skipped = False
        while (yield from self.peek(1)) in {b" ", b"\t"}:
            self.take(1)
            skipped = True
        return skipped

    def read_line(self, longest: int | None = None) -> Reading[str | None]:
        """Take one line and return it without its LF or CR LF; None when the input ends before it begins.

        Raises `LineTooLong`.
        """
        line = b""
        while (end := self._bytes.find(b"\n")) < 0:
            if len(self._bytes) >= READ_BUFFER_BYTES:
                # A CR at the very end may belong to a CR LF: it stays.
                line += self.take(READ_BUFFER_BYTES - self._bytes.endswith(b"\r"))
                _check_length(line, longest)
            elif not (yield from self._fill()):
                if not self._bytes:
                    return None
                return _decode(line + self.take(len(self._bytes)))
        line += self.take(end + 1)[:-1].removesuffix(b"\r")
        _check_length(line, longest)
        return _decode(line)

    def _fill(self) -> Reading[bool]:
        """One read(2); False when it returns nothing."""
        before = len(self._bytes)
        while len(self._bytes) == before and not self._ended and self.limit != 0:
            yield NeedMore(self.read_size, self.idle)
        self._ended = False  # bufio.Reader forgets an error that it has returned (readErr)
        return len(self._bytes) > before


def _check_length(line: bytes, longest: int | None) -> None:
    if longest is not None and len(line) > longest:
        raise LineTooLong


def _decode(line: bytes) -> str:
    """Bytes that are no UTF-8 become lone surrogates, so that none is lost."""
    return line.decode("utf-8", "surrogateescape")
