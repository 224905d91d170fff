"""Lessons 1 to 6: what their runs must show, so that what they say of them stays true."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from journey_tui.cli import journey
from journey_tui.cli.lessons import OpenedLesson
from journey_tui.playback.lesson import Asked
from journey_tui.scenario.bundled import lesson_path
from journey_tui.trace.events.descriptors import FdInstalled
from journey_tui.trace.events.hardware import FrameArrived
from journey_tui.trace.events.kernel import AcceptQueueOverflowed
from journey_tui.trace.events.outside import PacketDropped, SegmentSent
from journey_tui.trace.events.runtime import GoroutineStolen

Open = Callable[[str], OpenedLesson]

PATH = "01-path-of-one-request"
BOOT = "02-before-the-first-request"
HANDSHAKE = "03-handshake-and-two-queues"
RING = "04-ring-dma-interrupt"
EPOLL = "05-fd-epoll-netpoller"
SCHEDULER = "06-goroutines-and-threads"


def asked(one: OpenedLesson, stop: str) -> Asked:
    question = next(each.question for each in one.lesson.stops if each.id == stop)
    assert question is not None
    return question


def position(one: OpenedLesson, stop: str) -> int:
    return next(each.position for each in one.lesson.stops if each.id == stop)


def right_words(one: OpenedLesson, stop: str) -> set[str]:
    return {choice.text["en"] for choice in asked(one, stop).choices if choice.right}


@cache
def run_of(name: str) -> dict[str, Any]:
    """What `journey run` says of a lesson's scenario: an account of its own, apart from the lesson's."""
    result = CliRunner().invoke(journey, ["run", str(lesson_path(name)), "--format", "json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "stop", "answer"),
    [
        (PATH, "summary", 2),
        (BOOT, "counted", 5),
        (BOOT, "asleep", 3),
        (HANDSHAKE, "counting", 14),
        (RING, "shared", 3),
        (RING, "stalled", 5),
        (EPOLL, "first-piece", 2),
        (SCHEDULER, "all-wait", 3),
        (SCHEDULER, "recap", 4),
    ],
)
def test_a_number_that_is_asked_for_is_the_one_that_the_words_around_it_name(
    opened: Open, name: str, stop: str, answer: int
) -> None:
    assert asked(opened(name), stop).answer == answer


def test_the_three_requests_of_the_first_lesson_reach_their_three_handlers() -> None:
    requests = run_of(PATH)["requests"]
    assert sorted((one["target"], one["pattern"], one["status"]) for one in requests) == [
        ("/about", "/about", 200),
        ("/details", "/details", 200),
        ("/hello", "/hello", 200),
    ]


def test_the_second_client_gets_the_fd_that_the_first_lesson_foretells(opened: Open) -> None:
    one = opened(PATH)
    event = one.timeline.event_at(position(one, "bob-fd"))
    assert isinstance(event, FdInstalled)
    assert event.fd == 9


def test_what_the_kernel_does_first_is_right_where_a_lesson_asks_what_comes_next(opened: Open) -> None:
    assert right_words(opened(PATH), "buffered") == {"Its socket joins epoll's ready list."}
    assert right_words(opened(BOOT), "created") == {"It reads a small file."}
    assert right_words(opened(BOOT), "knocking") == {"The kernel answers the SYN by itself."}
    assert right_words(opened(HANDSHAKE), "two-wait") == {"Her SYN is answered, her final ACK is ignored."}
    assert right_words(opened(HANDSHAKE), "frank") == {"It drops it without a word."}
    assert right_words(opened(EPOLL), "first-read") == {"The bytes come at once."}


def test_no_client_of_the_third_lesson_is_ever_refused(opened: Open) -> None:
    one = opened(HANDSHAKE)
    events = list(one.timeline.events(0, one.timeline.length))
    assert not any(isinstance(event, SegmentSent) and "RST" in event.flags for event in events)
    assert {request["outcome"] for request in run_of(HANDSHAKE)["requests"]} == {"ok"}


def test_the_overflows_that_the_third_lesson_counts_are_those_of_the_kernels_counter(opened: Open) -> None:
    one = opened(HANDSHAKE)
    end = position(one, "counting")
    overflows = [event for event in one.timeline.events(0, end) if isinstance(event, AcceptQueueOverflowed)]
    assert len(overflows) == asked(one, "counting").answer
    assert run_of(HANDSHAKE)["counters"]["TcpExtListenOverflows"] == len(overflows)
    assert {one.timeline.world_at(end).connections[event.connection or 0].client for event in overflows} == {
        "dora",
        "erin",
        "frank",
    }


def test_the_ring_of_the_fourth_lesson_loses_five_frames_that_only_the_card_counts(opened: Open) -> None:
    one = opened(RING)
    events = list(one.timeline.events(0, one.timeline.length))
    assert sum(isinstance(event, PacketDropped) for event in events) == 5
    counters = run_of(RING)["counters"]
    assert counters["rx_missed_errors"] == 5
    assert counters["TcpExtListenDrops"] == 0


def test_six_frames_have_come_when_the_fourth_lesson_says_so(opened: Open) -> None:
    one = opened(RING)
    before = one.timeline.events(0, position(one, "shared"))
    assert sum(isinstance(event, FrameArrived) for event in before) == 6


def test_half_of_a_queue_is_stolen_in_the_sixth_lesson(opened: Open) -> None:
    one = opened(SCHEDULER)
    here = position(one, "stealing")
    theft = one.timeline.event_at(here + 1)
    assert isinstance(theft, GoroutineStolen)
    victim = one.timeline.world_at(here).processors[theft.victim]
    assert (len(victim.queue), theft.count) == (5, 3)
    assert victim.runnext is not None


def test_the_workers_of_the_sixth_lesson_are_served_in_three_rounds_of_two() -> None:
    took = sorted(one["latency_ns"] for one in run_of(SCHEDULER)["requests"] if "worker" in one["client"])
    assert [round(each / 1e6, 1) for each in took] == [3.3, 3.4, 6.4, 6.4, 9.4, 9.4]
