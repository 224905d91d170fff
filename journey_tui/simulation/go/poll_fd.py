"""A file that goroutines read and write (internal/poll.FD, Go 1.27).

Every operation is tried at once. Only when the kernel says EAGAIN does the goroutine park, and when it is woken it
tries again: epoll never says how much there is.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process, Result
from journey_tui.simulation.go.poll_descriptor import Mode, PollDescriptor
from journey_tui.simulation.go.preemption import enter_syscall
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.simulation.go.timers import Timer
from journey_tui.trace.events.runtime import DeadlinePassed, DeadlineSet

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine

TIMED_OUT = "timeout"
"""os.ErrDeadlineExceeded: the deadline has passed."""


@dataclass(frozen=True, slots=True)
class Done:
    """How an operation ended."""

    value: int = 0
    data: bytes = b""
    error: str = ""
    """An errno, or `timeout`."""


class PollFD:
    """One open file that the netpoller watches."""

    def __init__(self, scheduler: Scheduler, fd: int) -> None:
        self.number = fd
        self._scheduler = scheduler
        self._syscalls = scheduler.syscalls
        self._descriptor: PollDescriptor | None = None

    @property
    def descriptor(self) -> PollDescriptor:
        """Its pollDesc."""
        assert self._descriptor is not None, f"file {self.number} is not open"
        return self._descriptor

    def open(self, goroutine: Goroutine) -> Process[None]:
        """Let the netpoller watch it (`FD.Init`)."""
        self._descriptor = yield from self._scheduler.netpoller.open(goroutine, self.number)

    def close(self, goroutine: Goroutine) -> Process[None]:
        """Close it (`FD.Close`)."""
        for side in self.descriptor.sides.values():
            side.stop_deadline()
        yield from self._scheduler.netpoller.close(goroutine, self.descriptor)
        yield from enter_syscall(
            self._scheduler, goroutine, self._syscalls.close(goroutine.thread, self.number)
        )
        self._scheduler.fds_closed += 1

    def accept(self, goroutine: Goroutine) -> Code[Done]:
        """Take a connection: its descriptor, or an errno such as EMFILE (`FD.Accept`)."""
        while True:
            call = self._syscalls.accept4(goroutine.thread, self.number)
            result = yield from enter_syscall(self._scheduler, goroutine, call)
            if result.errno == "ECONNABORTED":
                continue
            if result.errno != "EAGAIN":
                return Done(result.value, error=result.errno)
            if not (yield from self.descriptor.wait(goroutine, "r")):
                return Done(error=TIMED_OUT)

    def read(self, goroutine: Goroutine, size: int) -> Code[Done]:
        """Read up to `size` bytes; none at all is the end (`FD.Read`)."""
        if not self.descriptor.reset("r"):
            return Done(error=TIMED_OUT)
        while True:
            call = self._syscalls.read(goroutine.thread, self.number, size)
            result = yield from enter_syscall(self._scheduler, goroutine, call)
            if result.errno != "EAGAIN":
                return _read(result)
            if not (yield from self.descriptor.wait(goroutine, "r")):
                return Done(error=TIMED_OUT)

    def write(self, goroutine: Goroutine, data: bytes) -> Code[Done]:
        """Write all of it, however often that takes (`FD.Write`)."""
        written = 0
        if not self.descriptor.reset("w"):
            return Done(error=TIMED_OUT)
        while written < len(data):
            call = self._syscalls.write(goroutine.thread, self.number, data[written:])
            result = yield from enter_syscall(self._scheduler, goroutine, call)
            if not result.errno:
                written += result.value
            elif result.errno != "EAGAIN":
                return Done(written, error=result.errno)
            elif not (yield from self.descriptor.wait(goroutine, "w")):
                return Done(written, error=TIMED_OUT)
        return Done(written)

    def close_write(self, goroutine: Goroutine) -> Process[None]:
        """Say FIN and go on reading (`FD.Shutdown` with SHUT_WR)."""
        call = self._syscalls.shutdown(goroutine.thread, self.number)
        yield from enter_syscall(self._scheduler, goroutine, call)

    # ── deadlines ──

    def set_deadline(self, goroutine: Goroutine, delay_ns: int, mode: Mode = "r") -> Process[None]:
        """Give up waiting at a time; 0 for never (`runtime_pollSetDeadline`: no option of the socket)."""
        self.clear_deadline(goroutine, mode)
        if not delay_ns:
            return
        scheduler, side = self._scheduler, self.descriptor.sides[mode]
        timer = Timer(scheduler.now + delay_ns, goroutine, lambda machine: self._passed(machine, mode, timer))
        timer.told = False
        side.deadline = timer
        self._tell_deadline(goroutine, mode, scheduler.timers.shown_ns(timer))
        yield from scheduler.timers.start(goroutine.m, timer)

    def expire(self, goroutine: Goroutine, mode: Mode = "r") -> Process[None]:
        """Set a deadline in the past: who waits is woken, who comes gives up."""
        self.descriptor.sides[mode].stop_deadline()
        yield from self._expire(goroutine.m, mode)

    def clear_deadline(self, goroutine: Goroutine, mode: Mode = "r") -> None:
        """Wait for ever again."""
        side = self.descriptor.sides[mode]
        side.expired = False
        if side.stop_deadline():
            self._tell_deadline(goroutine, mode, None)

    def _tell_deadline(self, goroutine: Goroutine, mode: Mode, when_ns: int | None) -> None:
        about = goroutine.m.about(goroutine)
        self._scheduler.emit(DeadlineSet(mode=mode, when_ns=when_ns, fd=self.number, **about))

    def _passed(self, machine: "Machine", mode: Mode, timer: Timer) -> Process[None]:
        """The deadline's timer has fired (`netpolldeadlineimpl`)."""
        self.descriptor.sides[mode].deadline = None
        goroutine = timer.goroutine
        passed = DeadlinePassed(
            mode=mode,
            fd=self.number,
            goroutine=goroutine.id,
            connection=goroutine.connection,
            request=goroutine.request,
            **machine.ids,
        )
        self._scheduler.emit(passed)
        yield from self._expire(machine, mode)

    def _expire(self, machine: "Machine", mode: Mode) -> Process[None]:
        self.descriptor.sides[mode].expired = True
        waiter = self.descriptor.unblock(mode, ready=False)
        if waiter is not None:
            yield from self._scheduler.ready(machine, waiter)


def _read(result: Result) -> Done:
    return Done(error=result.errno) if result.errno else Done(len(result.data), result.data)
