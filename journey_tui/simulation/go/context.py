"""The context of a connection's requests: cancelled when the client is gone (context.WithCancel, Go 1.27)."""

from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.simulation.go.timers import Timer
from journey_tui.trace.events.http import RequestContextCancelled


class Context:
    """What `r.Context()` tells a handler."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.cancelled = False
        self.in_handler = False
        """A handler runs, which may ask for it."""
        self._scheduler = scheduler
        self._waiting: Timer | None = None

    def cancel(self, goroutine: Goroutine, cause: str) -> Process[None]:
        """The client is gone, which `goroutine` has found out: whoever waits for that is woken."""
        if self.cancelled:
            return
        self.cancelled = True
        machine = goroutine.m
        if self.in_handler:
            about = machine.about(goroutine)
            self._scheduler.emit(RequestContextCancelled(cause=cause, **about))
        timer, self._waiting = self._waiting, None
        if timer is not None and not timer.fired:
            timer.stopped = True
            yield from self._scheduler.ready(machine, timer.goroutine)

    def wait(self, goroutine: Goroutine, duration_ns: int) -> Code[bool]:
        """Wait for a time or for the client's going; whether the time passed (`select`)."""
        if self.cancelled:
            return False
        self._waiting = timer = self._scheduler.timers.timer(goroutine, duration_ns)
        yield from self._scheduler.timers.wait(goroutine, timer, "select")
        self._waiting = None
        return timer.fired
