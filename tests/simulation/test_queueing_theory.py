"""Without costs the server is a queue, and waits as queueing theory says: M/M/1, M/D/1, M/M/c (benchmarks/queueing.py)."""

import statistics
from random import Random

import pytest

from benchmarks.queueing import SECOND_NS, Queue, Row, erlang_c, ideal_waits, run
from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.load import Load
from journey_tui.simulation.go.handler import draw
from journey_tui.simulation.load.arrivals import arrivals, stream_of

SEEDS = range(1, 7)
WARM_UP_NS = SECOND_NS // 10
SERVICE_NS = 2_000_000


@pytest.mark.no_cover  # many runs of what other tests reach
@pytest.mark.parametrize(
    "queue",
    [
        Queue("M", 1, 0.5, connections="24"),
        Queue("D", 1, 0.5, connections="24"),
        Queue("M", 2, 0.7, connections="24"),
    ],
    ids=lambda queue: queue.name,
)
def test_the_mean_wait_lies_within_the_99_percent_confidence_interval_of_theory(queue: Queue) -> None:
    row = Row(queue, [run(queue, seed, 6 * WARM_UP_NS, WARM_UP_NS) for seed in SEEDS])
    assert row.agrees, (row.mean_ms, row.half_width_ms, queue.theory_ms)
    assert row.half_width_ms < queue.theory_ms  # an interval that says something
    assert abs(row.excess) < 0.005


@pytest.mark.no_cover  # many runs of what other tests reach
@pytest.mark.parametrize(
    "queue",
    [
        Queue("M", 1, 0.8, connections="new"),
        Queue("D", 1, 0.9),
        Queue("M", 2, 0.8, connections="new"),
        Queue("D", 3, 0.8),
        Queue("M", 4, 0.7),
    ],
    ids=lambda queue: f"{queue.name} {queue.connections}",
)
def test_with_the_same_arrivals_and_services_it_waits_like_an_ideal_queue(queue: Queue) -> None:
    waits = run(queue, 11, SECOND_NS // (2 * queue.servers), 0)
    assert waits.simulated_ms == pytest.approx(waits.ideal_ms, rel=0.01)


@pytest.mark.parametrize("queue", [Queue("M", 1, 0.5), Queue("D", 1, 0.6), Queue("M", 3, 0.7)])
def test_that_ideal_queue_agrees_with_the_formula_when_fed_from_the_same_sources(queue: Queue) -> None:
    """Many more requests than a simulation of everything could afford."""
    duration = Drawn.model_construct(exponential=SERVICE_NS) if queue.kind == "M" else Drawn.fixed(SERVICE_NS)
    plan = Load.model_construct(rate=queue.rate, arrivals="poisson", duration=80 * SECOND_NS)
    means = []
    for seed in SEEDS:
        services, moments = Random(seed), list(arrivals(plan, stream_of(seed, 0)))
        waits = ideal_waits(moments, [draw(duration, services) for _ in moments], queue.servers)
        means.append(statistics.fmean(waits) / 1e6)
    assert statistics.fmean(means) == pytest.approx(queue.theory_ms, rel=0.05)


def test_services_beyond_10_ms_are_preempted_and_share_the_processor() -> None:
    queue = Queue("D", 1, 0.7, service_ms=40)
    waits = run(queue, 3, 3 * SECOND_NS, 0)
    assert waits.simulated_ms > 1.15 * waits.ideal_ms
    assert waits.simulated_ms < 2 * waits.ideal_ms  # shared in turns without end it would be twice as long


def test_erlangs_formula_is_that_of_one_server_and_of_the_tables() -> None:
    assert erlang_c(1, 0.7) == pytest.approx(0.7)
    assert erlang_c(2, 1.4) == pytest.approx(0.5765, abs=1e-4)
    assert erlang_c(10, 8.0) == pytest.approx(0.4092, abs=1e-4)
