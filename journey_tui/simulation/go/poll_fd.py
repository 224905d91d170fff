"""A file that goroutines read and write (internal/poll.FD, Go 1.27).

Every operation is tried at once. Only when the kernel says EAGAIN does the goroutine park, and when it is woken it
tries again: epoll never says how much there is.
"""

from dataclasses import dataclass
from typing import TypeVar

from journey_tui.simulation.go.goroutine import Code, Goroutine, Status
from journey_tui.simulation.go.operating_system import Process, Result
from journey_tui.simulation.go.poll_descriptor import Mode, PollDescriptor
from journey_tui.simulation.go.scheduler import Scheduler

T = TypeVar("T")

TIMED_OUT = "timeout"
"""os.ErrDeadlineExceeded: the deadline has passed."""


@dataclass(frozen=True, slots=True)
class Done:
    """How an operation ended."""

    value: int = 0
    data: bytes = b""
    error: str = ""
    """An errno, or `timeout`."""


def enter_syscall(scheduler: Scheduler, goroutine: Goroutine, call: Process[T]) -> Process[T]:
    """A goroutine makes a system call: a deeply sleeping sysmon is woken first (`entersyscall`).

    The P stays with the thread; sysmon may take it when the call lasts, which is not modelled yet.
    """
    goroutine.thread.request = goroutine.request
    yield from scheduler.sysmon.wake(goroutine.thread)
    goroutine.status = Status.SYSCALL
    result = yield from call
    goroutine.status = Status.RUNNING
    return result


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
        yield from self._scheduler.netpoller.close(goroutine, self.descriptor)
        yield from enter_syscall(
            self._scheduler, goroutine, self._syscalls.close(goroutine.thread, self.number)
        )

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
        self.descriptor.reset("w")
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

    def expire(self, goroutine: Goroutine, mode: Mode = "r") -> Process[None]:
        """Set a deadline in the past: who waits is woken, who comes gives up (`pollSetDeadline`)."""
        self.descriptor.sides[mode].expired = True
        waiter = self.descriptor.unblock(mode, ready=False)
        if waiter is not None:
            yield from self._scheduler.ready(goroutine.m, waiter)

    def clear_deadline(self, mode: Mode = "r") -> None:
        """Wait for ever again."""
        self.descriptor.sides[mode].expired = False


def _read(result: Result) -> Done:
    return Done(error=result.errno) if result.errno else Done(len(result.data), result.data)
