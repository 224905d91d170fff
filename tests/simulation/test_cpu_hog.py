"""One handler that computes, on one P: what it does to everybody else, as recorded from a real server.

The recording (Go 1.27.3, GOMAXPROCS=1, two CPUs): a handler that computes for 0.4 s; sysmon polls the network about
every 10 ms and signals the thread about every 20 ms; five requests meanwhile take 4 to 18 ms each. How long each waits
follows from where in those 20 ms it comes: its connection is found by the next poll and served at the next signal.
"""

import itertools
from functools import cache

import pytest

from journey_tui.exporters.summary import run_result
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event
from tests.simulation.runs import of_kind

MILLISECOND = 1_000_000
RECORDED_US = {47_090: 16.22, 79_440: 4.22, 113_260: 11.62, 147_250: 18.44, 181_260: 4.67}
"""When each recorded request's SYN came, since the hog's, and how many milliseconds its answer took."""
STRACED_SLACK = "180us"
"""strace stops every nap of sysmon: its polls are 10.18 ms apart in the recording, 10.06 without."""
HELLOS_MS = (46, 66, 79, 100, 113, 134, 147, 168, 181, 202, 223, 245, 268, 281, 304, 322)
"""Moments of the requests, since the hog began; five of them as recorded."""


@cache
def run(
    gomaxprocs: int, slack: str = "50us", hellos_us: tuple[int, ...] = tuple(at * 1000 for at in HELLOS_MS)
) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    """The events, and how long each /hello took."""
    hellos = ", ".join(
        f"{{name: c{at}, at: {at}us, requests: [{{target: /hello, close: true}}]}}" for at in hellos_us
    )
    text = f"""
journey: 1
title: CPU hog
machine: {{cpus: 2, costs: {{timer_slack: {slack}}}}}
server:
  gomaxprocs: {gomaxprocs}
  routes:
    - {{pattern: GET /hello, handler: {{cpu: 20us, body: "hello\\n"}}}}
    - {{pattern: GET /burn, handler: {{name: burn, cpu: 395ms, body: "burned\\n"}}}}
network: {{loopback: true}}
clients: [{{name: burner, requests: [{{target: /burn, close: true}}]}}, {hellos}]
"""
    trace = simulate(load_text(text, "hog.yaml"))
    result = run_result(trace)
    assert {request.outcome for request in result.requests} == {"ok"}
    latencies = [request.latency_ns or 0 for request in result.requests if request.target == "/hello"]
    return tuple(trace), tuple(latencies)


def moments(kind: str, **fields: object) -> list[float]:
    found = [event for event in of_kind(run(1)[0], kind) if event.time_ns > 0]
    return [
        event.time_ns / MILLISECOND
        for event in found
        if all(getattr(event, name) == value for name, value in fields.items())
    ]


def test_hello_waits_for_the_next_preemption_instead_of_a_tenth_of_a_millisecond() -> None:
    latencies = [latency / MILLISECOND for latency in run(1)[1]]
    assert 4 < sum(latencies) / len(latencies) < 18
    assert min(latencies) > 0.1
    # One may wait twice: at every 61st tick the hog, in the global queue, comes before who stands in the local one.
    assert 15 < sorted(latencies)[-2] < 21
    assert max(latencies) < 41


def test_requests_at_the_recorded_moments_wait_as_long_as_the_recorded_ones() -> None:
    latencies = run(1, STRACED_SLACK, tuple(RECORDED_US))[1]
    waited_ms = [latency / MILLISECOND for latency in latencies]
    # The first accept4 after a signal takes half a millisecond longer under strace.
    assert waited_ms == pytest.approx(list(RECORDED_US.values()), abs=0.6)


def test_with_a_second_p_nobody_waits_for_the_hog() -> None:
    assert max(run(2)[1]) < MILLISECOND


def test_sysmon_polls_the_network_every_10_ms_while_nobody_else_does() -> None:
    polls = moments("NetpollCalled", caller="sysmon")
    gaps = [after - before for before, after in itertools.pairwise(polls)]
    assert len(gaps) > 30
    assert sorted(gaps)[len(gaps) // 2] == pytest.approx(10.2, abs=0.2)


def test_the_hog_is_signalled_every_20_ms() -> None:
    signals = moments("SyscallEntered", name="tgkill")
    gaps = [after - before for before, after in itertools.pairwise(signals)]
    assert sorted(gaps)[len(gaps) // 2] == pytest.approx(20.3, abs=0.4)
    assert len(moments("GoroutinePreempted", cause="time slice")) == len(signals)
