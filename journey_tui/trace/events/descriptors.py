"""File descriptors, epoll's two lists, and the system calls that cross between user and kernel."""

from typing import ClassVar, Final

from journey_tui.trace.events.base import Event


class FdInstalled(Event, frozen=True):
    """The process's table gets an entry at the lowest free number (`get_unused_fd_flags`, `fd_install`)."""

    at_stage: ClassVar[str] = "fd"
    object_kind: str
    """listener | connection | epoll | eventfd | pipe | file | socket."""
    description: str
    """As /proc/PID/fd shows it, or the socket's addresses."""


class FdClosed(Event, frozen=True):
    """The number is free again."""

    at_stage: ClassVar[str] = "fd"
    object_kind: str


class EpollInterestAdded(Event, frozen=True):
    """EPOLL_CTL_ADD: epoll watches this file from now on (`ep_insert`)."""

    at_stage: ClassVar[str] = "fd"
    events: tuple[str, ...]


class EpollInterestRemoved(Event, frozen=True):
    """EPOLL_CTL_DEL (`ep_remove`)."""

    at_stage: ClassVar[str] = "fd"


class EpollEventQueued(Event, frozen=True):
    """`ep_poll_callback` puts the file on epoll's ready list (rdllist)."""

    at_stage: ClassVar[str] = "fd"
    events: tuple[str, ...]
    """What made it ready: EPOLLIN, EPOLLOUT, EPOLLRDHUP …"""
    ready_length: int


class EpollEventsDelivered(Event, frozen=True):
    """epoll_pwait copies events to user space and takes edge-triggered files off the ready list."""

    at_stage: ClassVar[str] = "fd"
    fds: tuple[int, ...]
    ready_length: int


_SYSCALL_STAGE: Final = {
    "socket": "socket",
    "bind": "socket",
    "listen": "socket",
    "accept4": "socket",
    "setsockopt": "socket",
    "getsockname": "socket",
    "read": "receive_buffer",
    "write": "send_buffer",
    "futex": "goroutine",
    "clone": "goroutine",
    "tgkill": "goroutine",
    "nanosleep": "goroutine",
    "epoll_pwait": "netpoller",
}


class SyscallEntered(Event, frozen=True):
    """A thread crosses from user space into the kernel. Fields that the call does not have stay at their defaults."""

    name: str
    size: int | None = None
    """Bytes asked for or given: read's buffer, write's length."""
    operation: str = ""
    """EPOLL_CTL_ADD, TCP_NODELAY, FUTEX_WAKE_PRIVATE, IPPROTO_MPTCP …"""
    target_fd: int | None = None
    """The file that epoll_ctl is about."""
    events: tuple[str, ...] = ()
    address: str = ""
    """bind's, connect's or the opened file's name."""
    value: int | None = None
    """A socket option's value, listen's backlog, futex's count."""
    timeout_ns: int | None = None
    """epoll_pwait's or futex's timeout; None is for ever."""

    @property
    def stage(self) -> str:
        """The stage that the call serves."""
        return _SYSCALL_STAGE.get(self.name, "fd")


class SyscallReturned(Event, frozen=True):
    """The call is over: the thread is back in user space with its result."""

    name: str
    result: int
    """As strace prints it; -1 with `errno` on failure."""
    errno: str = ""
    size: int | None = None
    operation: str = ""
    target_fd: int | None = None
    events: tuple[str, ...] = ()
    address: str = ""
    """The peer that accept4 filled in, or getsockname's answer."""
    value: int | None = None
    timeout_ns: int | None = None
    data: bytes = b""
    """The bytes read or written, at most the first 256."""
    ready: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """epoll_pwait's answer: (fd, events) each."""

    @property
    def stage(self) -> str:
        """The stage that the call served."""
        return _SYSCALL_STAGE.get(self.name, "fd")
