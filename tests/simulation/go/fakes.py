"""A kernel small enough to see through, and the others that a Go process knows.

They have the shapes that the process asks for (`operating_system.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import simpy

from journey_tui.scenario.costs import COSTS
from journey_tui.simulation.go.operating_system import Process
from journey_tui.trace.events import Event
from tests.simulation.go.fake_machine import FakeThread
from tests.simulation.go.fake_syscalls import FakeSyscalls


class FakeKernel:
    """The kernel: a clock, costs, threads and system calls."""

    def __init__(self, **costs: int) -> None:
        self.env = simpy.Environment()
        self.costs: Mapping[str, int] = dict.fromkeys(COSTS, 0) | {"timer_slack": 50_000} | costs
        self.syscalls = FakeSyscalls(self.env, self.costs)
        self.threads: list[FakeThread] = []

    def spawn(self, name: str, body: Callable[[FakeThread], Process[None]]) -> FakeThread:
        """A new thread."""
        thread = FakeThread(1000 + len(self.threads), name, self.env)
        self.threads.append(thread)
        self.env.process(body(thread))
        return thread

    def settle(self, until_ns: int = 1_000_000_000) -> None:
        """Let everything happen that happens by itself within that time."""
        self.env.run(until=self.env.now + until_ns)

    def blocked(self, where: str) -> list[str]:
        """Names of the threads that sleep there."""
        return [thread.name for thread in self.threads if thread.where == where]


class FakeRecorder:
    """Keeps events as they come."""

    def __init__(self, env: simpy.Environment) -> None:
        self.events: list[Event] = []
        self.zeros = 0
        self._env = env
        self._zero_ns = 0

    @property
    def now(self) -> int:
        """Nanoseconds since zero."""
        return int(self._env.now) - self._zero_ns

    def emit(self, event: Event) -> None:
        """Keep it."""
        self.events.append(event)

    def mark_zero(self) -> None:
        """Boot is over."""
        self.zeros += 1
        self._zero_ns = int(self._env.now)

    def kinds(self) -> list[str]:
        """The events' names."""
        return [event.kind for event in self.events]


@dataclass
class FakeRecord:
    """A connection that nobody else knows."""

    id: int
    local: str = "127.0.0.1:40000"
    requests: list[int] = field(default_factory=list)
    served: int = 0
    serving: int | None = None
    goroutine: int | None = None

    def next_served(self) -> int | None:
        """The next request begins."""
        self.serving = self.requests[self.served] if self.served < len(self.requests) else None
        self.served += 1
        return self.serving


class FakeRegistry:
    """A record for every descriptor that is asked for."""

    def __init__(self) -> None:
        self.records: list[FakeRecord] = []

    def connection_of_fd(self, fd: int) -> FakeRecord:
        """A new connection with three requests to come."""
        number = len(self.records) + 1
        record = FakeRecord(number, requests=[number * 10, number * 10 + 1, number * 10 + 2])
        self.records.append(record)
        return record
