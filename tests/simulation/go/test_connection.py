"""One connection: read, parse, answer, and again, until one side has enough."""

import pytest

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler, Route
from journey_tui.trace.events.http import (
    BackgroundReadStarted,
    ConnStateChanged,
    HandlerReturned,
    HandlerStarted,
    HeaderParsed,
    RequestLineParsed,
    RequestParsed,
    RequestRejected,
    ResponseBuffered,
    ResponseFinished,
    ResponseHeaderWritten,
    RouteMatched,
    RouteNotMatched,
    RoutePatternTried,
)
from journey_tui.trace.events.runtime import GoroutineCreated, GoroutineEnded, GoroutineParked
from tests.simulation.go.programs import HELLO, HELLO_CLOSE, HELLO_ROUTE, Website, get, route

FD = 6
MILLISECOND = 1_000_000
SERVE = "net/http.(*conn).serve"


# ── one request ──


def test_hello_is_one_read_of_4096_and_one_write_of_122_bytes() -> None:
    site = Website()
    connection = site.connect(HELLO)
    assert site.on(FD, "read", "write")[:2] == [("read", 4096, len(HELLO)), ("write", 122, 122)]
    assert connection.written.startswith(b"HTTP/1.1 200 OK\r\nDate: ")
    assert connection.written.endswith(
        b"Content-Length: 6\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\n"
    )


def test_a_client_that_has_not_sent_yet_finds_the_goroutine_parked_after_eagain() -> None:
    site = Website()
    connection = site.connect()
    assert site.on(FD, "read") == [("read", 4096, "EAGAIN")]
    assert site.events(GoroutineParked)[-1].reason == "IO wait"
    site.send(connection, HELLO)
    assert site.on(FD, "read", "write")[1:3] == [("read", 4096, len(HELLO)), ("write", 122, 122)]


def test_the_parser_tells_each_thing_that_it_has_understood() -> None:
    site = Website()
    site.connect(get("/hello", Accept="*/*"))
    [line] = site.events(RequestLineParsed)
    assert (line.method, line.target, line.protocol) == ("GET", "/hello", "HTTP/1.1")
    assert [(event.name, event.value) for event in site.events(HeaderParsed)] == [
        ("Host", "127.0.0.1:3000"),
        ("Accept", "*/*"),
    ]
    [parsed] = site.events(RequestParsed)
    assert (parsed.header_count, parsed.buffered_bytes) == (2, 0)
    assert parsed.consumed_bytes == len(get("/hello", Accept="*/*"))


def test_a_request_in_pieces_is_read_piece_by_piece_into_the_room_that_is_left() -> None:
    site = Website()
    connection = site.connect(HELLO[:10])
    site.send(connection, HELLO[10:])
    sizes = [(size, result) for name, size, result in site.on(FD, "read") if result != "EAGAIN"]
    assert sizes == [(4096, 10), (4086, len(HELLO) - 10)]


def test_the_mux_tells_every_pattern_that_it_held_against_the_request() -> None:
    site = Website(HELLO_ROUTE, route("/details/{id}", name="detailHandler"))
    site.connect(get("/details/42"))
    assert [(event.pattern, event.matched) for event in site.events(RoutePatternTried)] == [
        ("GET /hello", False),
        ("/details/{id}", True),
    ]
    [matched] = site.events(RouteMatched)
    assert (matched.handler, matched.values) == ("detailHandler", (("id", "42"),))


def test_a_handler_runs_between_its_start_and_its_return() -> None:
    site = Website(Route(pattern="/", handler=Handler(name="h", cpu=Drawn.fixed(30_000), body="x")))
    site.connect(HELLO)
    assert [event.handler for event in site.events(HandlerStarted)] == ["h"]
    assert [event.duration_ns for event in site.events(HandlerReturned)] == [30_000]


def test_an_answer_fills_two_buffers_and_has_its_header_settled_once() -> None:
    site = Website()
    site.connect(HELLO)
    assert [(event.buffer, event.used_bytes) for event in site.events(ResponseBuffered)] == [
        ("response", 6),
        ("connection", 116),
        ("connection", 122),
    ]
    [header] = site.events(ResponseHeaderWritten)
    assert (header.status, header.header_bytes, header.content_length, header.chunked) == (200, 116, 6, False)


# ── what net/http answers by itself ──


@pytest.mark.parametrize(
    ("request_bytes", "status", "length"),
    [
        (get("/nope"), 404, 176),
        (get("/hello", "POST", Content_Length="0"), 405, 203),
        (get("//hello?x=1"), 307, 200),
        (get("/hello", "HEAD"), 200, 116),
    ],
    ids=["not found", "method not allowed", "redirect", "head"],
)
def test_answers_are_as_long_as_recorded(request_bytes: bytes, status: int, length: int) -> None:
    site = Website()
    site.connect(request_bytes)
    assert site.on(FD, "write") == [("write", length, length)]
    assert [event.status for event in site.events(ResponseFinished)] == [status]


def test_without_a_route_no_handler_runs_and_the_connection_stays() -> None:
    site = Website()
    site.connect(get("/nope"))
    assert [event.status for event in site.events(RouteNotMatched)] == [404]
    assert site.events(HandlerStarted) == []
    assert site.events(ConnStateChanged)[-1].state == "idle"


def test_a_malformed_request_is_refused_and_the_connection_closed() -> None:
    site = Website()
    connection = site.connect(b"GET /hello HTTP/1.1\r\n\r\n")
    assert connection.written.startswith(b"HTTP/1.1 400 Bad Request: missing required Host header\r\n")
    assert [event.status for event in site.events(RequestRejected)] == [400]
    assert [name for name, _, _ in site.on(FD)][-3:] == ["write", "epoll_ctl", "close"]


def test_a_header_that_is_too_large_is_refused_and_the_connection_lingers_half_a_second() -> None:
    site = Website()
    site.connect(b"GET / HTTP/1.1\r\nHost: h\r\n" + b"A: b\r\n" * 501)
    site.kernel.settle()
    written, closed = (site.syscalls.names(name)[-1] for name in ("write", "close"))
    assert written.time_ns + 500 * MILLISECOND == closed.time_ns


def test_an_unknown_expectation_gets_417_without_a_background_read() -> None:
    site = Website()
    connection = site.connect(get("/hello", Expect="miracles"))
    assert connection.written.startswith(b"HTTP/1.1 417 Expectation Failed\r\n")
    assert site.events(BackgroundReadStarted) == []


# ── keep-alive and close ──


def test_a_second_request_needs_no_accept_and_no_new_goroutine_but_the_background_reader() -> None:
    site = Website()
    connection = site.connect(HELLO)
    before = len(site.calls)
    site.send(connection, HELLO)
    assert "accept4" not in [call.name for call in site.calls[before:]]
    created = [event.function for event in site.events(GoroutineCreated)]
    assert created.count(SERVE) == 1
    assert site.on(FD, "write") == [("write", 122, 122)] * 2


def test_requests_of_one_connection_carry_the_numbers_in_which_they_were_sent() -> None:
    site = Website()
    connection = site.connect(HELLO)
    site.send(connection, HELLO)
    assert [event.request for event in site.events(RequestLineParsed)] == [10, 11]
    assert [event.request for event in site.events(ResponseFinished)] == [10, 11]
    assert site.registry.records[0].serving is None


def test_pipelined_requests_are_served_one_after_the_other_without_another_read() -> None:
    site = Website()
    connection = site.connect(HELLO * 3)
    assert connection.written.count(b"HTTP/1.1 200 OK") == 3
    reads = [result for _, size, result in site.on(FD, "read") if size == 4096]
    assert reads == [3 * len(HELLO), "EAGAIN"]
    assert [event.buffered_bytes for event in site.events(RequestParsed)] == [2 * len(HELLO), len(HELLO), 0]


def test_connection_close_ends_the_connection_after_the_answer() -> None:
    site = Website()
    site.connect(HELLO_CLOSE)
    assert [(name, result) for name, _, result in site.on(FD)][-4:] == [
        ("read", len(HELLO_CLOSE)),
        ("write", 141),
        ("epoll_ctl", 0),
        ("close", 0),
    ]
    assert [event.keep_alive for event in site.events(ResponseFinished)] == [False]
    assert [event.state for event in site.events(ConnStateChanged)] == ["new", "active", "closed"]
    assert site.events(GoroutineEnded)[-1].function == SERVE


def test_a_client_that_closes_an_idle_connection_ends_its_goroutine() -> None:
    site = Website()
    connection = site.connect(HELLO)
    site.leave(connection)
    assert [(name, result) for name, _, result in site.on(FD)][-3:] == [
        ("read", 0),
        ("epoll_ctl", 0),
        ("close", 0),
    ]
    assert [event.state for event in site.events(ConnStateChanged)] == ["new", "active", "idle", "closed"]
    assert FD not in site.syscalls.files


def test_a_client_that_closes_without_a_word_gets_no_answer() -> None:
    site = Website()
    connection = site.connect()
    site.leave(connection)
    assert connection.written == b""
    assert [event.state for event in site.events(ConnStateChanged)] == ["new", "closed"]


def test_a_reset_closes_the_connection_without_an_answer() -> None:
    site = Website()
    connection = site.connect()
    connection.reset = True
    site.send(connection, b"x")
    assert connection.written == b""
    assert FD not in site.syscalls.files


# ── large answers ──


def test_five_writes_of_1_kib_are_chunked_into_two_system_calls() -> None:
    site = Website(route("/", chunks="5x1KiB"))
    connection = site.connect(HELLO)
    assert site.on(FD, "write") == [("write", 4096, 4096), ("write", 1175, 1175)]
    head, _, body = connection.written.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert (
        body == b"".join(b"%x\r\n%s\r\n" % (size, b"x" * size) for size in (2048, 2048, 1024)) + b"0\r\n\r\n"
    )


def test_an_answer_that_finds_no_room_parks_until_the_client_has_read() -> None:
    site = Website(route("/", body_size="100000B", content_length="declared"))
    connection = site.connect(settle=False)
    connection.room = 50_000
    site.kernel.settle()
    site.send(connection, HELLO)
    assert site.events(GoroutineParked)[-1].fd == FD
    assert len(connection.written) == 50_000
    connection.make_room(1_000_000)
    site.kernel.settle()
    assert connection.written.endswith(b"x" * 100_000)
    assert [event.keep_alive for event in site.events(ResponseFinished)] == [True]


def test_a_failed_write_ends_the_connection_and_nothing_more_is_written() -> None:
    site = Website(route("/", body_size="5KiB"))
    connection = site.connect()
    connection.broken = True
    site.send(connection, HELLO)
    assert site.on(FD, "write") == [("write", 4096, "EPIPE")]
    assert [event.keep_alive for event in site.events(ResponseFinished)] == [False]
    assert FD not in site.syscalls.files


# ── panics ──


def test_a_panic_before_writing_closes_the_connection_without_an_answer() -> None:
    site = Website(route("/", panic="before_write", body="x"))
    connection = site.connect(HELLO)
    assert connection.written == b""
    assert FD not in site.syscalls.files
    assert site.events(GoroutineEnded)[-1].function == SERVE


def test_a_panic_after_a_flush_leaves_a_truncated_answer() -> None:
    site = Website(route("/", panic="after_flush", body="partial"))
    connection = site.connect(HELLO)
    assert connection.written.endswith(b"\r\n\r\n7\r\npartial\r\n")
    assert FD not in site.syscalls.files
    other = site.connect(HELLO)
    assert other.written.endswith(b"partial\r\n")
