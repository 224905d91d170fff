"""Load: when requests are due, who sends them, and who waits."""

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.exporters.summary import RunResult, run_result
from journey_tui.exporters.summary_fold import RequestResult
from journey_tui.scenario.errors import RunTooLarge
from journey_tui.scenario.load import Load
from journey_tui.scenario.loader import load_text
from journey_tui.simulation import engine
from journey_tui.simulation.engine import simulate
from journey_tui.simulation.load import pool
from journey_tui.simulation.load.arrivals import arrivals, stream_of

SECOND = 1_000_000_000
MILLISECOND = 1_000_000

SCENARIO = """
journey: 1
title: load
seed: {seed}
{head}
server:
  gomaxprocs: 2
  timeouts: {{idle: {idle}}}
  routes:
    - {{pattern: GET /fast, handler: {{cpu: 10us, body: "fast"}}}}
    - {{pattern: GET /slow, handler: {{cpu: 10us, wait: 20ms, body: "slow"}}}}
    - {{pattern: GET /stuck, handler: {{wait: 40s, body: "late"}}}}
network: {{loopback: true}}
load: [{load}]
"""


@cache
def run(*load: str, seed: int = 1, head: str = "", idle: str = "0s") -> RunResult:
    text = SCENARIO.format(seed=seed, head=head, idle=idle, load=", ".join(load))
    return run_result(simulate(load_text(text, "load.yaml")))


def of(result: RunResult, name: str) -> list[RequestResult]:
    """The requests of one stream, in the order in which they were due."""
    return [request for request in result.requests if request.client.split("-")[0] == name]


def due(requests: list[RequestResult]) -> list[int | None]:
    return [request.sent_ns for request in requests]


CONSTANT = "{at: 5ms, rate: 1000/s, arrivals: constant, duration: 10ms, target: /fast}"
POISSON = "{rate: 2000/s, arrivals: poisson, duration: 50ms, target: /fast}"


def test_constant_arrivals_are_evenly_spaced_from_the_streams_beginning_to_its_end() -> None:
    assert due(run(CONSTANT).requests) == [(5 + number) * MILLISECOND for number in range(10)]


@given(rate=st.floats(0.1, 1e5), milliseconds=st.integers(1, 20))
def test_constant_arrivals_do_not_drift(rate: float, milliseconds: int) -> None:
    plan = Load.model_construct(rate=rate, arrivals="constant", duration=milliseconds * MILLISECOND)
    moments = list(arrivals(plan, Random(0)))
    assert all(abs(due - number * SECOND / rate) <= 0.5 for number, due in enumerate(moments))
    assert len(moments) == pytest.approx(milliseconds / 1000 * rate, abs=1)


def test_poisson_arrivals_have_their_rate_and_exponential_gaps() -> None:
    plan = Load.model_construct(rate=1000.0, arrivals="poisson", duration=20 * SECOND)
    moments = list(arrivals(plan, stream_of(7, 0)))
    gaps = [after - before for before, after in zip([0, *moments], moments, strict=False)]
    mean = sum(gaps) / len(gaps)
    variance = sum((gap - mean) ** 2 for gap in gaps) / len(gaps)
    assert mean == pytest.approx(MILLISECOND, rel=0.03)
    assert variance**0.5 == pytest.approx(mean, rel=0.05)
    assert sum(gap > mean for gap in gaps) / len(gaps) == pytest.approx(0.368, abs=0.01)
    assert moments == sorted(moments)


def test_a_stream_of_rate_zero_asks_nothing() -> None:
    assert run("{rate: 0/s, duration: 1ms}").requests == []


def test_another_stream_moves_no_request_of_the_first() -> None:
    alone, together = run(POISSON).requests, run(POISSON, CONSTANT)
    assert due(of(together, "load1")) == due(alone)
    assert len(of(together, "load2")) == 10


def test_another_seed_draws_other_moments_and_the_same_seed_the_same_bytes() -> None:
    assert due(run(POISSON, seed=2).requests) != due(run(POISSON).requests)
    run.cache_clear()
    assert run(POISSON) == run(POISSON)


def test_every_new_request_has_a_connection_of_its_own() -> None:
    result = run(POISSON)
    assert {request.outcome for request in result.requests} == {"ok"}
    assert len(result.connections) == len(result.requests) > 50
    assert len({request.connection for request in result.requests}) == len(result.requests)
    assert len({connection.local for connection in result.connections}) == len(result.connections)
    assert {request.waited_ns for request in result.requests} == {0}


def test_clients_written_out_keep_their_addresses_beside_a_load() -> None:
    head = "clients: [{name: alice, requests: [{target: /fast}]}]"
    alone = run("{rate: 0/s}", head=head).connections[0]
    beside = next(each for each in run(CONSTANT, head=head).connections if each.client == "alice")
    assert alone.local == beside.local


# ── pools ──


def test_a_pool_opens_all_its_connections_and_no_more() -> None:
    result = run("{rate: 500/s, duration: 60ms, target: /fast, connections: 4}")
    assert len(result.connections) == 4
    assert {connection.outcome for connection in result.connections} == {"established"}
    assert {request.outcome for request in result.requests} == {"ok"}


def test_a_request_takes_the_first_connection_that_is_free() -> None:
    result = run("{rate: 100/s, arrivals: constant, duration: 100ms, target: /fast, connections: 3}")
    assert {request.client for request in result.requests[1:]} == {
        "load-1"
    }  # the first takes who connects first
    slow = run("{rate: 200/s, arrivals: constant, duration: 50ms, target: /slow, connections: 8}")
    assert len({request.client for request in slow.requests[:4]}) == 4
    assert len({request.client for request in slow.requests}) <= 5


def test_without_a_free_connection_requests_wait_at_the_client_first_come_first_served() -> None:
    result = run("{rate: 1000/s, arrivals: constant, duration: 4ms, target: /slow, connections: 1}")
    requests = result.requests
    assert due(requests) == [number * MILLISECOND for number in range(4)]
    done = [request.done_ns or 0 for request in requests]
    assert done == sorted(done)
    for number, request in enumerate(requests):
        assert request.latency_ns == (request.done_ns or 0) - (request.sent_ns or 0)
        assert request.waited_ns == pytest.approx(number * 19.2 * MILLISECOND, abs=MILLISECOND)
        assert request.server_ns == pytest.approx(20 * MILLISECOND, rel=0.05)
        assert request.latency_ns == (request.waited_ns or 0) + (request.wire_ns or 0) + (
            request.server_ns or 0
        )


def test_waiting_for_a_connection_counts_in_the_percentiles() -> None:
    result = run("{rate: 1000/s, arrivals: constant, duration: 4ms, target: /slow, connections: 1}")
    assert result.latency_ns.count == 4
    assert (result.latency_ns.max or 0) > 70 * MILLISECOND
    assert (result.latency_parts_ns.server.max or 0) < 21 * MILLISECOND


def test_a_request_that_waits_longer_than_its_client_does_never_gets_a_connection() -> None:
    result = run("{rate: 1000/s, arrivals: constant, duration: 3ms, target: /stuck, connections: 1}")
    assert [request.outcome for request in result.requests] == ["timeout"] * 3
    for request in result.requests:
        assert request.latency_ns == pytest.approx(30 * SECOND, abs=MILLISECOND)
    assert result.requests[0].connection == 1


def test_a_connection_that_the_server_has_closed_is_made_anew_for_the_next_request() -> None:
    result = run(
        "{rate: 20/s, arrivals: constant, duration: 150ms, target: /fast, connections: 1}", idle="10ms"
    )
    assert [request.outcome for request in result.requests] == ["ok"] * 3
    assert [request.connection for request in result.requests] == [1, 2, 3]
    assert [connection.closed_by for connection in result.connections] == ["server", "server", "client"]
    assert len({connection.local for connection in result.connections}) == 3


def test_what_is_under_way_when_the_clock_stops_is_unfinished_in_the_pool_too() -> None:
    load = "{rate: 1000/s, arrivals: constant, duration: 4ms, target: /slow, connections: 2}"
    result = run(load, head="until: 10ms")
    assert [request.outcome for request in result.requests] == ["unfinished"] * 4
    assert {request.connection for request in result.requests[:2]} == {1, 2}
    assert {request.connection for request in result.requests[2:]} == {None}


def test_a_pool_that_nobody_answers_fails_its_requests_and_ends() -> None:
    load = "{at: 5ms, rate: 1000/s, arrivals: constant, duration: 3ms, target: /fast, connections: 2}"
    result = run(load, head="faults: [{at: 1ms, close_listener: true}]")
    assert [request.outcome for request in result.requests] == ["refused"] * 3


@pytest.mark.parametrize(
    ("connections", "said"),
    [("new", "7 clients are alive at once"), (2, "7 requests wait for a connection of load")],
)
def test_a_run_that_outgrows_the_memory_ends_with_what_to_do(
    connections: str | int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_AT_ONCE", 7)
    monkeypatch.setattr(pool, "MOST_AT_ONCE", 7)
    load = f"load: [{{rate: 100000/s, duration: 1ms, target: /slow, connections: {connections}}}]"
    with pytest.raises(RunTooLarge, match=f"{said}.*; lower"):
        simulate(load_text(f"journey: 1\ntitle: t\n{load}\n", "f.yaml")).pull_all()
