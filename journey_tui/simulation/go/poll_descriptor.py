"""What the netpoller remembers of one file: who waits to read it and who to write it (pollDesc, runtime/netpoll.go).

Each side holds one of three things: nothing, a waiting goroutine, or the news that the file became ready while
nobody waited (pdReady). So an edge that epoll tells only once is never lost. pdWait, the moment between the decision
to wait and being set aside, takes no time here. Facts: Go 1.27.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.operating_system import Process, Recorder, Thread
from journey_tui.trace.events.runtime import PollDescriptorArmed, PollDescriptorReady

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine
    from journey_tui.simulation.go.timers import Timer

Mode = Literal["r", "w"]

# Which events wake whom: netpoll, runtime/netpoll_epoll.go
_READ_EVENTS: Final = frozenset({"EPOLLIN", "EPOLLRDHUP", "EPOLLHUP", "EPOLLERR"})
_WRITE_EVENTS: Final = frozenset({"EPOLLOUT", "EPOLLHUP", "EPOLLERR"})


@dataclass(slots=True)
class Side:
    """Reading or writing."""

    waiter: Goroutine | None = None
    ready: bool = False
    """pdReady."""
    expired: bool = False
    """Its deadline has passed."""
    deadline: "Timer | None" = None
    """The timer of a deadline that is still to come."""

    def stop_deadline(self) -> bool:
        """No deadline any more; whether there was one."""
        timer, self.deadline = self.deadline, None
        if timer is not None:
            timer.stopped = True
        return timer is not None


@dataclass(slots=True)
class Waiters:
    """How many goroutines wait for any file (`netpollWaiters`)."""

    count: int = 0


@dataclass(slots=True)
class PollDescriptor:
    """One pollDesc."""

    fd: int
    recorder: Recorder
    waiters: Waiters
    sides: dict[Mode, Side] = field(default_factory=lambda: {"r": Side(), "w": Side()})
    closing: bool = False
    after_first_park: Callable[[], None] | None = None
    """Called once, when a goroutine has been set aside here for the first time."""

    def reset(self, mode: Mode) -> bool:
        """Forget old news before a new attempt; False when the deadline has passed (`runtime_pollReset`)."""
        side = self.sides[mode]
        if side.expired or self.closing:
            return False
        side.ready = False
        return True

    def wait(self, goroutine: Goroutine, mode: Mode) -> Code[bool]:
        """Park until the file is ready; False when the deadline passed first (`runtime_pollWait`, `netpollblock`)."""
        side = self.sides[mode]
        while not side.expired and not self.closing:
            if side.ready:
                side.ready = False
                return True
            assert side.waiter is None, "two goroutines wait for the same file and mode"
            side.waiter = goroutine
            self.waiters.count += 1
            self.recorder.emit(PollDescriptorArmed(mode=mode, fd=self.fd, **goroutine.m.about(goroutine)))
            yield Park("IO wait", fd=self.fd, commit=self._parked)
        return False

    def _parked(self, _machine: "Machine") -> Process[None]:
        if self.after_first_park is not None:
            self.after_first_park()
            self.after_first_park = None
        yield from ()

    def unblock(self, mode: Mode, *, ready: bool) -> Goroutine | None:
        """Take the waiting goroutine out; news that nobody waits for is kept (`netpollunblock`)."""
        side = self.sides[mode]
        waiter, side.waiter = side.waiter, None
        self.waiters.count -= waiter is not None
        side.ready = side.ready or ready
        return waiter

    def deliver(self, events: tuple[str, ...], thread: Thread) -> list[Goroutine]:
        """What epoll tells of this file; answers whom it wakes, the reader first (`netpollready`)."""
        if self.closing:
            return []
        told = frozenset(events)
        modes: tuple[tuple[Mode, frozenset[str]], ...] = (("r", _READ_EVENTS), ("w", _WRITE_EVENTS))
        woken = []
        for mode, wanted in modes:
            if told & wanted and not self.sides[mode].ready:
                waiter = self.unblock(mode, ready=True)
                self._tell(mode, waiter, thread)
                woken += [waiter] if waiter else []
        return woken

    def _tell(self, mode: Mode, waiter: Goroutine | None, thread: Thread) -> None:
        event = PollDescriptorReady(
            mode=mode,
            remembered=waiter is None,
            fd=self.fd,
            thread=thread.id,
            cpu=thread.cpu,
            goroutine=waiter.id if waiter else None,
            connection=waiter.connection if waiter else None,
            request=waiter.request if waiter else None,
        )
        self.recorder.emit(event)
