"""sysmon: a thread of the runtime without a P, which watches over those that have one (runtime/proc.go, Go 1.27).

While Ps are busy it naps, from 20 us growing to 10 ms, asks the network when nobody did for 10 ms, takes Ps from threads
that stay in a system call, and preempts goroutines that run for 10 ms. When all Ps are idle it sleeps deeply in a
futex; the first system call of a goroutine wakes it. Its naps are told as one: what would only look and sleep again is
left out, but takes the time of a wake-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.note import Note
from journey_tui.simulation.go.operating_system import Process, Thread
from journey_tui.simulation.go.processor import Processor

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine
    from journey_tui.simulation.go.scheduler import Scheduler

FIRST_NAP_NS: Final = 20_000  # this and the next three: sysmon, runtime/proc.go, Go 1.27
LONGEST_NAP_NS: Final = 10_000_000
NAPS_BEFORE_DOUBLING: Final = 50
POLL_PERIOD_NS: Final = 10_000_000
PREEMPT_AFTER_NS: Final = 10_000_000  # forcePreemptNS
RETAKE_IDLE_AFTER_NS: Final = 10_000_000  # retake: a P without work, while another is idle
DEEP_SLEEP_NS: Final = 60_000_000_000  # forcegcperiod / 2
_NOTE_WORD: Final = 1


@dataclass(slots=True)
class Seen:
    """What sysmon saw of a P when it last changed (`sysmontick`)."""

    schedule_tick: int = 0
    schedule_ns: int = 0
    syscall_tick: int = 0
    syscall_ns: int = 0


class Sysmon:
    """The one sysmon thread."""

    def __init__(self, scheduler: "Scheduler") -> None:
        self.thread: Thread | None = None
        self.sleeps_deeply = False
        """`sysmonwait`: a system call has to wake it."""
        self._scheduler = scheduler
        self._note = Note(_NOTE_WORD, scheduler.syscalls)
        self._idle_naps = 0
        self._nap_ns = FIRST_NAP_NS
        self._turn = 0
        """Counts the times that it lay down to nap, so that no old timer wakes it from a later sleep."""
        self._seen = [Seen() for _ in scheduler.processors]

    def run(self, thread: Thread) -> Process[None]:
        """Its life (`sysmon`)."""
        self.thread = thread
        while True:
            yield from self._nap(thread)
            if self._all_idle():
                yield from self._sleep_deeply(thread)
            if self._network_is_neglected():
                yield from self._poll(thread)
            if (yield from self._retake(thread)):
                self._idle_naps = 0
            else:
                self._idle_naps += 1

    def wake(self, thread: Thread) -> Process[None]:
        """A goroutine enters a system call: there is work to watch (`entersyscall`)."""
        if self.sleeps_deeply:
            self.sleeps_deeply = False
            yield from self._note.wake(thread)

    def _nap(self, thread: Thread) -> Process[None]:
        """Nap until there is something to do."""
        self._turn += 1
        self._after_next_nap(thread, self._turn, 0)
        yield from thread.block("nanosleep")
        self._turn += 1

    def _after_next_nap(self, thread: Thread, turn: int, woke_ns: int) -> None:
        """Begin a nap, so long after the one before."""
        if self._idle_naps == 0:
            self._nap_ns = FIRST_NAP_NS
        elif self._idle_naps > NAPS_BEFORE_DOUBLING:
            self._nap_ns = min(self._nap_ns * 2, LONGEST_NAP_NS)
        kernel = self._scheduler.kernel
        timeout = kernel.env.timeout(woke_ns + self._nap_ns + kernel.costs["timer_slack"])
        timeout.callbacks.append(lambda _: self._nap_is_over(thread, turn))

    def _nap_is_over(self, thread: Thread, turn: int) -> None:
        if turn != self._turn:
            return
        if self._all_idle() or self._network_is_neglected() or any(self._overdue()):
            thread.wake("timer")
        else:
            self._idle_naps += 1
            self._after_next_nap(thread, turn, self._scheduler.costs["wakeup"])

    def _all_idle(self) -> bool:
        return self._scheduler.threads.busy_processors == 0

    def _network_is_neglected(self) -> bool:
        scheduler = self._scheduler
        if not scheduler.netpoller.initialized or scheduler.blocked_in_netpoll is not None:
            return False
        return scheduler.polled_ns + POLL_PERIOD_NS < scheduler.now

    def _sleep_deeply(self, thread: Thread) -> Process[None]:
        """Until a system call, a timer or the next forced garbage collection."""
        due = self._scheduler.timers.next_ns
        timeout_ns = DEEP_SLEEP_NS
        if due is not None:
            if due <= self._scheduler.now:
                return
            timeout_ns = min(timeout_ns, due - self._scheduler.now)
        self.sleeps_deeply = True
        woken = yield from self._note.sleep(thread, timeout_ns)
        self.sleeps_deeply = False
        if woken:
            self._idle_naps = 0
            self._nap_ns = FIRST_NAP_NS

    def _poll(self, thread: Thread) -> Process[None]:
        """Ask the network in the place of threads that are too busy; others will run what is ready."""
        scheduler = self._scheduler
        scheduler.polled_ns = scheduler.now
        ready = yield from scheduler.netpoller.poll(thread, 0, caller="sysmon")
        yield from scheduler.inject(thread, None, ready)

    # ── Ps that are held for too long ──

    def _retake(self, thread: Thread) -> Process[bool]:
        """Take Ps from system calls and preempt goroutines; answers whether a P was taken (`retake`)."""
        taken = False
        for processor, in_syscall in list(self._overdue()):
            machine = processor.machine
            if machine is None:
                continue  # it was given up while another P was seen to
            if not in_syscall:
                yield from self._preempt(thread, machine)
            elif self._scheduler.take_from_syscall(processor) is not None:
                taken = True
                yield from self._scheduler.threads.hand_off(thread, processor)
        return taken

    def _preempt(self, thread: Thread, machine: "Machine") -> Process[None]:
        """Mark its goroutine and signal its thread (`preemptone`, `preemptM`)."""
        goroutine = machine.current
        if goroutine is not None and not machine.in_syscall:
            goroutine.preempt = True
            yield from self._scheduler.syscalls.tgkill(thread, machine.thread)

    def _overdue(self) -> Iterator[tuple[Processor, bool]]:
        """Ps to act on, and whether each is in a system call; the others' ticks are noted."""
        for processor, seen in zip(self._scheduler.processors, self._seen, strict=True):
            machine = processor.machine
            if machine is None:
                continue
            too_long = self._runs_too_long(processor, seen)
            if machine.in_syscall:
                if self._calls_too_long(processor, seen, too_long=too_long):
                    yield processor, True
            elif too_long and machine.current is not None and not machine.current.preempt:
                yield processor, False

    def _runs_too_long(self, processor: Processor, seen: Seen) -> bool:
        """Whether one time slice, which goroutines share that follow each other through runnext, lasts for 10 ms."""
        now = self._scheduler.now
        if seen.schedule_tick != processor.schedule_tick:
            seen.schedule_tick, seen.schedule_ns = processor.schedule_tick, now
            return False
        return seen.schedule_ns + PREEMPT_AFTER_NS <= now

    def _calls_too_long(self, processor: Processor, seen: Seen, *, too_long: bool) -> bool:
        """Whether it was in the same call one round ago, and its P is of use elsewhere."""
        now, threads = self._scheduler.now, self._scheduler.threads
        if not too_long and seen.syscall_tick != processor.syscall_tick:
            seen.syscall_tick, seen.syscall_ns = processor.syscall_tick, now
            return False
        others_look = threads.spinning_count > 0 or len(threads.idle_processors) > 0
        waits = seen.syscall_ns + RETAKE_IDLE_AFTER_NS > now
        return bool(len(processor)) or not others_look or not waits
