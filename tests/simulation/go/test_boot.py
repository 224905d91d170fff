"""From the first instruction to the accept loop: files, threads, goroutines, and the numbers that come out."""

import pytest

from journey_tui.simulation.go.boot import raise_file_limit
from journey_tui.trace.events.http import ServerListening
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineParked,
    GoroutineStarted,
    ProcessorAcquired,
    ProcessStarted,
    ThreadCreated,
)
from tests.simulation.go.programs import HELLO, HELLO_ROUTE, Program, Website

SERVED = 2
"""Connections that a test opens."""


def numbers(go: str) -> dict[str, list[int]]:
    """Descriptor numbers by kind, with two connections open."""
    site = Website(HELLO_ROUTE, go=go)
    for _ in range(SERVED):
        site.connect()
    found: dict[str, list[int]] = {}
    for fd, file in sorted(site.syscalls.files.items()):
        found.setdefault(file.kind, []).append(fd)
    return found


@pytest.mark.parametrize("go", ["1.25", "1.26", "1.27"])
def test_since_1_25_two_cgroup_files_come_first_and_the_listener_is_5(go: str) -> None:
    assert numbers(go) == {
        "file": [3, 4],
        "listener": [5],
        "connection": [6, 9],
        "epoll": [7],
        "eventfd": [8],
    }


@pytest.mark.parametrize("go", ["1.23", "1.24"])
def test_before_1_25_the_listener_is_3_and_the_netpoller_is_interrupted_by_an_eventfd(go: str) -> None:
    assert numbers(go) == {"listener": [3], "connection": [4, 7], "epoll": [5], "eventfd": [6]}


def test_in_1_22_the_netpoller_is_interrupted_by_a_pipe_that_takes_two_numbers() -> None:
    assert numbers("1.22") == {"listener": [3], "connection": [4, 8], "epoll": [5], "pipe": [6, 7]}


@pytest.mark.parametrize(("go", "protocol"), [("1.23", "IPPROTO_IP"), ("1.24", "IPPROTO_MPTCP")])
def test_since_1_24_the_listener_speaks_multipath_tcp(go: str, protocol: str) -> None:
    site = Website(HELLO_ROUTE, go=go)
    assert [call.detail for call in site.syscalls.names("socket")][-1] == protocol


def test_the_main_goroutine_is_made_when_the_runtime_is_set_up_and_m0_has_its_p() -> None:
    """rt0_go calls osinit and schedinit, which reads files and takes P0, then newproc, then mstart."""
    site = Website()
    kinds = [type(event) for event in site.recorder.events]
    order = (ProcessStarted, ThreadCreated, ProcessorAcquired, GoroutineCreated, GoroutineStarted)
    places = [kinds.index(kind) for kind in order]
    assert places == sorted(places)


def test_reading_somaxconn_is_what_makes_the_epoll_instance() -> None:
    site = Website()
    names = [(call.name, call.detail) for call in site.syscalls.calls]
    opened = names.index(("openat", "/proc/sys/net/core/somaxconn"))
    assert [name for name, _ in names[opened + 1 : opened + 9]] == [
        "epoll_create1",
        "eventfd2",
        "epoll_ctl",
        "epoll_ctl",
        "read",
        "read",
        "epoll_ctl",
        "close",
    ]


def test_the_listener_is_set_up_before_it_is_watched() -> None:
    site = Website()
    assert [(name, detail) for name, detail, _ in site.syscalls.of(5)][-6:] == [
        ("setsockopt", ("SO_REUSEADDR", 1)),
        ("bind", "0.0.0.0:3000"),
        ("listen", 4096),
        ("epoll_ctl", ("EPOLL_CTL_ADD", ("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLET"))),
        ("getsockname", None),
        ("accept4", None),
    ]


def test_boot_is_over_when_the_accept_loop_parks_for_the_first_time() -> None:
    site = Website(costs={"process_start": 2_000_000, "syscall": 200})
    accept = site.syscalls.names("accept4")[0]
    assert accept.result == "EAGAIN"
    assert site.recorder.now == int(site.kernel.env.now) - accept.time_ns
    site.connect(HELLO)
    assert site.recorder.zeros == 1


def test_the_process_says_what_it_is_before_anything_else() -> None:
    site = Website(gomaxprocs=4)
    first, second = site.recorder.events[:2]
    made = next(event for event in site.recorder.events if isinstance(event, GoroutineCreated))
    assert first == ProcessStarted(pid=1000, go="1.27", gomaxprocs=4, thread=1000)
    assert second == ThreadCreated(name="M0", thread=1000)
    assert (made.goroutine, made.function) == (1, "runtime.main")


def test_a_booted_server_has_one_goroutine_in_io_wait_and_three_of_the_runtime() -> None:
    site = Website()
    last = {
        event.goroutine: event.reason for event in site.recorder.events if isinstance(event, GoroutineParked)
    }
    assert last == {1: "IO wait", 2: "force gc (idle)", 3: "GC sweep wait", 4: "GC scavenge wait"}
    assert [event.address for event in site.recorder.events if isinstance(event, ServerListening)] == [
        "0.0.0.0:3000"
    ]


def test_a_booted_server_has_one_thread_in_epoll_and_the_others_in_futex() -> None:
    site = Website()
    assert site.kernel.blocked("epoll_pwait") == ["M0"]
    assert site.kernel.blocked("futex") == ["sysmon", "M2"]
    assert not site.process.busy


@pytest.mark.parametrize(
    ("minor", "soft", "hard", "raised"),
    [(22, 12, 20_000, 20_000), (23, 12, 20_000, 20_000), (24, 12, 20_000, 19_999), (27, 12, 20_000, 19_999)]
    + [(minor, 16, 16, 16) for minor in (22, 27)]
    + [(27, 19_999, 20_000, 19_999), (22, 19_999, 20_000, 20_000), (27, 0, 0, 0)],
)
def test_go_raises_its_own_limit_on_descriptors(minor: int, soft: int, hard: int, raised: int) -> None:
    syscalls = Program().kernel.syscalls
    syscalls.file_limits = (soft, hard)
    raise_file_limit(syscalls, minor)
    assert syscalls.file_limits == (raised, hard)


@pytest.mark.parametrize(("go", "soft"), [("1.22", 1_048_576), ("1.27", 1_048_575)])
def test_the_limit_is_raised_before_the_server_listens(go: str, soft: int) -> None:
    assert Website(go=go).syscalls.file_limits == (soft, 1_048_576)
