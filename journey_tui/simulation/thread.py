"""Threads and the scheduler that gives them cores.

Each core has a queue of threads that are ready. A thread keeps its core until it sleeps, until its slice is over while
another waits, or until one wakes up that has had less than its share: that one takes the core at once, unless the thread
is in a system call or a softirq, and then when it is out (`wakeup_preempt`; without CONFIG_PREEMPT the kernel itself is
not preempted). A core that runs out of threads takes a waiting one from another core.

At a tie, where both have had exactly their share, the kernel lets the runner go on to its deadline; here who wakes up is
first. It has waited for something, and is the one that a learner looks at.
"""

from typing import Any, Final

import simpy

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.cpu import THREAD, Core, Process
from journey_tui.trace.events import Event, runtime

_BASE_SLICE_NS: Final = 750_000
"""sysctl_sched_base_slice before scaling (kernel/sched/fair.c, Linux 6.12)."""
_MOST_LAG_SLICES: Final = 2  # entity_lag, kernel/sched/fair.c
_STOP: Final = "stop"
"""Why a computing thread is interrupted when it is not a softirq that takes its core away."""
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
        self.in_kernel = False
        """It is in a system call: no other thread takes its core before it is out of it."""
        self.vruntime = self.lag = 0
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
        self._began = 0
        """Its vruntime when it got its core."""
        self._left_at = 0
        """The average of its core when it went to sleep."""
        self._computing: Any = None
        """What a signal or another thread interrupts: the process that lets its time pass."""
        self._accounted = 0
        """Up to when its time is counted."""
        self._pushed = False
        """Another thread is to have its core."""
        self._signalled = False

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
        if self._pushed and self._yields:
            yield from self._give_way()
        remaining = cost_ns
        while remaining > 0:
            remaining -= yield from self._use(remaining)

    def compute(self, cost_ns: int) -> Process:
        """Use it for a program's own work, which a signal breaks off; answers how much is left."""
        yield from self.run(0)
        remaining = cost_ns
        while remaining > 0 and not self._signalled:
            remaining -= yield from self._use(remaining)
        self._signalled = False
        return remaining

    def signal(self) -> None:
        """A signal that breaks off what it computes, at once or when it has a core again (`tgkill`)."""
        self._signalled = True
        self._stop()

    def _use(self, wanted: int) -> Process:
        """Use the core for a while; answers for how long."""
        if self._slice_left <= 0 and not self.in_softirq:
            yield from self._next_slice()  # a softirq that it ran itself has used the slice up
        part = wanted if self.in_softirq else min(wanted, self._slice_left)
        env = self.env
        started = self._accounted = int(env.now)
        self._computing = env.active_process
        try:
            yield env.timeout(part)
            used = part
            self._computing = None
        except simpy.Interrupt as interrupt:
            self._computing = None
            used = int(env.now) - started
            if interrupt.cause is not _STOP or (yield from self._lost_the_core()):
                yield from self._acquire()
        self._core.fairness.spend(self, started + used - self._accounted)
        self._slice_left -= used
        if not self.in_softirq:
            if self._slice_left <= 0:
                yield from self._next_slice()
            elif self._pushed and self._yields:
                yield from self._give_way()
        return used

    def _stop(self) -> None:
        if self._computing is not None and self._holds:
            computing, self._computing = self._computing, None
            computing.interrupt(_STOP)

    @property
    def _holds(self) -> bool:
        """Whether no interrupt has taken the core."""
        return self._held in self._core.resource.users

    def _lost_the_core(self) -> Process:
        """Whether an interrupt has taken the core at this very moment; the news of it is on its way then."""
        if self._holds:
            return False
        try:
            yield self.env.event()
        except simpy.Interrupt:
            return True

    def _begin(self) -> Process:
        """The first instruction: it needs a core."""
        self._turn = self.env.event()
        self._make_ready()
        yield from self._take_turn()

    def _next_slice(self) -> Process:
        self._slice_left = self._slice
        core = self._core
        if not core.queue and not core.pushing:
            return
        self._turn = self.env.event()
        core.queue.append(self)
        self._release()
        yield from self._take_turn()
        yield from self.run(self._costs["thread_switch"])

    @property
    def _yields(self) -> bool:
        """Whether another thread may have its core now (`TIF_NEED_RESCHED` is looked at on the way to user space)."""
        return not self.in_softirq and not self.in_kernel

    def _give_way(self) -> Process:
        """Let those have the core who push; the rest of the slice comes afterwards."""
        self._pushed, left = False, self._slice_left
        if not self._core.pushing:
            return
        self._turn = self.env.event()
        self._core.queue.appendleft(self)
        self._release()
        yield from self._take_turn()
        self._slice_left = left
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
            self._leave_queue()
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
            self._leave_queue()
            self._release()
            self._activity.end()

    # ── the scheduler's part ──

    def give(self, core: Core) -> None:
        """The scheduler gives it this core."""
        if core is not self._core:
            self._leave_queue()
            core.fairness.join(self)
        self._core, core.chosen = core, self
        self._turn.succeed()

    def _make_ready(self) -> None:
        self._activity.begin()
        last, core = self._core, self._place()
        self._core = core
        if self.lag < 0:  # who has had too much is forgiven by and by (DELAY_DEQUEUE, DELAY_ZERO)
            self.lag = min(self.lag + last.fairness.average - self._left_at, 0)
        core.fairness.join(self)
        running = core.chosen
        if running is None:
            self.give(core)
        elif self.lag >= 0 and running.has_had_its_share:
            core.pushing.append(self)
            running.push()
        else:
            core.queue.append(self)

    @property
    def has_had_its_share(self) -> bool:
        """Whether those beside it are owed at least as much (`entity_eligible`), and it has run at all."""
        fairness, now = self._core.fairness, int(self.env.now)
        if self._computing is not None:
            fairness.spend(self, now - self._accounted)
            self._accounted = now
        return self.vruntime > self._began and self.vruntime >= fairness.average

    def push(self) -> None:
        """Another thread is to have its core, as soon as it may."""
        self._pushed = True
        if self._yields:
            self._stop()

    def _leave_queue(self) -> None:
        fairness = self._core.fairness
        fairness.leave(self, _MOST_LAG_SLICES * self._slice)
        self._left_at = fairness.average

    def _place(self) -> Core:
        """The core that it had last if that is idle, else an idle one, else the last (`select_idle_sibling`)."""
        if self._core.idle or self._pinned:
            return self._core
        return next((core for core in self._cores if core.idle), self._core)

    def _take_turn(self) -> Process:
        yield self._turn
        self._slice_left, self._pushed, self._began = self._slice, False, self.vruntime
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
        following = core.next_thread()
        if following is not None:
            following.give(core)
        else:
            self._pull(core)

    def _pull(self, core: Core) -> None:
        """An idle core takes a thread that waits for another one (`sched_balance_newidle`)."""
        for other in self._cores:
            for queue in (other.pushing, other.queue):
                for waiting in queue:
                    if waiting.may_use(core):
                        queue.remove(waiting)
                        waiting.give(core)
                        return

    def may_use(self, core: Core) -> bool:
        """Whether it is not bound to another core."""
        return self._pinned in (None, core)

    def _tell(self, event: Event) -> None:
        self._core.recorder.emit(event)
