"""Small Go programs on a fake kernel: a main function under the scheduler, or a whole server."""

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler, Route, Server, Timeouts
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process, Thread
from journey_tui.simulation.go.poll_fd import Done, PollFD
from journey_tui.simulation.go.process import GoProcess
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.trace.events import Event
from tests.simulation.go.fake_machine import FakeFile
from tests.simulation.go.fake_syscalls import Call
from tests.simulation.go.fakes import FakeKernel, FakeRecorder, FakeRegistry

E = TypeVar("E", bound=Event)

HELLO = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n"
HELLO_CLOSE = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nConnection: close\r\n\r\n"
HELLO_ROUTE = Route(pattern="GET /hello", handler=Handler(name="helloHandler", body="hello\n"))


class Program:
    """A main function, and whatever it starts, under the scheduler alone."""

    def __init__(self, gomaxprocs: int = 2, seed: int = 1, **costs: int) -> None:
        self.kernel = FakeKernel(**costs)
        self.recorder = FakeRecorder(self.kernel.env)
        self.scheduler = Scheduler(
            self.kernel, self.recorder, gomaxprocs=gomaxprocs, random=Random(seed), go_minor=27
        )

    def run(self, main: Callable[[Goroutine], Code[None]], until_ns: int = 1_000_000_000) -> "Program":
        """Start it and let it come to rest."""
        self.scheduler.start("1.27", _nothing, main)
        self.kernel.settle(until_ns)
        return self

    def events(self, kind: type[E]) -> list[E]:
        """All events of one kind."""
        return [event for event in self.recorder.events if isinstance(event, kind)]


def get(target: str, method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
    """A request as curl would write it."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n{fields}\r\n".encode() + body


def route(pattern: str, **settings: object) -> Route:
    """A route whose handler takes no time."""
    return Route(pattern=pattern, handler=Handler(cpu=Drawn.fixed(0), **settings))


def computing(duration_ns: int, log: list[int] | None = None) -> Callable[[Goroutine], Code[None]]:
    """The code of a goroutine that uses its thread for so long."""

    def body(goroutine: Goroutine) -> Code[None]:
        if log is not None:
            log.append(goroutine.id)
        yield from goroutine.thread.run(duration_ns)

    return body


def _nothing(_thread: Thread) -> Process[None]:
    yield from ()


class Files:
    """A program whose goroutines read and write fake connections."""

    def __init__(self, gomaxprocs: int = 2, **costs: int) -> None:
        self.program = Program(gomaxprocs=gomaxprocs, **costs)
        self.syscalls = self.program.kernel.syscalls
        self.done: list[Done] = []
        self.connection = FakeFile("connection")
        self.fd: PollFD | None = None

    def open(self, goroutine: Goroutine, file: FakeFile | None = None) -> Code[PollFD]:
        number = 3
        while number in self.syscalls.files:
            number += 1
        self.syscalls.files[number] = file or self.connection
        fd = PollFD(self.program.scheduler, number)
        yield from fd.open(goroutine)
        return fd

    def run(self, *operations: Callable[[PollFD, Goroutine], Code[Done]]) -> "Files":
        def main(goroutine: Goroutine) -> Code[None]:
            self.fd = yield from self.open(goroutine)
            for operation in operations:
                self.done.append((yield from operation(self.fd, goroutine)))

        self.program.run(main)
        return self

    def names(self, *names: str) -> list[tuple[str, object]]:
        return [(call.name, call.result) for call in self.syscalls.calls if call.name in names]


class Website:
    """A whole Go process with its routes, booted, on a fake kernel."""

    def __init__(
        self,
        *routes: Route,
        go: str = "1.27",
        gomaxprocs: int = 2,
        costs: dict[str, int] | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.kernel = FakeKernel(**(costs or {}))
        self.syscalls = self.kernel.syscalls
        self.recorder = FakeRecorder(self.kernel.env)
        self.registry = FakeRegistry()
        settings = Server(
            go=go,
            gomaxprocs=gomaxprocs,
            routes=routes or (HELLO_ROUTE,),
            timeouts=timeouts or Timeouts(),
        )
        self.process = GoProcess(self.kernel, self.recorder, self.registry, settings, Random(1))
        self.process.start()
        self.kernel.settle()
        self.booted_calls = len(self.syscalls.calls)
        self.booted_events = len(self.recorder.events)

    def connect(self, data: bytes = b"", *, settle: bool = True) -> FakeFile:
        """A client connects and sends."""
        connection = self.syscalls.connect(data)
        if settle:
            self.kernel.settle()
        return connection

    def send(self, connection: FakeFile, data: bytes) -> None:
        """A client sends more."""
        connection.arrive(data)
        self.kernel.settle()

    def leave(self, connection: FakeFile) -> None:
        """A client closes."""
        connection.finish()
        self.kernel.settle()

    @property
    def calls(self) -> list[Call]:
        """Calls since the boot."""
        return self.syscalls.calls[self.booted_calls :]

    def on(self, fd: int, *names: str) -> list[tuple[str, Any, Any]]:
        """Calls on one descriptor since the boot: name, detail, result."""
        return [
            (call.name, call.detail, call.result)
            for call in self.calls
            if call.fd == fd and (not names or call.name in names)
        ]

    def events(self, kind: type[E]) -> list[E]:
        """Events of one kind since the boot."""
        return [event for event in self.recorder.events[self.booted_events :] if isinstance(event, kind)]
