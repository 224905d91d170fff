"""The server's four timeouts: what each begins with, and what a client that is too slow gets."""

import pytest

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Timeouts
from journey_tui.trace.events.http import ConnectionLingering, ResponseFinished
from journey_tui.trace.events.runtime import DeadlinePassed, DeadlineSet
from tests.simulation.go.programs import HELLO, HELLO_ROUTE, Website, get, route

FD = 6
MILLISECOND = 1_000_000


def site(*routes: object, **limits: int) -> Website:
    """A server with timeouts, in milliseconds."""
    times = Timeouts.model_validate({name: f"{value}ms" for name, value in limits.items()})
    return Website(*(routes or (HELLO_ROUTE,)), timeouts=times)  # type: ignore[arg-type]


def passed(website: Website, milliseconds: int) -> None:
    website.kernel.settle(milliseconds * MILLISECOND)


def test_a_client_that_says_nothing_is_closed_without_an_answer_when_the_header_is_due() -> None:
    website = site(read_header=300)
    connection = website.connect(settle=False)
    passed(website, 299)
    assert FD in website.syscalls.files
    passed(website, 2)
    assert FD not in website.syscalls.files
    assert connection.written == b""


@pytest.mark.parametrize(
    ("begun", "answered"),
    [(b"GET /hello HTTP/1.1\r\nHost: a\r\n", b""), (b"GET /hello HTTP/1.1\r\nHo", b"400")],
)
def test_a_slow_header_gets_no_answer_at_a_line_s_end_and_400_within_a_line(
    begun: bytes, answered: bytes
) -> None:
    website = site(read_header=300)
    connection = website.connect(begun)
    assert answered in connection.written
    assert bool(connection.written) == bool(answered)
    assert FD not in website.syscalls.files


def test_more_bytes_do_not_put_the_deadline_off() -> None:
    website = site(read_header=100)
    connection = website.connect(settle=False)
    for piece in (b"GET ", b"/hello ", b"HTTP/1.1\r\n"):
        passed(website, 30)
        website.syscalls.files[FD].arrive(piece)
    passed(website, 12)
    assert FD not in website.syscalls.files
    assert connection.written == b""


def test_a_header_in_time_takes_the_deadline_back() -> None:
    website = site(read_header=100)
    website.connect(HELLO)
    assert [event.when_ns is None for event in website.events(DeadlineSet)] == [False, True]
    assert website.events(DeadlinePassed) == []
    assert FD in website.syscalls.files


def test_an_idle_connection_is_closed_when_its_time_is_up_and_a_busy_one_is_not() -> None:
    website = site(route("/", wait=Drawn.fixed(400 * MILLISECOND), body="late\n"), idle=200)
    connection = website.connect(HELLO, settle=False)
    passed(website, 399)
    assert FD in website.syscalls.files
    passed(website, 200)
    assert FD in website.syscalls.files
    passed(website, 3)
    assert FD not in website.syscalls.files
    assert connection.written.endswith(b"late\n")


def test_the_next_header_is_timed_from_its_first_bytes_and_not_from_the_answer_before() -> None:
    website = site(read_header=100, idle=1000)
    connection = website.connect(HELLO, settle=False)
    passed(website, 500)
    assert FD in website.syscalls.files
    connection.arrive(b"GET /hello")
    passed(website, 99)
    assert FD in website.syscalls.files
    passed(website, 3)
    assert FD not in website.syscalls.files


def test_read_stands_in_for_the_timeouts_that_are_not_set() -> None:
    website = site(read=100)
    website.connect(HELLO, settle=False)
    passed(website, 50)
    assert FD in website.syscalls.files
    passed(website, 55)
    assert FD not in website.syscalls.files


def test_a_body_that_is_late_ends_the_connection_after_the_answer_and_half_a_second() -> None:
    website = site(route("/", body="thanks\n"), read=100)
    connection = website.connect(get("/", "POST", b"z" * 10, Content_Length="20"), settle=False)
    passed(website, 120)
    assert b"\r\nConnection: close\r\n" in connection.written
    assert connection.written.endswith(b"thanks\n")
    assert [event.duration_ns for event in website.events(ConnectionLingering)] == [500 * MILLISECOND]
    assert [name for name, _, _ in website.on(FD)][-1] == "shutdown"


def test_an_answer_that_is_late_is_not_written_at_all() -> None:
    website = site(route("/", wait=Drawn.fixed(300 * MILLISECOND), body="late\n"), write=100)
    connection = website.connect(HELLO)
    assert connection.written == b""
    assert website.on(FD, "write") == []
    assert [event.keep_alive for event in website.events(ResponseFinished)] == [False]
    assert FD not in website.syscalls.files


def test_a_client_that_does_not_read_holds_a_write_no_longer_than_its_timeout() -> None:
    website = site(route("/", body_size="100000B", content_length="declared"), write=100)
    connection = website.connect(settle=False)
    connection.room = 5000
    passed(website, 1)
    connection.arrive(HELLO)
    passed(website, 99)
    assert FD in website.syscalls.files
    passed(website, 5)
    assert FD not in website.syscalls.files
    assert len(connection.written) == 5000


def test_the_write_timeout_begins_anew_with_each_request() -> None:
    website = site(write=100)
    connection = website.connect(HELLO, settle=False)
    passed(website, 200)
    website.send(connection, HELLO)
    assert connection.written.count(b"200 OK") == 2


def test_without_timeouts_a_half_sent_header_holds_its_connection_for_ever() -> None:
    website = site()
    website.connect(b"GET /hello")
    passed(website, 1_000_000)
    assert FD in website.syscalls.files
    assert website.events(DeadlineSet) == []
