"""Threads and the scheduler that gives them cores.

Each core has a queue of threads that are ready. A thread keeps its core until it sleeps, or until its slice is over
while another waits; a core that runs out of threads takes a waiting one from another core. A thread that is woken does
not push out the one that runs (EEVDF may do so; not modelled).
"""

from typing import Any, Final

import simpy

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.cpu import THREAD, Core, Process
from journey_tui.trace.events import Event, runtime

_BASE_SLICE_NS: Final = 750_000
"""sysctl_sched_base_slice before scaling (kernel/sched/fair.c, Linux 6.12)."""
_MOST_SCALED_CPUS: Final = 8
"""`get_update_sysctl_factor`: more cores do not make a slice longer."""


def slice_ns(cpus: int) -> int:
    """How long a thread may go on while another waits: 0.75 ms times one plus the logarithm of the cores.

    The kernel looks only at its timer ticks; here the slice ends to the nanosecond.
    """
    return _BASE_SLICE_NS * min(cpus, _MOST_SCALED_CPUS).bit_length()


class Thread:
    """One OS thread. It has a core while it runs and none while it sleeps."""

    def __init__(
        self,
        number: int,
        name: str,
        cores: list[Core],
        costs: dict[str, int],
        *,
        activity: Activity | None = None,
        recorded: bool = True,
        pinned: Core | None = None,
    ) -> None:
        self.id = number
        self.name = name
        self.recorded = recorded
        """Whether it belongs to the server process, whose life is told."""
        self.goroutine: int | None = None
        self.request: int | None = None
        self.in_softirq = False
        """It runs a softirq itself, as a sender on loopback does: its slice does not end meanwhile."""
        self.sleeps = 0
        """How often it has slept: tells a timer whether the sleep that it was for is over."""
        self.env = cores[0].env
        self._cores = cores
        self._pinned = pinned
        self._costs = costs
        self._activity = activity or Activity()
        self._slice = self._slice_left = slice_ns(len(cores))
        self._core = pinned or cores[0]
        self._has_core = False
        self._held: Any = None
        self._turn: simpy.Event = self.env.event()
        """Happens when the scheduler gives it a core."""
        self._asleep = False
        self._where = ""
        self._woken: tuple[str, Any] | None = None

    @property
    def on_core(self) -> bool:
        """Whether it has a core."""
        return self._has_core

    @property
    def cpu(self) -> int:
        """The core that it has, or had last."""
        return self._core.number

    @property
    def core(self) -> Core:
        """The core that it has, or had last."""
        return self._core

    @property
    def asleep(self) -> bool:
        """Whether it sleeps and has not been woken."""
        return self._asleep

    # ── running ──

    def run(self, cost_ns: int) -> Process:
        """Use the CPU for so long; interrupts make it last longer."""
        if not self._has_core:
            yield from self._begin()
        remaining = cost_ns
        while remaining > 0:
            if self._slice_left <= 0 and not self.in_softirq:
                yield from self._next_slice()  # a softirq that it ran itself has used the slice up
            part = remaining if self.in_softirq else min(remaining, self._slice_left)
            started = self.env.now
            try:
                yield self.env.timeout(part)
                used = part
            except simpy.Interrupt:
                used = int(self.env.now - started)
                yield from self._acquire()
            remaining -= used
            self._slice_left -= used
            if self._slice_left <= 0 and not self.in_softirq:
                yield from self._next_slice()

    def _begin(self) -> Process:
        """The first instruction: it needs a core."""
        self._turn = self.env.event()
        self._make_ready()
        yield from self._take_turn()

    def _next_slice(self) -> Process:
        self._slice_left = self._slice
        core = self._core
        if not core.queue:
            return
        self._turn = self.env.event()
        core.queue.append(self)
        self._release()
        yield from self._take_turn()
        yield from self.run(self._costs["thread_switch"])

    # ── sleeping ──

    def block(self, where: str) -> Process:
        """Sleep until woken, and have a core again; answers what the waker gave."""
        if not self._has_core:
            yield from self._begin()
        if self._woken is None:
            self._where, self._turn, self._asleep = where, self.env.event(), True
            if self.recorded:
                self._tell(runtime.ThreadBlocked(where=where, thread=self.id, cpu=self.cpu))
            self._release()
            self._activity.end()
            yield from self._take_turn()
            yield from self.run(self._costs["wakeup"])
        assert self._woken is not None
        _, value = self._woken
        self._woken = None
        self.sleeps += 1
        return value

    def wake(self, cause: str, value: Any = None) -> None:
        """Make it runnable; a wake that comes before the sleep is not lost."""
        if self._woken is not None:
            return
        self._woken = (cause, value)
        if self._asleep:
            self._asleep = False
            if self.recorded:
                self._tell(runtime.ThreadWoken(where=self._where, cause=cause, thread=self.id))
            self._make_ready()

    def end(self) -> None:
        """The thread is over."""
        if self._has_core:
            self._release()
            self._activity.end()

    # ── the scheduler's part ──

    def give(self, core: Core) -> None:
        """The scheduler gives it this core."""
        self._core, core.chosen = core, self
        self._turn.succeed()

    def _make_ready(self) -> None:
        self._activity.begin()
        core = self._core = self._place()
        if core.chosen is None:
            self.give(core)
        else:
            core.queue.append(self)

    def _place(self) -> Core:
        """The core that it had last if that is idle, else an idle one, else the last (`select_idle_sibling`)."""
        if self._core.idle or self._pinned:
            return self._core
        return next((core for core in self._cores if core.idle), self._core)

    def _take_turn(self) -> Process:
        yield self._turn
        self._slice_left = self._slice
        yield from self._acquire()
        if self.recorded:
            self._tell(runtime.ThreadScheduled(thread=self.id, cpu=self.cpu, goroutine=self.goroutine))

    def _acquire(self) -> Process:
        while True:
            self._held = self._core.resource.request(priority=THREAD, preempt=False)
            try:
                yield self._held
            except simpy.Interrupt:
                continue
            self._has_core, self._core.thread = True, self
            return

    def _release(self) -> None:
        core = self._core
        self._has_core, core.thread, core.chosen = False, None, None
        core.resource.release(self._held)
        if core.queue:
            core.queue.popleft().give(core)
        else:
            self._pull(core)

    def _pull(self, core: Core) -> None:
        """An idle core takes a thread that waits for another one (`sched_balance_newidle`)."""
        for other in self._cores:
            for waiting in other.queue:
                if waiting.may_use(core):
                    other.queue.remove(waiting)
                    waiting.give(core)
                    return

    def may_use(self, core: Core) -> bool:
        """Whether it is not bound to another core."""
        return self._pinned in (None, core)

    def _tell(self, event: Event) -> None:
        self._core.recorder.emit(event)
