"""CPU time: one hog on one P, a crowd on one, two and four Ps, and load over kept and new connections."""

import pytest

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.kernel import ConnectionAccepted
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutinePreempted,
    GoroutineStolen,
    NetpollCalled,
)
from tests.gallery.runs import MILLISECOND, counter, events_of, outcomes_of, result_of

CROWD = 20


def slowest(name: str) -> int:
    """The longest latency, in nanoseconds."""
    latency = result_of(name).latency_ns.max
    assert latency is not None
    return latency


def middle(name: str) -> int:
    """The median latency, in nanoseconds."""
    latency = result_of(name).latency_ns.p50
    assert latency is not None
    return latency


def test_each_hello_waits_6_to_17_ms_behind_the_hog() -> None:
    hellos = [request for request in result_of("cpu-hog").requests if request.target == "/hello"]
    assert len(hellos) == 4
    for request in hellos:
        assert request.latency_ns is not None
        assert 6 * MILLISECOND <= request.latency_ns <= 17 * MILLISECOND
    assert {outcome for _, _, outcome in outcomes_of("cpu-hog")} == {"ok"}


def test_sysmon_polls_the_network_and_has_the_hog_preempted() -> None:
    polls = [event for event in events_of("cpu-hog", NetpollCalled) if event.caller == "sysmon"]
    assert 15 <= len(polls) <= 21
    preempted = events_of("cpu-hog", GoroutinePreempted)
    assert {event.cause for event in preempted} == {"time slice"}
    assert 9 <= len(preempted) <= 20
    signals = [event for event in events_of("cpu-hog", SyscallReturned) if event.name == "tgkill"]
    assert len(signals) == len(preempted)


@pytest.mark.parametrize("processors", [1, 2, 4])
def test_the_last_of_a_crowd_waits_for_its_share_of_the_work(processors: int) -> None:
    name = f"crowd-{processors}p"
    work = CROWD * MILLISECOND // processors
    assert work < slowest(name) < work + 3 * MILLISECOND
    assert outcomes_of(name) == [(f"crowd-{number}", 200, "ok") for number in range(1, CROWD + 1)]


@pytest.mark.parametrize("processors", [1, 2, 4])
def test_a_crowd_is_accepted_long_before_it_is_served(processors: int) -> None:
    accepted = events_of(f"crowd-{processors}p", ConnectionAccepted)
    assert len(accepted) == CROWD
    assert accepted[-1].time_ns < 4 * MILLISECOND


def test_each_further_p_shortens_the_wait_and_the_last_ones_by_less_than_their_share() -> None:
    one, two, four = slowest("crowd-1p"), slowest("crowd-2p"), slowest("crowd-4p")
    assert 0.5 < two / one < 0.6
    assert 0.25 < four / one < 1 / 3


def test_one_p_has_nobody_to_steal_from() -> None:
    assert events_of("crowd-1p", GoroutineStolen) == []
    stolen = [event for event in events_of("crowd-2p", GoroutineStolen) if event.time_ns > 0]
    assert max(event.count for event in stolen) > 1


POOLED, EACH_NEW = "keepalive-under-load", "new-connections-under-load"


@pytest.mark.parametrize("name", [POOLED, EACH_NEW])
def test_both_loads_are_sixty_requests_and_all_are_answered(name: str) -> None:
    assert [(status, outcome) for _, status, outcome in outcomes_of(name)] == [(200, "ok")] * 60


def test_a_pool_of_four_makes_four_connections_and_four_goroutines() -> None:
    assert counter(POOLED, "TcpPassiveOpens") == len(result_of(POOLED).connections) == 4
    assert counter(EACH_NEW, "TcpPassiveOpens") == len(result_of(EACH_NEW).connections) == 60
    for name, connections in ((POOLED, 4), (EACH_NEW, 60)):
        served = [
            event for event in events_of(name, GoroutineCreated) if event.function == "net/http.(*conn).serve"
        ]
        assert len(served) == connections


def test_a_new_connection_costs_a_round_trip_and_several_packets() -> None:
    round_trip = MILLISECOND
    assert round_trip < middle(POOLED) < 1.3 * round_trip
    assert 2 * round_trip < middle(EACH_NEW) < 2.3 * round_trip
    assert counter(EACH_NEW, "IpInReceives") > 4 * counter(POOLED, "IpInReceives")
