"""Threads without cores, and files that tests fill by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import simpy

from journey_tui.simulation.go.operating_system import Process


@dataclass(frozen=True)
class FakeResult:
    """What accept4, read and write return."""

    value: int
    errno: str = ""
    data: bytes = b""


class FakeThread:
    """A thread that has a core whenever it wants one."""

    cpu: int | None = 0

    def __init__(self, number: int, name: str, env: simpy.Environment) -> None:
        self.id = number
        self.name = name
        self.goroutine: int | None = None
        self.request: int | None = None
        self.where = ""
        """What it sleeps in."""
        self._env = env
        self._sleep: simpy.Event | None = None
        self._woken = False
        self._signal = env.event()

    def run(self, cost_ns: int) -> Process[None]:
        """Take that long."""
        if cost_ns:
            yield self._env.timeout(cost_ns)

    def compute(self, cost_ns: int) -> Process[int]:
        """Take that long, or until the signal; answers what is left."""
        started, self._signal = int(self._env.now), self._env.event()
        yield self._signal | self._env.timeout(cost_ns)
        return cost_ns - (int(self._env.now) - started)

    def signal(self) -> None:
        """Break off what it computes."""
        if not self._signal.triggered:
            self._signal.succeed()

    def block(self, where: str) -> Process[object]:
        """Sleep until woken."""
        if not self._woken:
            self._sleep, self.where = self._env.event(), where
            yield self._sleep
            self._sleep, self.where = None, ""
        self._woken = False
        return None

    def wake(self, cause: str, value: Any = None) -> None:
        """Wake it; a wake that comes early is kept."""
        if self._woken:
            return
        self._woken = True
        if self._sleep is not None:
            self._sleep.succeed()


@dataclass
class FakeFile:
    """Anything behind a descriptor."""

    kind: str
    incoming: bytes = b""
    finished: bool = False
    reset: bool = False
    """A read finds that the peer has reset the connection."""
    broken: bool = False
    """A write finds that the peer is gone."""
    room: int = 1 << 62
    """Bytes that a write finds room for."""
    written: bytes = b""
    backlog: list["FakeFile"] = field(default_factory=list)
    counter: int = 0
    changed: Callable[[], None] = lambda: None

    def arrive(self, data: bytes) -> None:
        """The peer's bytes are here."""
        self.incoming += data
        self.changed()

    def finish(self) -> None:
        """The peer's FIN is here."""
        self.finished = True
        self.changed()

    def make_room(self, room: int) -> None:
        """The peer has read."""
        self.room = room
        self.changed()

    def poll(self) -> tuple[str, ...]:
        """What it is ready for."""
        if self.kind == "listener":
            return ("EPOLLIN",) if self.backlog else ()
        if self.kind in {"eventfd", "pipe"}:
            return ("EPOLLIN",) if self.counter else ()
        readable = ("EPOLLIN",) if self.incoming or self.finished else ()
        ended = ("EPOLLRDHUP",) if self.finished else ()
        return readable + (("EPOLLOUT",) if self.room else ()) + ended
