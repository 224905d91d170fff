"""The answer's way out of a handler: Go's http.ResponseWriter over its two buffers, without the socket.

A handler's writes fill the response buffer (2048 bytes). When it overflows, is flushed, or the handler is done, the
header is settled and the bytes go, as a chunk if need be, into the connection's buffer (4096 bytes), and from there
into write(2). Each call returns the steps of that in their order. Facts: `response`, `chunkWriter` and "The Life Of
A Write", net/http/server.go, Go 1.27.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.framing import BodyState, Settled, Unsettled, discards_first, settle
from journey_tui.simulation.go.header import Header
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.status import body_allowed, status_line
from journey_tui.simulation.go.version import minor_version
from journey_tui.simulation.go.write_buffer import WriteBuffer

RESPONSE_BUFFER_BYTES: Final = 2048  # bufferBeforeChunkingSize, net/http/server.go
CONNECTION_BUFFER_BYTES: Final = 4096  # newBufioWriterSize in (*conn).serve, net/http/server.go
PLAIN_TEXT: Final = "text/plain; charset=utf-8"  # what http.DetectContentType says of the texts in scenarios
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_LONGEST_LENGTH: Final = 18  # digits of a Content-Length; more would hardly be sent
# ErrBodyNotAllowed and ErrContentLength, net/http/server.go
_BODY_NOT_ALLOWED: Final = "http: request method or response status code does not allow body"
_OVER_LENGTH: Final = "http: wrote more than the declared Content-Length"


@dataclass(frozen=True, slots=True)
class Buffered:
    """Bytes wait in one of the two buffers."""

    buffer: str
    """response | connection."""
    length: int
    """Bytes that came in with this step."""
    used: int
    capacity: int


@dataclass(frozen=True, slots=True)
class HeaderFinalised:
    """The header is settled and goes before the first byte of the body."""

    status: int
    header: bytes
    content_length: int | None
    """None when the answer does not say."""
    chunked: bool


@dataclass(frozen=True, slots=True)
class SocketWrite:
    """One write(2)."""

    data: bytes


@dataclass(frozen=True, slots=True)
class WriteRefused:
    """`Write` returned an error and took nothing."""

    error: str


ResponseStep = Buffered | HeaderFinalised | SocketWrite | WriteRefused


class ResponseWriter:
    """The answer to one request."""

    def __init__(
        self,
        request: Request,
        date: Callable[[], str],
        *,
        go: str = "1.27",
        sniffed_type: str = PLAIN_TEXT,
        body: BodyState | None = None,
    ) -> None:
        self.header = Header()
        """What the handler may set until it writes."""
        self.status = 0
        """0 until the handler writes or sets it."""
        self.written = 0
        """Bytes of the body that the handler has written."""
        self.body = body or BodyState()
        """The request's body, as far as whoever reads it has come."""
        self._request = request
        self._date = date
        self._go_minor = minor_version(go)
        self._sniffed_type = sniffed_type
        self._body_buffer = WriteBuffer(RESPONSE_BUFFER_BYTES, self._write_chunk)
        self._connection_buffer = WriteBuffer(CONNECTION_BUFFER_BYTES, self._write_socket)
        self._steps: list[ResponseStep] = []
        self._fields: Header | None = None
        self._declared_length: int | None = None
        self._settled: Settled | None = None
        self._handler_done = False
        self._close = False
        self._lingers = False
        self._may_continue = request.expects_continue

    @property
    def header_finalised(self) -> bool:
        """Whether the header is settled."""
        return self._settled is not None

    @property
    def reuses_connection(self) -> bool:
        """Whether the next request is read from this connection (`shouldReuseConnection`); true only at the end."""
        if not self._settled or self._settled.close or self._close:
            return False
        length = self._settled.content_length
        short = length is not None and length != self.written and body_allowed(self.status)
        return not (short and self._request.method != "HEAD") and not self._closed_body_early

    @property
    def lingers(self) -> bool:
        """Whether Go sends FIN and waits 500 ms before it closes (`closeWriteAndWait`)."""
        return (self._lingers or self._closed_body_early) and not self.reuses_connection

    @property
    def _closed_body_early(self) -> bool:
        return self.body.early_close and not self.body.hidden

    def settles_with(self, length: int) -> bool:
        """Whether a write of so many bytes settles the header, because the response buffer overflows."""
        if self._settled or (self.status and not body_allowed(self.status)):
            return False
        declared = self._declared_length
        refused = declared is not None and self.written + length > declared
        return not refused and length > RESPONSE_BUFFER_BYTES - len(self._body_buffer)

    def discards_body_first(self) -> bool:
        """Whether the rest of the request's body is read before the header, which is about to be settled."""
        if self._settled:
            return False
        if not self.status:
            self.write_header(200)
        return discards_first(self._unsettled(len(self._body_buffer)))

    def handler_returned(self) -> None:
        """No more writes will come; `finish` has to follow."""
        self._handler_done = True

    def send_continue(self) -> list[ResponseStep]:
        """The handler reads the body for the first time: `100 Continue` goes out if the client waits for it."""
        if self._may_continue:
            self._may_continue = False
            self._connection_buffer.write_string(CONTINUE)
            self._connection_buffer.flush()
        return self._told()

    def request_too_large(self) -> list[ResponseStep]:
        """A MaxBytesReader has hit its limit: the connection will close (`requestTooLarge`)."""
        self._close = self._lingers = True
        if not self.status:
            self.header.set("Connection", "close")
        return []

    def write_header(self, status: int) -> list[ResponseStep]:
        """`WriteHeader`: the first final status counts; 1xx goes out at once. Raises `ValueError` out of 100-999."""
        if not 100 <= status <= 999:
            raise ValueError(f"invalid WriteHeader code {status}")
        if self.status:
            return []
        if status == 100 or status >= 200:
            self._stop_continue(final=status >= 200)
        if status < 200 and status != 101:
            self._write_informational(status)
            return self._told()
        self.status = status
        self._fields = self.header.copy()
        length = self.header.get("Content-Length")
        if length.isascii() and length.isdecimal() and len(length) <= _LONGEST_LENGTH:
            self._declared_length = int(length)
        return []

    def write(self, data: bytes) -> list[ResponseStep]:
        """`Write`: into the response buffer, and further when it overflows."""
        if not self.status:
            self.write_header(200)
        if not data:
            return []
        if not body_allowed(self.status):
            return [WriteRefused(_BODY_NOT_ALLOWED)]
        self.written += len(data)
        if self._declared_length is not None and self.written > self._declared_length:
            return [WriteRefused(_OVER_LENGTH)]
        self._body_buffer.write(data)
        self._tell(Buffered("response", len(data), len(self._body_buffer), RESPONSE_BUFFER_BYTES))
        return self._told()

    def flush(self) -> list[ResponseStep]:
        """`Flush`: everything goes out now, so the body's length stays unknown."""
        if not self.status:
            self.write_header(200)
        self._body_buffer.flush()
        self._finalise(0)
        self._connection_buffer.flush()
        return self._told()

    def finish(self) -> list[ResponseStep]:
        """The handler returned: the rest goes out (`finishRequest`)."""
        self.handler_returned()
        if not self.status:
            self.write_header(200)
        self._body_buffer.flush()
        settled = self._finalise(0)
        if settled.chunked:
            self._to_connection(b"0\r\n\r\n")
        self._connection_buffer.flush()
        return self._told()

    def abort(self) -> list[ResponseStep]:
        """The handler panicked: only what has reached the connection's buffer still goes out (`finalFlush`)."""
        self._close = True
        self._connection_buffer.flush()
        return self._told()

    def _write_informational(self, status: int) -> None:
        fields = self.header.copy()
        fields.delete("Content-Length")
        fields.delete("Transfer-Encoding")
        line = status_line(status, http_1_1=self._request.http_1_1)
        self._connection_buffer.write_string(line.encode() + fields.wire_bytes() + b"\r\n")
        self._connection_buffer.flush()

    def _stop_continue(self, *, final: bool) -> None:
        """A final status without having read: the client will not be asked for its body (`disableWriteContinue`)."""
        if self._may_continue and final:
            self._close = True
        self._may_continue = False

    def _finalise(self, first_bytes: int) -> Settled:
        if self._settled:
            return self._settled
        self._settled = settled = settle(self._unsettled(first_bytes))
        self._lingers |= settled.body_too_large
        self._tell(HeaderFinalised(self.status, settled.header, settled.content_length, settled.chunked))
        self._connection_buffer.write_string(settled.header)
        self._tell_connection(len(settled.header))
        return settled

    def _unsettled(self, first_bytes: int) -> Unsettled:
        assert self._fields is not None
        waits = self._request.expects_continue and not (self.body.saw_eof or self.body.hidden)
        return Unsettled(
            request=self._request,
            status=self.status,
            fields=self._fields,
            declared_length=self._declared_length,
            first_bytes=first_bytes,
            handler_done=self._handler_done,
            close=self._close or waits,
            body=self.body,
            sniffed_type=self._sniffed_type,
            date=self._date(),
            go_minor=self._go_minor,
        )

    def _write_chunk(self, data: bytes) -> None:
        """What leaves the response buffer (`chunkWriter.Write`); after HEAD it goes nowhere."""
        settled = self._finalise(len(data))
        if self._request.method == "HEAD":
            return
        if not settled.chunked:
            self._connection_buffer.write(data)
            self._tell_connection(len(data))
            return
        size = b"%x\r\n" % len(data)
        self._connection_buffer.write_string(size)
        self._connection_buffer.write(data)
        self._to_connection(b"\r\n", told=len(size) + len(data) + 2)

    def _to_connection(self, data: bytes, *, told: int | None = None) -> None:
        self._connection_buffer.write_string(data)
        self._tell_connection(len(data) if told is None else told)

    def _write_socket(self, data: bytes) -> None:
        self._tell(SocketWrite(data))

    def _tell_connection(self, length: int) -> None:
        self._tell(Buffered("connection", length, len(self._connection_buffer), CONNECTION_BUFFER_BYTES))

    def _tell(self, step: ResponseStep) -> None:
        self._steps.append(step)

    def _told(self) -> list[ResponseStep]:
        steps, self._steps = self._steps, []
        return steps
