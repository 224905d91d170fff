"""sysmon: a thread of the runtime without a P, which watches over those that have one (runtime/proc.go, Go 1.27).

While Ps are busy it naps, from 20 us growing to 10 ms, and asks the network when nobody did for 10 ms. When all Ps are
idle it sleeps deeply in a futex; the first system call of a goroutine wakes it. Its naps are told as one: what would
only look and sleep again is left out. Taking Ps from long system calls and preempting goroutines is not modelled yet.
"""

from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.note import Note
from journey_tui.simulation.go.operating_system import Process, Thread

if TYPE_CHECKING:
    from journey_tui.simulation.go.scheduler import Scheduler

FIRST_NAP_NS: Final = 20_000
LONGEST_NAP_NS: Final = 10_000_000
NAPS_BEFORE_DOUBLING: Final = 50
POLL_PERIOD_NS: Final = 10_000_000
DEEP_SLEEP_NS: Final = 60_000_000_000  # forcegcperiod / 2
_NOTE_WORD: Final = 1


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

    def run(self, thread: Thread) -> Process[None]:
        """Its life (`sysmon`)."""
        self.thread = thread
        while True:
            yield from self._nap(thread)
            if self._all_idle():
                yield from self._sleep_deeply(thread)
            if self._network_is_neglected():
                yield from self._poll(thread)

    def wake(self, thread: Thread) -> Process[None]:
        """A goroutine enters a system call: there is work to watch (`entersyscall`)."""
        if self.sleeps_deeply:
            self.sleeps_deeply = False
            yield from self._note.wake(thread)

    def _nap(self, thread: Thread) -> Process[None]:
        """Nap until there is something to do."""
        self._turn += 1
        self._after_next_nap(thread, self._turn)
        yield from thread.block("nanosleep")
        self._turn += 1

    def _after_next_nap(self, thread: Thread, turn: int) -> None:
        if self._idle_naps > NAPS_BEFORE_DOUBLING:
            self._nap_ns = min(self._nap_ns * 2, LONGEST_NAP_NS)
        self._idle_naps += 1
        timeout = self._scheduler.kernel.env.timeout(self._nap_ns)
        timeout.callbacks.append(lambda _: self._nap_is_over(thread, turn))

    def _nap_is_over(self, thread: Thread, turn: int) -> None:
        if turn != self._turn:
            return
        if self._all_idle() or self._network_is_neglected():
            thread.wake("timer")
        else:
            self._after_next_nap(thread, turn)

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
