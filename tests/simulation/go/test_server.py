"""The accept loop: one connection after the other, each with a goroutine of its own."""

from itertools import pairwise

import pytest

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler, Route
from journey_tui.trace.events.http import ConnStateChanged
from journey_tui.trace.events.runtime import GoroutineCreated, GoroutineStarted, GoroutineStolen, TimerStarted
from tests.simulation.go.programs import HELLO, HELLO_CLOSE, HELLO_ROUTE, Website

LISTENER, FIRST, SECOND = 5, 6, 9
"""Descriptor numbers of Go 1.27."""
MILLISECOND = 1_000_000


def test_an_accepted_connection_is_watched_then_gets_its_five_options() -> None:
    site = Website()
    site.connect()
    assert site.on(FIRST)[:7] == [
        ("epoll_ctl", ("EPOLL_CTL_ADD", ("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLET")), 0),
        ("getsockname", None, 0),
        ("setsockopt", ("TCP_NODELAY", 1), 0),
        ("setsockopt", ("SO_KEEPALIVE", 1), 0),
        ("setsockopt", ("TCP_KEEPIDLE", 15), 0),
        ("setsockopt", ("TCP_KEEPINTVL", 15), 0),
        ("setsockopt", ("TCP_KEEPCNT", 9), 0),
    ]


def test_after_a_connection_accept_is_tried_again_before_the_loop_parks() -> None:
    site = Website()
    site.connect()
    assert [result for _, _, result in site.on(LISTENER, "accept4")] == [FIRST, "EAGAIN"]


def test_connections_that_queued_up_are_accepted_one_after_the_other() -> None:
    site = Website()
    site.connect(HELLO, settle=False)
    site.connect(HELLO)
    assert [result for _, _, result in site.on(LISTENER, "accept4")] == [FIRST, SECOND, "EAGAIN"]


def test_each_connection_gets_one_goroutine_in_runnext() -> None:
    site = Website()
    site.connect()
    site.connect()
    served = [event for event in site.events(GoroutineCreated) if event.function == "net/http.(*conn).serve"]
    assert [event.connection for event in served] == [1, 2]
    assert [event.creator for event in served] == [1, 1]
    assert [record.goroutine for record in site.registry.records] == [event.goroutine for event in served]
    sources = [
        event.source for event in site.events(GoroutineStarted) if event.goroutine == served[0].goroutine
    ]
    assert sources == ["runnext"] or site.events(GoroutineStolen)
    assert [event.state for event in site.events(ConnStateChanged)] == ["new", "new"]


def test_a_free_number_is_used_again() -> None:
    site = Website()
    for _ in range(3):
        site.connect(HELLO_CLOSE)
    assert [result for _, _, result in site.on(LISTENER, "accept4") if result != "EAGAIN"] == [FIRST] * 3


def test_without_descriptors_the_loop_waits_5_ms_then_twice_as_long_up_to_a_second() -> None:
    site = Website()
    site.syscalls.full = True
    site.connect(HELLO)
    site.kernel.settle(10_000 * MILLISECOND)
    failed = [call.time_ns for call in site.syscalls.names("accept4") if call.result == "EMFILE"]
    pauses = [later - earlier for earlier, later in pairwise(failed)]
    assert [pause // MILLISECOND for pause in pauses[:9]] == [5, 10, 20, 40, 80, 160, 320, 640, 1000]
    site.syscalls.full = False
    site.kernel.settle(1_000 * MILLISECOND)
    assert site.on(LISTENER, "accept4")[-2:] == [("accept4", None, FIRST), ("accept4", None, "EAGAIN")]
    assert site.on(FIRST, "write") == [("write", 122, 122)]


def test_the_pause_starts_again_at_5_ms_after_a_success() -> None:
    site = Website()
    for _ in range(2):
        before = len(site.events(TimerStarted))
        site.syscalls.full = True
        site.connect(HELLO_CLOSE, settle=False)
        site.kernel.settle(12 * MILLISECOND)
        site.syscalls.full = False
        site.kernel.settle(100 * MILLISECOND)
        assert len(site.events(TimerStarted)) - before == 2


def test_two_slow_handlers_wait_at_the_same_time_on_no_thread() -> None:
    slow = Route(
        pattern="GET /hello",
        handler=Handler(wait=Drawn.fixed(300 * MILLISECOND), cpu=Drawn.fixed(0), body="slow\n"),
    )
    site = Website(slow)
    began = int(site.kernel.env.now)
    for _ in range(2):
        site.connect(HELLO, settle=False)
    site.kernel.settle(300 * MILLISECOND - 1)
    assert site.process.busy
    assert all(thread.goroutine is None for thread in site.kernel.threads)
    site.kernel.settle()
    written = [call for call in site.syscalls.names("write") if call.fd in (FIRST, SECOND)]
    assert [call.time_ns - began for call in written] == [300 * MILLISECOND] * 2
    assert not site.process.busy


def test_the_order_of_registration_does_not_matter() -> None:
    about = Route(pattern="/", handler=Handler(body="everything else\n"))
    for routes in ((HELLO_ROUTE, about), (about, HELLO_ROUTE)):
        site = Website(*routes)
        connection = site.connect(HELLO)
        assert connection.written.endswith(b"\r\n\r\nhello\n")


@pytest.mark.parametrize(
    ("go", "fd", "options"),
    [
        ("1.22", 4, ["TCP_NODELAY", "SO_KEEPALIVE", "TCP_KEEPINTVL", "TCP_KEEPIDLE"]),
        ("1.27", 6, ["TCP_NODELAY", "SO_KEEPALIVE", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"]),
    ],
)
def test_a_new_connection_gets_the_options_of_its_go_release(go: str, fd: int, options: list[str]) -> None:
    site = Website(go=go)
    site.connect(HELLO)
    assert [detail[0] for _, detail, _ in site.on(fd, "setsockopt")] == options
