"""The process's open files: the descriptor table, and what lies behind each descriptor."""

from heapq import heappop, heappush
from typing import Final

from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import ConnectionRecord, Registry
from journey_tui.simulation.tcp.connection import Received
from journey_tui.simulation.tcp.endpoint import Endpoint
from journey_tui.simulation.tcp.listener import Listener
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled

FIRST_FREE: Final = 3
"""0, 1 and 2 are standard input, output and error."""

SOFT_LIMIT: Final = 1024  # INR_OPEN_CUR, include/uapi/linux/fs.h
"""RLIMIT_NOFILE that a process begins with, unless its hard limit is lower (as after `ulimit -n 16`)."""


class File:
    """Anything behind a descriptor; most files are never ready for epoll."""

    kind = "file"

    def __init__(self, description: str) -> None:
        self.description = description
        self.watchers: list[Watcher] = []

    @property
    def record(self) -> ConnectionRecord | None:
        """The connection, if it is one."""
        return None

    def poll(self) -> tuple[str, ...]:
        """What it is ready for now."""
        return ()

    def became_ready(self, *events: str) -> None:
        """Tell every epoll that watches it (`ep_poll_callback`)."""
        for watcher in self.watchers:
            watcher.notify(events)


class Watcher:
    """An epoll's eye on a file."""

    def notify(self, events: tuple[str, ...]) -> None:
        """The file's readiness may have changed."""
        raise NotImplementedError


class PlainFile(File):
    """A file on disk or in /proc, with its text; /proc/sys files can be polled and are always ready."""

    def __init__(self, path: str, text: bytes) -> None:
        super().__init__(path)
        self.text = text
        self.offset = 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = self.text[self.offset : self.offset + size]
        self.offset += len(data)
        return data

    def poll(self) -> tuple[str, ...]:
        """Always readable and writable."""
        return ("EPOLLIN", "EPOLLOUT")


class AnonymousFile(File):
    """An epoll instance, an eventfd, one end of a pipe, or a socket without an address."""

    def __init__(self, kind: str, description: str) -> None:
        super().__init__(description)
        self.kind = kind


class EventFile(AnonymousFile):
    """An eventfd, or one end of a pipe: readable while something that was written has not been read."""

    def __init__(self, kind: str, description: str, reader: "EventFile | None" = None) -> None:
        super().__init__(kind, description)
        self._reader = reader or self
        self._written = b""

    def write(self, data: bytes) -> None:
        """Wake whoever waits for it."""
        self._reader._written = data
        self._reader.became_ready("EPOLLIN")

    def read(self, size: int) -> bytes:
        """Take what was written."""
        data, self._written = self._written[:size], b""
        return data

    def poll(self) -> tuple[str, ...]:
        """Readable, or nothing."""
        return ("EPOLLIN",) if self._written else ()


class SocketFile(File):
    """A socket: new, listening, or one connection."""

    kind = "socket"

    def __init__(self, protocol: str) -> None:
        super().__init__(protocol)
        self.protocol = protocol
        self.address = ""
        self.listener: Listener | None = None

    def poll(self) -> tuple[str, ...]:
        """A listener is readable when a connection waits; one that was shut down has hung up (`tcp_poll`)."""
        if self.listener and self.listener.closed:
            return ("EPOLLIN", "EPOLLHUP")
        return ("EPOLLIN",) if self.listener and self.listener.accept_queue else ()


class ConnectionFile(File):
    """An accepted connection."""

    kind = "connection"

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(f"TCP:[{endpoint.record.remote}->{endpoint.record.local}]")
        self.endpoint = endpoint
        endpoint.owner = self

    @property
    def record(self) -> ConnectionRecord:
        """Its connection."""
        return self.endpoint.record

    def poll(self) -> tuple[str, ...]:
        """As `tcp_poll`: data or end to read, room to write, the peer's FIN, an error."""
        tcp = self.endpoint.tcp
        ended = tcp.receiver.finished or tcp.state == "CLOSED"
        events = []
        if tcp.receiver.queue or ended:
            events.append("EPOLLIN")
        if tcp.sender.writable or tcp.state == "CLOSED":
            events.append("EPOLLOUT")
        if ended:
            events.append("EPOLLRDHUP")
        if tcp.state == "CLOSED":
            events += ["EPOLLERR", "EPOLLHUP"] if tcp.error else ["EPOLLHUP"]
        return tuple(events)

    def changed(self, received: Received) -> None:
        """The connection's part of `sk_data_ready` and `sk_write_space`."""
        tcp = self.endpoint.tcp
        if received.failed:
            self.became_ready("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLERR", "EPOLLHUP")
        elif received.fin:
            self.became_ready("EPOLLIN", "EPOLLRDHUP")
        elif received.data_bytes:
            self.became_ready("EPOLLIN")
        elif received.acknowledged_bytes and self.short_of_room and tcp.sender.writable:
            self.short_of_room = False
            self.became_ready("EPOLLOUT")

    short_of_room = False
    """A write() found no room (SOCK_NOSPACE)."""


class FileTable:
    """Descriptor numbers; the lowest free one is always the next."""

    def __init__(self, recorder: Recorder, registry: Registry, hard_limit: int) -> None:
        self._recorder = recorder
        self._registry = registry
        self.hard_limit = hard_limit
        self.soft_limit = min(hard_limit, SOFT_LIMIT)
        """RLIMIT_NOFILE: the one that counts, and how far the process itself may raise it."""
        self._files: dict[int, File] = {}
        self._freed: list[int] = []
        """A heap of numbers below the highest one in use."""
        self._next = FIRST_FREE

    @property
    def full(self) -> bool:
        """Whether the lowest free number is beyond RLIMIT_NOFILE (`alloc_fd`)."""
        return (self._freed[0] if self._freed else self._next) >= self.soft_limit

    def limit(self, count: int) -> None:
        """RLIMIT_NOFILE from now on; what is open stays open (`prlimit64`)."""
        self.soft_limit = count

    def _take_lowest(self) -> int:
        if self._freed:
            return heappop(self._freed)
        self._next += 1
        return self._next - 1

    def install(self, file: File) -> int:
        """The lowest free number for a file (`get_unused_fd_flags`, `fd_install`)."""
        fd = self._take_lowest()
        self._files[fd] = file
        record = file.record
        if record is not None:
            record.fd = fd
            self._registry.by_fd[fd] = record
        self._recorder.emit(
            FdInstalled(
                fd=fd,
                object_kind=file.kind,
                description=file.description,
                connection=record.id if record else None,
            )
        )
        return fd

    def get(self, fd: int) -> File | None:
        """The file behind a number."""
        return self._files.get(fd)

    def remove(self, fd: int) -> File | None:
        """Free a number."""
        file = self._files.pop(fd, None)
        if file is not None:
            heappush(self._freed, fd)
            record = file.record
            self._registry.by_fd.pop(fd, None)
            self._recorder.emit(
                FdClosed(fd=fd, object_kind=file.kind, connection=record.id if record else None)
            )
        return file
