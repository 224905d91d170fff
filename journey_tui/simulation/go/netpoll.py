"""The netpoller: code that idle threads call to learn which files became ready (runtime/netpoll_epoll.go, Go 1.27).

It is no thread. It owns one epoll instance for the whole process, made when the first file is opened that can be
polled, and one more descriptor to interrupt whoever waits in it: an eventfd, up to Go 1.22 a pipe. epoll itself holds
no data and wakes no goroutine; it only names files.
"""

from typing import Final

from journey_tui.simulation.go.goroutine import Goroutine
from journey_tui.simulation.go.operating_system import Kernel, Process, Recorder, Thread
from journey_tui.simulation.go.poll_descriptor import PollDescriptor, Waiters
from journey_tui.trace.events.runtime import NetpollCalled, NetpollReturned

CONNECTION_EVENTS: Final = ("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLET")  # netpollopen
_MILLISECOND: Final = 1_000_000
_LONGEST_WAIT_NS: Final = 1_000_000_000 * _MILLISECOND  # "an arbitrary cap": 1e9 ms
# netpollBreak and netpoll, runtime/netpoll_epoll.go: an eventfd; Go 1.22 a pipe, read with `var tmp [16]byte`
_EVENTFD_BYTES: Final = (1).to_bytes(8, "little")
_PIPE_BYTES: Final = b"\0"
_PIPE_READ_SIZE: Final = 16


class Netpoller:
    """The process's epoll instance and all its pollDescs."""

    def __init__(self, kernel: Kernel, recorder: Recorder, *, with_eventfd: bool) -> None:
        self._kernel = kernel
        self._syscalls = kernel.syscalls
        self._recorder = recorder
        self._with_eventfd = with_eventfd
        self._epoll: int | None = None
        self._break_read = self._break_write = -1
        self._break_pending = False
        self._descriptors: dict[int, PollDescriptor] = {}
        self._waiters = Waiters()
        self.polling = False
        """A thread asks without waiting right now; a second one need not (`pollingNet`)."""

    @property
    def initialized(self) -> bool:
        """Whether the epoll instance exists."""
        return self._epoll is not None

    @property
    def has_waiters(self) -> bool:
        """Whether any goroutine waits for a file (`netpollAnyWaiters`)."""
        return self._waiters.count > 0

    # ── files ──

    def open(self, goroutine: Goroutine, fd: int) -> Process[PollDescriptor]:
        """Watch a file from now on, for reading and writing, each change told once (`netpollopen`)."""
        if self._epoll is None:
            self._epoll = yield from self._create(goroutine.thread)
        descriptor = self._descriptors[fd] = PollDescriptor(fd, self._recorder, self._waiters)
        yield from self._syscalls.epoll_ctl(
            goroutine.thread, self._epoll, "EPOLL_CTL_ADD", fd, CONNECTION_EVENTS
        )
        return descriptor

    def close(self, goroutine: Goroutine, descriptor: PollDescriptor) -> Process[None]:
        """Watch it no more (`netpollclose`)."""
        assert self._epoll is not None
        descriptor.closing = True
        yield from self._syscalls.epoll_ctl(goroutine.thread, self._epoll, "EPOLL_CTL_DEL", descriptor.fd, ())
        del self._descriptors[descriptor.fd]

    def _create(self, thread: Thread) -> Process[int]:
        """`netpollinit`."""
        epoll = yield from self._syscalls.epoll_create1(thread)
        if self._with_eventfd:
            self._break_read = self._break_write = yield from self._syscalls.eventfd2(thread)
        else:
            self._break_read, self._break_write = yield from self._syscalls.pipe2(thread)
        yield from self._syscalls.epoll_ctl(thread, epoll, "EPOLL_CTL_ADD", self._break_read, ("EPOLLIN",))
        return epoll

    # ── asking ──

    def poll(
        self, thread: Thread, delay_ns: int | None, caller: str = "findRunnable"
    ) -> Process[list[Goroutine]]:
        """Ask epoll, waiting up to `delay_ns` (None: for ever); answers whom to run, in order (`netpoll`)."""
        assert self._epoll is not None
        timeout_ns = whole_milliseconds(delay_ns)
        blocking = timeout_ns != 0
        called = NetpollCalled(
            caller=caller,
            blocking=blocking,
            timeout_ns=timeout_ns,
            thread=thread.id,
            cpu=thread.cpu,
            fd=self._epoll,
        )
        self._recorder.emit(called)
        ready = yield from self._syscalls.epoll_pwait(thread, self._epoll, timeout_ns)
        # The files are named now: one that is closed before its turn comes must not be taken for a new one (fdseq).
        found = [(self._descriptors.get(fd), events) for fd, events in ready]
        if blocking and any(fd == self._break_read for fd, _ in ready):
            yield from self._clear_break(thread)
        yield from thread.run(self._kernel.costs["netpoll_per_event"] * len(found))
        stack: list[Goroutine] = []
        for descriptor, events in found:
            stack += descriptor.deliver(events, thread) if descriptor else []
        stack.reverse()  # gList is a stack: what was ready last is taken first
        returned = NetpollReturned(
            goroutines=tuple(goroutine.id for goroutine in stack), thread=thread.id, cpu=thread.cpu
        )
        self._recorder.emit(returned)
        return stack

    # ── interrupting ──

    def interrupt(self, thread: Thread) -> Process[None]:
        """Make the thread that waits in epoll return, once (`netpollBreak`)."""
        if not self._break_pending:
            self._break_pending = True
            data = _EVENTFD_BYTES if self._with_eventfd else _PIPE_BYTES
            yield from self._syscalls.write_eventfd(thread, self._break_write, data)

    def _clear_break(self, thread: Thread) -> Process[None]:
        size = len(_EVENTFD_BYTES) if self._with_eventfd else _PIPE_READ_SIZE
        yield from self._syscalls.read_eventfd(thread, self._break_read, size)
        self._break_pending = False


def whole_milliseconds(delay_ns: int | None) -> int | None:
    """The time as epoll_pwait takes it: whole milliseconds, rounded down but never to nothing."""
    if not delay_ns:
        return delay_ns
    return max(min(delay_ns, _LONGEST_WAIT_NS) // _MILLISECOND, 1) * _MILLISECOND
