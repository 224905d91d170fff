"""The numbers that the later lessons say in their own words, held against their runs; a text that drifts is a wrong text."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from journey_tui.cli.lessons import OpenedLesson
from journey_tui.playback.lesson import Asked
from journey_tui.trace.events import Event
from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import HandlerReturned, HandlerStarted
from journey_tui.trace.events.kernel import DataQueued, DataWritten, RetransmissionTimedOut
from journey_tui.trace.events.limits import LossProbeSent
from journey_tui.trace.events.outside import ClientConnecting, PacketDropped, RequestFinished, RequestSent
from journey_tui.trace.events.runtime import GoroutineReadied, GoroutineStarted

Open = Callable[[str], OpenedLesson]
MS = 1_000_000


def events(one: OpenedLesson, *kinds: type[Event]) -> Iterator[Event]:
    found = one.timeline.events(0, one.timeline.length)
    return (event for event in found if isinstance(event, kinds))


def finished(one: OpenedLesson) -> dict[int, RequestFinished]:
    """By request."""
    return {
        event.request: event
        for event in events(one, RequestFinished)
        if isinstance(event, RequestFinished) and event.request is not None
    }


def latencies_ms(one: OpenedLesson, first: int, last: int) -> list[float]:
    by_request = finished(one)
    return [by_request[request].latency_ns / MS for request in range(first, last + 1)]


def question(one: OpenedLesson, stop_id: str) -> Asked:
    asked = next(stop.question for stop in one.lesson.stops if stop.id == stop_id)
    assert asked is not None
    return asked


def time_ns(one: OpenedLesson, stop_id: str) -> int:
    return one.timeline.time_at(next(stop.position for stop in one.lesson.stops if stop.id == stop_id))


def first_of(one: OpenedLesson, request: int, *kinds: type[Event]) -> int:
    """When the first event of these kinds happens to a request, in nanoseconds."""
    return next(event.time_ns for event in events(one, *kinds) if event.request == request)


@pytest.mark.parametrize(
    ("lesson", "stop_id", "answer"),
    [
        ("07-reading-a-request", "parked", 3),
        ("08-the-mux", "two-slashes", 1),
        ("08-the-mux", "subtree", 8),
        ("09-the-way-back", "client-done", 122),
        ("09-the-way-back", "page", 2),
        ("09-the-way-back", "picture", 10),
        ("10-when-packets-are-lost", "gap", 0),
        ("10-when-packets-are-lost", "stall", 5),
        ("11-how-connections-end", "dave-waits", 1),
        ("11-how-connections-end", "dave-accepted", 7),
        ("12-why-is-my-p99-bad", "closed-over", 4),
        ("12-why-is-my-p99-bad", "eight-wait", 0),
    ],
)
def test_a_question_for_a_number_has_the_answer_that_its_reason_counts(
    opened: Open, lesson: str, stop_id: str, answer: int
) -> None:
    assert question(opened(lesson), stop_id).answer == answer


def test_five_pieces_take_320_ms_and_the_third_pipelined_request_waits_for_the_second(opened: Open) -> None:
    one = opened("07-reading-a-request")
    assert round((time_ns(one, "empty-line") - time_ns(one, "first-read")) / MS) == 320
    assert [round(each) for each in latencies_ms(one, 4, 6)] == [4, 54, 54]


def test_no_pattern_of_the_mux_lesson_runs_a_handler_for_what_it_answers_itself(opened: Open) -> None:
    one = opened("08-the-mux")
    handled = {event.request for event in events(one, HandlerStarted)}
    refused = {request: event.status for request, event in finished(one).items() if request not in handled}
    assert refused == {6: 405, 8: 404, 9: 307, 11: 307}


def test_a_third_of_the_download_lies_in_each_of_three_places(opened: Open) -> None:
    one = opened("09-the-way-back")
    closed = next(stop.position for stop in one.lesson.stops if stop.id == "zero-window")
    connection = one.timeline.world_at(closed).connections[4]
    before = one.timeline.events(0, closed)
    written = sum(
        event.length_bytes for event in before if isinstance(event, DataWritten) and event.connection == 4
    )
    assert 140_000 <= connection.send_queued <= 150_000
    assert written < 320 * 1024


def test_losses_cost_a_second_210_ms_or_a_round_trip(opened: Open) -> None:
    one = opened("10-when-packets-are-lost")
    timeouts = [event.timeout_ns for event in events(one, RetransmissionTimedOut, LossProbeSent)]  # type: ignore[attr-defined]
    assert [round(each / MS) for each in timeouts] == [1000, 210, 210]
    assert [round(each) for each in latencies_ms(one, 1, 5)] == [1025, 234, 40, 245, 51]
    assert sum(event.where == "dma" for event in events(one, PacketDropped)) == 5  # type: ignore[attr-defined]


def test_dave_waits_638_ms_for_a_descriptor(opened: Open) -> None:
    one = opened("11-how-connections-end")
    assert round((time_ns(one, "dave-accepted") - time_ns(one, "emfile")) / MS) == 638
    standard_files = 3  # stdin, stdout and stderr, open before the program began
    emfile = next(stop.position for stop in one.lesson.stops if stop.id == "emfile")
    assert len(one.timeline.world_at(emfile).fds) + standard_files == 12
    connecting = next(
        event.time_ns
        for event in events(one, ClientConnecting)
        if isinstance(event, ClientConnecting) and event.client == "dave"
    )
    assert round((connecting - time_ns(one, "emfile")) / MS) == 44


def test_accept4_looks_for_a_number_before_it_looks_for_a_connection(opened: Open) -> None:
    one = opened("11-how-connections-end")
    first = next(
        event
        for event in events(one, SyscallReturned)
        if isinstance(event, SyscallReturned) and event.errno == "EMFILE"
    )
    assert not one.timeline.world_at(first.seq + 1).listener.accept_queue


def test_the_phases_of_the_p99_lesson_have_the_latencies_that_it_names(opened: Open) -> None:
    one = opened("12-why-is-my-p99-bad")
    calm, busy = latencies_ms(one, 1, 10), latencies_ms(one, 11, 90)
    too_much, closed = latencies_ms(one, 91, 151), latencies_ms(one, 152, 183)
    worst = [round(max(phase), 1) for phase in (calm, busy, too_much, closed)]
    assert worst == [2.2, 13.3, 30.7, 4.4]
    assert round(sum(busy) / len(busy), 1) == 3.7
    assert busy[61 - 11] == max(busy)
    assert too_much[135 - 91] == max(too_much)
    # An interrupt on its core makes a handler a little longer.
    assert all(2 * MS <= event.duration_ns < 2.3 * MS for event in work(one))


def work(one: OpenedLesson) -> Iterator[HandlerReturned]:
    for event in events(one, HandlerReturned):
        if isinstance(event, HandlerReturned) and event.handler == "workHandler":
            yield event


def test_the_worst_request_waits_where_the_lesson_says(opened: Open) -> None:
    one = opened("12-why-is-my-p99-bad")
    steps = (RequestSent, DataQueued, GoroutineReadied, GoroutineStarted, HandlerReturned)
    moments = [first_of(one, 61, kind) for kind in steps]
    waits = [round((later - before) / MS, 1) for before, later in pairwise(moments)]
    assert waits == [0.1, 3.1, 8.1, 2.0]


def test_an_overload_of_40_ms_leaves_24_of_61_requests_in_the_house(opened: Open) -> None:
    one = opened("12-why-is-my-p99-bad")
    end = time_ns(one, "overload")
    done = [request for request, event in finished(one).items() if request > 90 and event.time_ns < end]
    sent = [event for event in events(one, RequestSent) if (event.request or 0) > 90 and event.time_ns <= end]
    assert (len(sent), len(done)) == (61, 37)
