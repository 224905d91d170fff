"""Answers that no handler writes, and which handler does: 405, 307, 431 and the most specific pattern."""

import pytest

from journey_tui.trace.events.http import (
    ConnectionLingering,
    HandlerStarted,
    RequestRejected,
    RouteMatched,
    RouteNotMatched,
    RoutePatternTried,
)
from journey_tui.trace.events.outside import SegmentSent
from tests.gallery.runs import MILLISECOND, events_of, outcomes_of, result_of


def answers(name: str) -> list[bytes]:
    """Segments with data of the server."""
    return [
        event.payload
        for event in events_of(name, SegmentSent)
        if event.direction == "to_client" and event.payload
    ]


STATUSES = {
    "method-not-allowed": [405, 200],
    "redirect": [307, 200, 307, 200],
    "pattern-precedence": [200] * 5,
    "header-too-large": [431],
}


@pytest.mark.parametrize("name", STATUSES)
def test_each_request_gets_its_status(name: str) -> None:
    assert outcomes_of(name) == [("alice", status, "ok") for status in STATUSES[name]]


def test_405_says_which_methods_the_path_takes_and_calls_no_handler() -> None:
    (refused,) = events_of("method-not-allowed", RouteNotMatched)
    assert (refused.status, refused.allow) == (405, "GET, HEAD")
    assert b"\r\nAllow: GET, HEAD\r\n" in answers("method-not-allowed")[0]
    assert answers("method-not-allowed")[0].endswith(b"\r\n\r\nMethod Not Allowed\n")
    assert [event.request for event in events_of("method-not-allowed", HandlerStarted)] == [2]


def test_head_is_answered_by_the_get_pattern_without_its_body() -> None:
    assert result_of("method-not-allowed").requests[1].pattern == "GET /hello"
    head = answers("method-not-allowed")[1]
    assert b"\r\nContent-Length: 6\r\n" in head
    assert head.endswith(b"\r\n\r\n")


def test_a_missing_slash_and_one_too_many_are_redirected_with_307() -> None:
    redirected = events_of("redirect", RouteNotMatched)
    assert [(event.status, event.location) for event in redirected] == [(307, "/docs/"), (307, "/hello")]
    assert b"\r\nLocation: /docs/\r\n" in answers("redirect")[0]
    assert b"\r\nLocation: /hello\r\n" in answers("redirect")[2]
    assert [event.request for event in events_of("redirect", HandlerStarted)] == [2, 4]


def test_the_most_specific_pattern_wins_whatever_the_order() -> None:
    matched = [(event.pattern, event.handler) for event in events_of("pattern-precedence", RouteMatched)]
    assert matched == [
        ("GET /items/latest", "latestHandler"),
        ("GET /items/{id}", "getItemHandler"),
        ("/items/{id}", "itemHandler"),
        ("/items/{path...}", "treeHandler"),
        ("/", "restHandler"),
    ]


def test_every_pattern_that_loses_says_why() -> None:
    tried = events_of("pattern-precedence", RoutePatternTried)
    assert len(tried) == 5 * 5
    losers = [event for event in tried if not event.matched]
    assert len(losers) == 5 * 4
    assert all(event.reason for event in losers)
    assert {event.reason for event in losers if event.request == 3} >= {"method is DELETE, pattern wants GET"}


def test_too_many_header_values_are_refused_before_any_route_is_tried() -> None:
    (rejected,) = events_of("header-too-large", RequestRejected)
    assert (rejected.status, rejected.reason) == (431, "more than 500 header values")
    assert events_of("header-too-large", RoutePatternTried) == []
    assert events_of("header-too-large", HandlerStarted) == []
    (answer,) = answers("header-too-large")
    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert b"\r\nConnection: close\r\n" in answer
    assert b"Date" not in answer
    assert b"Content-Length" not in answer


def test_after_431_the_server_waits_half_a_second_before_it_closes() -> None:
    (lingering,) = events_of("header-too-large", ConnectionLingering)
    assert lingering.duration_ns == 500 * MILLISECOND
