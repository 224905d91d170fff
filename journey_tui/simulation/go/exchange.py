"""One request and its answer, on their way through the server (`response` in net/http/server.go, Go 1.27).

The pure pieces decide what happens: the mux which handler, the response writer which bytes in which write(2). Here
their steps are carried out: costs are paid, system calls made, events told.
"""

from collections.abc import Callable, Iterable, Mapping

from journey_tui.simulation.go.calendar import http_date
from journey_tui.simulation.go.conn_reader import ConnReader
from journey_tui.simulation.go.context import Context
from journey_tui.simulation.go.default_handlers import Answer
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.mux import Route, ServeMux
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.parser import RequestParser
from journey_tui.simulation.go.poll_fd import PollFD
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.request_body import RequestBody
from journey_tui.simulation.go.response import (
    Buffered,
    HeaderFinalised,
    ResponseStep,
    ResponseWriter,
    SocketWrite,
)
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.text import clean_line
from journey_tui.trace.events.http import (
    ResponseBuffered,
    ResponseFinished,
    ResponseHeaderWritten,
    RouteMatched,
    RouteNotMatched,
    RoutePatternTried,
)


class Exchange:
    """One request that was parsed, and the answer to it."""

    def __init__(
        self,
        request: Request,
        *,
        go: str,
        scheduler: Scheduler,
        parser: RequestParser,
        reader: ConnReader,
        fd: PollFD,
        context: Context,
        now_ns: Callable[[], int],
    ) -> None:
        self.request = request
        self.scheduler = scheduler
        self.context = context
        self.body = RequestBody(request, parser, reader, go=go, at_end=self._watch_after_body)
        self.response = ResponseWriter(request, lambda: http_date(now_ns()), go=go, body=self.body.state)
        self.write_failed = False
        """A write(2) failed: nothing more is written."""
        self._reader = reader
        self._fd = fd
        self._finishing = False

    @property
    def keeps_connection(self) -> bool:
        """Whether the next request is read from this connection."""
        return self.response.reuses_connection and not self.write_failed

    def begin(self, goroutine: Goroutine) -> Process[None]:
        """Watch for the client's going, now or when the body has been read."""
        if not self.request.has_body:
            yield from self._reader.start_background_read(goroutine)

    def route(self, goroutine: Goroutine, mux: ServeMux, names: Mapping[str, str]) -> Process[Route]:
        """Ask the mux; `names` are the handlers' by pattern."""
        yield from goroutine.thread.run(self.scheduler.costs["mux_match"])
        request = self.request
        route = mux.route(request.method, request.target, request.host, accepted=True)
        about = goroutine.m.about(goroutine)
        for pattern, matched, reason in route.considered:
            self.scheduler.emit(RoutePatternTried(pattern=pattern, matched=matched, reason=reason, **about))
        if route.pattern:
            # An escape in the target may hide what a terminal would obey, or a byte that is no character.
            values = tuple((name, clean_line(value)) for name, value in route.values.items())
            handler = names[route.pattern]
            matched_event = RouteMatched(pattern=route.pattern, handler=handler, values=values, **about)
            self.scheduler.emit(matched_event)
        else:
            unmatched = RouteNotMatched(
                status=route.status, location=clean_line(route.location), allow=route.allow, **about
            )
            self.scheduler.emit(unmatched)
        return route

    def read_body(self, goroutine: Goroutine, limit: int) -> Code[int]:
        """The handler reads up to `limit` bytes of the body; answers how many there were."""
        yield from self.perform(goroutine, self.response.send_continue())
        return (yield from self.body.copy(goroutine, limit))

    def write(self, goroutine: Goroutine, data: bytes) -> Code[None]:
        """The handler writes (`response.Write`)."""
        if self.response.settles_with(len(data)):
            yield from self._discard_body_first(goroutine)
        yield from self.perform(goroutine, self.response.write(data))

    def flush(self, goroutine: Goroutine) -> Code[None]:
        """The handler flushes (`response.Flush`)."""
        yield from self._discard_body_first(goroutine)
        yield from self.perform(goroutine, self.response.flush())

    def answer(self, goroutine: Goroutine, answer: Answer) -> Code[None]:
        """Write an answer of net/http's own."""
        yield from self.perform(goroutine, answer.write_to(self.response))

    def finish(self, goroutine: Goroutine) -> Code[None]:
        """The handler returned: all goes out, and nobody reads ahead any more (`finishRequest`)."""
        self.response.handler_returned()
        yield from self._discard_body_first(goroutine)
        yield from self.perform(goroutine, self.response.finish())
        yield from self._end_reading(goroutine)
        finished = ResponseFinished(
            status=self.response.status, keep_alive=self.keeps_connection, **goroutine.m.about(goroutine)
        )
        self.scheduler.emit(finished)

    def give_up(self, goroutine: Goroutine) -> Code[None]:
        """The handler panicked: what has reached the connection's buffer goes out, and no more."""
        yield from self._end_reading(goroutine)
        yield from self.perform(goroutine, self.response.abort())

    def _discard_body_first(self, goroutine: Goroutine) -> Code[None]:
        """The header is about to be settled: a small rest of the request's body is read before that."""
        if self.response.discards_body_first():
            yield from self.body.discard(goroutine)

    def _end_reading(self, goroutine: Goroutine) -> Code[None]:
        """Nobody reads ahead any more, and the body is over, read or not."""
        yield from self._reader.abort(goroutine)
        self._finishing = True
        yield from self.body.close(goroutine)

    def perform(self, goroutine: Goroutine, steps: Iterable[ResponseStep]) -> Code[None]:
        """Carry out what the response writer decided."""
        for step in steps:
            match step:
                case Buffered(buffer, length, used, capacity):
                    self._tell_buffered(goroutine, buffer, length, used, capacity)
                case HeaderFinalised():
                    yield from self._tell_header(goroutine, step)
                case SocketWrite(data) if not self.write_failed:
                    done = yield from self._fd.write(goroutine, data)
                    if done.error:
                        self.write_failed = True
                        yield from self.context.cancel(goroutine, "write")
                case _:
                    pass

    def _tell_buffered(
        self, goroutine: Goroutine, buffer: str, length: int, used: int, capacity: int
    ) -> None:
        event = ResponseBuffered(
            buffer=buffer,
            length_bytes=length,
            used_bytes=used,
            capacity_bytes=capacity,
            **goroutine.m.about(goroutine),
        )
        self.scheduler.emit(event)

    def _tell_header(self, goroutine: Goroutine, step: HeaderFinalised) -> Process[None]:
        yield from goroutine.thread.run(self.scheduler.costs["write_response_header"])
        event = ResponseHeaderWritten(
            status=step.status,
            header_bytes=len(step.header),
            content_length=step.content_length,
            chunked=step.chunked,
            **goroutine.m.about(goroutine),
        )
        self.scheduler.emit(event)

    def _watch_after_body(self, goroutine: Goroutine) -> Process[None]:
        """The whole body is read: from now on a byte or an end means something else (`registerOnHitEOF`)."""
        if not self._finishing:
            yield from self._reader.start_background_read(goroutine)
