"""System calls on a table of fake files; every call that was made is remembered."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import simpy

from journey_tui.simulation.go.operating_system import Process
from tests.simulation.go.fake_machine import FakeFile, FakeResult, FakeThread

EDGE_TRIGGERED = "EPOLLET"
MAX_EVENTS = 128


class Call(NamedTuple):
    """A system call that has returned."""

    name: str
    fd: int | None
    detail: object
    result: object
    thread: int
    time_ns: int


class FakeSyscalls:
    """The system calls, on a table of fake files."""

    def __init__(self, env: simpy.Environment, costs: Mapping[str, int]) -> None:
        self.calls: list[Call] = []
        self.files: dict[int, FakeFile] = {}
        self.log = ""
        """What was written to standard error."""
        self.file_limits = (1024, 1_048_576)
        self.full = False
        """No descriptor is left."""
        self.waits = 0
        """Threads in a blocking epoll_pwait now."""
        self.most_waits = 0
        self._env = env
        self._cost_ns = costs["syscall"]
        self._watched: dict[int, tuple[str, ...]] = {}
        self._ready: list[int] = []
        self._waiters: list[FakeThread] = []
        self._sleepers: dict[int, FakeThread] = {}

    # ── what tests ask and do ──

    def of(self, fd: int) -> list[tuple[str, object, object]]:
        """Calls on one descriptor: name, detail, result."""
        return [(call.name, call.detail, call.result) for call in self.calls if call.fd == fd]

    def names(self, *names: str) -> list[Call]:
        """Calls of these names."""
        return [call for call in self.calls if call.name in names]

    @property
    def listener(self) -> FakeFile:
        """The listening socket."""
        return next(file for file in self.files.values() if file.kind == "listener")

    def connect(self, data: bytes = b"") -> FakeFile:
        """A client connects, and may have sent something already."""
        connection = FakeFile("connection", data)
        self.listener.backlog.append(connection)
        self.listener.changed()
        return connection

    # ── calls ──

    def socket(
        self, thread: FakeThread, protocol: str = "IPPROTO_TCP", family: str = "AF_INET"
    ) -> Process[int]:
        """Socket."""
        fd = self._install("socket")
        yield from self._done(thread, "socket", None, protocol, fd)
        return fd

    def bind(self, thread: FakeThread, fd: int, address: str) -> Process[int]:
        """Bind."""
        yield from self._done(thread, "bind", fd, address, 0)
        return 0

    def listen(self, thread: FakeThread, fd: int, backlog: int) -> Process[int]:
        """Listen."""
        self.files[fd].kind = "listener"
        yield from self._done(thread, "listen", fd, backlog, 0)
        return 0

    def setsockopt(self, thread: FakeThread, fd: int, option: str, value: int) -> Process[int]:
        """Setsockopt."""
        yield from self._done(thread, "setsockopt", fd, (option, value), 0)
        return 0

    def getsockname(self, thread: FakeThread, fd: int) -> Process[str]:
        """Getsockname."""
        yield from self._done(thread, "getsockname", fd, None, 0)
        return ""

    def accept4(self, thread: FakeThread, fd: int) -> Process[FakeResult]:
        """accept4."""
        yield from thread.run(self._cost_ns)
        backlog = self.files[fd].backlog
        if not backlog or self.full:
            result = FakeResult(-1, "EMFILE" if self.full else "EAGAIN")
        else:
            result = FakeResult(self._install("connection", backlog.pop(0)))
        self._log(thread, "accept4", fd, None, result.errno or result.value)
        return result

    def openat(self, thread: FakeThread, path: str) -> Process[int]:
        """Openat."""
        fd = self._install("file")
        self.files[fd].incoming = b"4096\n"
        yield from self._done(thread, "openat", None, path, fd)
        return fd

    def getrlimit_nofile(self) -> tuple[int, int]:
        """RLIMIT_NOFILE."""
        return self.file_limits

    def setrlimit_nofile(self, soft: int) -> None:
        """RLIMIT_NOFILE, soft."""
        self.file_limits = (soft, self.file_limits[1])

    def read_file(self, thread: FakeThread, fd: int, size: int) -> Process[FakeResult]:
        """Read of a file."""
        file = self.files[fd]
        data, file.incoming = file.incoming[:size], file.incoming[size:]
        yield from self._done(thread, "read", fd, size, len(data))
        return FakeResult(len(data), "", data)

    def read(self, thread: FakeThread, fd: int, size: int) -> Process[FakeResult]:
        """Read."""
        yield from thread.run(self._cost_ns)
        file = self.files[fd]
        if file.reset:
            result = FakeResult(-1, "ECONNRESET")
        elif not file.incoming and not file.finished:
            result = FakeResult(-1, "EAGAIN")
        else:
            data, file.incoming = file.incoming[:size], file.incoming[size:]
            result = FakeResult(len(data), "", data)
        self._log(thread, "read", fd, size, result.errno or result.value)
        return result

    def write(self, thread: FakeThread, fd: int, data: bytes) -> Process[FakeResult]:
        """Write."""
        yield from thread.run(self._cost_ns)
        file = self.files[fd]
        taken = b"" if file.broken else data[: file.room]
        file.room -= len(taken)
        file.written += taken
        result = FakeResult(len(taken)) if taken else FakeResult(-1, "EPIPE" if file.broken else "EAGAIN")
        self._log(thread, "write", fd, len(data), result.errno or result.value)
        return result

    def shutdown(self, thread: FakeThread, fd: int, how: str = "SHUT_WR") -> Process[int]:
        """Shutdown."""
        yield from self._done(thread, "shutdown", fd, how, 0)
        return 0

    def write_log(self, thread: FakeThread, text: str) -> Process[None]:
        """Write to standard error."""
        self.log += text
        yield from self._done(thread, "write", 2, len(text), len(text))

    def write_eventfd(self, thread: FakeThread, fd: int, data: bytes) -> Process[None]:
        """Write to an eventfd or pipe."""
        end = fd if self.files[fd].kind == "eventfd" else fd - 1
        self.files[end].counter += 1
        self.files[end].changed()
        yield from self._done(thread, "write", fd, len(data), len(data))

    def read_eventfd(self, thread: FakeThread, fd: int, size: int) -> Process[None]:
        """Read from an eventfd or pipe."""
        self.files[fd].counter = 0
        yield from self._done(thread, "read", fd, size, 1)

    def close(self, thread: FakeThread, fd: int) -> Process[int]:
        """Close."""
        yield from self._done(thread, "close", fd, None, 0)
        del self.files[fd]
        return 0

    def epoll_create1(self, thread: FakeThread) -> Process[int]:
        """epoll_create1."""
        fd = self._install("epoll")
        yield from self._done(thread, "epoll_create1", None, None, fd)
        return fd

    def eventfd2(self, thread: FakeThread) -> Process[int]:
        """eventfd2."""
        fd = self._install("eventfd")
        yield from self._done(thread, "eventfd2", None, None, fd)
        return fd

    def pipe2(self, thread: FakeThread) -> Process[tuple[int, int]]:
        """pipe2."""
        ends = (self._install("pipe"), self._install("pipe"))
        yield from self._done(thread, "pipe2", None, None, ends)
        return ends

    def epoll_ctl(
        self, thread: FakeThread, epfd: int, operation: str, fd: int, events: tuple[str, ...]
    ) -> Process[int]:
        """epoll_ctl."""
        yield from self._done(thread, "epoll_ctl", fd, (operation, events), 0)
        if operation == "EPOLL_CTL_ADD":
            self._watched[fd] = events
            self.files[fd].changed = lambda: self._queue(fd)
            self._queue(fd)
        else:
            del self._watched[fd]
            self.files[fd].changed = lambda: None
            self._ready = [ready for ready in self._ready if ready != fd]
        return 0

    def epoll_pwait(
        self, thread: FakeThread, epfd: int, timeout_ns: int | None
    ) -> Process[list[tuple[int, tuple[str, ...]]]]:
        """epoll_pwait."""
        yield from thread.run(self._cost_ns)
        found = self._collect()
        if not found and timeout_ns != 0:
            self._waiters.append(thread)
            self.waits += 1
            self.most_waits = max(self.most_waits, self.waits)
            if timeout_ns is not None:
                self._env.timeout(timeout_ns).callbacks.append(lambda _: self._time_out(thread))
            yield from thread.block("epoll_pwait")
            self.waits -= 1
            if thread in self._waiters:
                self._waiters.remove(thread)
            found = self._collect()
        self._log(thread, "epoll_pwait", None, timeout_ns, found)
        return found

    def futex_wait(
        self, thread: FakeThread, key: int, changed: Callable[[], bool], timeout_ns: int | None = None
    ) -> Process[None]:
        """futex, to sleep."""
        if not changed():
            if timeout_ns is not None:
                self._env.timeout(timeout_ns).callbacks.append(lambda _: self._time_out(thread, "futex"))
            self._sleepers[key] = thread
            yield from thread.block("futex")
            self._sleepers.pop(key, None)
        self._log(thread, "futex", None, ("FUTEX_WAIT", timeout_ns), 0)

    def tgkill(self, thread: FakeThread, target: FakeThread) -> Process[None]:
        """Tgkill."""
        target.signal()
        yield from self._done(thread, "tgkill", None, target.id, 0)

    def futex_wake(self, thread: FakeThread, key: int) -> Process[int]:
        """futex, to wake."""
        target = self._sleepers.pop(key, None)
        name = target.name if target is not None else None
        yield from self._done(thread, "futex", None, ("FUTEX_WAKE", name), int(target is not None))
        if target is not None:
            target.wake("futex")
        return int(target is not None)

    # ── inside ──

    def _time_out(self, thread: FakeThread, where: str = "epoll_pwait") -> None:
        if thread.where == where and (where != "epoll_pwait" or thread in self._waiters):
            thread.wake("timeout")

    def _install(self, kind: str, file: FakeFile | None = None) -> int:
        fd = 3
        while fd in self.files:
            fd += 1
        self.files[fd] = file or FakeFile(kind)
        return fd

    def _queue(self, fd: int) -> None:
        file = self.files[fd]
        if not set(file.poll()) & set(self._watched[fd]):
            return
        if fd not in self._ready:
            self._ready.append(fd)
        if self._waiters:
            self._waiters.pop(0).wake("epoll")

    def _collect(self) -> list[tuple[int, tuple[str, ...]]]:
        found: list[tuple[int, tuple[str, ...]]] = []
        again: list[int] = []
        while self._ready and len(found) < MAX_EVENTS:
            fd = self._ready.pop(0)
            events = tuple(event for event in self.files[fd].poll() if event in self._watched[fd])
            if events:
                found.append((fd, events))
                again += [fd] if EDGE_TRIGGERED not in self._watched[fd] else []
        self._ready += again
        return found

    def _done(
        self, thread: FakeThread, name: str, fd: int | None, detail: object, result: object
    ) -> Process[None]:
        yield from thread.run(self._cost_ns)
        self._log(thread, name, fd, detail, result)

    def _log(self, thread: FakeThread, name: str, fd: int | None, detail: object, result: object) -> None:
        self.calls.append(Call(name, fd, detail, result, thread.id, int(self._env.now)))
