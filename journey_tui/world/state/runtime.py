"""State of the Go runtime: threads (M), processors (P), goroutines (G), the netpoller."""

import msgspec

from journey_tui.world.state.kernel import Syscall


class Thread(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One OS thread of the server process."""

    id: int
    name: str
    state: str = "running"
    """runnable | running | blocked | spinning."""
    where: str = ""
    """What it is blocked in: futex | epoll_pwait."""
    cpu: int | None = None
    processor: int | None = None
    goroutine: int | None = None
    syscall: Syscall | None = None


class Processor(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One P: the right to run Go code, with its run queue."""

    id: int
    status: str = "idle"
    """idle | running."""
    thread: int | None = None
    runnext: int | None = None
    queue: list[int] = []
    ticks: int = 0
    """schedtick: goroutines that it has begun, those from runnext apart."""


class Goroutine(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One goroutine."""

    id: int
    function: str
    state: str = "runnable"
    """runnable | running | waiting | syscall."""
    reason: str = ""
    """Why it waits, as Go prints it."""
    waited: str = ""
    """Why it waits, or waited last: Go does not forget it (`waitreason`, runtime/runtime2.go)."""
    thread: int | None = None
    processor: int | None = None
    connection: int | None = None
    request: int | None = None
    fd: int | None = None
    since_ns: int = 0


class PollDescriptor(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The runtime's pollDesc of one fd: who waits to read, who to write."""

    fd: int
    reader: int | None = None
    writer: int | None = None
    read_ready: bool = False
    """pdReady is remembered: the next read does not park."""
    write_ready: bool = False
    read_deadline_ns: int | None = None
    """When who waits to read gives up."""
    write_deadline_ns: int | None = None


class Netpoll(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The netpoller: code that idle threads call, and what it last gave back."""

    descriptors: dict[int, PollDescriptor] = {}
    blocked_thread: int | None = None
    calling_thread: int | None = None
    timeout_ns: int | None = None
    returned: list[int] = []
    """Goroutines of the last call that returned."""
    calls: int = 0
    timers: dict[int, int] = {}
    """Goroutine to the time when its timer is due."""
