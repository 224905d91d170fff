"""What the Go process asks of the operating system: the wall between user and kernel space, seen from above.

Everything that takes time is a generator: it yields SimPy events up to the thread that runs it. The kernel model
fits these shapes without knowing them, and a small fake in the tests does too.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import simpy

from journey_tui.trace.events import Event

T = TypeVar("T")

Process = Generator[simpy.Event, Any, T]
"""Something that takes simulated time and then has its result."""

Ready = Sequence[tuple[int, tuple[str, ...]]]
"""What epoll has to tell: file descriptor and events, each."""


class Thread(Protocol):
    """One OS thread of the process."""

    id: int
    goroutine: int | None
    """The goroutine that it runs: stamped on what its system calls emit."""
    request: int | None

    @property
    def cpu(self) -> int | None:
        """The core that it runs on, or ran on last."""

    def run(self, cost_ns: int) -> Process[Any]:
        """Use a core for so long; interrupts make it last longer."""

    def compute(self, cost_ns: int) -> Process[int]:
        """Use a core until the time is over or a signal comes; answers how much is left."""

    def block(self, where: str) -> Process[Any]:
        """Give the core up and sleep until woken."""

    def wake(self, cause: str, value: Any = None) -> None:
        """Make it runnable again."""


class Result(Protocol):
    """What a system call returned."""

    @property
    def value(self) -> int:
        """A file descriptor or a number of bytes; -1 with an errno."""

    @property
    def errno(self) -> str:
        """`EAGAIN` and the like; empty when the call succeeded."""

    @property
    def data(self) -> bytes:
        """What read() filled in."""


class Syscalls(Protocol):
    """The system calls that a Go server makes, each on the thread that makes it."""

    def socket(self, thread: Any, protocol: str = ..., family: str = ...) -> Process[int]:
        """A new socket's descriptor."""

    def bind(self, thread: Any, fd: int, address: str) -> Process[int]:
        """Give it an address."""

    def listen(self, thread: Any, fd: int, backlog: int) -> Process[int]:
        """Make it a listener."""

    def setsockopt(self, thread: Any, fd: int, option: str, value: int) -> Process[int]:
        """Set an option."""

    def getsockname(self, thread: Any, fd: int) -> Process[Any]:
        """Ask for its own address."""

    def accept4(self, thread: Any, fd: int) -> Process[Result]:
        """Take the oldest connection: its new descriptor."""

    def openat(self, thread: Any, path: str) -> Process[int]:
        """Open a file."""

    def read_file(self, thread: Any, fd: int, size: int) -> Process[Any]:
        """Read from a file on disk or in /proc."""

    def getrlimit_nofile(self) -> tuple[int, int]:
        """How many descriptors it may have: the soft and the hard limit."""

    def setrlimit_nofile(self, soft: int) -> None:
        """Set the soft limit."""

    def read(self, thread: Any, fd: int, size: int) -> Process[Result]:
        """Read what is there, without waiting."""

    def write(self, thread: Any, fd: int, data: bytes) -> Process[Result]:
        """Write what there is room for, without waiting."""

    def shutdown(self, thread: Any, fd: int, how: str = ...) -> Process[Any]:
        """Say FIN on a connection that is still read."""

    def write_log(self, thread: Any, text: str) -> Process[Any]:
        """Write a line to standard error."""

    def close(self, thread: Any, fd: int) -> Process[int]:
        """Give a descriptor back."""

    def epoll_create1(self, thread: Any) -> Process[int]:
        """A new epoll instance."""

    def eventfd2(self, thread: Any) -> Process[int]:
        """A new eventfd."""

    def write_eventfd(self, thread: Any, fd: int, data: bytes) -> Process[Any]:
        """Write to an eventfd, or to the end of a pipe."""

    def read_eventfd(self, thread: Any, fd: int, size: int) -> Process[Any]:
        """Read from an eventfd, or from the end of a pipe."""

    def pipe2(self, thread: Any) -> Process[tuple[int, int]]:
        """A new pipe: the end to read, the end to write."""

    def epoll_ctl(
        self, thread: Any, epfd: int, operation: str, fd: int, events: tuple[str, ...]
    ) -> Process[int]:
        """Change what an epoll instance watches."""

    def epoll_pwait(self, thread: Any, epfd: int, timeout_ns: int | None) -> Process[Ready]:
        """What is ready; waits for it unless the timeout is 0, for ever if it is None."""

    def futex_wait(
        self, thread: Any, key: int, changed: Callable[[], bool], timeout_ns: int | None = ...
    ) -> Process[None]:
        """Sleep on a word of memory until woken, unless it has changed by now."""

    def tgkill(self, thread: Any, target: Any) -> Process[None]:
        """Send SIGURG to another thread."""

    def futex_wake(self, thread: Any, key: int) -> Process[int]:
        """Wake the thread that sleeps there, if one does."""


class Kernel(Protocol):
    """The kernel of the server machine."""

    @property
    def env(self) -> simpy.Environment:
        """The simulation's clock."""

    @property
    def costs(self) -> Mapping[str, int]:
        """How long things take, in nanoseconds, by the names of `scenario/costs.py`."""

    @property
    def syscalls(self) -> Syscalls:
        """Its system calls."""

    def spawn(self, name: str, body: Callable[[Any], Process[None]]) -> Thread:
        """clone(): a new thread that runs `body`."""


class Recorder(Protocol):
    """Who keeps the events."""

    @property
    def now(self) -> int:
        """Nanoseconds since zero."""

    def emit(self, event: Event) -> None:
        """Stamp an event and keep it."""

    def mark_zero(self) -> None:
        """Boot is over: time counts from here."""


class ConnectionRecord(Protocol):
    """One connection, as both ends know it."""

    id: int
    local: str
    """The client's `address:port`."""
    requests: list[int]
    """Ids of the requests in the order in which the client sends them."""
    served: int
    """How many of them the server has begun to read."""
    serving: int | None
    """The request that the server works on: its packets and system calls carry the id."""
    goroutine: int | None

    def next_served(self) -> int | None:
        """The server begins to read another request."""


class Registry(Protocol):
    """Who is who on the wire."""

    def connection_of_fd(self, fd: int) -> Any:
        """The connection behind a descriptor of the server process."""
