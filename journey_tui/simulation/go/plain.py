"""Programs that are no `http.Server`: a listener that accepts late or never, and one that accepts and never reads.

listener, _ := net.Listen("tcp", address)
time.Sleep(accepts)                         // or for ever: select {}
for { connection, _ := listener.Accept() }  // reads: false
"""

from typing import Final

from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.listener import AcceptError, Listener
from journey_tui.simulation.go.scheduler import Scheduler

WAITS_FOR_EVER: Final = "select (no cases)"  # waitReasonSelectNoCases, runtime/runtime2.go, Go 1.27


def wait_for_ever() -> Code[None]:
    """`select {}`."""
    yield Park(WAITS_FOR_EVER)


def sleep(scheduler: Scheduler, goroutine: Goroutine, duration_ns: int) -> Code[None]:
    """`time.Sleep`."""
    timer = scheduler.timers.timer(goroutine, duration_ns)
    yield from scheduler.timers.wait(goroutine, timer)


def accept_only(goroutine: Goroutine, listener: Listener) -> Code[None]:
    """Take every connection and never read any; the end is the listener's."""
    while True:
        try:
            yield from listener.accept(goroutine)
        except AcceptError:
            return
