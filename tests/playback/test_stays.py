"""Where a request's time goes: stays without a gap, whose sum is what the client measured."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback.doing import Kind, Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.spread import ALL, Spreads
from journey_tui.playback.stays import Stays
from journey_tui.trace.events.http import HandlerStarted
from journey_tui.trace.events.kernel import DataQueued, IpReceived, TcpStateChanged
from journey_tui.trace.events.outside import RequestFinished
from tests.tui.lenses.runs import events_of, run_of

RUNS = ("two-clients", "pipelining", "ring-overrun", "lost-data", "accept-queue-full")
WAITS = (
    ("slow-handler", 1, Kind.SLEEPING),
    ("lost-syn-ack", 1, Kind.LOST),
    ("accept-queue-full", 2, Kind.QUEUED),
    ("accept-queue-full", 4, Kind.LOST),
    ("crowd-2p", 9, Kind.RUNNABLE),
)


def spent(span: RequestSpan, kind: Kind) -> int:
    return sum(stay.duration_ns or 0 for stay in span.spent() if stay.kind is kind)


@pytest.mark.parametrize("name", RUNS)
def test_the_stays_of_a_request_sum_to_the_latency_that_its_client_measured(name: str) -> None:
    timeline = run_of(name)
    ends = {event.request: event for _, event in events_of(timeline) if isinstance(event, RequestFinished)}
    assert ends
    for span in timeline.requests:
        stays = span.spent()
        assert sum(stay.duration_ns or 0 for stay in stays) == ends[span.id].latency_ns == span.duration_ns


@pytest.mark.parametrize("name", RUNS)
def test_one_stay_begins_where_the_one_before_it_ends(name: str) -> None:
    for span in run_of(name).requests:
        for before, after in pairwise(span.way()):
            assert before.time_ns + (before.duration_ns or 0) == after.time_ns
            assert before.position < after.position
            assert (before.stage, before.doing) != (after.stage, after.doing)


@pytest.mark.parametrize("name", RUNS)
def test_the_longest_wait_is_the_longest_of_the_stays_that_wait(name: str) -> None:
    for span in run_of(name).requests:
        waits = [stay.duration_ns or 0 for stay in span.spent() if stay.waits]
        longest = span.longest_wait()
        assert (None if longest is None else longest.duration_ns) == max(waits, default=None)


@pytest.mark.parametrize(("name", "request_id", "kind"), WAITS)
def test_what_a_scenario_is_about_takes_most_of_the_requests_time(
    name: str, request_id: int, kind: Kind
) -> None:
    span = run_of(name).request(request_id)
    assert span is not None
    assert span.duration_ns is not None
    assert spent(span, kind) > span.duration_ns / 2


@pytest.mark.parametrize(
    "name", ["keepalive", "keepalive-under-load", "two-clients", "lost-data", "crowd-2p"]
)
def test_every_request_that_was_answered_has_been_in_go_and_in_its_handler(name: str) -> None:
    for span in run_of(name).requests:
        assert span.outcome == "ok"
        assert spent(span, Kind.GO) > 0
        assert spent(span, Kind.HANDLER) > 0
        assert spent(span, Kind.KERNEL) > 0


def test_a_pipelined_request_waits_behind_the_one_before_it() -> None:
    first, second, third = run_of("pipelining").requests
    assert not first.behind
    assert second.behind
    longest = third.longest_wait()
    assert longest is not None
    assert (longest.stage, longest.kind) == ("client", Kind.QUEUED)


def test_a_handler_that_is_interrupted_still_has_its_time_to_itself() -> None:
    hogs = [span for span in run_of("cpu-hog").requests if spent(span, Kind.HANDLER) > 50_000_000]
    assert hogs
    for span in hogs:
        assert spent(span, Kind.GO) < 1_000_000


def received(time_ns: int) -> IpReceived:
    return IpReceived(source="a", destination="b", ttl=64, length_bytes=60, time_ns=time_ns)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 2**40)), min_size=1, max_size=40))
def test_marks_keep_every_moment_and_tell_only_what_changes(told: list[tuple[bool, bool, int]]) -> None:
    stays, now = Stays(), 0
    expected: list[tuple[int, int, str, bool]] = []
    for position, (kernel, aside, step) in enumerate(told, 1):
        now += step
        stage = "kernel" if kernel else "handler"
        stays.note(position, received(now), stage, aside)
        if not expected or expected[-1][2:] != (stage, aside):
            expected.append((position, now, stage, aside))
    found = [(position, time_ns, stage, aside) for position, time_ns, stage, _, aside in stays.marks()]
    assert found == expected
    half = len(expected) // 2
    assert [mark[0:2] for mark in stays.marks(half)] == [mark[0:2] for mark in expected[half:]]
    entered = [
        mark[0] for place, mark in enumerate(expected) if not place or expected[place - 1][2] != mark[2]
    ]
    assert stays.positions == entered
    for position in range(len(told) + 2):
        assert stays.after(position) == next((one for one in entered if one > position), None)
        assert stays.before(position) == next((one for one in reversed(entered) if one < position), None)


def test_what_is_only_written_down_ends_no_wait() -> None:
    stays = Stays()
    queued = DataQueued(length_bytes=1, queued_bytes=1, window_bytes=1, capacity_bytes=1, time_ns=5)
    stays.note(1, queued, "receive_buffer")
    stays.note(2, TcpStateChanged(host="server", old="SYN_RECV", new="ESTABLISHED", time_ns=6), "kernel")
    stays.note(3, HandlerStarted(handler="h", time_ns=9), "handler")
    assert [(stay.position, stay.kind, stay.duration_ns) for stay in stays.way()] == [
        (1, Kind.QUEUED, 4),
        (3, Kind.HANDLER, None),
    ]


def test_a_stay_before_a_request_was_due_is_none_of_its_time() -> None:
    stay = Stay(1, 100, "kernel", run_of("hello").requests[0].way()[0].doing, 50)
    cut = stay.since(120)
    assert cut is not None
    assert (cut.time_ns, cut.duration_ns) == (120, 30)
    assert stay.since(90) is stay
    assert stay.since(151) is None


def test_medians_and_tails_are_of_the_requests_that_have_ended() -> None:
    spans = run_of("crowd-2p").requests
    spreads = Spreads(spans)
    durations = sorted(span.duration_ns or 0 for span in spans)
    assert spreads.count(ALL) == len(spans) == 20
    assert spreads.at(ALL, 0.5) == durations[9]
    assert spreads.at(ALL, 0.99) == durations[-1]
    assert spreads.at("nowhere", 0.5) is None
    assert Spreads([]).at(ALL, 0.5) is None
