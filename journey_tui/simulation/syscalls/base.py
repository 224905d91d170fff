"""What every system call does: tell that it is entered, take its time, tell what it returned."""

from dataclasses import dataclass
from typing import Any, Final

from journey_tui.simulation.cpu import Process
from journey_tui.simulation.epoll import Epoll
from journey_tui.simulation.files import ConnectionFile, File, FileTable
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.tcp.server import ServerStack
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned

SHOWN_BYTES: Final = 256
"""How much of read and written bytes an event keeps."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a call returned: a number, or -1 and an errno."""

    value: int
    errno: str = ""
    data: bytes = b""
    request: int | None = None
    """read: the request that the first byte belongs to."""


class Calls:
    """The kernel seen from a system call."""

    def __init__(
        self, recorder: Recorder, costs: dict[str, int], files: FileTable, stack: ServerStack
    ) -> None:
        self.recorder = recorder
        self.costs = costs
        self.files = files
        self.stack = stack

    def enter(self, thread: Thread, name: str, fd: int | None = None, **fields: Any) -> Process:
        """Cross into the kernel."""
        if not thread.on_core:
            yield from thread.run(0)
        thread.in_kernel = True
        self.recorder.emit(SyscallEntered(name=name, fd=fd, **self._ids(thread, fd), **fields))
        yield from thread.run(self.costs["syscall"])

    def leave(self, thread: Thread, name: str, result: int, fd: int | None = None, **fields: Any) -> None:
        """Back in user space."""
        thread.in_kernel = False
        self.recorder.emit(
            SyscallReturned(name=name, result=result, fd=fd, **self._ids(thread, fd), **fields)
        )

    def _ids(self, thread: Thread, fd: int | None) -> dict[str, Any]:
        file = self.files.get(fd) if fd is not None else None
        record = file.record if file else None
        return {
            "thread": thread.id,
            "cpu": thread.cpu,
            "goroutine": thread.goroutine,
            "request": thread.request,
            "connection": record.id if record else None,
        }

    def file(self, fd: int) -> File:
        """The file behind a descriptor; the model never asks for one that is closed."""
        file = self.files.get(fd)
        assert file is not None, f"fd {fd} is not open"
        return file

    def connection(self, fd: int) -> ConnectionFile:
        """The connection behind a descriptor."""
        file = self.file(fd)
        assert isinstance(file, ConnectionFile), f"fd {fd} is no connection"
        return file

    def epoll(self, fd: int) -> Epoll:
        """The epoll instance behind a descriptor."""
        file = self.file(fd)
        assert isinstance(file, Epoll), f"fd {fd} is no epoll instance"
        return file
