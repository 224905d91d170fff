"""How net/http's events change the world: parsing, routing, handling and answering a request."""

from typing import Final

from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.trace.events import http as events
from journey_tui.world.lookup import connection_of, goroutine_of, later, request_of, set_state, total
from journey_tui.world.state import Request, Tried, World

_LONGEST_TEXT: Final = 200
_MOST_HEADERS: Final = 500
"""Go answers 431 beyond this (`DefaultMaxHeaderValueCount`, net/http/server.go, Go 1.27)."""
_MOST_TRIED: Final = 1000
_MOST_LINES: Final = 20


def server_listening(world: World, event: events.ServerListening) -> None:
    """The accept loop runs; the listener knows its address since bind()."""
    if not world.listener.address:
        world.listener.address = clean_line(event.address, _LONGEST_TEXT)


def conn_state_changed(world: World, event: events.ConnStateChanged) -> None:
    """net/http sees the connection in another state."""
    connection = connection_of(world, event)
    if connection is not None:
        connection.conn_state = event.state


# ── parsing ──


def request_line_parsed(world: World, event: events.RequestLineParsed) -> None:
    """The server knows what is asked for."""
    request = _served(world, event)
    if request is not None:
        request.method_parsed = clean_line(event.method, _LONGEST_TEXT)
        request.target_parsed = clean_line(event.target, _LONGEST_TEXT)
        request.protocol = clean_line(event.protocol, _LONGEST_TEXT)
        set_state(world, request, "parsing")


def header_parsed(world: World, event: events.HeaderParsed) -> None:
    """One more header field."""
    request = _served(world, event)
    if request is not None and len(request.headers) < _MOST_HEADERS:
        field = (clean_line(event.name, _LONGEST_TEXT), clean_line(event.value, _LONGEST_TEXT))
        request.headers.append(field)


def request_parsed(world: World, event: events.RequestParsed) -> None:
    """The header is whole."""
    request = _served(world, event)
    if request is not None:
        request.header_complete = True
        request.consumed_bytes = event.consumed_bytes


def request_rejected(world: World, event: events.RequestRejected) -> None:
    """net/http answers alone, with a header that is written as one string (`(*conn).serve`)."""
    request = _served(world, event)
    if request is not None:
        request.status = event.status
        request.header_written = True
        set_state(world, request, "responding")


def background_read_started(world: World, event: events.BackgroundReadStarted) -> None:
    """Somebody watches for the client's leaving."""
    request = request_of(world, event)
    if request is not None:
        request.background_read = True


def background_read_stopped(world: World, event: events.BackgroundReadStopped) -> None:
    """Nobody watches any longer."""
    request = request_of(world, event)
    if request is not None:
        request.background_read = False


def request_context_cancelled(world: World, event: events.RequestContextCancelled) -> None:
    """The handler can know that the client is gone."""
    request = _served(world, event)
    if request is not None:
        request.context_cancelled = True


def server_logged(world: World, event: events.ServerLogged) -> None:
    """One more line; the oldest leaves."""
    world.log.append(clean_line(event.message, _LONGEST_TEXT))
    del world.log[:-_MOST_LINES]


def connection_lingering(world: World, event: events.ConnectionLingering) -> None:
    """The connection is half closed, which TCP's state shows: nothing else changes."""


# ── routing ──


def route_pattern_tried(world: World, event: events.RoutePatternTried) -> None:
    """One more pattern was held against the request."""
    request = _served(world, event)
    if request is not None and len(request.tried) < _MOST_TRIED:
        tried = Tried(
            pattern=event.pattern, matched=event.matched, reason=clean_line(event.reason, _LONGEST_TEXT)
        )
        request.tried.append(tried)


def route_matched(world: World, event: events.RouteMatched) -> None:
    """The request has its handler and its path values."""
    request = _served(world, event)
    if request is not None:
        request.pattern = event.pattern
        request.handler = event.handler
        request.values = {name: clean_line(value, _LONGEST_TEXT) for name, value in event.values}
        set_state(world, request, "routed")


def route_not_matched(world: World, event: events.RouteNotMatched) -> None:
    """ServeMux's own answer is the handler."""
    request = _served(world, event)
    if request is not None:
        request.status = event.status
        set_state(world, request, "routed")


# ── handling ──


def handler_started(world: World, event: events.HandlerStarted) -> None:
    """The handler runs."""
    request = _served(world, event)
    if request is not None:
        request.handler = event.handler
        request.handler_started_ns = event.time_ns
        set_state(world, request, "handling")


def handler_computed(world: World, event: events.HandlerComputed) -> None:
    """Only time has passed."""


def handler_waiting(world: World, event: events.HandlerWaiting) -> None:
    """The handler waits for something else."""
    request = _served(world, event)
    if request is not None:
        request.handler_wait_until_ns = later(event.time_ns, event.duration_ns)
        set_state(world, request, "waiting")


def handler_resumed(world: World, event: events.HandlerResumed) -> None:
    """The handler goes on."""
    request = _served(world, event)
    if request is not None:
        request.handler_wait_until_ns = None
        set_state(world, request, "handling")


def handler_wrote(world: World, event: events.HandlerWrote) -> None:
    """More of the body exists."""
    request = _served(world, event)
    if request is not None:
        request.body_written = total(request.body_written, event.length_bytes)


def handler_returned(world: World, event: events.HandlerReturned) -> None:
    """net/http has the word again."""
    request = _served(world, event)
    if request is not None:
        request.handler_returned = True
        request.handler_wait_until_ns = None
        set_state(world, request, "responding")


# ── answering ──


def response_buffered(world: World, event: events.ResponseBuffered) -> None:
    """Bytes wait in one buffer; what reaches the connection's has left the response's (`bufio.Writer.Flush`)."""
    request = _served(world, event)
    if request is None:
        return
    if event.buffer == "response":
        request.response_buffered = event.used_bytes
        if request.status is not None and not request.handler:  # net/http's own answer
            request.body_written = total(request.body_written, event.length_bytes)
    else:
        request.connection_buffered = event.used_bytes
        request.response_buffered = 0


def response_header_written(world: World, event: events.ResponseHeaderWritten) -> None:
    """Status and framing are settled."""
    request = _served(world, event)
    if request is not None:
        request.status = event.status
        request.header_written = True
        request.content_length = event.content_length
        request.chunked = event.chunked
        set_state(world, request, "responding")


def response_finished(world: World, event: events.ResponseFinished) -> None:
    """The server is done with the request."""
    request = _served(world, event)
    if request is not None:
        request.status = event.status
        request.keep_alive = event.keep_alive
        request.response_buffered = 0
        request.connection_buffered = 0


def _served(world: World, event: Event) -> Request | None:
    """The event's request, which the event's goroutine serves."""
    request = request_of(world, event)
    if request is not None and event.goroutine is not None:
        request.goroutine = event.goroutine
        goroutine = goroutine_of(world, event)
        if goroutine is not None:
            goroutine.request = request.id
    return request
