"""What goes wrong before a connection stands: closed ports, full queues, floods and a lost SYN-ACK."""

import itertools

import pytest

from journey_tui.trace.events.kernel import AcceptQueueOverflowed, RetransmissionTimedOut, SynReceived
from journey_tui.trace.events.limits import HalfOpenDropped, SynCookieChecked, SynDropped
from tests.gallery.runs import MILLISECOND, SECOND, counter, events_of, outcomes_of, result_of, trace_of


def seconds_between(moments_ns: list[int]) -> list[int]:
    return [round((after - before) / SECOND) for before, after in itertools.pairwise(moments_ns)]


def test_a_closed_listener_resets_who_was_queued_and_refuses_who_comes() -> None:
    assert outcomes_of("closed-port") == [("alice", None, "reset"), ("bob", None, "refused")]
    assert [connection.outcome for connection in result_of("closed-port").connections] == [
        "established",
        "refused",
    ]
    assert counter("closed-port", "TcpOutRsts") == 2


def test_a_refusal_takes_one_round_trip_and_the_syn_is_not_repeated() -> None:
    refused = result_of("closed-port").requests[1]
    assert refused.sent_ns is not None
    assert refused.done_ns is not None
    assert 2 * MILLISECOND < refused.done_ns - refused.sent_ns < 2.1 * MILLISECOND
    assert len(result_of("closed-port").connections[1].syn_sent_ns) == 1


def test_the_fourth_client_of_a_backlog_of_two_repeats_its_syn_every_second() -> None:
    *first, dora = result_of("accept-queue-full").connections
    assert [len(connection.syn_sent_ns) for connection in first] == [1, 1, 1]
    assert seconds_between(dora.syn_sent_ns) == [1, 1, 1]


def test_it_is_connected_with_the_first_syn_after_the_accept_and_not_before() -> None:
    dora = result_of("accept-queue-full").connections[3]
    assert dora.established_ns is not None
    assert 3.0 * SECOND < dora.established_ns < 3.2 * SECOND
    assert {outcome for _, status, outcome in outcomes_of("accept-queue-full") if status == 200} == {"ok"}
    assert len(outcomes_of("accept-queue-full")) == 4


def test_each_of_its_dropped_syns_is_counted_twice_and_nothing_is_answered() -> None:
    assert counter("accept-queue-full", "TcpExtListenOverflows") == 3
    assert counter("accept-queue-full", "TcpExtListenDrops") == 3
    assert counter("accept-queue-full", "TcpOutRsts") == 0
    assert len(events_of("accept-queue-full", AcceptQueueOverflowed)) == 3


def test_two_final_acks_find_the_queue_full_and_their_clients_believe_themselves_connected() -> None:
    connections = result_of("accept-queue-full-final-ack").connections
    assert {connection.outcome for connection in connections} == {"established"}
    for ghost in connections[3:]:
        assert ghost.established_ns is not None
        assert ghost.accepted_ns is not None
        assert ghost.established_ns < 0.3 * SECOND
        assert ghost.accepted_ns > 1.6 * SECOND


def test_an_ignored_final_ack_heals_with_a_syn_ack_or_request_that_is_sent_again() -> None:
    name = "accept-queue-full-final-ack"
    assert [outcome for _, _, outcome in outcomes_of(name)] == ["ok"] * 5
    assert counter(name, "TcpExtTCPSynRetrans") == 2
    assert counter(name, "TcpExtListenOverflows") == counter(name, "TcpExtListenDrops") > 4
    ghosts = {connection.id for connection in result_of(name).connections[3:]}
    again = [event for event in events_of(name, RetransmissionTimedOut) if event.host == "client"]
    assert {event.connection for event in again} == ghosts


FLOODS = ("syn-flood", "syn-flood-cookies")


@pytest.mark.parametrize("name", FLOODS)
def test_the_syn_queue_of_a_backlog_of_16_holds_17(name: str) -> None:
    lengths = [event.syn_queue_length for event in events_of(name, SynReceived)]
    assert lengths == list(range(1, 18))


@pytest.mark.parametrize("name", FLOODS)
def test_half_open_connections_are_given_up_after_their_syn_acks_were_repeated(name: str) -> None:
    assert [event.reason for event in events_of(name, HalfOpenDropped)] == ["no_ack"] * 17
    # 1 + 2 + 4 + 8 + 16 + 32 s of the last one; a full queue gives the others fewer tries.
    assert 63 * SECOND < result_of(name).duration_ns < 67 * SECOND
    assert counter(name, "TcpRetransSegs") == counter(name, "TcpExtTCPSynRetrans") > 0


def test_without_cookies_every_further_syn_is_dropped_and_nobody_gets_in() -> None:
    assert outcomes_of("syn-flood") == [("alice", None, "connect_timeout")]
    dropped = events_of("syn-flood", SynDropped)
    assert {event.reason for event in dropped} == {"syn_queue_full"}
    # 13 more attackers, and four SYNs of Alice in her 3.4 s.
    assert counter("syn-flood", "TcpExtTCPReqQFullDrop") == len(dropped) == 17
    assert seconds_between(result_of("syn-flood").connections[-1].syn_sent_ns) == [1, 1, 1]
    assert counter("syn-flood", "TcpExtListenOverflows") == 0


def test_with_cookies_the_same_client_is_served_at_once() -> None:
    (alice,) = result_of("syn-flood-cookies").requests
    assert (alice.status, alice.outcome) == (200, "ok")
    assert alice.latency_ns is not None
    assert alice.latency_ns < 5 * MILLISECOND
    assert [event.valid for event in events_of("syn-flood-cookies", SynCookieChecked)] == [True]


def test_cookies_are_counted_when_sent_and_when_they_come_back() -> None:
    name = "syn-flood-cookies"
    assert counter(name, "TcpExtTCPReqQFullDoCookies") == counter(name, "TcpExtSyncookiesSent") == 14
    assert counter(name, "TcpExtSyncookiesRecv") == 1
    assert counter(name, "TcpExtListenDrops") == 0


def test_a_lost_syn_ack_costs_one_second_and_makes_no_second_connection() -> None:
    (connection,) = result_of("lost-syn-ack").connections
    assert seconds_between(connection.syn_sent_ns) == [1]
    assert connection.established_ns is not None
    assert 1.0 * SECOND < connection.established_ns < 1.1 * SECOND
    lost, answered = connection.syn_sent_ns
    round_trip = connection.established_ns - answered
    assert round((answered - lost) / round_trip, -2) == 500  # as the summary says
    assert len(events_of("lost-syn-ack", SynReceived)) == 1
    assert outcomes_of("lost-syn-ack") == [("alice", 200, "ok")]


def test_both_sides_wait_for_their_timers_when_a_syn_ack_is_lost() -> None:
    silence = [event for event in trace_of("lost-syn-ack") if 0.1 * SECOND < event.time_ns < 0.9 * SECOND]
    assert silence == []
    assert counter("lost-syn-ack", "TcpRetransSegs") == 1
