"""What `strace -yy` writes behind a file descriptor: `6<TCP:[127.0.0.1:3000->127.0.0.1:39614]>`.

The names come from the events themselves: which fd was installed for what, which address a socket was bound to.
"""

from journey_tui.trace.events import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled
from journey_tui.trace.events.kernel import SocketBound
from journey_tui.trace.events.outside import ClientConnecting
from journey_tui.trace.events.runtime import ProcessStarted
from journey_tui.world import World

_ANONYMOUS = {"epoll": "anon_inode:[eventpoll]", "eventfd": "anon_inode:[eventfd]"}


class FdNames:
    """The process's open files by number, kept up to date event by event."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._pairs: dict[int, str] = {}
        self.pid = 0
        """The process that they are open in."""

    def see(self, event: Event) -> None:
        """Follow one event."""
        match event:
            case ProcessStarted():
                self.pid = event.pid
            case ClientConnecting() if event.connection is not None:
                self._pairs[event.connection] = f"TCP:[{event.remote}->{event.local}]"
            case FdInstalled() if event.fd is not None:
                self._names[event.fd] = self._name(event)
            case SocketBound() if event.fd is not None:
                self._names[event.fd] = f"TCP:[{event.address}]"
            case FdClosed() if event.fd is not None:
                self._names.pop(event.fd, None)

    def copy(self) -> "FdNames":
        """The same names, to be followed apart from these."""
        names = FdNames()
        names.pid, names._names, names._pairs = self.pid, dict(self._names), dict(self._pairs)
        return names

    def begin(self, world: World) -> None:
        """Take the names that are in force at a moment, to follow the events after it."""
        self.pid = world.pid or 0
        for connection in world.connections.values():
            self._pairs[connection.id] = f"TCP:[{connection.remote}->{connection.local}]"
        for entry in world.fds.values():
            pair = self._pairs.get(entry.connection) if entry.connection is not None else None
            known = pair if entry.object_kind == "connection" else None
            self._names[entry.fd] = known or _ANONYMOUS.get(entry.object_kind, entry.description)
        if world.listener.fd is not None and world.listener.address:
            self._names[world.listener.fd] = f"TCP:[{world.listener.address}]"

    def forget(self, fd: int) -> None:
        """A number has no name any more, or not yet."""
        self._names.pop(fd, None)

    def restore(self, fd: int, remote: str, local: str) -> None:
        """A number is a connection's."""
        self._names[fd] = f"TCP:[{remote}->{local}]"

    def _name(self, event: FdInstalled) -> str:
        if event.object_kind in _ANONYMOUS:
            return _ANONYMOUS[event.object_kind]
        if event.object_kind == "connection" and event.connection in self._pairs:
            return self._pairs[event.connection]
        return event.description

    def named(self, fd: int | None) -> str:
        """The number with its name, as strace prints it."""
        if fd is None:
            return "-1"
        return f"{fd}<{self._names[fd]}>" if fd in self._names else str(fd)
