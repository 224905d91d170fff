"""Softirqs: what a hard interrupt, or a sender on loopback, leaves to be done right afterwards.

Each core has its own list of timers that are due and of queues to poll. NET_RX polls every queue on the list once; what
is left raises the softirq again, up to ten times or two milliseconds, and then goes on in ksoftirqd, a thread like any
other (`handle_softirqs`, kernel/softirq.c; `net_rx_action`, net/core/dev.c; Linux 6.12).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from journey_tui.simulation.cpu import Context, Core, Process, SoftirqContext
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events import hardware, kernel

MAX_RESTARTS: Final = 10  # MAX_SOFTIRQ_RESTART, kernel/softirq.c, Linux 6.12
MAX_TIME_NS: Final = 2_000_000  # MAX_SOFTIRQ_TIME, the same
BUDGET_JIFFIES: Final = 2  # netdev_budget_usecs, net/core/hotdata.c, Linux 6.12
_SECOND_NS: Final = 1_000_000_000

Action = Callable[[Context], Process]
"""What a timer does when it is due."""


class Napi(Protocol):
    """A queue that NET_RX polls."""

    scheduled: bool
    """It is on a core's list, or being polled (NAPI_STATE_SCHED)."""

    @property
    def number(self) -> int:
        """The queue's number; -1 is the backlog of loopback."""

    @property
    def waiting(self) -> int:
        """Packets that are ready."""

    def poll(self, context: Context, weight: int) -> Process:
        """Carry up at most `weight` packets; answers how many there were."""

    def complete(self, context: Context) -> bool:
        """It was polled empty; answers whether it may leave the list (`napi_complete_done`)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one softirq does at most."""

    budget: int = 300
    """netdev_budget."""
    weight: int = 64
    """NAPI_POLL_WEIGHT, include/linux/netdevice.h."""
    hz: int = 250

    @property
    def time_ns(self) -> int:
        """netdev_budget_usecs."""
        return BUDGET_JIFFIES * _SECOND_NS // self.hz


@dataclass(slots=True)
class _Pending:
    """What one core's softirqs have to do."""

    timers: deque[Action] = field(default_factory=deque)
    polls: deque[Napi] = field(default_factory=deque)
    thread: Thread | None = None
    """Its ksoftirqd, once it was needed."""

    def __bool__(self) -> bool:
        return bool(self.timers or self.polls)


class Softirqs:
    """The softirqs of all cores."""

    def __init__(self, cores: list[Core], costs: dict[str, int], limits: Limits) -> None:
        self._cores = cores
        self._costs = costs
        self._limits = limits
        self._pending = [_Pending() for _ in cores]
        self._recorder = cores[0].recorder
        self._stalled_until = 0
        self.new_thread: Callable[[Core, Callable[[Thread], Process]], Thread] | None = None
        """Makes a kernel thread that is bound to a core."""

    # ── raising ──

    def interrupt(self, cpu: int, napi: Napi) -> None:
        """A queue's interrupt reaches its core: the hard handler only schedules NAPI."""
        core = self._cores[cpu]

        def handler() -> None:
            self.schedule(cpu, napi)
            self._recorder.emit(hardware.NapiScheduled(queue=napi.number, cpu=cpu))

        core.env.process(core.interrupt(self._costs["hardirq"], handler, self._at_irq_exit))

    def timer(self, cpu: int, action: Action) -> None:
        """A timer of TCP is due: the timer interrupt leaves it to the TIMER softirq of that core."""
        core, timers = self._cores[cpu], self._pending[cpu].timers
        core.env.process(
            core.interrupt(self._costs["hardirq"], lambda: timers.append(action), self._at_irq_exit)
        )

    def schedule(self, cpu: int, napi: Napi) -> None:
        """Put a queue on a core's list, unless it is on one (`napi_schedule_prep`)."""
        if not napi.scheduled:
            napi.scheduled = True
            self._pending[cpu].polls.append(napi)

    # ── stalling ──

    def stall(self, duration_ns: int) -> None:
        """No softirq runs on any core for so long; what was raised runs at the first interrupt after that."""
        env = self._cores[0].env
        until = self._stalled_until = max(self._stalled_until, int(env.now) + duration_ns)
        env.timeout(until - int(env.now)).callbacks.append(lambda _: self._catch_up())

    @property
    def _stalled(self) -> bool:
        return int(self._cores[0].env.now) < self._stalled_until

    def _catch_up(self) -> None:
        for core in self._cores:
            if self._pending[core.number] and not self._stalled:
                core.env.process(core.interrupt(self._costs["hardirq"], lambda: None, self._at_irq_exit))

    # ── running ──

    def _at_irq_exit(self, core: Core, context: SoftirqContext) -> Process:
        if self._pending[core.number] and not self._stalled:
            yield from context.run(self._costs["softirq_entry"])
            yield from self._run(core, context, "irq_exit")

    def run_here(self, thread: Thread) -> Process:
        """`local_bh_enable` in a system call: what it raised runs now, on the thread's own time."""
        yield from self._run_in(thread, "syscall")

    def _run_in(self, thread: Thread, place: str) -> Process:
        if self._stalled:
            return
        core = thread.core
        core.in_softirq = thread.in_softirq = True
        yield from self._run(core, thread, place)
        core.in_softirq = thread.in_softirq = False

    def _run(self, core: Core, context: Context, place: str) -> Process:
        pending, started = self._pending[core.number], core.env.now
        for _ in range(MAX_RESTARTS):
            while pending.timers:
                yield from pending.timers.popleft()(context)
            if pending.polls:
                yield from self._net_rx(core, context, place)
            if not pending or self._stalled:
                return
            if core.env.now - started >= MAX_TIME_NS:
                break
        self._wake_ksoftirqd(core)

    def _net_rx(self, core: Core, context: Context, place: str) -> Process:
        polls, limits, work, again = self._pending[core.number].polls, self._limits, 0, deque[Napi]()
        end = core.env.now + limits.time_ns
        self._recorder.emit(kernel.SoftirqStarted(context=place, budget=limits.budget, cpu=core.number))
        while polls and not self._stalled:
            napi = polls.popleft()
            done = yield from self._poll(napi, context)
            work += done
            napi.scheduled = done >= limits.weight or not napi.complete(context)
            if napi.scheduled:
                again.append(napi)
            if (
                work >= limits.budget or core.env.now >= end
            ):  # counted even when nothing is left (net_rx_action)
                self._recorder.emit(kernel.TimeSqueezed(work=work, cpu=core.number))
                break
        polls.extend(again)
        self._recorder.emit(kernel.SoftirqFinished(work=work, cpu=core.number))

    def _poll(self, napi: Napi, context: Context) -> Process:
        weight = self._limits.weight
        self._recorder.emit(
            kernel.NapiPolled(queue=napi.number, weight=weight, waiting=napi.waiting, cpu=context.cpu)
        )
        work = yield from napi.poll(context, weight)
        self._recorder.emit(kernel.NapiCompleted(queue=napi.number, work=work, cpu=context.cpu))
        return work

    # ── ksoftirqd ──

    def _wake_ksoftirqd(self, core: Core) -> None:
        pending = self._pending[core.number]
        if pending.thread is None:
            assert self.new_thread is not None
            pending.thread = self.new_thread(core, self._ksoftirqd)
        pending.thread.wake("softirq")

    def _ksoftirqd(self, thread: Thread) -> Process:
        pending = self._pending[thread.core.number]
        while True:
            yield from thread.block("ksoftirqd")
            while pending and not self._stalled:
                yield from self._run_in(thread, "ksoftirqd")
                yield from thread.run(0)
