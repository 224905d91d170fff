"""Bodies and bytes on their way: slow readers, uploads, bodies that nobody reads, losses, and requests in pieces."""

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import (
    ConnectionLingering,
    RequestLineParsed,
    RequestParsed,
    ResponseFinished,
)
from journey_tui.trace.events.kernel import (
    DataRead,
    RetransmissionTimedOut,
    SegmentOutOfOrder,
    SendBufferFull,
)
from journey_tui.trace.events.limits import (
    ConnectionAborted,
    FastRetransmitted,
    LossProbeSent,
    WindowClosed,
    WindowOpened,
    WindowProbed,
)
from journey_tui.trace.events.outside import SegmentReceived, SegmentSent
from journey_tui.trace.events.runtime import GoroutineParked
from tests.gallery.runs import MILLISECOND, SECOND, counter, events_of, outcomes_of, result_of


def calls(name: str, call: str) -> list[SyscallReturned]:
    """Calls of one name since the server is ready."""
    return [event for event in events_of(name, SyscallReturned) if event.name == call and event.time_ns > 0]


def test_the_handler_is_parked_in_write_until_the_client_reads() -> None:
    blocked = [event for event in calls("slow-reader", "write") if event.errno == "EAGAIN"]
    assert blocked
    assert blocked[0].time_ns < MILLISECOND
    assert events_of("slow-reader", SendBufferFull)[0].capacity_bytes == 256 * 1024
    parks = [event for event in events_of("slow-reader", GoroutineParked) if event.time_ns > 0]
    assert "IO wait" in {event.reason for event in parks if event.goroutine == blocked[0].goroutine}
    written = [event for event in calls("slow-reader", "write") if event.result > 8]
    assert [event for event in written if 10 * MILLISECOND < event.time_ns < SECOND] == []


def test_the_closed_window_is_probed_with_doubling_pauses_until_it_opens() -> None:
    probes = events_of("slow-reader", WindowProbed)
    assert [event.probes for event in probes] == [1, 2]
    assert {event.host for event in probes} == {"server"}
    first, second = (event.time_ns for event in probes)
    assert 200 * MILLISECOND < first < 450 * MILLISECOND
    assert 390 * MILLISECOND < second - first < 420 * MILLISECOND
    opened = events_of("slow-reader", WindowOpened)[0]
    assert (opened.host, round(opened.time_ns / SECOND, 2)) == ("client", 1.0)


def test_a_closed_window_loses_nothing() -> None:
    assert outcomes_of("slow-reader") == [("alice", 200, "ok")]
    assert result_of("slow-reader").requests[0].response_bytes > 1024 * 1024
    assert (
        counter("slow-reader", "TcpExtTCPToZeroWindowAdv") == len(events_of("slow-reader", WindowClosed)) > 0
    )
    assert counter("slow-reader", "TcpExtTCPWinProbe") == 2
    assert counter("slow-reader", "TcpRetransSegs") == 0


def test_an_upload_is_read_in_pieces_while_the_window_closes_and_opens() -> None:
    closed, opened = events_of("large-upload", WindowClosed), events_of("large-upload", WindowOpened)
    assert {event.host for event in closed} == {"server"}
    assert 5 < len(closed) == len(opened) == counter("large-upload", "TcpExtTCPToZeroWindowAdv")
    assert all(before.seq < after.seq for before, after in zip(closed, opened, strict=True))
    assert max(event.queued_bytes for event in closed) < 128 * 1024


def test_an_upload_arrives_whole() -> None:
    read = sum(event.length_bytes for event in events_of("large-upload", DataRead))
    assert 3 * 1024 * 1024 < read < 3 * 1024 * 1024 + 200
    assert outcomes_of("large-upload") == [("alice", 200, "ok")]
    assert {event.keep_alive for event in events_of("large-upload", ResponseFinished)} == {True}


def test_a_small_ignored_body_is_drained_and_the_connection_kept() -> None:
    alice = [request for request in result_of("ignored-body").requests if request.client == "alice"]
    assert [(request.status, request.outcome) for request in alice] == [(200, "ok"), (200, "ok")]
    assert len({request.connection for request in alice}) == 1
    drained = [event for event in events_of("ignored-body", DataRead) if event.connection == 1]
    assert sum(event.length_bytes for event in drained) > 100 * 1024


def test_of_a_large_ignored_body_256_kib_are_read_at_most_then_half_a_second_of_patience_and_rst() -> None:
    bob = result_of("ignored-body").requests[-1]
    assert (bob.client, bob.status, bob.outcome) == ("bob", 200, "ok")
    read = [event for event in events_of("ignored-body", DataRead) if event.connection == 2]
    assert sum(event.length_bytes for event in read) < 264 * 1024
    (lingering,) = events_of("ignored-body", ConnectionLingering)
    (aborted,) = [event for event in events_of("ignored-body", ConnectionAborted) if event.host == "server"]
    assert (lingering.connection, lingering.duration_ns) == (2, 500 * MILLISECOND)
    assert (aborted.connection, aborted.reason) == (2, "unread_data")
    assert 500 * MILLISECOND <= aborted.time_ns - lingering.time_ns < 502 * MILLISECOND
    assert counter("ignored-body", "TcpExtTCPAbortOnClose") == counter("ignored-body", "TcpOutRsts") == 1


def test_a_lost_request_is_found_by_a_timer_after_more_than_200_ms() -> None:
    (probe,) = events_of("lost-data", LossProbeSent)
    assert (probe.host, probe.connection) == ("client", 1)
    assert 200 * MILLISECOND < probe.timeout_ns < 220 * MILLISECOND
    alice = result_of("lost-data").requests[0]
    assert alice.latency_ns is not None
    assert 220 * MILLISECOND < alice.latency_ns < 250 * MILLISECOND


def test_a_lost_segment_among_many_is_sent_again_without_a_timer() -> None:
    (again,) = events_of("lost-data", FastRetransmitted)
    assert (again.host, again.connection) == ("client", 2)
    assert [event for event in events_of("lost-data", RetransmissionTimedOut) if event.connection == 2] == []
    bob = result_of("lost-data").requests[1]
    assert bob.latency_ns is not None
    # Four round trips of 10 ms: handshake, ten segments, twelve of the rest, the lost one.
    assert 40 * MILLISECOND < bob.latency_ns < 45 * MILLISECOND


def test_data_behind_the_gap_waits_out_of_order() -> None:
    waiting = events_of("lost-data", SegmentOutOfOrder)
    numbers = {event.packet for event in waiting}
    came = [event for event in events_of("lost-data", SegmentReceived) if event.packet in numbers]
    assert sum(event.segments for event in came) == 12
    assert len(waiting) == counter("lost-data", "TcpExtTCPOFOQueue") < 12  # GRO has merged some of them
    assert len({event.expected for event in waiting}) == 1
    assert outcomes_of("lost-data") == [("alice", 200, "ok"), ("bob", 200, "ok")]


def test_five_segments_are_five_reads_of_data_four_of_them_followed_by_a_park() -> None:
    name = "request-in-five-segments"
    until = events_of(name, RequestParsed)[0].seq
    reads = [event for event in calls(name, "read") if event.seq < until and event.fd == 6]
    assert [event.result for event in reads] == [7, -1, 9, -1, 19, -1, 27, -1, 2]
    assert {event.errno for event in reads if event.result < 0} == {"EAGAIN"}
    goroutine = reads[0].goroutine
    parks = [event for event in events_of(name, GoroutineParked) if event.goroutine == goroutine]
    assert len([event for event in parks if event.seq < until and event.reason == "IO wait"]) == 4


def test_each_read_asks_for_the_room_that_is_left_in_the_buffer() -> None:
    name = "request-in-five-segments"
    until = events_of(name, RequestParsed)[0].seq
    reads = [event for event in calls(name, "read") if event.seq < until and event.fd == 6]
    # A whole line leaves the buffer: 16 bytes stay of the third piece, none of the fourth.
    assert [event.size for event in reads] == [4096, 4089, 4089, 4080, 4080, 4082, 4082, 4096, 4096]


def test_the_request_line_is_parsed_with_the_third_piece_and_the_request_with_the_last() -> None:
    name = "request-in-five-segments"
    (line,), (whole,) = events_of(name, RequestLineParsed), events_of(name, RequestParsed)
    assert 160 * MILLISECOND < line.time_ns < 170 * MILLISECOND
    assert 320 * MILLISECOND < whole.time_ns < 330 * MILLISECOND
    pieces = [
        event for event in events_of(name, SegmentSent) if event.direction == "to_server" and event.payload
    ]
    assert [len(event.payload) for event in pieces] == [7, 9, 19, 27, 2]
