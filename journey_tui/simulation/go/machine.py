"""An M: a thread that runs goroutines, one after the other (runtime/runtime2.go and proc.go, Go 1.27).

It looks for a goroutine, runs it until it parks or ends, and looks again. While a goroutine runs, the M waits for
whatever the goroutine waits for in simulated time, so a computing or calling goroutine holds its thread, and a parked
one holds none.
"""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import simpy

from journey_tui.simulation.go.find_runnable import find_runnable
from journey_tui.simulation.go.goroutine import GiveWay, Goroutine, Park, Status
from journey_tui.simulation.go.note import Note
from journey_tui.simulation.go.operating_system import Process, Thread
from journey_tui.simulation.go.processor import Processor
from journey_tui.trace.events.runtime import (
    GoroutineEnded,
    GoroutineParked,
    GoroutineStarted,
    ProcessorAcquired,
    ProcessorReleased,
)

if TYPE_CHECKING:
    from journey_tui.simulation.go.scheduler import Scheduler


class ThreadIds(TypedDict):
    """What every event of a thread carries."""

    thread: int
    cpu: int | None


class GoroutineIds(ThreadIds):
    """What every event of a running goroutine carries."""

    goroutine: int
    connection: int | None
    request: int | None


class Found(NamedTuple):
    """What findRunnable came back with."""

    goroutine: Goroutine
    source: str
    """runnext | local | global | netpoll | stolen."""


class Machine:
    """One M."""

    thread: Thread

    def __init__(self, number: int, scheduler: "Scheduler") -> None:
        self.id = number
        self.name = f"M{number}"
        self.scheduler = scheduler
        self.processor: Processor | None = None
        self.next_processor: Processor | None = None
        """The P that it gets with the wake-up (`nextp`)."""
        self.spinning = False
        """It has a P and no goroutine, and looks for one to steal."""
        self.current: Goroutine | None = None
        self.note = Note(number, scheduler.syscalls)
        """Where it sleeps when there is nothing to do (`park`)."""

    @property
    def p(self) -> Processor:
        """The P that it holds."""
        assert self.processor is not None, f"{self.name} holds no P"
        return self.processor

    @property
    def in_syscall(self) -> bool:
        """Whether its goroutine is in a system call."""
        return self.current is not None and self.current.status is Status.SYSCALL

    @property
    def ids(self) -> ThreadIds:
        """What its events carry."""
        return {"thread": self.thread.id, "cpu": self.thread.cpu}

    def run(self, thread: Thread) -> Process[None]:
        """The thread's life: it never ends (`mstart`, `schedule`)."""
        self.thread = thread
        if self.processor is None:
            self.take_next_processor()
        while True:
            found = yield from find_runnable(self)
            if self.spinning:
                yield from self.scheduler.threads.reset_spinning(self)
            yield from self.execute(found)
            if self.processor is None:
                yield from self.scheduler.threads.stop(self)

    # ── its P ──

    def acquire(self, processor: Processor) -> None:
        """Take a P (`acquirep`)."""
        assert self.processor is None
        assert processor.machine is None
        self.processor, processor.machine = processor, self
        self.scheduler.emit(ProcessorAcquired(processor=processor.id, spinning=self.spinning, **self.ids))

    def take_next_processor(self) -> None:
        """Take the P that came with the wake-up."""
        assert self.next_processor is not None
        processor, self.next_processor = self.next_processor, None
        self.acquire(processor)

    def release(self) -> Processor:
        """Give its P up (`releasep`)."""
        processor = self.p
        self.processor = processor.machine = None
        self.scheduler.emit(ProcessorReleased(processor=processor.id, **self.ids))
        return processor

    def lose(self) -> None:
        """Its P is taken while it is in a system call."""
        processor = self.p
        self.processor = processor.machine = None
        self.scheduler.emit(ProcessorReleased(processor=processor.id, retaken=True, **self.ids))

    # ── its goroutine ──

    def execute(self, found: Found) -> Process[None]:
        """Run a goroutine until it parks, ends or has to give way (`execute`, `park_m`, `goexit0`, `goschedImpl`)."""
        goroutine = found.goroutine
        assert goroutine.machine is None
        assert goroutine.status is Status.RUNNABLE
        goroutine.machine, self.current = self, goroutine
        goroutine.status, goroutine.preempt = Status.RUNNING, False
        self.p.schedule_tick += found.source != "runnext"  # runnext inherits the time slice
        self.thread.goroutine, self.thread.request = goroutine.id, goroutine.request
        started = GoroutineStarted(processor=self.p.id, source=found.source, **self.about(goroutine))
        self.scheduler.emit(started)
        yield from self.thread.run(self.scheduler.costs["goroutine_switch"])
        park = yield from self._drive(goroutine)
        if isinstance(park, GiveWay):
            yield from self.scheduler.preempted(self, goroutine, park.cause)
            return
        if park is None:
            goroutine.status = Status.DEAD
            self.scheduler.emit(GoroutineEnded(function=goroutine.function, **self.about(goroutine)))
        else:
            goroutine.status = Status.WAITING
            parked = GoroutineParked(reason=park.reason, fd=park.fd, **self.about(goroutine))
            self.scheduler.emit(parked)
        goroutine.machine = self.current = None
        self.thread.goroutine = self.thread.request = None
        if park is not None and park.commit is not None:
            yield from park.commit(self)

    def _drive(self, goroutine: Goroutine) -> Process[Park | GiveWay | None]:
        """Wait in the goroutine's stead for all that it waits for; None when its function has returned."""
        step = partial(goroutine.code.send, None)
        while True:
            try:
                wanted = step()
            except StopIteration:
                return None
            if isinstance(wanted, Park | GiveWay):
                return wanted
            try:
                value = yield wanted
            except simpy.Interrupt as interrupt:
                step = partial(goroutine.code.throw, interrupt)
            else:
                step = partial(goroutine.code.send, value)

    def about(self, goroutine: Goroutine) -> GoroutineIds:
        """What the events of a goroutine carry that runs here."""
        return {
            "thread": self.thread.id,
            "cpu": self.thread.cpu,
            "goroutine": goroutine.id,
            "connection": goroutine.connection,
            "request": goroutine.request,
        }
