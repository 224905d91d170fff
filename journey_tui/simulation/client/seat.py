"""Where a client runs: on a machine of its own, or, on loopback, on the server's cores beside it."""

from typing import Protocol

import simpy

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.thread import Thread


class Seat(Protocol):
    """A client's own use of a CPU."""

    @property
    def context(self) -> Context:
        """Who makes its system calls."""

    def run(self, cost_ns: int) -> Process:
        """Compute for so long."""

    def call(self, cost: str) -> Process:
        """The time of a system call that is not modelled further."""

    def wait(self, until_ns: int) -> Process:
        """Sleep until woken, or until a time of the simulation's clock."""

    def wake(self) -> None:
        """Something has happened to its connection."""

    def leave(self) -> None:
        """The client is over."""


class RemoteSeat:
    """A machine of its own, whose CPU is always free and whose kernel takes no time."""

    cpu: int | None = None

    def __init__(self, env: simpy.Environment, wakeup_ns: int) -> None:
        self._env = env
        self._wakeup_ns = wakeup_ns
        self._sleep: simpy.Event | None = None
        self._until_ns = 0
        self._alarm_ns: int | None = None
        """When the alarm rings: one alarm serves many sleeps, for most of them are over long before."""
        self._woken = False

    @property
    def context(self) -> Context:
        """Itself: what its kernel does for it takes no time."""
        return RemoteKernel(self._env)

    def run(self, cost_ns: int) -> Process:
        """Let the time pass."""
        if cost_ns:
            yield self._env.timeout(cost_ns)

    def call(self, cost: str) -> Process:
        """No time."""
        yield from ()

    def wait(self, until_ns: int) -> Process:
        """Sleep; being woken takes its time, a timer none."""
        if not self._woken:
            self._sleep, self._until_ns = self._env.event(), until_ns
            self._set_alarm()
            yield self._sleep
            self._sleep = None
        woken, self._woken = self._woken, False
        if woken:
            yield from self.run(self._wakeup_ns)

    def wake(self) -> None:
        """Remember it, and end the sleep."""
        self._woken = True
        self._end_sleep()

    def _end_sleep(self) -> None:
        if self._sleep is not None and not self._sleep.triggered:
            self._sleep.succeed()

    def _set_alarm(self) -> None:
        if self._alarm_ns is None or self._until_ns < self._alarm_ns:
            self._alarm_ns = self._until_ns
            timer = self._env.timeout(max(self._until_ns - int(self._env.now), 0))
            timer.callbacks.append(self._ring)

    def _ring(self, _: object) -> None:
        now = int(self._env.now)
        if self._alarm_ns is not None and self._alarm_ns <= now:
            self._alarm_ns = None
        if self._sleep is None:
            return
        if self._until_ns <= now:
            self._end_sleep()
        else:
            self._set_alarm()

    def leave(self) -> None:
        """Nothing to give back."""


class RemoteKernel:
    """The kernel of a client's own machine: its work takes no time here; only the way does."""

    cpu: int | None = None

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env

    def run(self, cost_ns: int) -> Process:
        """Nothing waits for it."""
        yield from ()


class LocalSeat:
    """A thread on the server's own cores."""

    def __init__(self, thread: Thread, costs: dict[str, int]) -> None:
        self._thread = thread
        self._costs = costs
        self._woken = False

    @property
    def context(self) -> Context:
        """The thread makes its own system calls."""
        return self._thread

    def run(self, cost_ns: int) -> Process:
        """Compute on a core."""
        yield from self._thread.run(cost_ns)

    def call(self, cost: str) -> Process:
        """As long as the server's own call of that kind."""
        yield from self._thread.run(self._costs["syscall"] + self._costs[cost])

    def wait(self, until_ns: int) -> Process:
        """Sleep in poll()."""
        thread = self._thread
        if not self._woken:
            ticket = thread.sleeps
            timer = thread.env.timeout(max(until_ns - int(thread.env.now), 0))
            timer.callbacks.append(lambda _: thread.wake("timeout") if thread.sleeps == ticket else None)
            yield from thread.block("poll")
        self._woken = False

    def wake(self) -> None:
        """Make the thread runnable."""
        self._woken = True
        if self._thread.asleep:
            self._thread.wake("socket")

    def leave(self) -> None:
        """The thread ends."""
        self._thread.end()
