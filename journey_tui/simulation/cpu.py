"""CPU cores and the threads that run on them.

A core is a preemptive resource: a hard interrupt takes it from a softirq, a softirq from a thread. A thread holds its
core until it sleeps or its slice is over while another waits; what an interrupt takes from it, it makes up later.
"""

from collections.abc import Callable, Generator
from typing import Any, Final, Protocol

import simpy

from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events import hardware, runtime

Process = Generator[simpy.Event, Any, Any]

HARDIRQ: Final = 0
SOFTIRQ: Final = 1
STOPPED_THREAD: Final = 2
"""A thread that was interrupted comes before one that only waits."""
THREAD: Final = 3
SLICE_NS: Final = 3_000_000
"""How long a thread may go on while another waits; base_slice_ns of EEVDF with two CPUs (kernel/sched/fair.c)."""


class Context(Protocol):
    """Whoever uses a CPU now: a thread, or a softirq."""

    @property
    def cpu(self) -> int | None:
        """The core's number."""

    def run(self, cost_ns: int) -> Process:
        """Use it for so long."""


class Core:
    """One CPU core."""

    def __init__(self, number: int, env: simpy.Environment, recorder: Recorder) -> None:
        self.number = number
        self.env = env
        self.recorder = recorder
        self.resource = simpy.PreemptiveResource(env, capacity=1)
        self.thread: Thread | None = None
        """The thread that runs here, or was stopped here by an interrupt."""
        self.in_softirq = False

    @property
    def idle(self) -> bool:
        """Nobody has it and nobody waits for it."""
        return not self.resource.users and not self.resource.queue

    def threads_wait(self) -> bool:
        """Whether a thread waits that was not merely interrupted."""
        return any(request.priority == THREAD for request in self.resource.queue)

    def interrupt(
        self,
        cost_ns: int,
        handler: Callable[[], None],
        softirq: Callable[["Core", "SoftirqContext"], Process],
    ) -> Process:
        """A hard interrupt on this core; afterwards the softirq, when the handler raised one."""
        request = self.resource.request(priority=HARDIRQ, preempt=True)
        yield request
        interrupted = "softirq" if self.in_softirq else "thread" if self.thread else "idle"
        self.recorder.emit(hardware.CpuInterrupted(interrupted=interrupted, **self._stopped()))
        if cost_ns:
            yield self.env.timeout(cost_ns)
        handler()
        if self.in_softirq:
            self.resource.release(request)
            return
        self.in_softirq = True
        context = SoftirqContext(self)
        context.request = self.resource.request(priority=SOFTIRQ, preempt=True)
        self.resource.release(request)
        yield from context.begin()
        yield from softirq(self, context)
        context.end()

    def _stopped(self) -> dict[str, Any]:
        thread = self.thread
        recorded = thread is not None and thread.recorded
        return {
            "cpu": self.number,
            "thread": thread.id if thread and recorded else None,
            "goroutine": thread.goroutine if thread and recorded else None,
        }

    def resumed(self) -> None:
        """Interrupt and softirq are over."""
        self.recorder.emit(
            hardware.CpuResumed(resumed="thread" if self.thread else "idle", **self._stopped())
        )


class SoftirqContext:
    """A softirq's use of its core: a hard interrupt may take it away for a moment."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.request: Any = None
        self.thread = None
        self.goroutine = None

    @property
    def cpu(self) -> int:
        """The core's number."""
        return self.core.number

    def begin(self) -> Process:
        """Wait for the core."""
        while True:
            try:
                yield self.request
                return
            except simpy.Interrupt:
                self._again()

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
                self._again()
                yield from self.begin()

    def give_way(self, priority: int) -> Process:
        """Let threads run first: the work goes on in ksoftirqd, a thread like any other."""
        self.core.resource.release(self.request)
        self.request = self.core.resource.request(priority=priority, preempt=False)
        yield from self.begin()

    def end(self) -> None:
        """Give the core back."""
        self.core.in_softirq = False
        self.core.resource.release(self.request)
        self.core.resumed()

    def _again(self) -> None:
        self.request = self.core.resource.request(priority=SOFTIRQ, preempt=True)


class Thread:
    """One OS thread. It has a core while it runs and none while it sleeps."""

    def __init__(
        self, number: int, name: str, cores: list[Core], costs: Any, *, recorded: bool = True
    ) -> None:
        self.id = number
        self.name = name
        self.recorded = recorded
        """Whether it belongs to the server process, whose life is told."""
        self.goroutine: int | None = None
        self.request: int | None = None
        self._cores = cores
        self._costs = costs
        self._core: Core | None = None
        self._last = cores[0]
        self._held: Any = None
        self._slice_left = SLICE_NS
        self._sleep: simpy.Event | None = None
        self._where = ""
        self._woken: tuple[str, Any] | None = None
        self.sleeps = 0
        """How often it has slept: tells a timer whether the sleep that it was for is over."""
        self.env = cores[0].env

    @property
    def on_core(self) -> bool:
        """Whether it has a core."""
        return self._core is not None

    @property
    def cpu(self) -> int | None:
        """The core that it has, or had last."""
        return self._last.number

    @property
    def asleep(self) -> bool:
        """Whether it sleeps and has not been woken."""
        return self._sleep is not None and not self._sleep.triggered

    def run(self, cost_ns: int) -> Process:
        """Use the CPU for so long; interrupts make it last longer."""
        if self._core is None:
            yield from self._take_core()
        remaining = cost_ns
        while remaining > 0:
            part = min(remaining, self._slice_left)
            started = self._last.env.now
            try:
                yield self._last.env.timeout(part)
                used, stopped = part, False
            except simpy.Interrupt:
                used, stopped = int(self._last.env.now - started), True
            remaining -= used
            self._slice_left -= used
            if stopped:
                yield from self._acquire(STOPPED_THREAD)
            elif self._slice_left <= 0:
                yield from self._next_slice()

    def block(self, where: str) -> Process:
        """Sleep until woken, and have a core again; answers what the waker gave."""
        if self._woken is None:
            self._sleep, self._where = self._last.env.event(), where
            if self.recorded:
                self._tell(runtime.ThreadBlocked(where=where, thread=self.id, cpu=self._last.number))
            self._give_core()
            yield self._sleep
            self._sleep = None
        assert self._woken is not None
        _, value = self._woken
        self._woken = None
        self.sleeps += 1
        if self._core is None:
            yield from self._take_core()
            yield from self.run(self._costs["wakeup"])
        return value

    def wake(self, cause: str, value: Any = None) -> None:
        """Make it runnable; a wake that comes before the sleep is not lost."""
        if self._woken is not None:
            return
        self._woken = (cause, value)
        if self._sleep is not None and not self._sleep.triggered:
            if self.recorded:
                self._tell(runtime.ThreadWoken(where=self._where, cause=cause, thread=self.id))
            self._sleep.succeed()

    def end(self) -> None:
        """The thread is over."""
        self._give_core()

    def _take_core(self) -> Process:
        self._last = self._place()
        self._slice_left = SLICE_NS
        yield from self._acquire(THREAD)
        if self.recorded:
            self._tell(
                runtime.ThreadScheduled(thread=self.id, cpu=self._last.number, goroutine=self.goroutine)
            )

    def _place(self) -> Core:
        """The core that it had last if that is idle, else an idle one, else the last (`select_idle_sibling`)."""
        if self._last.idle:
            return self._last
        return next((core for core in self._cores if core.idle), self._last)

    def _acquire(self, priority: int) -> Process:
        while True:
            self._held = self._last.resource.request(priority=priority, preempt=False)
            try:
                yield self._held
            except simpy.Interrupt:
                priority = STOPPED_THREAD
                continue
            self._core, self._last.thread = self._last, self
            return

    def _give_core(self) -> None:
        if self._core is not None:
            self._core.thread = None
            self._core.resource.release(self._held)
            self._core = None

    def _next_slice(self) -> Process:
        self._slice_left = SLICE_NS
        if self._core is not None and self._core.threads_wait():
            self._give_core()
            yield from self._take_core()

    def _tell(self, event: runtime.ThreadBlocked | runtime.ThreadWoken | runtime.ThreadScheduled) -> None:
        self._last.recorder.emit(event)
