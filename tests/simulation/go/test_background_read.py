"""Reading while something else goes on: the byte ahead of a handler, and the body of a request."""

import pytest

from journey_tui.scenario.drawn import Drawn
from journey_tui.simulation.go.conn_reader import BACKGROUND_READ
from journey_tui.trace.events.http import (
    BackgroundReadStarted,
    BackgroundReadStopped,
    HandlerReturned,
    RequestParsed,
    ResponseFinished,
)
from journey_tui.trace.events.runtime import GoroutineEnded, GoroutineParked
from tests.simulation.go.programs import HELLO, Website, get, route

FD = 6
MILLISECOND = 1_000_000


# ── the background read ──


def slow(**settings: object) -> Website:
    """A server whose handler waits for 300 ms."""
    return Website(route("/", wait=Drawn.fixed(300 * MILLISECOND), body="slow\n", **settings))


def test_while_the_handler_waits_one_byte_is_read_ahead() -> None:
    site = slow()
    site.connect(HELLO)
    assert ("read", 1, "EAGAIN") in site.on(FD, "read")
    reader, connection = (
        site.events(BackgroundReadStarted)[0].goroutine,
        site.events(RequestParsed)[0].goroutine,
    )
    assert reader != connection


def test_when_the_answer_is_out_the_background_read_is_aborted_and_waited_for() -> None:
    site = slow()
    site.connect(HELLO)
    assert [event.outcome for event in site.events(BackgroundReadStopped)] == ["aborted"]
    assert "sync.Cond.Wait" in [event.reason for event in site.events(GoroutineParked)]
    ended = [event.function for event in site.events(GoroutineEnded)]
    assert ended == [BACKGROUND_READ]


def test_a_background_reader_that_comes_too_late_makes_no_system_call() -> None:
    site = Website(route("/", body="hello\n"), gomaxprocs=1)
    site.connect(HELLO)
    assert [event.outcome for event in site.events(BackgroundReadStopped)] == ["aborted"]
    assert [size for _, size, _ in site.on(FD, "read")] == [4096, 4096]


def test_a_byte_that_was_read_ahead_begins_the_next_request() -> None:
    site = slow()
    connection = site.connect(HELLO, settle=False)
    site.kernel.settle(MILLISECOND)
    site.send(connection, HELLO)
    assert connection.written.count(b"slow\n") == 2
    assert [event.outcome for event in site.events(BackgroundReadStopped)] == ["byte", "aborted"]
    assert [event.consumed_bytes for event in site.events(RequestParsed)] == [len(HELLO)] * 2
    reads = [(size, result) for _, size, result in site.on(FD, "read") if result != "EAGAIN"]
    assert reads[1:] == [(1, 1), (4095, len(HELLO) - 1)]


def test_a_client_that_leaves_is_noticed_while_the_handler_waits_but_the_answer_is_written() -> None:
    site = slow()
    connection = site.connect(HELLO, settle=False)
    site.kernel.settle(MILLISECOND)
    site.leave(connection)
    assert [event.outcome for event in site.events(BackgroundReadStopped)] == ["eof"]
    assert [(name, result) for name, _, result in site.on(FD)][-5:] == [
        ("read", 0),
        ("write", 121),
        ("read", 0),
        ("epoll_ctl", 0),
        ("close", 0),
    ]


def test_a_handler_that_respects_the_context_returns_at_once_and_an_empty_200_is_sent() -> None:
    site = slow(respects_context=True)
    connection = site.connect(HELLO, settle=False)
    site.kernel.settle(MILLISECOND)
    site.leave(connection)
    assert site.on(FD, "write") == [("write", 75, 75)]
    assert site.events(HandlerReturned)[0].duration_ns == MILLISECOND
    assert [event.reason for event in site.events(GoroutineParked) if event.reason == "select"] == ["select"]


def test_a_handler_that_respects_the_context_waits_to_the_end_for_a_client_that_stays() -> None:
    site = slow(respects_context=True)
    connection = site.connect(HELLO)
    assert connection.written.endswith(b"slow\n")
    assert site.events(HandlerReturned)[0].duration_ns == 300 * MILLISECOND


# ── request bodies ──


@pytest.mark.parametrize("read_body", ["all", "none"])
def test_a_small_body_is_read_by_the_handler_or_drained_and_the_connection_stays(read_body: str) -> None:
    site = Website(route("POST /upload", read_body=read_body, body="thanks\n"))
    connection = site.connect(get("/upload", "POST", b"z" * 1000, Content_Length="1000"))
    site.send(connection, get("/upload", "POST", Content_Length="0"))
    assert connection.written.count(b"thanks\n") == 2
    assert [event.keep_alive for event in site.events(ResponseFinished)] == [True, True]


def test_the_background_read_begins_when_the_body_has_been_read() -> None:
    site = Website(route("/", body="thanks\n"))
    connection = site.connect(get("/", "POST", b"z" * 10, Content_Length="20"))
    assert site.events(BackgroundReadStarted) == []
    site.send(connection, b"z" * 10)
    assert len(site.events(BackgroundReadStarted)) == 1
    assert connection.written.endswith(b"thanks\n")


def test_a_large_body_is_read_8_kib_at_a_time_past_the_buffer() -> None:
    site = Website(route("/", body="thanks\n"))
    request = get("/", "POST", b"z" * 30_000, Content_Length="30000")
    site.connect(request)
    reads = [(size, result) for _, size, result in site.on(FD, "read") if result != "EAGAIN"]
    rest = len(request) - 4096 - 3 * 8192
    assert reads == [(4096, 4096), (8192, 8192), (8192, 8192), (8192, 8192), (4096, rest)]


def test_a_body_over_the_limit_of_a_max_bytes_reader_gets_413_and_the_connection_closes() -> None:
    site = Website(route("/", read_body="1000B", body="thanks\n"))
    connection = site.connect(get("/", "POST", b"z" * 5000, Content_Length="5000"))
    site.kernel.settle()
    assert connection.written.startswith(b"HTTP/1.1 413 Request Entity Too Large\r\n")
    assert FD not in site.syscalls.files


def test_a_client_that_leaves_in_the_middle_of_a_body_ends_the_connection() -> None:
    site = Website(route("/", body="thanks\n"))
    connection = site.connect(get("/", "POST", b"z" * 10, Content_Length="20"))
    site.leave(connection)
    assert connection.written.endswith(b"thanks\n")
    assert FD not in site.syscalls.files


def test_the_client_is_told_to_go_on_when_the_handler_first_reads_the_body() -> None:
    site = Website(route("/", body="thanks\n"))
    connection = site.connect(get("/", "POST", Content_Length="5", Expect="100-continue"))
    assert connection.written == b"HTTP/1.1 100 Continue\r\n\r\n"
    site.send(connection, b"hello")
    assert connection.written.endswith(b"thanks\n")
