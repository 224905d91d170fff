"""Where a request's body comes from: so many bytes, or chunks, read through the connection's 4096-byte buffer.

What is read is dropped; only its length matters here. Facts: io.LimitReader, bufio/bufio.go and chunkedReader in
net/http/internal/chunked.go, Go 1.22 to 1.27.
"""

from typing import Final, Protocol

from journey_tui.simulation.go.conn_reader import ConnReader
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.parser import RequestParser
from journey_tui.simulation.go.read_buffer import READ_BUFFER_BYTES

EOF: Final = "EOF"
UNEXPECTED_EOF: Final = "unexpected EOF"
_MALFORMED: Final = "malformed chunked encoding"
_MOST_OVERHEAD: Final = 16 * 1024  # chunkedReader.excess: bytes that are no data
_FREE_OVERHEAD: Final = 16  # of each chunk: chunkedReader.beginChunk, net/http/internal/chunked.go
_LONGEST_SIZE: Final = 16
"""Hexadecimal digits of a chunk's size (`parseHexUint`)."""
_LINE_END: Final = b"\r\n"
_TRAILER_END: Final = b"\r\n\r\n"


class BodyInput:
    """The connection's bufio.Reader, as a body's reader uses it."""

    def __init__(self, parser: RequestParser, reader: ConnReader) -> None:
        self._parser = parser
        self._reader = reader
        self.error = ""
        """Why the last read failed: `EOF`, an errno, or `timeout`."""

    @property
    def buffered(self) -> bytes:
        """What is in the buffer."""
        return self._parser.peek()

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Up to `size` bytes: those in the buffer; else a large read goes past it, a small one fills it first."""
        if not self._parser.buffered:
            if size >= READ_BUFFER_BYTES:
                done = yield from self._reader.read(goroutine, size)
                self.error = done.error or ("" if done.value else EOF)
                return done.value
            if not (yield from self.fill(goroutine)):
                return 0
        return len(self._parser.take(size))

    def fill(self, goroutine: Goroutine) -> Code[bool]:
        """One read(2) into the buffer's room; False when nothing came."""
        done = yield from self._reader.read(goroutine, self._parser.read_size)
        if done.value:
            self._parser.feed(done.data)
        self.error = done.error or ("" if done.value else EOF)
        return not self.error

    def take(self, count: int) -> bytes:
        """Bytes out of the buffer."""
        return self._parser.take(count)

    def take_trailer(self) -> bool:
        """The trailer's fields out of the buffer; whether they are well-formed."""
        return self._parser.take_trailer()

    def up_to(self, mark: bytes, goroutine: Goroutine) -> Code[bytes]:
        """Everything up to and with a mark, all of which must fit into the buffer; empty when that fails."""
        if not (yield from self.has_upcoming(mark, goroutine)):
            return b""
        return self.take(self.buffered.find(mark) + len(mark))

    def has_upcoming(self, mark: bytes, goroutine: Goroutine) -> Code[bool]:
        """Read until a mark is in the buffer; False when it never comes, or not within the buffer."""
        while mark not in self.buffered:
            if len(self.buffered) >= READ_BUFFER_BYTES:
                self.error = _MALFORMED
                return False
            if not (yield from self.fill(goroutine)):
                return False
        return True


class BodySource(Protocol):
    """A body's bytes."""

    unread: int
    """Bytes that are still to come; -1 when only the chunks will tell."""
    error: str
    """`EOF` after the last byte, anything else when something went wrong."""
    ended: bool
    """The input has ended, be it too early: nothing more is read of it (`body.sawEOF`)."""
    spoilt: bool
    """Its trailer was wrong: nobody may read any further, the next request included (`body.closed`)."""

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Up to `size` bytes; how many there were."""


class DeclaredBody:
    """A body with a Content-Length (io.LimitedReader)."""

    def __init__(self, length: int, source: BodyInput) -> None:
        self.unread = length
        self.error = ""
        self.ended = False
        self.spoilt = False
        self._input = source

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Up to `size` bytes; the end is known with the last of them."""
        count = yield from self._input.read(goroutine, min(size, self.unread))
        self.unread -= count
        self.error = ""  # a read that failed is tried again: bufio.Reader forgets an error that it has told
        if not count:
            self.ended = self._input.error == EOF
            self.error = UNEXPECTED_EOF if self.ended else self._input.error
        elif not self.unread:
            self.error, self.ended = EOF, True
        return count


class ChunkedBody:
    """A body in chunks, with its trailer (chunkedReader, `body.readTrailer`)."""

    def __init__(self, source: BodyInput, *, strict_lines: bool = True) -> None:
        self.unread = -1
        self.error = ""
        self.ended = False
        """Only after the last chunk: an end before that is an error like any other."""
        self.spoilt = False
        self._strict_lines = strict_lines
        self._input = source
        self._chunk = 0
        self._at_chunk_end = False
        self._excess = 0

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Up to `size` bytes: chunk after chunk, as long as the next one's header is here without waiting."""
        count = 0
        while not self.error:
            if self._at_chunk_end:
                if count and len(self._input.buffered) < len(_LINE_END):
                    break
                yield from self._end_chunk(goroutine)
            elif not self._chunk:
                if count and b"\n" not in self._input.buffered:
                    break
                yield from self._begin_chunk(goroutine)
            elif count == size:
                break
            else:
                count += yield from self._read_chunk(goroutine, size - count)
        if self.error == EOF:
            yield from self._read_trailer(goroutine)
            self.ended = self.error == EOF
            self.spoilt = not self.ended
        return count

    def _begin_chunk(self, goroutine: Goroutine) -> Code[None]:
        line = yield from self._input.up_to(b"\n", goroutine)
        if not line:
            self._fail()
            return
        if self._strict_lines:
            if not line.endswith(_LINE_END) or line.count(b"\r") > 1:
                self.error = _MALFORMED
                return
            line = line.removesuffix(_LINE_END)
        # What stands before an extension keeps its spaces.
        digits = line.rstrip(b" \t\r\n").partition(b";")[0].decode("latin-1")
        if not _is_hexadecimal(digits):
            self.error = _MALFORMED
            return
        self._chunk = int(digits, 16)
        self._excess = max(self._excess + len(line) - _FREE_OVERHEAD - 2 * self._chunk, 0)
        if self._excess > _MOST_OVERHEAD:
            self.error = "chunked encoding contains too much non-data"
        elif not self._chunk:
            self.error = EOF

    def _read_chunk(self, goroutine: Goroutine, size: int) -> Code[int]:
        count = yield from self._input.read(goroutine, min(size, self._chunk))
        self._chunk -= count
        if not count:
            self._fail()
        self._at_chunk_end = bool(count) and not self._chunk
        return count

    def _end_chunk(self, goroutine: Goroutine) -> Code[None]:
        while len(self._input.buffered) < len(_LINE_END):
            if not (yield from self._input.fill(goroutine)):
                self._fail()
                return
        self._at_chunk_end = False
        if self._input.take(len(_LINE_END)) != _LINE_END:
            self.error = _MALFORMED

    def _read_trailer(self, goroutine: Goroutine) -> Code[None]:
        """An empty line, or fields and an empty line, which must fit into the buffer (`seeUpcomingDoubleCRLF`).

        An empty line that ends in LF alone ends the fields, and what follows it is taken for the next request.
        """
        while len(self._input.buffered) < len(_LINE_END):
            if not (yield from self._input.fill(goroutine)):
                self.error = "http: unexpected EOF reading trailer"
                return
        if self._input.buffered.startswith(_LINE_END):
            self._input.take(len(_LINE_END))
        elif not (yield from self._input.has_upcoming(_TRAILER_END, goroutine)):
            self.error = "http: suspiciously long trailer after chunked body"
        elif not self._input.take_trailer():
            self.error = "malformed MIME header line"

    def _fail(self) -> None:
        self.error = UNEXPECTED_EOF if self._input.error == EOF else self._input.error


def _is_hexadecimal(digits: str) -> bool:
    return 0 < len(digits) <= _LONGEST_SIZE and all(digit in "0123456789abcdefABCDEF" for digit in digits)
