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
    ParsedHeader,
    ParsedLine,
    ParsedRequest,
    RequestParser,
)
from journey_tui.simulation.go.poll_fd import PollFD
from journey_tui.simulation.go.request import Request
from journey_tui.text import clean_line
from journey_tui.trace.events.http import (
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
        while True:
            request = yield from self._read_request(goroutine)
            if request is None or not (yield from self._exchange(goroutine, request)):
                break
            self._change_state(goroutine, "idle")
            self._started_reading = False
            if self._record is not None:
                self._record.serving = None
        yield from self._fd.close(goroutine)
        self._change_state(goroutine, "closed")

    # ── reading ──

    def _read_request(self, goroutine: Goroutine) -> Code[Request | None]:
        """The next request; None when the client is gone or net/http answered by itself (`readRequest`)."""
        while True:
            step = self._parser.next()
            match step:
                case NeedMore(read_size):
                    yield from self._fill(goroutine, read_size)
                case ParsedLine(method, target, proto):
                    self._begin_request(goroutine)
                    yield from self._spend(goroutine, "parse_request_line")
                    about = goroutine.m.about(goroutine)
                    event = RequestLineParsed(
                        method=method, target=clean_line(target), protocol=proto, **about
                    )
                    self._scheduler.emit(event)
                case ParsedHeader(name, value):
                    yield from self._spend(goroutine, "parse_header")
                    about = goroutine.m.about(goroutine)
                    self._scheduler.emit(
                        HeaderParsed(name=clean_line(name), value=clean_line(value), **about)
                    )
                case ParsedRequest(request, count, consumed, buffered):
                    parsed = RequestParsed(
                        header_count=count,
                        consumed_bytes=consumed,
                        buffered_bytes=buffered,
                        **goroutine.m.about(goroutine),
                    )
                    self._scheduler.emit(parsed)
                    self._change_state(goroutine, "active")
                    return request
                case BadRequest():
                    yield from self._reject(goroutine, step)
                    return None
                case InputEnded():
                    return None

    def _fill(self, goroutine: Goroutine, size: int) -> Code[None]:
        """One read(2) into the 4096-byte buffer."""
        done = yield from self._reader.read(goroutine, size)
        if done.value:
            self._begin_request(goroutine)
            self._parser.feed(done.data)
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
        except HandlerPanic:
            yield from exchange.give_up(goroutine)
            return False
        yield from exchange.finish(goroutine)
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
                yield from run_handler(exchange, handler, server.random, goroutine)
                return
        yield from exchange.answer(goroutine, own)

    def _linger(self, goroutine: Goroutine) -> Code[None]:
        """Keep the connection a little, so that the client reads the answer before a reset (`closeWriteAndWait`).

        The FIN that Go sends first is not modelled yet.
        """
        timer = self._scheduler.timers.timer(goroutine, LINGER_NS)
        yield from self._scheduler.timers.wait(goroutine, timer)

    def _spend(self, goroutine: Goroutine, cost: str) -> Process[None]:
        yield from goroutine.thread.run(self._scheduler.costs[cost])

    def _change_state(self, goroutine: Goroutine, state: str) -> None:
        self._scheduler.emit(ConnStateChanged(state=state, **goroutine.m.about(goroutine)))
