"""What `strace -yy` writes behind a file descriptor: `6<TCP:[127.0.0.1:3000->127.0.0.1:39614]>`.

The names come from the events themselves: which fd was installed for what, which address a socket was bound to.
"""

from journey_tui.trace.events import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled
from journey_tui.trace.events.kernel import SocketBound
from journey_tui.trace.events.outside import ClientConnecting
from journey_tui.trace.events.runtime import ProcessStarted

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
