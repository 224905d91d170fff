"""A goroutine: code that can be set aside and taken up again by any thread (G in runtime/runtime2.go).

The code is a Python generator. What it yields is either a SimPy event, which its thread waits for in its stead, or
`Park`, which sets the goroutine aside and frees the thread. After a park it may go on on another thread, so it always
asks for `thread` anew.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar

import simpy

from journey_tui.simulation.go.operating_system import ConnectionRecord, Process, Thread

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Park:
    """Set me aside (`gopark`)."""

    reason: str
    """As Go prints it: `IO wait`."""
    fd: int | None = None
    """The file it waits for."""
    commit: "Callable[[Machine], Process[None]] | None" = None
    """Done by the thread once the goroutine is aside; another thread may take it up from then on."""


Code = Generator[simpy.Event | Park, Any, T]
"""What a goroutine runs, and every function that may park it."""


class GiveWay(simpy.Event):
    """Take the thread away from me, though I could go on: I wait for one at the end of the global queue.

    Unlike `Park` it may come in the midst of a system call, whose code knows nothing of goroutines; so it has the shape
    of an event to wait for. It never happens: the goroutine goes on when a thread takes it up.
    """

    def __init__(self, env: simpy.Environment, cause: str) -> None:
        super().__init__(env)
        self.cause = cause
        """time slice (`gopreempt_m`) | system call (`exitsyscallNoP`)."""


class Status(Enum):
    """Where in its life a goroutine is (`_Grunnable` and so on)."""

    RUNNABLE = auto()
    RUNNING = auto()
    SYSCALL = auto()
    WAITING = auto()
    DEAD = auto()


class Goroutine:
    """One G."""

    def __init__(self, number: int, function: str, body: "Callable[[Goroutine], Code[None]]") -> None:
        self.id = number
        self.function = function
        self.code = body(self)
        self.status = Status.RUNNABLE
        self.machine: Machine | None = None
        self.preempt = False
        """sysmon wants it to give way at the next opportunity (`gp.preempt`)."""
        self.record: ConnectionRecord | None = None
        """The connection that it works for."""

    @property
    def m(self) -> "Machine":
        """The M that runs it."""
        assert self.machine is not None, f"goroutine {self.id} does not run"
        return self.machine

    @property
    def thread(self) -> Thread:
        """The thread that runs it."""
        return self.m.thread

    @property
    def connection(self) -> int | None:
        """Id of its connection."""
        return self.record.id if self.record else None

    @property
    def request(self) -> int | None:
        """The request that it works on, or that its connection will bring next."""
        record = self.record
        if record is None:
            return None
        if record.serving is not None or record.served >= len(record.requests):
            return record.serving
        return record.requests[record.served]
