"""How clients behave: in pieces, in one write, waiting for 100, and leaving before their answer."""

import itertools

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.http import BackgroundReadStopped, HandlerReturned, RequestContextCancelled
from journey_tui.trace.events.limits import ConnectionAborted
from journey_tui.trace.events.outside import ClientClosed, RequestFinished, RequestSent, SegmentSent
from tests.simulation.runs import events_of

MILLISECOND = 1_000_000
LOOPBACK = "network: {loopback: true}\n"


def run(client: str, network: str = LOOPBACK) -> tuple[Event, ...]:
    return events_of(f"{network}clients: [{{name: alice, {client}}}]")


def outcomes(events: tuple[Event, ...]) -> list[tuple[str, int | None]]:
    return [(event.outcome, event.status) for event in events if isinstance(event, RequestFinished)]


def data_to_server(events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """When the client sent how many bytes."""
    return [
        (event.time_ns, len(event.payload))
        for event in events
        if isinstance(event, SegmentSent) and event.direction == "to_server" and event.payload
    ]


def test_pipelined_requests_go_out_in_one_segment_and_are_answered_in_order() -> None:
    events = run("pipelined: true, requests: [{target: /slow}, {target: /none}, {target: /hello}]")
    assert outcomes(events) == [("ok", 200), ("ok", 404), ("ok", 200)]
    lengths = [event.length_bytes for event in events if isinstance(event, RequestSent)]
    assert [length for _, length in data_to_server(events)] == [sum(lengths)]


def test_a_request_in_five_segments_is_written_piece_by_piece() -> None:
    events = run("segments: {count: 5, gap: 80ms}, requests: [{target: /hello}]")
    assert outcomes(events) == [("ok", 200)]
    sent = data_to_server(events)
    assert len(sent) == 5
    gaps = [later[0] - earlier[0] for earlier, later in itertools.pairwise(sent)]
    assert all(80 * MILLISECOND <= gap < 81 * MILLISECOND for gap in gaps)


@pytest.mark.parametrize(("how", "flag", "found"), [("close", "FIN", "eof"), ("reset", "RST", "reset")])
def test_a_client_that_gives_up_leaves_when_it_said_and_the_server_notices(
    how: str, flag: str, found: str
) -> None:
    events = run(f"gives_up: {{after: 5ms, how: {how}}}, requests: [{{target: /slow}}]")
    assert outcomes(events) == [("gave_up", None)]
    sent = next(event for event in events if isinstance(event, RequestSent))
    (left,) = (event for event in events if isinstance(event, ClientClosed))
    assert left.how == how
    assert 5 * MILLISECOND <= left.time_ns - sent.time_ns < 6 * MILLISECOND
    last = next(
        event
        for event in events
        if isinstance(event, SegmentSent) and event.direction == "to_server" and flag in event.flags
    )
    assert last.time_ns >= left.time_ns
    assert [event.outcome for event in events if isinstance(event, BackgroundReadStopped)] == [found]
    assert [event.cause for event in events if isinstance(event, RequestContextCancelled)] == ["read"]
    assert [event for event in events if isinstance(event, HandlerReturned)]


def test_a_client_whose_answer_comes_in_time_does_not_give_up() -> None:
    events = run("gives_up: {after: 500ms, how: reset}, requests: [{target: /hello}]")
    assert outcomes(events) == [("ok", 200)]
    assert [event.how for event in events if isinstance(event, ClientClosed)] == ["close"]


def test_a_request_that_is_never_finished_waits_until_the_client_has_had_enough() -> None:
    events = run('timeout: 50ms, requests: [{raw: "GET /hello HTTP/1.1\\r\\nHost: a\\r\\n"}]')
    assert outcomes(events) == [("timeout", None)]


def test_a_client_without_a_100_sends_its_body_never_and_still_gets_its_answer() -> None:
    events = run("requests: [{method: POST, target: /none, body_size: 700B, expect_continue: true}]")
    assert outcomes(events) == [("ok", 404)]
    assert sum(length for _, length in data_to_server(events)) < 700


@pytest.mark.parametrize(
    ("client", "last"),
    [
        (
            "requests: [{target: /hello, headers: {Connection: close}}, {target: /a}, {after: 9ms, target: /b}]",
            2,
        ),
        ("timeout: 50ms, requests: [{target: /hello}, {after: 1s, target: /a}]", 1),
        ("gives_up: {after: 50ms, how: reset}, requests: [{target: /hello}, {after: 1s, target: /a}]", 1),
    ],
)
def test_what_a_client_never_comes_to_send_is_told(client: str, last: int) -> None:
    events = run(client)
    assert outcomes(events) == [("ok", 200)] + [("not_sent", None)] * last
    assert len([event for event in events if isinstance(event, RequestSent)]) == 1


def test_a_refused_client_has_sent_none_of_its_requests() -> None:
    requests = "requests: [{target: /a}, {target: /b}]"
    events = events_of(
        f"{LOOPBACK}clients: [{{name: alice, at: 2ms, {requests}}}]\nfaults: [{{at: 1ms, close_listener: true}}]"
    )
    assert outcomes(events) == [("refused", None), ("not_sent", None)]


def test_a_client_that_gives_up_between_two_pieces_sends_no_further_one() -> None:
    events = run(
        "segments: {count: 5, gap: 40ms}, gives_up: {after: 100ms, how: reset}, "
        "requests: [{method: POST, target: /a, body_size: 5000B}]"
    )
    assert outcomes(events) == [("gave_up", None)]
    assert len(data_to_server(events)) == 3


def test_a_client_whose_kernel_repeats_in_vain_has_timed_out() -> None:
    events = events_of(
        f"{LOOPBACK}clients: [{{name: alice, timeout: 3000s, requests: [{{target: /hello}}]}}]\n"
        "faults: [{at: 0s, drop: DATA, client: alice, count: 100}]"
    )
    assert outcomes(events) == [("timeout", None)]
    assert [event.reason for event in events if isinstance(event, ConnectionAborted)] == ["timeout"]
