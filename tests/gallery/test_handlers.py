"""What happens around a handler: its client leaves, it panics, or the next request is already there."""

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import (
    BackgroundReadStopped,
    HandlerReturned,
    HandlerStarted,
    RequestContextCancelled,
    ServerLogged,
)
from journey_tui.trace.events.outside import ClientClosed, SegmentSent
from journey_tui.trace.events.runtime import GoroutineEnded
from tests.gallery.runs import MILLISECOND, counter, events_of, outcomes_of, result_of


def test_the_background_read_finds_the_end_and_cancels_the_context_long_before_the_300_ms() -> None:
    (cancelled,) = events_of("client-leaves", RequestContextCancelled)
    (closed,) = events_of("client-leaves", ClientClosed)
    (returned,) = events_of("client-leaves", HandlerReturned)
    assert cancelled.cause == "read"
    assert [event.outcome for event in events_of("client-leaves", BackgroundReadStopped)] == ["eof"]
    assert 80 * MILLISECOND < closed.time_ns < cancelled.time_ns < returned.time_ns < 90 * MILLISECOND


def test_net_http_answers_all_the_same_and_the_client_says_rst() -> None:
    sent = events_of("client-leaves", SegmentSent)
    answers = [event for event in sent if event.direction == "to_client" and event.payload]
    assert [event.payload[:15] for event in answers] == [b"HTTP/1.1 200 OK"]
    resets = [event for event in sent if event.direction == "to_server" and "RST" in event.flags]
    assert resets
    assert resets[0].seq > answers[0].seq
    assert outcomes_of("client-leaves") == [("alice", None, "gave_up")]


def test_a_panic_before_the_answer_leaves_the_client_without_a_byte() -> None:
    assert outcomes_of("handler-panic") == [
        ("alice", None, "eof"),
        ("bob", 200, "truncated"),
        ("carol", 200, "ok"),
    ]
    assert result_of("handler-panic").requests[0].response_bytes == 0


def test_a_panic_after_a_flush_leaves_out_the_last_chunk() -> None:
    sent = events_of("handler-panic", SegmentSent)
    answer = b"".join(
        event.payload for event in sent if event.direction == "to_client" and event.connection == 2
    )
    assert b"Transfer-Encoding: chunked\r\n" in answer
    assert b"half an ans" in answer
    assert not answer.endswith(b"0\r\n\r\n")


def test_each_panic_is_logged_and_ends_one_goroutine_and_one_connection_with_fin() -> None:
    logged = [event.message for event in events_of("handler-panic", ServerLogged)]
    assert len(logged) == 2
    assert all(message.startswith("http: panic serving ") for message in logged)
    served = [event.function for event in events_of("handler-panic", GoroutineEnded)]
    assert served.count("net/http.(*conn).serve") == 3
    assert counter("handler-panic", "TcpOutRsts") == 0
    assert {connection.closed_by for connection in result_of("handler-panic").connections} == {"server"}


def test_three_pipelined_requests_need_one_read_and_one_goroutine() -> None:
    reads = [
        event
        for event in events_of("pipelining", SyscallReturned)
        if event.name == "read" and event.time_ns > 0 and event.data.startswith(b"GET ")
    ]
    assert [event.data.count(b"GET /") for event in reads] == [3]
    started = events_of("pipelining", HandlerStarted)
    assert [event.handler for event in started] == ["helloHandler", "slowHandler", "helloHandler"]
    assert len({event.goroutine for event in started}) == 1


def test_pipelined_requests_are_served_one_after_another() -> None:
    first, second, third = result_of("pipelining").requests
    assert [outcome for _, _, outcome in outcomes_of("pipelining")] == ["ok"] * 3
    assert first.done_ns is not None
    assert second.done_ns is not None
    assert third.done_ns is not None
    assert first.done_ns < 5 * MILLISECOND
    assert 20 * MILLISECOND < second.done_ns < third.done_ns < second.done_ns + MILLISECOND
