"""The listening socket as Go opens it and accepts from it (package net, Go 1.27).

Which calls are made, and so which descriptor numbers come out, depends on the Go release: since 1.24 the listener is an
MPTCP socket, which takes a probe first, and accepts plain TCP clients all the same. One thing is simpler here: for
0.0.0.0 Go would open an IPv6 socket that takes IPv4 too; the simulated network is IPv4 alone.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.scenario.server import Server as ServerSettings
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.poll_fd import PollFD
from journey_tui.simulation.go.preemption import enter_syscall
from journey_tui.simulation.go.scheduler import Scheduler

SOMAXCONN_PATH: Final = "/proc/sys/net/core/somaxconn"
SOMAXCONN_READ_BYTES: Final = 65_536  # os file buffer in net/parse.go:open
CONNECTION_OPTIONS: Final = (
    ("TCP_NODELAY", 1),  # net/tcpsock.go:newTCPConn
    ("SO_KEEPALIVE", 1),
    ("TCP_KEEPIDLE", 15),  # defaultTCPKeepAliveIdle, net/dial.go
    ("TCP_KEEPINTVL", 15),  # defaultTCPKeepAliveInterval
    ("TCP_KEEPCNT", 9),  # defaultTCPKeepAliveCount
)
CONNECTION_OPTIONS_OF_1_22: Final = (
    ("TCP_NODELAY", 1),
    ("SO_KEEPALIVE", 1),
    ("TCP_KEEPINTVL", 15),  # setKeepAlivePeriod, net/tcpsockopt_unix.go, Go 1.22
    ("TCP_KEEPIDLE", 15),
)
"""Before there was a net.KeepAliveConfig."""
_MULTIPATH_SINCE: Final = 24  # GODEBUG multipathtcp=2, internal/godebugs/table.go


class AcceptError(Exception):
    """Accept failed; the error is an errno."""

    def __init__(self, errno: str) -> None:
        super().__init__(errno)
        self.errno = errno


class Listener:
    """A `net.TCPListener`."""

    def __init__(self, scheduler: Scheduler, fd: PollFD, address: str, go_minor: int) -> None:
        self.address = address
        self._options = CONNECTION_OPTIONS if go_minor >= 23 else CONNECTION_OPTIONS_OF_1_22
        self._scheduler = scheduler
        self._fd = fd

    def when_first_parked(self, call: Callable[[], None]) -> None:
        """Call this when the accept loop has parked for the first time."""
        self._fd.descriptor.after_first_park = call

    def accept(self, goroutine: Goroutine) -> Code[PollFD]:
        """Wait for a connection and set it up for the netpoller and with Go's options; raises `AcceptError`."""
        done = yield from self._fd.accept(goroutine)
        if done.error:
            raise AcceptError(done.error)
        scheduler, syscalls = self._scheduler, self._scheduler.syscalls
        fd = PollFD(scheduler, done.value)
        yield from fd.open(goroutine)
        yield from syscalls.getsockname(goroutine.thread, fd.number)
        for option, value in self._options:
            call = syscalls.setsockopt(goroutine.thread, fd.number, option, value)
            yield from enter_syscall(scheduler, goroutine, call)
        return fd

    def close(self, goroutine: Goroutine) -> Process[None]:
        """Watch it no more and give its descriptor back (`TCPListener.Close`)."""
        yield from self._fd.close(goroutine)


def listen(
    scheduler: Scheduler, goroutine: Goroutine, server: ServerSettings, go_minor: int
) -> Process[Listener]:
    """`net.Listen("tcp", address)`: open a listening socket and let the netpoller watch it."""
    thread, syscalls = goroutine.thread, scheduler.syscalls
    multipath = go_minor >= _MULTIPATH_SINCE
    if multipath or server.address == "0.0.0.0":  # noqa: S104 — compared, not bound
        yield from _probe(scheduler, goroutine)
    if multipath:
        number = yield from syscalls.socket(thread, "IPPROTO_MPTCP")
        yield from syscalls.close(thread, number)  # supportsMultipathTCP, net/mptcpsock_linux.go
    number = yield from syscalls.socket(thread, "IPPROTO_MPTCP" if multipath else "IPPROTO_IP")
    yield from _read_somaxconn(scheduler, goroutine)
    yield from syscalls.setsockopt(thread, number, "SO_REUSEADDR", 1)
    yield from syscalls.bind(thread, number, server.listen)
    yield from syscalls.listen(thread, number, server.backlog)
    fd = PollFD(scheduler, number)
    yield from fd.open(goroutine)
    yield from syscalls.getsockname(thread, number)
    return Listener(scheduler, fd, server.listen, go_minor)


def _probe(scheduler: Scheduler, goroutine: Goroutine) -> Process[None]:
    """Which of IPv4, IPv6 and IPv4 within IPv6 this host speaks (`ipStackCapabilities.probe`)."""
    thread, syscalls = goroutine.thread, scheduler.syscalls
    number = yield from syscalls.socket(thread, "IPPROTO_TCP")
    yield from syscalls.close(thread, number)
    opened = []
    for only_ipv6, address in ((1, "[::1]:0"), (0, "[::ffff:127.0.0.1]:0")):
        number = yield from syscalls.socket(thread, "IPPROTO_TCP", "AF_INET6")
        opened.append(number)
        yield from syscalls.setsockopt(thread, number, "IPV6_V6ONLY", only_ipv6)
        yield from syscalls.bind(thread, number, address)
    for number in reversed(opened):
        yield from syscalls.close(thread, number)


def _read_somaxconn(scheduler: Scheduler, goroutine: Goroutine) -> Process[None]:
    """How long a backlog the kernel allows; this file is the first that the netpoller watches (`maxListenerBacklog`)."""
    thread, syscalls = goroutine.thread, scheduler.syscalls
    number = yield from syscalls.openat(thread, SOMAXCONN_PATH)
    file = PollFD(scheduler, number)
    yield from file.open(goroutine)
    result = yield from syscalls.read_file(thread, number, SOMAXCONN_READ_BYTES)
    yield from syscalls.read_file(thread, number, SOMAXCONN_READ_BYTES - len(result.data))
    yield from file.close(goroutine)
