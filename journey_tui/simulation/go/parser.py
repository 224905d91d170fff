"""Reading requests from a connection: textproto.Reader and readRequest of Go, without the socket.

The parser is fed what each read(2) returned and gives one step for each thing that Go has understood; what follows
a request stays in the buffer for the next one. The code below reads as Go's does, each `yield from` being a place
where it may have to read. Facts: net/textproto/reader.go, net/http/request.go and server.go, Go 1.27.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.fields import ParsedHeader, Unanswerable, read_fields
from journey_tui.simulation.go.header import Header
from journey_tui.simulation.go.read_buffer import NeedMore, ReadBuffer
from journey_tui.simulation.go.rejection import BadRequest, Rejected, malformed, too_large
from journey_tui.simulation.go.request import Request, finish_request, parse_request_line
from journey_tui.simulation.go.version import minor_version

__all__ = [
    "BadRequest",
    "InputEnded",
    "NeedMore",
    "NextRequestBegins",
    "ParsedHeader",
    "ParsedLine",
    "ParsedRequest",
    "ParserStep",
    "RequestParser",
]

MAX_HEADER_BYTES: Final = 1 << 20  # DefaultMaxHeaderBytes, net/http/server.go
_READ_LIMIT: Final = MAX_HEADER_BYTES + 4096  # initialReadLimitSize: "bufio slop"
_IDLE_PEEK: Final = 4  # (*conn).serve waits for four bytes before it reads the next request


@dataclass(frozen=True, slots=True)
class InputEnded:
    """The client is gone, or the read failed: Go closes the connection without an answer."""


@dataclass(frozen=True, slots=True)
class NextRequestBegins:
    """Four bytes are here: the connection is idle no more."""


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """The request line is understood."""

    method: str
    target: str
    proto: str


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """The blank line: the request is complete but for its body."""

    request: Request
    header_count: int
    consumed: int
    """Bytes of request line and header, the blank line included."""
    buffered: int
    """Bytes that stay in the buffer: the body's beginning, or the next request."""


ParserStep = (
    NextRequestBegins | ParsedLine | ParsedHeader | ParsedRequest | NeedMore | BadRequest | InputEnded
)
_Steps = Generator[ParserStep, None, None]


class RequestParser:
    """The requests of one connection, one after the other."""

    def __init__(self, go: str = "1.27") -> None:
        self._go = go
        self._minor = minor_version(go)
        self._buffer = ReadBuffer()
        self._last_method = ""
        self._steps: _Steps | None = None
        self._final: BadRequest | InputEnded | None = None

    @property
    def buffered(self) -> int:
        """Bytes in the buffer that nothing has taken yet (`bufio.Reader.Buffered`)."""
        return len(self._buffer)

    @property
    def read_size(self) -> int:
        """Bytes that the next read(2) asks for."""
        return self._buffer.read_size

    def feed(self, data: bytes, *, read_ahead: bool = False) -> None:
        """Add what a read(2) returned; raises `ValueError` when that is more than `read_size`.

        `read_ahead`: it is the byte that the background read found.
        """
        self._buffer.feed(data, read_ahead=read_ahead)

    def end_of_input(self, *, failed: bool = False) -> None:
        """A read returned 0 bytes (the client closed), or failed: with an error or past its deadline.

        Go may ask for another read all the same: `NeedMore` then comes once more, to be answered in the same way.
        """
        self._buffer.end(failed=failed)

    def peek(self) -> bytes:
        """What is in the buffer, left where it is."""
        return self._buffer.unread

    def take(self, limit: int) -> bytes:
        """Take up to `limit` bytes of the body out of the buffer."""
        return self._buffer.take(limit)

    def take_trailer(self) -> bool:
        """Take the fields after the last chunk, whose end is in the buffer; whether they are well-formed."""
        try:
            for _ in read_fields(self._buffer, Header(), self._minor):
                pass
        except Rejected:
            return False
        return True

    def next(self) -> ParserStep:
        """The next thing that Go does with the bytes it has.

        `NeedMore` comes again until something is fed; `BadRequest` and `InputEnded` are the last step and come
        again for ever. After `ParsedRequest`, and `take` of its body, the next request begins.
        """
        if self._final:
            return self._final
        if self._steps is None:
            self._steps = self._read_request()
        step = next(self._steps)
        if isinstance(step, BadRequest | InputEnded):
            self._final = step
        elif isinstance(step, ParsedRequest):
            self._steps = None
        return step

    def _read_request(self) -> _Steps:
        try:
            if self._last_method:
                yield from self._wait_for_next()
            yield from self._parse()
        except Unanswerable:
            yield InputEnded()
        except Rejected as rejected:
            over_limit = too_large(f"the header is over {MAX_HEADER_BYTES} bytes")
            yield (over_limit if self._buffer.limit == 0 else rejected).bad_request

    def _wait_for_next(self) -> _Steps:
        """Idle until four bytes are there; stray line ends after a POST are forgiven (`numLeadingCRorLF`)."""
        self._buffer.idle = True
        peeked = yield from self._buffer.peek(_IDLE_PEEK)
        self._buffer.idle = False
        if len(peeked) < _IDLE_PEEK:
            raise Unanswerable
        yield NextRequestBegins()
        if self._last_method == "POST":
            self._buffer.take(len(peeked) - len(peeked.lstrip(b"\r\n")))

    def _parse(self) -> _Steps:
        self._buffer.limit = _READ_LIMIT
        self._buffer.taken = 0
        text = yield from self._buffer.read_line()
        if text is None:
            raise malformed("no line ends within the limit") if self._buffer.limit == 0 else Unanswerable
        line = parse_request_line(text, self._go)
        yield ParsedLine(line.method, line.target, line.proto)
        fields = Header()
        yield from read_fields(self._buffer, fields, self._minor)
        count = len(fields)
        request = finish_request(line, fields, go_minor=self._minor)
        self._buffer.limit = None
        self._last_method = line.method
        yield ParsedRequest(request, count, self._buffer.taken, len(self._buffer))
