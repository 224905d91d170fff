"""The result of a run: what became of each request and connection, and what the counters say."""

import json

import msgspec
import pytest

from journey_tui.exporters.summary import ALWAYS_COUNTED, latency_result, run_json, run_result
from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.trace.events.http import RouteMatched
from journey_tui.trace.events.outside import (
    ClientConnected,
    ClientConnecting,
    ConnectFailed,
    RequestFinished,
    RequestSent,
    SegmentReceived,
    SegmentSent,
)

HEADER = TraceHeader(title="test", seed=7)


def at(time_ns: int, event: Event) -> Event:
    return msgspec.structs.replace(event, time_ns=time_ns)


def segment(direction: str, *flags: str) -> SegmentSent:
    return SegmentSent(
        connection=1,
        direction=direction,  # type: ignore[arg-type]
        source="a:1",
        destination="b:2",
        flags=flags,
        sequence_number=0,
        acknowledgement_number=0,
        window=0,
    )


def received(payload_bytes: int) -> SegmentReceived:
    return SegmentReceived(
        host="server",
        flags=("ACK",),
        payload_bytes=payload_bytes,
        matched="connection",
        state="ESTABLISHED",
        connection=1,
        request=1,
    )


STORY = [
    at(10, ClientConnecting(connection=1, client="alice", local="a:1", remote="b:2")),
    at(20, segment("to_server", "SYN")),
    at(60, ClientConnected(connection=1, client="alice", duration_ns=40)),
    at(
        70,
        RequestSent(
            request=1,
            connection=1,
            client="alice",
            method="GET",
            target="/hello",
            host="h",
            length_bytes=9,
        ),
    ),
    at(80, RouteMatched(request=1, pattern="GET /hello", handler="hello")),
    at(
        100,
        RequestFinished(
            request=1,
            connection=1,
            client="alice",
            outcome="ok",
            status=200,
            response_bytes=122,
            latency_ns=90,
        ),
    ),
    at(110, segment("to_server", "ACK", "FIN")),
    at(120, segment("to_client", "ACK", "FIN")),
]


def test_a_request_is_told_from_due_to_done() -> None:
    (request,) = run_result(Trace(HEADER, STORY)).requests
    assert (request.sent_ns, request.done_ns, request.latency_ns) == (10, 100, 90)
    assert (request.method, request.target, request.pattern) == ("GET", "/hello", "GET /hello")
    assert (request.status, request.outcome, request.response_bytes) == (200, "ok", 122)


def test_a_connection_is_closed_by_the_first_fin() -> None:
    (connection,) = run_result(Trace(HEADER, STORY)).connections
    assert connection.syn_sent_ns == [20]
    assert (connection.outcome, connection.established_ns) == ("established", 60)
    assert (connection.closed_by, connection.closed_ns) == ("client", 110)


def test_a_refused_connection_leaves_a_request_without_status() -> None:
    result = run_result(
        Trace(
            HEADER,
            [
                STORY[0],
                at(30, ConnectFailed(connection=1, client="alice", outcome="refused")),
                at(
                    30,
                    RequestFinished(
                        request=1,
                        connection=1,
                        client="alice",
                        outcome="refused",
                        latency_ns=20,
                        method="GET",
                        target="/x",
                    ),
                ),
            ],
        )
    )
    assert result.connections[0].outcome == "refused"
    assert (result.requests[0].status, result.requests[0].outcome) == (None, "refused")
    assert (result.requests[0].method, result.requests[0].target) == ("GET", "/x")
    assert result.latency_ns.count == 0


def test_an_unfinished_request_has_no_end() -> None:
    result = run_result(Trace(HEADER, STORY[:4]))
    assert result.requests[0].outcome == "unfinished"
    assert result.requests[0].done_ns is None


def test_a_request_that_was_never_sent_is_counted_and_has_no_times() -> None:
    unsent = RequestFinished(
        request=2, connection=1, client="alice", outcome="not_sent", method="GET", target="/late"
    )
    result = run_result(Trace(HEADER, [*STORY, at(130, unsent)]))
    request = result.requests[1]
    assert (request.method, request.target, request.outcome, request.status) == (
        "GET",
        "/late",
        "not_sent",
        None,
    )
    assert request.sent_ns is request.done_ns is request.latency_ns is request.waited_ns is None
    assert result.outcomes == {"not_sent": 1, "ok": 1}
    assert result.latency_ns.count == 1


def test_the_json_has_the_keys_of_the_format_and_its_counters() -> None:
    found = json.loads(run_json(Trace(HEADER, STORY)))
    assert list(found) == [
        "journey_run",
        "title",
        "seed",
        "duration_ns",
        "events",
        "requests",
        "outcomes",
        "connections",
        "counters",
        "latency_ns",
        "latency_parts_ns",
    ]
    assert found["events"] == len(STORY)
    assert found["duration_ns"] == 120
    assert set(ALWAYS_COUNTED) <= set(found["counters"])


def test_waiting_at_the_client_is_told_from_the_wire_and_the_server() -> None:
    def data(direction: str, **more: object) -> Event:
        return msgspec.structs.replace(segment(direction, "ACK", "PSH"), payload=b"x", request=1, **more)

    story = [
        at(10, ClientConnecting(connection=1, client="alice", local="a:1", remote="b:2")),
        at(60, ClientConnected(connection=1, client="alice", duration_ns=50)),
        at(400, STORY[3]),  # due at 100: it waited for its connection
        at(400, data("to_server")),
        at(450, received(payload_bytes=1)),
        at(455, received(payload_bytes=0)),
        at(460, received(payload_bytes=1)),
        at(600, data("to_client")),
        at(650, data("to_client")),
        at(900, data("to_client", retransmission=True)),
        at(1_000, msgspec.structs.replace(STORY[5], latency_ns=900)),
    ]
    result = run_result(Trace(HEADER, story))
    (request,) = result.requests
    assert (request.waited_ns, request.server_ns, request.wire_ns) == (300, 200, 400)
    parts = result.latency_parts_ns
    assert (parts.waited.p50, parts.server.p50, parts.wire.p50) == (300, 200, 400)


def test_connecting_for_a_request_is_no_waiting() -> None:
    story = [*STORY[:4], at(75, received(payload_bytes=9)), *STORY[4:5]]
    answer = msgspec.structs.replace(segment("to_client", "ACK"), payload=b"x", request=1)
    (request,) = run_result(Trace(HEADER, [*story, at(90, answer), STORY[5]])).requests
    assert (request.waited_ns, request.server_ns, request.wire_ns) == (0, 15, 75)


def test_a_request_that_never_got_a_connection_has_waited_all_the_time() -> None:
    finished = RequestFinished(
        request=1, client="load", outcome="timeout", latency_ns=30, method="GET", target="/"
    )
    result = run_result(Trace(HEADER, [at(50, finished)]))
    (request,) = result.requests
    assert (request.outcome, request.connection, request.waited_ns) == ("timeout", None, 30)
    assert result.latency_parts_ns.waited.count == 0


@pytest.mark.parametrize(
    ("latencies", "p50", "p90", "p99"),
    [([5], 5, 5, 5), ([1, 2], 1, 2, 2), (list(range(1, 101)), 50, 90, 99)],
)
def test_percentiles_are_nearest_rank(latencies: list[int], p50: int, p90: int, p99: int) -> None:
    result = latency_result(latencies[::-1])
    assert (result.p50, result.p90, result.p99, result.max) == (p50, p90, p99, max(latencies))
