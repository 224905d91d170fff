"""One connection of the server, in one goroutine from accept to close (`(*conn).serve`, net/http/server.go, Go 1.27).

Request after request: read and parse, route, handle, write, and again. Requests of one connection are never served
at the same time; a goroutine per request is what Go does not do.
"""

from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.conn_reader import ConnReader
from journey_tui.simulation.go.context import Context
from journey_tui.simulation.go.default_handlers import answer_before_mux, answer_for
from journey_tui.simulation.go.exchange import Exchange
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.handler import HandlerPanic, run_handler
from journey_tui.simulation.go.operating_system import ConnectionRecord, Process
from journey_tui.simulation.go.parser import (
    BadRequest,
    InputEnded,
    NeedMore,
    NextRequestBegins,
    ParsedHeader,
    ParsedLine,
    ParsedRequest,
    RequestParser,
)
from journey_tui.simulation.go.poll_fd import PollFD
from journey_tui.simulation.go.request import Request
from journey_tui.text import clean_line
from journey_tui.trace.events.http import (
    ConnectionLingering,
    ConnStateChanged,
    HeaderParsed,
    RequestLineParsed,
    RequestParsed,
    RequestRejected,
)

if TYPE_CHECKING:
    from journey_tui.simulation.go.server import Server

LINGER_NS: Final = 500_000_000  # rstAvoidanceDelay, net/http/server.go


class Connection:
    """One `conn`."""

    def __init__(self, server: "Server", fd: PollFD, record: ConnectionRecord | None) -> None:
        self._server = server
        self._scheduler = server.scheduler
        self._fd = fd
        self._record = record
        self._parser = RequestParser(server.go)
        self._context = Context(server.scheduler)
        self._reader = ConnReader(server.scheduler, fd, record, self._context)
        self._started_reading = False

    def serve(self, goroutine: Goroutine) -> Code[None]:
        """Serve requests until the connection ends."""
        timeouts = self._server.timeouts
        yield from self._fd.set_deadline(goroutine, timeouts.read_header or timeouts.read)
        while True:
            request = yield from self._read_request(goroutine)
            if request is None or not (yield from self._exchange(goroutine, request)):
                break
            self._change_state(goroutine, "idle")
            self._started_reading = False
            if self._record is not None:
                self._record.serving = None
            yield from self._fd.set_deadline(goroutine, timeouts.idle or timeouts.read)
        yield from self._fd.close(goroutine)
        self._change_state(goroutine, "closed")

    # ── reading ──

    def _read_request(self, goroutine: Goroutine) -> Code[Request | None]:
        """The next request; None when the client is gone or net/http answered by itself (`readRequest`)."""
        timeouts = self._server.timeouts
        begun_ns = self._scheduler.now
        while True:
            step = self._parser.next()
            match step:
                case NeedMore(read_size):
                    yield from self._fill(goroutine, read_size)
                case NextRequestBegins():
                    begun_ns = self._scheduler.now
                    yield from self._fd.set_deadline(goroutine, timeouts.read_header or timeouts.read)
                case ParsedLine() | ParsedHeader():
                    self._begin_request(goroutine)
                    yield from self._tell_parsed(goroutine, step)
                case ParsedRequest(request):
                    self._tell_request(goroutine, step)
                    yield from self._set_request_deadlines(goroutine, begun_ns)
                    self._change_state(goroutine, "active")
                    return request
                case BadRequest():
                    yield from self._set_write_deadline(goroutine)
                    yield from self._reject(goroutine, step)
                    return None
                case InputEnded():
                    return None

    def _set_request_deadlines(self, goroutine: Goroutine, begun_ns: int) -> Process[None]:
        """ReadTimeout counts from when Go began to read the request, WriteTimeout from the end of its header."""
        read_ns = self._server.timeouts.read
        # A deadline that has passed already is one in the past, not none.
        left_ns = max(begun_ns + read_ns - self._scheduler.now, 1) if read_ns else 0
        yield from self._fd.set_deadline(goroutine, left_ns)
        yield from self._set_write_deadline(goroutine)

    def _set_write_deadline(self, goroutine: Goroutine) -> Process[None]:
        if self._server.timeouts.write:
            yield from self._fd.set_deadline(goroutine, self._server.timeouts.write, "w")

    def _tell_parsed(self, goroutine: Goroutine, step: ParsedLine | ParsedHeader) -> Process[None]:
        """The request line or one header field."""
        line = isinstance(step, ParsedLine)
        yield from self._spend(goroutine, "parse_request_line" if line else "parse_header")
        about = goroutine.m.about(goroutine)
        event: RequestLineParsed | HeaderParsed
        if isinstance(step, ParsedLine):
            event = RequestLineParsed(
                method=step.method, target=clean_line(step.target), protocol=step.proto, **about
            )
        else:
            event = HeaderParsed(name=clean_line(step.name), value=clean_line(step.value), **about)
        self._scheduler.emit(event)

    def _tell_request(self, goroutine: Goroutine, step: ParsedRequest) -> None:
        parsed = RequestParsed(
            header_count=step.header_count,
            consumed_bytes=step.consumed,
            buffered_bytes=step.buffered,
            **goroutine.m.about(goroutine),
        )
        self._scheduler.emit(parsed)

    def _fill(self, goroutine: Goroutine, size: int) -> Code[None]:
        """One read(2) into the 4096-byte buffer."""
        read_ahead = self._reader.has_byte
        done = yield from self._reader.read(goroutine, size)
        if done.value:
            self._begin_request(goroutine)
            self._parser.feed(done.data, read_ahead=read_ahead)
        else:
            self._parser.end_of_input(failed=bool(done.error))

    def _begin_request(self, goroutine: Goroutine) -> None:
        """The first bytes of a request are here: from now on all is done for it."""
        if not self._started_reading:
            self._started_reading = True
            if self._record is not None:
                goroutine.thread.request = self._record.next_served()

    def _reject(self, goroutine: Goroutine, rejected: BadRequest) -> Code[None]:
        event = RequestRejected(
            status=rejected.status, reason=rejected.reason, **goroutine.m.about(goroutine)
        )
        self._scheduler.emit(event)
        self._change_state(goroutine, "active")
        yield from self._fd.write(goroutine, rejected.response)
        if rejected.lingers:
            yield from self._linger(goroutine)

    # ── answering ──

    def _exchange(self, goroutine: Goroutine, request: Request) -> Code[bool]:
        """Answer one request; whether the connection stays."""
        exchange = Exchange(
            request,
            go=self._server.go,
            scheduler=self._scheduler,
            parser=self._parser,
            reader=self._reader,
            fd=self._fd,
            context=self._context,
            now_ns=self._server.now,
        )
        try:
            yield from self._answer(goroutine, exchange)
        except HandlerPanic as panic:
            yield from self._recover(goroutine, exchange, panic)
            return False
        finally:
            self._context.in_handler = False
        yield from exchange.finish(goroutine)
        self._fd.clear_deadline(goroutine, "w")
        if exchange.response.lingers:
            yield from self._linger(goroutine)
        return exchange.keeps_connection

    def _answer(self, goroutine: Goroutine, exchange: Exchange) -> Code[None]:
        request = exchange.request
        own = answer_before_mux(request)
        if not request.expectation_fails:
            yield from exchange.begin(goroutine)
        if own is None:
            server = self._server
            route = yield from exchange.route(goroutine, server.mux, server.handler_names)
            own = answer_for(route, request)
            if own is None:
                handler = server.handlers[route.pattern]
                self._context.in_handler = True
                yield from run_handler(exchange, handler, server.random, goroutine)
                return
        yield from exchange.answer(goroutine, own)

    def _recover(self, goroutine: Goroutine, exchange: Exchange, panic: HandlerPanic) -> Code[None]:
        """The deferred function of serve: log the panic, and end the connection without a word."""
        address = self._record.local if self._record is not None else ""
        stack = f"goroutine {goroutine.id} [running]:\nnet/http.(*conn).serve.func1()\n"
        yield from self._server.log(goroutine, f"http: panic serving {address}: {panic}", stack)
        yield from exchange.give_up(goroutine)

    def _linger(self, goroutine: Goroutine) -> Code[None]:
        """Say FIN and keep the connection a little, so that no reset overtakes the answer (`closeWriteAndWait`)."""
        yield from self._fd.close_write(goroutine)
        lingering = ConnectionLingering(duration_ns=LINGER_NS, **goroutine.m.about(goroutine))
        self._scheduler.emit(lingering)
        timer = self._scheduler.timers.timer(goroutine, LINGER_NS)
        yield from self._scheduler.timers.wait(goroutine, timer)

    def _spend(self, goroutine: Goroutine, cost: str) -> Process[None]:
        yield from goroutine.thread.run(self._scheduler.costs[cost])

    def _change_state(self, goroutine: Goroutine, state: str) -> None:
        self._scheduler.emit(ConnStateChanged(state=state, **goroutine.m.about(goroutine)))
