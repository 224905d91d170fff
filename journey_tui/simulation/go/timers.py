"""Timers of the runtime (runtime/time.go, Go 1.27).

Go keeps a heap in every P and lets idle Ps steal from it; here one heap serves all, which fires the same timers at
the same times. A timer needs no thread: whoever looks for work fires what is due, and the thread that waits in epoll
waits no longer than until the next one.
"""

import heapq
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.operating_system import Process, Recorder
from journey_tui.trace.events.runtime import TimerFired, TimerStarted

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine
    from journey_tui.simulation.go.scheduler import Scheduler


class Timer:
    """One timer, and the goroutine that it is for."""

    def __init__(
        self, when_ns: int, goroutine: Goroutine, fire: "Callable[[Machine], Process[None]]"
    ) -> None:
        self.when_ns = when_ns
        self.goroutine = goroutine
        self.fire = fire
        """What happens when it is due; the M that looks does it, and has a P."""
        self.stopped = False
        self.fired = False
        self.told = True
        """Whether its start and its firing are events of their own; a deadline's are told as a deadline's."""
        self.in_vain: Callable[[], bool] = bool
        """Whether nothing will have changed when it fires, so that it keeps no run going."""


class Timers:
    """All timers of the process."""

    def __init__(self, scheduler: "Scheduler", recorder: Recorder) -> None:
        self._scheduler = scheduler
        self._recorder = recorder
        self._heap: list[tuple[int, int, Timer]] = []
        self._order = count()

    @property
    def next_ns(self) -> int | None:
        """When the next one is due (`wakeTime`)."""
        while self._heap and self._heap[0][2].stopped:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    @property
    def keep_going(self) -> bool:
        """Whether one of them will lead to something."""
        if self.next_ns is None:
            return False
        if not self._heap[0][2].in_vain():
            return True
        return any(not (timer.stopped or timer.in_vain()) for _, _, timer in self._heap)

    def check(self, machine: "Machine") -> Process[None]:
        """Fire what is due (`timers.check`)."""
        while (due := self.next_ns) is not None and due <= self._scheduler.now:
            timer = heapq.heappop(self._heap)[2]
            timer.fired = True
            if timer.told:
                self._tell_fired(timer.goroutine, machine)
            yield from timer.fire(machine)

    def _tell_fired(self, goroutine: Goroutine, machine: "Machine") -> None:
        fired = TimerFired(
            goroutine=goroutine.id, connection=goroutine.connection, request=goroutine.request, **machine.ids
        )
        self._scheduler.emit(fired)

    def start(self, machine: "Machine", timer: Timer) -> Process[None]:
        """Put a timer on the heap and see to it that nobody oversleeps it (`maybeAdd`)."""
        heapq.heappush(self._heap, (timer.when_ns, next(self._order), timer))
        goroutine = timer.goroutine
        started = TimerStarted(
            when_ns=self.shown_ns(timer),
            goroutine=goroutine.id,
            connection=goroutine.connection,
            request=goroutine.request,
            **machine.ids,
        )
        if timer.told:
            self._scheduler.emit(started)
        yield from self._scheduler.wake_netpoller(machine.thread, timer.when_ns)

    def shown_ns(self, timer: Timer) -> int:
        """When a timer is due, as events count time."""
        return self._recorder.now + timer.when_ns - self._scheduler.now

    def timer(self, goroutine: Goroutine, duration_ns: int) -> Timer:
        """A timer that readies a goroutine, not started yet."""
        when_ns = self._scheduler.now + duration_ns
        return Timer(when_ns, goroutine, lambda machine: self._scheduler.ready(machine, goroutine))

    def wait(self, goroutine: Goroutine, timer: Timer, reason: str = "sleep") -> Code[None]:
        """Park the goroutine until the timer fires, or until somebody stops it and readies the goroutine."""
        assert timer.goroutine is goroutine
        yield Park(reason, commit=lambda machine: self.start(machine, timer))
