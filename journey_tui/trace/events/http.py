"""What net/http does in the connection's goroutine: parse, route, handle, write."""

from typing import ClassVar

from journey_tui.trace.events.base import Event


class ServerListening(Event, frozen=True):
    """`http.ListenAndServe` is in its accept loop (`(*Server).Serve`)."""

    at_stage: ClassVar[str] = "http"
    address: str


class ConnStateChanged(Event, frozen=True):
    """net/http's own state of a connection (`http.ConnState`)."""

    at_stage: ClassVar[str] = "http"
    state: str
    """new | active | idle | closed."""


class RequestLineParsed(Event, frozen=True):
    """The first line is read and split at its spaces (`parseRequestLine`)."""

    at_stage: ClassVar[str] = "http"
    method: str
    target: str
    protocol: str


class HeaderParsed(Event, frozen=True):
    """One header field (`textproto.Reader.ReadMIMEHeader`)."""

    at_stage: ClassVar[str] = "http"
    name: str
    value: str


class RequestParsed(Event, frozen=True):
    """The blank line: the request is complete but for its body (`readRequest`)."""

    at_stage: ClassVar[str] = "http"
    header_count: int
    consumed_bytes: int
    buffered_bytes: int
    """Bytes that stay in the 4096-byte bufio.Reader."""


class RequestRejected(Event, frozen=True):
    """net/http answers by itself: no route is tried and no handler is called."""

    at_stage: ClassVar[str] = "http"
    status: int
    reason: str


class BackgroundReadStarted(Event, frozen=True):
    """A second goroutine reads one byte ahead, to notice a client that goes (`startBackgroundRead`)."""

    at_stage: ClassVar[str] = "http"


class BackgroundReadStopped(Event, frozen=True):
    """The background read is over: aborted by a deadline in the past, or it found a byte or the end."""

    at_stage: ClassVar[str] = "http"
    outcome: str
    """aborted | byte | eof | reset."""


class RequestContextCancelled(Event, frozen=True):
    """The client is gone: whoever waits for `r.Context().Done()` is woken (`handleReadErrorLocked`)."""

    at_stage: ClassVar[str] = "http"
    cause: str
    """read | write: what failed."""


class ServerLogged(Event, frozen=True):
    """net/http writes a line to the server's log (`(*Server).logf`), which goes to standard error."""

    at_stage: ClassVar[str] = "http"
    message: str


class ConnectionLingering(Event, frozen=True):
    """FIN is out, and Go waits before it closes, so that no RST overtakes its answer (`closeWriteAndWait`)."""

    at_stage: ClassVar[str] = "http"
    duration_ns: int


class ResponseBuffered(Event, frozen=True):
    """Bytes of the answer wait in one of net/http's buffers (2048 for the response, 4096 for the connection)."""

    at_stage: ClassVar[str] = "http"
    buffer: str
    """response | connection."""
    length_bytes: int
    used_bytes: int
    capacity_bytes: int


class ResponseHeaderWritten(Event, frozen=True):
    """The header is settled: with Content-Length when the whole body is known, else chunked (`cw.writeHeader`)."""

    at_stage: ClassVar[str] = "http"
    status: int
    header_bytes: int
    content_length: int | None = None
    chunked: bool = False


class ResponseFinished(Event, frozen=True):
    """`finishRequest`: all is flushed; the connection is kept or closed."""

    at_stage: ClassVar[str] = "http"
    status: int
    keep_alive: bool


class RoutePatternTried(Event, frozen=True):
    """ServeMux holds one registered pattern against the request."""

    at_stage: ClassVar[str] = "mux"
    pattern: str
    matched: bool
    reason: str


class RouteMatched(Event, frozen=True):
    """The most specific matching pattern wins; the order of registration never matters."""

    at_stage: ClassVar[str] = "mux"
    pattern: str
    handler: str
    values: tuple[tuple[str, str], ...] = ()
    """Path values: wildcard name and what it matched."""


class RouteNotMatched(Event, frozen=True):
    """No pattern fits: ServeMux answers 404 or 405, or redirects to a cleaner path."""

    at_stage: ClassVar[str] = "mux"
    status: int
    location: str = ""
    allow: str = ""


class HandlerStarted(Event, frozen=True):
    """ServeHTTP calls the handler, in the connection's goroutine."""

    at_stage: ClassVar[str] = "handler"
    handler: str


class HandlerComputed(Event, frozen=True):
    """The handler has used the CPU for this long."""

    at_stage: ClassVar[str] = "handler"
    handler: str
    duration_ns: int


class HandlerWaiting(Event, frozen=True):
    """The handler waits for something (a database, say): its goroutine parks and holds no thread."""

    at_stage: ClassVar[str] = "handler"
    handler: str
    duration_ns: int


class HandlerResumed(Event, frozen=True):
    """The wait is over."""

    at_stage: ClassVar[str] = "handler"
    handler: str


class HandlerWrote(Event, frozen=True):
    """`w.Write`: the bytes go into net/http's buffer, not to the client."""

    at_stage: ClassVar[str] = "handler"
    handler: str
    length_bytes: int


class HandlerReturned(Event, frozen=True):
    """The handler function returned."""

    at_stage: ClassVar[str] = "handler"
    handler: str
    duration_ns: int
