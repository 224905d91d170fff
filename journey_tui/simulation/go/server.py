"""The accept loop: one goroutine takes connections and starts one goroutine for each (`(*Server).Serve`, Go 1.27)."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

from journey_tui.scenario.server import Handler, Route, Timeouts
from journey_tui.simulation.go.calendar import log_date
from journey_tui.simulation.go.connection import Connection
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.listener import AcceptError, Listener
from journey_tui.simulation.go.mux import ServeMux
from journey_tui.simulation.go.operating_system import Process, Registry
from journey_tui.simulation.go.poll_fd import PollFD
from journey_tui.simulation.go.preemption import enter_syscall
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.trace.events.http import ConnStateChanged, ServerListening, ServerLogged

SERVE: Final = "net/http.(*conn).serve"
FIRST_RETRY_NS: Final = 5_000_000  # net/http/server.go:Serve, tempDelay
LONGEST_RETRY_NS: Final = 1_000_000_000  # the same function
TEMPORARY: Final = frozenset({"EMFILE", "ENFILE"})
"""Errors of accept4 that Serve waits out (`Errno.Temporary`, syscall/syscall_unix.go); any other ends it."""


class Server:
    """One `http.Server` with its ServeMux."""

    def __init__(
        self,
        scheduler: Scheduler,
        registry: Registry,
        routes: tuple[Route, ...],
        *,
        go: str,
        timeouts: Timeouts,
        random: Random,
        now: Callable[[], int],
    ) -> None:
        self.scheduler = scheduler
        self.go = go
        self.timeouts = timeouts
        self.random = random
        self.now = now
        """The simulated time, which answers are dated by."""
        self.mux = ServeMux(go)
        self.handlers: dict[str, Handler] = {}
        for route in routes:
            self.mux.handle(route.pattern)
            self.handlers[route.pattern] = route.handler
        self.handler_names = {pattern: handler.name for pattern, handler in self.handlers.items()}
        self._registry = registry

    def serve(self, goroutine: Goroutine, listener: Listener) -> Code[None]:
        """Accept for ever; when descriptors run out, wait a little longer each time and try again."""
        listening = ServerListening(address=listener.address, **goroutine.m.about(goroutine))
        self.scheduler.emit(listening)
        retry_ns = 0
        while True:
            try:
                fd = yield from listener.accept(goroutine)
            except AcceptError as failure:
                if failure.errno not in TEMPORARY:
                    return
                retry_ns = min(max(retry_ns * 2, FIRST_RETRY_NS), LONGEST_RETRY_NS)
                failed = f"accept tcp {listener.address}: accept4: too many open files"
                yield from self.log(
                    goroutine, f"http: Accept error: {failed}; retrying in {_go_duration(retry_ns)}"
                )
                timer = self.scheduler.timers.timer(goroutine, retry_ns)
                timer.in_vain = partial(self._nothing_closed_since, self.scheduler.fds_closed)
                yield from self.scheduler.timers.wait(goroutine, timer)
                continue
            retry_ns = 0
            yield from self._start(goroutine, fd)

    def _nothing_closed_since(self, closed: int) -> bool:
        """Whether accept4 will find as few descriptors as before."""
        return self.scheduler.fds_closed == closed

    def log(self, goroutine: Goroutine, message: str, rest: str = "") -> Process[None]:
        """Write a line to the server's log; `rest` is what follows it and is not told (`(*Server).logf`)."""
        self.scheduler.emit(ServerLogged(message=message, **goroutine.m.about(goroutine)))
        text = f"{log_date(self.now())} {message}\n{rest}"
        call = self.scheduler.syscalls.write_log(goroutine.thread, text)
        yield from enter_syscall(self.scheduler, goroutine, call)

    def _start(self, goroutine: Goroutine, fd: PollFD) -> Process[None]:
        """`go c.serve(ctx)`."""
        record = self._registry.connection_of_fd(fd.number)
        about = goroutine.m.about(goroutine)
        about["connection"] = record.id if record else None
        self.scheduler.emit(ConnStateChanged(state="new", **about))
        connection = Connection(self, fd, record)
        served_by = self.scheduler.create(goroutine, SERVE, connection.serve, record)
        if record is not None:
            record.goroutine = served_by.id
        yield from self.scheduler.created(goroutine.m)


def _go_duration(duration_ns: int) -> str:
    """Whole milliseconds or seconds, as `time.Duration` spells them."""
    milliseconds = duration_ns // 1_000_000
    return "1s" if milliseconds == 1000 else f"{milliseconds}ms"
