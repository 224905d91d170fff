"""openat, read of files, close, pipes and eventfds."""

from typing import Any, Final

from journey_tui.simulation.cpu import Process
from journey_tui.simulation.files import ConnectionFile, EventFile, PlainFile, SocketFile
from journey_tui.simulation.syscalls.base import SHOWN_BYTES, Calls, Result
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events.descriptors import SyscallReturned

STANDARD_ERROR: Final = 2  # STDERR_FILENO
SOMAXCONN_PATH: Final = "/proc/sys/net/core/somaxconn"
_TEXTS: Final = {
    "hpage_pmd_size": b"2097152\n",
    "cgroup": b"1:cpu:/\n0::/\n",
    "mountinfo": b"31 25 0:27 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n",
    "localtime": b"TZif2",
    "cpu.max": b"max 100000\n",
    "cpu.cfs_quota_us": b"-1\n",
    "cpu.cfs_period_us": b"100000\n",
}
"""What the files say on a host with cgroup v1 where nothing is limited; of lists, the lines that Go looks for."""


class FileCalls(Calls):
    """System calls on files."""

    somaxconn = 4096

    def openat(self, thread: Thread, path: str) -> Process:
        """Open a file; answers its descriptor."""
        yield from self.enter(thread, "openat", address=path)
        text = _TEXTS.get(path.rpartition("/")[2], b"")
        if path == SOMAXCONN_PATH:
            text = f"{self.somaxconn}\n".encode()
        fd = self.files.install(PlainFile(path, text))
        self.leave(thread, "openat", fd, address=path)
        return fd

    def read_file(self, thread: Thread, fd: int, size: int) -> Process:
        """Read from a file."""
        yield from self.enter(thread, "read", fd, size=size)
        file = self.file(fd)
        assert isinstance(file, PlainFile)
        data = file.read(size)
        self.leave(thread, "read", len(data), fd, size=size, data=data)
        return Result(len(data), "", data)

    def getrlimit_nofile(self) -> tuple[int, int]:
        """RLIMIT_NOFILE, soft and hard; asked at boot, where calls that serve no connection are left out."""
        return self.files.soft_limit, self.files.hard_limit

    def setrlimit_nofile(self, soft: int) -> None:
        """The process sets its own soft limit."""
        self.files.limit(soft)

    def write_log(self, thread: Thread, text: str) -> Process:
        """Write to standard error, which is open in every process and in no table here."""
        data = text.encode("utf-8", "replace")
        size = len(data)
        yield from self.enter(thread, "write", STANDARD_ERROR, size=size)
        yield from thread.run(self.costs["write"])
        self.leave(thread, "write", size, STANDARD_ERROR, size=size, data=data[:SHOWN_BYTES])
        return Result(size)

    def close(self, thread: Thread, fd: int) -> Process:
        """Free the descriptor; a connection says FIN, or RST when something was not read."""
        yield from self.enter(thread, "close", fd)
        yield from thread.run(self.costs["close"])
        file = self.files.remove(fd)
        if isinstance(file, ConnectionFile):
            yield from self._close_connection(thread, file)
        elif isinstance(file, SocketFile) and file.listener is not None:
            yield from self.stack.close_listener(thread)
        ids: dict[str, Any] = {"connection": file.record.id} if file and file.record else {}
        self.recorder.emit(self._closed(thread, fd, ids))
        return 0

    def _close_connection(self, thread: Thread, file: ConnectionFile) -> Process:
        endpoint = file.endpoint
        yield from self.stack.lock(endpoint, thread)
        endpoint.owner = None
        endpoint.tcp.close(self.recorder.now)
        yield from self.stack.flush(endpoint, thread)
        yield from self.stack.release(endpoint, thread)

    def _closed(self, thread: Thread, fd: int, ids: dict[str, Any]) -> SyscallReturned:
        return SyscallReturned(name="close", result=0, fd=fd, **(self._ids(thread, None) | ids))

    def eventfd2(self, thread: Thread) -> Process:
        """A new eventfd."""
        yield from self.enter(thread, "eventfd2")
        fd = self.files.install(EventFile("eventfd", "anon_inode:[eventfd]"))
        self.leave(thread, "eventfd2", fd)
        return fd

    def pipe2(self, thread: Thread) -> Process:
        """A new pipe: the end to read, the end to write."""
        yield from self.enter(thread, "pipe2", operation="O_NONBLOCK|O_CLOEXEC")
        to_read = EventFile("pipe", "pipe:[1]")
        to_write = EventFile("pipe", "pipe:[1]", to_read)
        ends = (self.files.install(to_read), self.files.install(to_write))
        self.leave(thread, "pipe2", 0, operation="O_NONBLOCK|O_CLOEXEC")
        return ends

    def write_eventfd(self, thread: Thread, fd: int, data: bytes) -> Process:
        """Write to an eventfd or a pipe: whoever waits for it in epoll wakes up."""
        size = len(data)
        yield from self.enter(thread, "write", fd, size=size)
        file = self.file(fd)
        assert isinstance(file, EventFile)
        file.write(data)
        self.leave(thread, "write", size, fd, size=size, data=data)
        return Result(size)

    def read_eventfd(self, thread: Thread, fd: int, size: int) -> Process:
        """Read from an eventfd or a pipe: it is not ready any more."""
        yield from self.enter(thread, "read", fd, size=size)
        file = self.file(fd)
        assert isinstance(file, EventFile)
        data = file.read(size)
        self.leave(thread, "read", len(data), fd, size=size, data=data)
        return Result(len(data), "", data)
