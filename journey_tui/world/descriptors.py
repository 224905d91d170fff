"""How file descriptors, epoll and system calls change the world."""

from typing import Final

from journey_tui.text import clean_line
from journey_tui.trace.events import descriptors as events
from journey_tui.world.crowd import set_goroutine
from journey_tui.world.lookup import connection_of, goroutine_of, put_in, take_out, thread_of
from journey_tui.world.state import FdEntry, Listener, Syscall, World

_LONGEST_TEXT: Final = 200
_WAITS_TO_READ: Final = frozenset({"read", "accept4"})


def fd_installed(world: World, event: events.FdInstalled) -> None:
    """The number is taken."""
    if event.fd is None:
        return
    world.fds[event.fd] = FdEntry(
        fd=event.fd,
        object_kind=event.object_kind,
        description=clean_line(event.description, _LONGEST_TEXT),
        connection=event.connection,
        inode=event.seq,
    )
    if event.object_kind == "pipe":
        _pair(world, world.fds[event.fd])
    if event.object_kind == "epoll":
        world.epoll.fd = event.fd
    connection = connection_of(world, event)
    if connection is not None:
        connection.fd = event.fd


def _pair(world: World, end: FdEntry) -> None:
    """pipe2 gives the reading end first; both ends are one inode."""
    ends = [entry for entry in world.fds.values() if entry.object_kind == "pipe" and entry is not end]
    paired = {entry.inode for entry in ends if entry.writes}
    other = next((entry.inode for entry in reversed(ends) if entry.inode not in paired), None)
    if other is not None:
        end.inode, end.writes = other, True


def fd_closed(world: World, event: events.FdClosed) -> None:
    """The number is free, and epoll forgets a file that is closed (`eventpoll_release`)."""
    if event.fd is None:
        return
    entry = world.fds.pop(event.fd, None)
    _unwatch(world, event.fd)
    if event.fd == world.epoll.fd:
        world.epoll.fd = None
    if event.fd == world.listener.fd:
        _close_listener(world)
    number = event.connection if entry is None else entry.connection
    connection = world.connections.get(number) if number is not None else None
    if connection is not None and connection.fd == event.fd:
        connection.fd = None


def _close_listener(world: World) -> None:
    """A socket that never listened was only one of Go's probes (`ipStackCapabilities.probe`, net/ipsock_posix.go)."""
    if world.listener.state == "listening":
        world.listener.state = "closed"
        world.listener.fd = None
        world.listener.syn_queue.clear()
        world.listener.accept_queue.clear()
    else:
        world.listener = Listener()


def epoll_interest_added(world: World, event: events.EpollInterestAdded) -> None:
    """The file is watched."""
    if event.fd is not None:
        world.epoll.interest[event.fd] = event.events


def epoll_interest_removed(world: World, event: events.EpollInterestRemoved) -> None:
    """The file is watched no longer."""
    if event.fd is not None:
        _unwatch(world, event.fd)


def _unwatch(world: World, fd: int) -> None:
    epoll = world.epoll
    epoll.interest.pop(fd, None)
    epoll.ready_events.pop(fd, None)
    take_out(epoll.ready, fd)
    world.netpoll.descriptors.pop(fd, None)


def epoll_event_queued(world: World, event: events.EpollEventQueued) -> None:
    """The file is on the ready list, once, with all that made it ready."""
    if event.fd is None:
        return
    epoll = world.epoll
    put_in(epoll.ready, event.fd)
    known = epoll.ready_events.get(event.fd, ())
    epoll.ready_events[event.fd] = known + tuple(name for name in event.events if name not in known)


def epoll_events_delivered(world: World, event: events.EpollEventsDelivered) -> None:
    """The ready list is shorter by what user space got."""
    epoll = world.epoll
    epoll.delivered = list(event.fds)
    epoll.waiting_thread = None
    for fd in event.fds:
        take_out(epoll.ready, fd)
        epoll.ready_events.pop(fd, None)
    if event.ready_length == 0:
        epoll.ready.clear()
        epoll.ready_events.clear()


# ── system calls ──


def syscall_entered(world: World, event: events.SyscallEntered) -> None:
    """The thread is in the kernel, on the goroutine's behalf."""
    thread = thread_of(world, event)
    if thread is not None:
        thread.syscall = Syscall(name=event.name, fd=event.fd, detail=_detail(event))
    goroutine = goroutine_of(world, event)
    if goroutine is not None and goroutine.state == "running":
        set_goroutine(world, goroutine, "syscall")
    if event.fd in world.netpoll.descriptors:
        _reset_descriptor(world, event.name, event.fd)


def _reset_descriptor(world: World, name: str, fd: int | None) -> None:
    """A remembered edge is spent: `runtime_pollReset` comes before each read, accept and write."""
    descriptor = world.netpoll.descriptors[fd] if fd is not None else None
    if descriptor is not None and name in _WAITS_TO_READ:
        descriptor.read_ready = False
    elif descriptor is not None and name == "write":
        descriptor.write_ready = False


def _detail(event: events.SyscallEntered) -> str:
    """The argument that says most about the call."""
    if event.target_fd is not None:
        return clean_line(f"{event.operation} {event.target_fd}", _LONGEST_TEXT)
    if event.operation or event.address:
        return clean_line(event.operation or event.address, _LONGEST_TEXT)
    return "" if event.size is None else f"{event.size} B"


def syscall_returned(world: World, event: events.SyscallReturned) -> None:
    """The thread is back in user space."""
    thread = thread_of(world, event)
    if thread is not None:
        thread.syscall = None
    goroutine = goroutine_of(world, event)
    if goroutine is not None and goroutine.state == "syscall":
        set_goroutine(world, goroutine, "running")
