"""CPU cores, and the interrupts that take them away.

A core is a preemptive resource: a hard interrupt takes it from a softirq, a softirq from a thread. Which thread it
runs is the scheduler's choice (`thread.py`); what an interrupt takes from a thread, the thread makes up later.
"""

from collections import deque
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final, Protocol

import simpy

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events import hardware

if TYPE_CHECKING:
    from journey_tui.simulation.thread import Thread

Process = Generator[simpy.Event, Any, Any]

HARDIRQ: Final = 0  # less goes first: an interrupt before a softirq before a thread
SOFTIRQ: Final = 1
THREAD: Final = 2
"""Priorities of a core's users; the smaller comes first."""


class Context(Protocol):
    """Whoever uses a CPU now: a thread, or a softirq."""

    @property
    def cpu(self) -> int | None:
        """The core's number; None on a machine whose cores are not modelled."""

    def run(self, cost_ns: int) -> Process:
        """Use it for so long."""


class Fair(Protocol):
    """A thread, as fairness sees it."""

    vruntime: int
    """How long it has run, on a scale that those beside it share."""
    lag: int
    """What it was owed when it went to sleep; negative when it had more than its share."""


class Fairness:
    """How much of a core each of its threads was due (EEVDF, kernel/sched/fair.c, Linux 6.12; all of one weight)."""

    __slots__ = ("_floor", "_total", "members")

    def __init__(self) -> None:
        self.members = 0
        """Threads that are ready or run."""
        self._total = 0
        self._floor = 0

    @property
    def average(self) -> int:
        """Where a thread stands that has had exactly its share (`avg_vruntime`)."""
        return self._total // self.members if self.members else self._floor

    def join(self, thread: Fair) -> None:
        """It is ready, and is still owed what it was owed (`place_entity`)."""
        others = self.members
        thread.vruntime = self.average - (thread.lag * (others + 1) // others if others else 0)
        self.members += 1
        self._total += thread.vruntime

    def leave(self, thread: Fair, most_ns: int) -> None:
        """It sleeps, or goes to another core (`update_entity_lag`)."""
        self._floor = self.average
        thread.lag = max(-most_ns, min(self._floor - thread.vruntime, most_ns))
        self.members -= 1
        self._total -= thread.vruntime

    def spend(self, thread: Fair, used_ns: int) -> None:
        """It has run for so long (`update_curr`)."""
        thread.vruntime += used_ns
        self._total += used_ns


class Core:
    """One CPU core."""

    def __init__(
        self, number: int, env: simpy.Environment, recorder: Recorder, activity: Activity | None = None
    ) -> None:
        self.number = number
        self.env = env
        self.recorder = recorder
        self.resource = simpy.PreemptiveResource(env, capacity=1)
        self.chosen: Thread | None = None
        """The thread that the scheduler gave the core to (`rq->curr`); a softirq may still be in its way."""
        self.queue: deque[Thread] = deque()
        """Threads that wait for their turn."""
        self.pushing: deque[Thread] = deque()
        """Threads that have woken up and take the core from the one that runs."""
        self.fairness = Fairness()
        self.thread: Thread | None = None
        """The thread that runs here, or was stopped here by an interrupt."""
        self.in_softirq = False
        self._activity = activity or Activity()
        self._interrupts = 0

    @property
    def idle(self) -> bool:
        """No thread has it or waits for it; a softirq does not count (`available_idle_cpu`)."""
        return self.chosen is None and not self.queue and not self.pushing

    def next_thread(self) -> "Thread | None":
        """Take the thread that has the next turn out of its queue."""
        waiting = self.pushing or self.queue
        return waiting.popleft() if waiting else None

    def interrupt(
        self,
        cost_ns: int,
        handler: Callable[[], None],
        softirq: Callable[["Core", "SoftirqContext"], Process],
    ) -> Process:
        """A hard interrupt; on the way out the softirq, unless the interrupt came into one (`irq_exit_rcu`)."""
        self._activity.begin()
        self._interrupts += 1
        request = self.resource.request(priority=HARDIRQ)
        yield request
        interrupted = "softirq" if self.in_softirq else "thread" if self.thread else "idle"
        self.recorder.emit(hardware.CpuInterrupted(interrupted=interrupted, **self._stopped()))
        if cost_ns:
            yield self.env.timeout(cost_ns)
        handler()
        if self.in_softirq:
            self.resource.release(request)
        else:
            yield from self._leave_through_softirq(request, softirq)
        self._interrupts -= 1
        if not self._interrupts:
            self.recorder.emit(
                hardware.CpuResumed(resumed="thread" if self.thread else "idle", **self._stopped())
            )
        self._activity.end()

    def _leave_through_softirq(
        self, request: Any, softirq: Callable[["Core", "SoftirqContext"], Process]
    ) -> Process:
        self.in_softirq = True
        context = SoftirqContext(self)
        self.resource.release(request)
        yield from context.begin()
        yield from softirq(self, context)
        self.in_softirq = False
        context.end()

    def _stopped(self) -> dict[str, Any]:
        thread = self.thread
        if thread is None or not thread.recorded:
            return {"cpu": self.number}
        return {"cpu": self.number, "thread": thread.id, "goroutine": thread.goroutine}


class SoftirqContext:
    """A softirq's use of its core: a hard interrupt may take it away for a moment."""

    thread = None
    goroutine = None

    def __init__(self, core: Core) -> None:
        self.core = core
        self._request = core.resource.request(priority=SOFTIRQ)

    @property
    def cpu(self) -> int:
        """The core's number."""
        return self.core.number

    def begin(self) -> Process:
        """Wait for the core."""
        while True:
            try:
                yield self._request
                return
            except simpy.Interrupt:
                self._request = self.core.resource.request(priority=SOFTIRQ)

    def run(self, cost_ns: int) -> Process:
        """Use the core for so long."""
        remaining = cost_ns
        while remaining > 0:
            started = self.core.env.now
            try:
                yield self.core.env.timeout(remaining)
                return
            except simpy.Interrupt:
                remaining -= int(self.core.env.now - started)
                self._request = self.core.resource.request(priority=SOFTIRQ)
                yield from self.begin()

    def end(self) -> None:
        """Give the core back."""
        self.core.resource.release(self._request)
