"""State of the kernel's sockets, file descriptors and epoll."""

import msgspec

from journey_tui.world.state.counted import CountedEnd


class Listener(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The listening socket with its two queues (connection ids, oldest first)."""

    state: str = "none"
    """none | created | bound | listening | closed."""
    fd: int | None = None
    protocol: str = ""
    address: str = ""
    backlog: int = 0
    syn_queue: list[int] = []
    accept_queue: list[int] = []
    accepted: int = 0
    overflows: int = 0


class Connection(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One TCP connection, seen from both ends."""

    id: int
    client: str
    local: str
    """The client's address:port."""
    remote: str
    """The server's."""
    client_state: str = "CLOSED"
    server_state: str = "CLOSED"
    fd: int | None = None
    goroutine: int | None = None
    conn_state: str = ""
    """net/http's: new | active | idle | closed."""
    receive_queued: int = 0
    receive_capacity: int = 131072
    receive_window: int = 65535
    received_total: int = 0
    receive_eof: bool = False
    receive_requests: list[int] = []
    """Requests that have bytes in the receive queue, oldest first."""
    send_queued: int = 0
    """Bytes written and not yet acknowledged."""
    send_capacity: int = 16384
    sent_total: int = 0
    acked_total: int = 0
    client_read: int = 0
    """Bytes that the client's process has read."""
    congestion_window: int = 10
    request: int | None = None
    """The latest request on it."""
    requests: int = 0
    opened_ns: int = 0
    closed_ns: int | None = None
    time_wait: str = ""
    """client | server: who keeps TIME_WAIT."""
    counted_client: CountedEnd | None = None
    counted_server: CountedEnd | None = None
    """What the kernel's counters depend on; None of a host that is not counted, or has sent no SYN."""


class FdEntry(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One entry of the process's file descriptor table."""

    fd: int
    object_kind: str
    description: str
    connection: int | None = None
    inode: int = 0
    """Number of the event that opened the file: like a real one it only tells files apart."""
    writes: bool = False
    """Whether it is the writing end of a pipe."""


class Epoll(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The process's one epoll instance: what it watches, what is ready, who waits."""

    fd: int | None = None
    interest: dict[int, tuple[str, ...]] = {}
    ready: list[int] = []
    ready_events: dict[int, tuple[str, ...]] = {}
    waiting_thread: int | None = None
    delivered: list[int] = []
    """The fds of the last epoll_pwait that returned some."""


class Syscall(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """A system call that a thread is in."""

    name: str
    fd: int | None = None
    detail: str = ""
