"""What is known of each request without searching the trace."""

from itertools import pairwise

import pytest

from journey_tui.playback import Timeline
from journey_tui.playback.index import MOST_CONNECTING
from journey_tui.trace import Event, Trace
from journey_tui.trace.events.descriptors import EpollEventQueued
from journey_tui.trace.events.hardware import InterruptRaised
from journey_tui.trace.events.http import HandlerResumed, HandlerReturned, HandlerStarted, HandlerWaiting
from journey_tui.trace.events.kernel import ConnectionAccepted, HandshakeCompleted, ListenStarted, SynReceived
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnecting,
    ConnectFailed,
    PacketQueuedAtHop,
    RequestFinished,
    RequestSent,
    ResponseDataReceived,
)
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutineReadied,
    NetpollReturned,
    PollDescriptorReady,
    TimerFired,
)
from tests.playback.traces import pulled, repeated
from tests.samples import sample_events, sample_header, stamped
from tests.tui.lenses.runs import run_of


def connecting(connection: int, client: str = "alice") -> Event:
    return ClientConnecting(client=client, local="a", remote="b", connection=connection)


def syn(connection: int) -> Event:
    return SynReceived(client="a", syn_queue_length=1, connection=connection)


def sent(request: int, connection: int, target: str = "/hello") -> Event:
    return RequestSent(
        client="alice",
        method="GET",
        target=target,
        host="h",
        length_bytes=1,
        request=request,
        connection=connection,
    )


def finished(request: int, outcome: str = "ok") -> Event:
    return RequestFinished(client="alice", outcome=outcome, request=request)


def timeline_of(*events: Event) -> Timeline:
    return pulled(stamped(events))


def test_requests_are_listed_in_the_order_of_sending() -> None:
    timeline = pulled(sample_events())
    assert [(span.id, span.client, span.method, span.target, span.outcome) for span in timeline.requests] == [
        (1, "alice", "GET", "/details/7", "ok"),
        (2, "carol", "?", "?", "reset"),
        (3, "dave", "GET", "/nothing", "ok"),
    ]


@pytest.mark.parametrize("name", ["two-clients", "keepalive-under-load", "syn-flood", "closed-port"])
def test_where_requests_begin_is_known_without_them(name: str) -> None:
    run = run_of(name)
    assert list(run.request_starts) == [span.first for span in run.requests]
    assert len(run.requests)


def test_a_request_under_way_has_no_outcome_yet() -> None:
    timeline = Timeline(Trace(sample_header(), sample_events()))
    timeline.pull(150)
    assert [(span.id, span.outcome) for span in timeline.requests] == [(1, "")]


def test_a_request_lies_between_its_connections_beginning_and_its_last_event() -> None:
    span = pulled(sample_events()).request(1)
    assert span is not None
    kinds = dict(enumerate(sample_events(), 1))
    assert kinds[span.first].kind == "ClientConnecting"
    assert kinds[span.sent].kind == "RequestSent"
    assert span.last == max(position for position, event in kinds.items() if event.request == 1)


def test_stage_changes_are_where_the_request_enters_another_stage() -> None:
    events = sample_events()
    span = pulled(events).request(1)
    assert span is not None

    def stage(event: Event) -> str:
        return "http" if isinstance(event, HandlerReturned) else event.stage  # from then on net/http has it

    for before, position in pairwise(span.changes.positions):
        assert stage(events[before - 1]) != stage(events[position - 1])
        own = [event for event in events[before - 1 : position - 1] if event.request == 1]
        assert {stage(event) for event in own} <= {stage(events[before - 1])}


def test_a_request_is_with_its_handler_only_until_the_handler_returns() -> None:
    (span,) = [span for span in run_of("hello").requests if span.id == 1]
    stays = [stay for stay in span.changes.way(span.ended, span.ended_ns) if stay.stage == "handler"]
    assert sum(stay.duration_ns or 0 for stay in stays) == 20_000


def test_accepting_a_connection_is_a_part_of_its_requests_way() -> None:
    timeline = timeline_of(
        ListenStarted(address="a", backlog=1, fd=5),
        connecting(1),
        sent(1, 1),
        HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=1, packet=3),
        EpollEventQueued(fd=5, events=("EPOLLIN",), ready_length=1),
        TimerFired(),
        PollDescriptorReady(fd=5, mode="r", remembered=False, goroutine=1),
        NetpollReturned(goroutines=(1,)),
        GoroutineReadied(goroutine=1, queue="direct"),
        ConnectionAccepted(connection=1, goroutine=1, accept_queue_length=0),
        GoroutineCreated(goroutine=17, function="serve", creator=1, processor=0),
        GoroutineParked(goroutine=1, reason="IO wait"),
        HandlerStarted(handler="h", request=1),
    )
    (span,) = timeline.requests
    assert list(span.changes.positions) == [2, 5, 7, 9, 10, 11, 13]


def test_what_is_done_while_the_request_is_on_its_way_or_its_handler_waits_is_aside() -> None:
    timeline = timeline_of(
        connecting(1),
        sent(1, 1),
        HandlerStarted(handler="h", request=1, connection=1),
        HandlerWaiting(handler="h", duration_ns=9, request=1, connection=1),
        GoroutineParked(goroutine=17, reason="sleep", request=1, connection=1),
        HandlerResumed(handler="h", request=1, connection=1),
        GoroutineReadied(goroutine=17, queue="direct", request=1, connection=1),
        PacketQueuedAtHop(
            hop="router",
            hop_index=0,
            direction="to_client",
            queue_length=1,
            request=1,
            connection=1,
            packet=6,
        ),
        GoroutineEnded(function="serve", goroutine=17, request=1, connection=1),
        ResponseDataReceived(client="alice", length_bytes=1, total_bytes=1, request=1, connection=1),
        finished(1),
    )
    (span,) = timeline.requests
    stages = [timeline.event_at(position) for position in span.changes.positions]
    told = [
        (event.stage, bool(aside)) for event, aside in zip(stages, span.changes.aside, strict=True) if event
    ]
    assert told == [
        ("client", False),
        ("handler", False),
        ("goroutine", True),
        ("handler", False),
        ("goroutine", False),
        ("network", False),
        ("goroutine", True),
        ("client", False),
    ]


def test_a_second_request_on_a_connection_begins_when_it_is_sent() -> None:
    timeline = timeline_of(connecting(1), syn(1), sent(1, 1), finished(1), syn(1), sent(2, 1), finished(2))
    first, second = timeline.requests
    assert (first.first, first.sent) == (1, 3)
    assert (second.first, second.sent) == (6, 6)


def test_a_connection_that_closes_without_a_request_leaves_nothing() -> None:
    closed = ClientClosed(client="alice", connection=1)
    timeline = timeline_of(connecting(1), syn(1), closed, sent(1, 1))
    assert [span.first for span in timeline.requests] == [4]


def test_a_request_that_was_never_sent_is_known_by_its_failure() -> None:
    refused = ConnectFailed(client="alice", outcome="refused", connection=1)
    unsent = RequestFinished(
        client="alice", outcome="refused", request=1, connection=1, method="GET", target="/hello"
    )
    (span,) = timeline_of(connecting(1), syn(1), refused, unsent).requests
    assert (span.id, span.method, span.target, span.outcome) == (1, "GET", "/hello", "refused")
    assert (span.first, span.sent) == (1, 4)


def test_connections_that_never_ask_for_anything_are_forgotten_in_time() -> None:
    crowd = [connecting(number) for number in range(2, MOST_CONNECTING + 2)]
    timeline = timeline_of(connecting(1), *crowd, sent(1, 1), sent(2, MOST_CONNECTING + 1))
    assert [span.first for span in timeline.requests] == [timeline.length - 1, MOST_CONNECTING + 1]


def test_text_in_the_list_is_clean() -> None:
    (span,) = timeline_of(sent(1, 1, "/\x1b[2J\n" + "x" * 1000)).requests
    assert span.target.isprintable()
    assert len(span.target) <= 200


def test_an_unknown_request_lies_nowhere() -> None:
    timeline = pulled(sample_events())
    assert timeline.request(99) is None
    assert timeline.request(None) is None


def test_events_about_a_request_that_nobody_sent_are_no_request() -> None:
    assert list(timeline_of(HandlerStarted(handler="h", request=5)).requests) == []


def test_the_request_near_a_position_is_the_events_own() -> None:
    timeline = pulled(sample_events())
    for position, event in enumerate(sample_events(), 1):
        if event.request is not None:
            assert timeline.request_near(position) == event.request


def test_before_it_is_sent_a_request_is_near_its_connections_events() -> None:
    timeline = timeline_of(connecting(1), connecting(2, "bob"), sent(1, 1), sent(2, 2))
    assert [timeline.request_near(position) for position in range(5)] == [1, 1, 2, 1, 2]


def test_elsewhere_the_next_request_is_near_and_at_the_end_the_last() -> None:
    gap = [InterruptRaised(queue=0, vector=1)] * 600
    timeline = timeline_of(*gap, sent(1, 1), *gap, sent(2, 2), *gap)
    assert timeline.request_near(0) == 1
    assert timeline.request_near(601) == 1
    assert timeline.request_near(602) == 2
    assert timeline.request_near(timeline.length) == 2


def test_nothing_is_near_where_there_is_no_request() -> None:
    timeline = pulled(sample_events()[:30])
    assert timeline.request_near(5) is None
    assert timeline.request_after(None) is None


def test_after_the_last_request_comes_the_first() -> None:
    timeline = pulled(sample_events())
    assert [timeline.request_after(number) for number in (None, 1, 2, 3, 99)] == [1, 2, 3, 1, 1]


def test_a_neighbour_is_the_request_sent_before_or_after() -> None:
    timeline = pulled(sample_events())
    following, former = timeline.neighbour(1, 1), timeline.neighbour(3, -1)
    assert following is not None
    assert former is not None
    assert (following.id, former.id) == (2, 2)
    assert timeline.neighbour(3, 1) is None
    assert timeline.neighbour(1, -1) is None


@pytest.mark.parametrize("count", [100, 700, 2000])
def test_the_index_is_the_same_however_the_trace_was_pulled(count: int) -> None:
    events = repeated(2500)
    at_once, in_slices = pulled(events), Timeline(Trace(sample_header(), events))
    while in_slices.pull(count):
        pass
    assert list(in_slices.drops) == list(at_once.drops)
    assert [(span.id, span.last, list(span.changes.positions)) for span in in_slices.requests] == [
        (span.id, span.last, list(span.changes.positions)) for span in at_once.requests
    ]
