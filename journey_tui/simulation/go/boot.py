"""From the first instruction of the process to the accept loop (runtime·rt0_go, runtime.main, main.main).

Modelled are those calls that others see the effect of: files that take descriptor numbers, threads and goroutines
that come into being. Left out: memory mappings, signals, the log line, and that the main goroutine is bound to M0
while packages are initialised. The cgroup files are those of a host with cgroup v1, as recorded.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.operating_system import Process, Syscalls, Thread
from journey_tui.simulation.go.scheduler import Scheduler

HUGE_PAGE_PATH: Final = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"
CGROUP_PATHS: Final = (
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
)
"""Kept open, because sysmon reads the limit again every second."""
_CGROUP_SINCE: Final = 25  # internal/runtime/cgroup
_ONE_LESS_SINCE: Final = 24  # so that a limit that somebody else set can be told from Go's own
_HUGE_PAGE_READ_BYTES: Final = 20  # runtime/os_linux.go:getHugePageSize
_PATH_READ_BYTES: Final = 65_536  # as recorded

SYSTEM_GOROUTINES: Final = (
    ("runtime.forcegchelper", "force gc (idle)"),
    ("runtime.bgsweep", "GC sweep wait"),
    ("runtime.bgscavenge", "GC scavenge wait"),
)
"""What every program runs beside its own goroutines, and what each of them says that it waits for."""


def initialize(scheduler: Scheduler, go_minor: int) -> Callable[[Thread], Process[None]]:
    """What M0 does before there is any goroutine (`osinit`, `schedinit`)."""

    def on_thread(thread: Thread) -> Process[None]:
        syscalls = scheduler.syscalls
        yield from thread.run(scheduler.costs["process_start"])
        yield from _read_once(scheduler, thread, HUGE_PAGE_PATH, _HUGE_PAGE_READ_BYTES)
        if go_minor >= _CGROUP_SINCE:
            for path in ("/proc/self/cgroup", "/proc/self/mountinfo"):
                yield from _read_once(scheduler, thread, path, _PATH_READ_BYTES)
            for path in CGROUP_PATHS:
                yield from syscalls.openat(thread, path)

    return on_thread


def start_runtime(scheduler: Scheduler, goroutine: Goroutine) -> Code[None]:
    """What the main goroutine does before main.main (`runtime.main`, `gcenable`)."""
    scheduler.start_sysmon()
    ready = _Channel(scheduler)
    for function, reason in SYSTEM_GOROUTINES:
        yield from scheduler.go(goroutine, function, _system_goroutine(ready, reason))
    for _ in SYSTEM_GOROUTINES:
        yield from ready.receive(goroutine)


def raise_file_limit(syscalls: Syscalls, go_minor: int) -> None:
    """Package syscall's init raises RLIMIT_NOFILE: to the hard limit, since Go 1.24 to one less (syscall/rlimit.go).

    Where the soft limit is that high already, as `ulimit -n 16` leaves it, nothing changes.
    """
    soft, hard = syscalls.getrlimit_nofile()
    wanted = hard - (go_minor >= _ONE_LESS_SINCE)
    if soft < wanted:
        syscalls.setrlimit_nofile(wanted)


def _system_goroutine(ready: "_Channel", reason: str) -> Callable[[Goroutine], Code[None]]:
    def body(goroutine: Goroutine) -> Code[None]:
        yield from ready.send(goroutine)
        yield Park(reason)

    return body


def _read_once(scheduler: Scheduler, thread: Thread, path: str, size: int) -> Process[None]:
    fd = yield from scheduler.syscalls.openat(thread, path)
    yield from scheduler.syscalls.read_file(thread, fd, size)
    yield from scheduler.syscalls.close(thread, fd)


class _Channel:
    """A channel with room enough: sending never waits."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._length = 0
        self._receiver: Goroutine | None = None

    def send(self, goroutine: Goroutine) -> Process[None]:
        self._length += 1
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            yield from self._scheduler.ready(goroutine.m, receiver)

    def receive(self, goroutine: Goroutine) -> Code[None]:
        while not self._length:
            self._receiver = goroutine
            yield Park("chan receive")
        self._length -= 1
