"""The sample's boot: from the process's first instruction to the accept loop that parks."""

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import (
    EpollEventsDelivered,
    EpollInterestAdded,
    FdInstalled,
    SyscallEntered,
    SyscallReturned,
)
from journey_tui.trace.events.http import ServerListening
from journey_tui.trace.events.kernel import ListenStarted, SocketBound, SocketCreated
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineParked,
    GoroutineStarted,
    PollDescriptorArmed,
    PollDescriptorReady,
    ProcessorAcquired,
    ProcessStarted,
    ThreadBlocked,
    ThreadCreated,
    ThreadScheduled,
)

M0, SYSMON, M1 = 1000, 1001, 1002
"""Thread ids."""
MAIN = 1
"""The goroutine that runs the accept loop."""
LISTENER, EPOLL, EVENTFD = 5, 7, 8
"""File descriptors, as go.mod 1.27 numbers them."""
CONNECTION_EVENTS = ("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLET")


def events() -> list[Event]:
    """Unstamped events, in order; the last is the accept loop's first park."""
    return [*_process(), *_listener(), *_first_accept()]


def _process() -> list[Event]:
    return [
        ProcessStarted(pid=M0, go="1.27", gomaxprocs=2, thread=M0),
        ThreadCreated(name="M0", thread=M0),
        ThreadScheduled(thread=M0, cpu=0),
        ProcessorAcquired(processor=0, thread=M0),
        GoroutineCreated(function="main.main", creator=None, processor=0, queue_length=1, goroutine=MAIN),
        GoroutineStarted(processor=0, source="runnext", goroutine=MAIN, thread=M0),
        ThreadCreated(name="sysmon", thread=SYSMON),
        ThreadCreated(name="M1", thread=M1),
        ThreadBlocked(where="futex", thread=SYSMON),
        ThreadBlocked(where="futex", thread=M1),
    ]


def _listener() -> list[Event]:
    return [
        FdInstalled(object_kind="file", description="/sys/fs/cgroup/cpu.max", fd=3, thread=M0),
        SyscallEntered(name="socket", operation="IPPROTO_MPTCP", thread=M0, goroutine=MAIN),
        SocketCreated(protocol="MPTCP", fd=LISTENER),
        FdInstalled(object_kind="socket", description="MPTCP", fd=LISTENER, thread=M0),
        SyscallReturned(name="socket", operation="IPPROTO_MPTCP", result=LISTENER, thread=M0, goroutine=MAIN),
        SyscallEntered(name="bind", address="0.0.0.0:3000", fd=LISTENER, thread=M0, goroutine=MAIN),
        SocketBound(address="0.0.0.0:3000", fd=LISTENER),
        SyscallReturned(
            name="bind", address="0.0.0.0:3000", result=0, fd=LISTENER, thread=M0, goroutine=MAIN
        ),
        SyscallEntered(name="listen", value=4096, fd=LISTENER, thread=M0, goroutine=MAIN),
        ListenStarted(address="0.0.0.0:3000", backlog=4096, fd=LISTENER),
        SyscallReturned(name="listen", value=4096, result=0, fd=LISTENER, thread=M0, goroutine=MAIN),
        FdInstalled(object_kind="epoll", description="anon_inode:[eventpoll]", fd=EPOLL, thread=M0),
        FdInstalled(object_kind="eventfd", description="anon_inode:[eventfd]", fd=EVENTFD, thread=M0),
        EpollInterestAdded(events=("EPOLLIN",), fd=EVENTFD),
        EpollInterestAdded(events=CONNECTION_EVENTS, fd=LISTENER),
    ]


def _first_accept() -> list[Event]:
    return [
        ServerListening(address="0.0.0.0:3000", goroutine=MAIN),
        SyscallEntered(name="accept4", fd=LISTENER, thread=M0, goroutine=MAIN),
        SyscallReturned(name="accept4", result=-1, errno="EAGAIN", fd=LISTENER, thread=M0, goroutine=MAIN),
        EpollEventsDelivered(fds=(), ready_length=0, fd=EPOLL, thread=M0),
        PollDescriptorReady(mode="w", remembered=True, fd=LISTENER),
        PollDescriptorArmed(mode="r", fd=LISTENER, goroutine=MAIN),
        GoroutineParked(reason="IO wait", goroutine=MAIN, thread=M0, fd=LISTENER),
    ]
