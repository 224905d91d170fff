"""Where a client runs: on a machine of its own, or, on loopback, on the server's cores beside it."""

from typing import Protocol

import simpy

from journey_tui.simulation.cpu import Process, Thread


class Seat(Protocol):
    """A client's own use of a CPU."""

    @property
    def cpu(self) -> int | None:
        """The core, when it shares the server's."""

    def run(self, cost_ns: int) -> Process:
        """Compute for so long."""

    def wait(self, until_ns: int | None) -> Process:
        """Sleep until woken, or until a time of the simulation's clock; answers whether it was woken."""

    def wake(self) -> None:
        """Something has happened to its connection."""

    def leave(self) -> None:
        """The client is over."""


class RemoteSeat:
    """A machine of its own, whose CPU is always free; its costs are illustrative."""

    cpu: int | None = None

    def __init__(self, env: simpy.Environment, wakeup_ns: int) -> None:
        self._env = env
        self._wakeup_ns = wakeup_ns
        self._woken: simpy.Event | None = None
        self._pending = False

    def run(self, cost_ns: int) -> Process:
        """Let the time pass."""
        if cost_ns:
            yield self._env.timeout(cost_ns)

    def wait(self, until_ns: int | None) -> Process:
        """Sleep."""
        if not self._pending:
            self._woken = self._env.event()
            events: list[simpy.Event] = [self._woken]
            if until_ns is not None:
                events.append(self._env.timeout(max(until_ns - int(self._env.now), 0)))
            yield self._env.any_of(events)
            self._woken = None
        woken, self._pending = self._pending, False
        if woken:
            yield from self.run(self._wakeup_ns)
        return woken

    def wake(self) -> None:
        """Remember it, and end the sleep."""
        self._pending = True
        if self._woken is not None and not self._woken.triggered:
            self._woken.succeed()

    def leave(self) -> None:
        """Nothing to give back."""


class LocalSeat:
    """A thread on the server's own cores."""

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        self._woken = False

    @property
    def cpu(self) -> int | None:
        """The core that it has."""
        return self._thread.cpu

    def run(self, cost_ns: int) -> Process:
        """Compute on that core."""
        yield from self._thread.run(cost_ns)

    def wait(self, until_ns: int | None) -> Process:
        """Sleep in poll()."""
        env = self._thread.env
        if not self._woken:
            ticket = self._thread.sleeps
            if until_ns is not None:
                timer = env.timeout(max(until_ns - int(env.now), 0))
                timer.callbacks.append(lambda _: self._timed_out(ticket))
            yield from self._thread.block("poll")
        woken, self._woken = self._woken, False
        return woken

    def _timed_out(self, ticket: int) -> None:
        if self._thread.sleeps == ticket:
            self._thread.wake("timeout")

    def wake(self) -> None:
        """Make the thread runnable."""
        self._woken = True
        if self._thread.asleep:
            self._thread.wake("socket")

    def leave(self) -> None:
        """The thread gives its core back."""
        self._thread.end()
