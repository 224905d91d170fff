"""A handler at work: how long it computes and waits, and what it writes."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler, Route
from journey_tui.simulation.go.handler import draw
from journey_tui.trace.events.http import (
    HandlerComputed,
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    HandlerWrote,
)
from journey_tui.trace.events.runtime import GoroutineParked, TimerFired, TimerStarted
from tests.simulation.go.programs import HELLO, Website

MICROSECOND, MILLISECOND = 1_000, 1_000_000
HANDLER_EVENTS = (
    HandlerStarted,
    HandlerComputed,
    HandlerWaiting,
    HandlerResumed,
    HandlerWrote,
    HandlerReturned,
)


def site_with(handler: Handler) -> Website:
    site = Website(Route(pattern="/", handler=handler))
    site.connect(HELLO)
    return site


def test_a_handler_computes_then_waits_then_writes() -> None:
    handler = Handler(cpu=Drawn.fixed(20 * MICROSECOND), wait=Drawn.fixed(5 * MILLISECOND), body="hello\n")
    site = site_with(handler)
    told = [type(event) for event in site.recorder.events if isinstance(event, HANDLER_EVENTS)]
    assert told == list(HANDLER_EVENTS)
    assert site.events(HandlerReturned)[0].duration_ns == 20 * MICROSECOND + 5 * MILLISECOND


def test_waiting_parks_the_goroutine_until_a_timer_fires() -> None:
    site = site_with(Handler(cpu=Drawn.fixed(0), wait=Drawn.fixed(5 * MILLISECOND)))
    waiting = site.events(HandlerWaiting)[0]
    assert [event.goroutine for event in site.events(TimerFired)] == [waiting.goroutine]
    assert len(site.events(TimerStarted)) == 1
    parked = [event.reason for event in site.events(GoroutineParked) if event.goroutine == waiting.goroutine]
    assert "sleep" in parked


def test_computing_holds_the_thread() -> None:
    site = Website(Route(pattern="/", handler=Handler(cpu=Drawn.fixed(5 * MILLISECOND))))
    site.connect(HELLO, settle=False)
    site.kernel.settle(MILLISECOND)
    assert sum(thread.goroutine is not None for thread in site.kernel.threads) == 1


def test_a_handler_without_work_says_nothing_of_it() -> None:
    site = site_with(Handler(cpu=Drawn.fixed(0)))
    told = [type(event) for event in site.recorder.events if isinstance(event, HANDLER_EVENTS)]
    assert told == [HandlerStarted, HandlerReturned]


@pytest.mark.parametrize(
    ("settings", "lengths"),
    [
        ({"body": "hello\n"}, [6]),
        ({"body_size": "5KiB"}, [5120]),
        ({"body_size": "0B"}, [0]),
        ({"chunks": "5x1KiB"}, [1024] * 5),
        ({}, []),
    ],
    ids=["body", "size", "nothing", "chunks", "none"],
)
def test_the_body_is_written_as_the_scenario_says(settings: dict[str, str], lengths: list[int]) -> None:
    handler = Handler.model_validate(settings)
    assert [event.length_bytes for event in site_with(handler).events(HandlerWrote)] == lengths


def test_a_status_and_headers_of_its_own_are_sent() -> None:
    handler = Handler.model_validate(
        {"status": 201, "headers": {"Content-Type": "application/json"}, "body": "{}"}
    )
    site = Website(Route(pattern="/", handler=handler))
    connection = site.connect(HELLO)
    head = connection.written.decode()
    assert head.startswith("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nDate: ")
    assert head.endswith("\r\nContent-Length: 2\r\n\r\n{}")


def test_a_declared_length_makes_a_large_answer_plain_instead_of_chunked() -> None:
    site = Website(
        Route(
            pattern="/", handler=Handler.model_validate({"body_size": "5KiB", "content_length": "declared"})
        )
    )
    connection = site.connect(HELLO)
    assert b"Content-Length: 5120\r\n" in connection.written
    assert connection.written.endswith(b"\r\n\r\n" + b"x" * 5120)


def test_a_flush_sends_what_is_there_in_a_chunk() -> None:
    handler = Handler.model_validate({"chunks": "2x3B", "flush": True})
    site = Website(Route(pattern="/", handler=handler))
    connection = site.connect(HELLO)
    assert connection.written.endswith(b"\r\n\r\n3\r\nxxx\r\n3\r\nxxx\r\n0\r\n\r\n")
    assert len(site.on(6, "write")) == 3


def test_a_fixed_duration_draws_nothing() -> None:
    random = Random(1)
    assert draw(Drawn.fixed(7), random) == 7
    assert random.random() == Random(1).random()


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 2**32))
def test_a_uniform_duration_lies_between_its_ends(one: int, other: int, seed: int) -> None:
    low, high = sorted((one, other))
    drawn = Drawn.model_validate({"uniform": [f"{low}ns", f"{high}ns"]})
    assert low <= draw(drawn, Random(seed)) <= high


def test_an_exponential_duration_has_its_mean() -> None:
    random = Random(7)
    drawn = Drawn.model_validate({"exponential": "200us"})
    mean = sum(draw(drawn, random) for _ in range(10_000)) / 10_000
    assert mean == pytest.approx(200 * MICROSECOND, rel=0.05)
