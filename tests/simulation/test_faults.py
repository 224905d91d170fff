"""What the scenario breaks: packets, softirqs, the listener, descriptors."""

import itertools

import pytest

from journey_tui.exporters.summary import run_result
from journey_tui.trace import Event
from journey_tui.trace.events.hardware import DescriptorFilled
from journey_tui.trace.events.kernel import SoftirqStarted
from journey_tui.trace.events.limits import LossProbeSent, SynCookieSent
from journey_tui.trace.events.outside import PacketDropped, RequestFinished, SegmentSent
from journey_tui.world import apply, empty_world
from tests.simulation.runs import events_of, trace_of
from tests.simulation.test_laws import check_laws

MILLISECOND = 1_000_000
LOOPBACK = "network: {loopback: true}\n"
PATH = "network: {path: [{name: wire, latency: 5ms}]}\n"
CLIENT = "clients: [{name: alice, timeout: 90s, requests: [{target: /hello, close: true}]}]\n"


def run(tail: str, head: str = "") -> tuple[Event, ...]:
    events = events_of(tail, head)
    check_laws(events)
    return events


def latency_ms(events: tuple[Event, ...]) -> float:
    return next(event.latency_ns for event in events if isinstance(event, RequestFinished)) / MILLISECOND


def again(events: tuple[Event, ...]) -> list[SegmentSent]:
    return [event for event in events if isinstance(event, SegmentSent) and event.retransmission]


@pytest.mark.parametrize("network", [LOOPBACK, PATH])
@pytest.mark.parametrize("kind", ["SYN", "SYN-ACK", "ACK", "DATA", "FIN", "any"])
def test_one_lost_packet_of_any_kind_is_made_up_for(kind: str, network: str) -> None:
    events = run(f"{network}{CLIENT}faults: [{{drop: {kind}}}]")
    lost = [event for event in events if isinstance(event, PacketDropped)]
    assert [event.reason for event in lost] == ["the scenario drops it"]
    outcomes = [event.outcome for event in events if isinstance(event, RequestFinished)]
    assert outcomes == ["ok"]


@pytest.mark.parametrize("kind", ["SYN", "SYN-ACK"])
def test_half_a_handshake_is_repeated_after_a_second(kind: str) -> None:
    events = run(f"{PATH}{CLIENT}faults: [{{drop: {kind}}}]")
    assert 1000 <= latency_ms(events) < 1100
    assert {"SYN" in segment.flags for segment in again(events)} == {True}


def test_a_lost_request_is_sent_again_200_ms_and_a_round_trip_later() -> None:
    events = run(f"{PATH}{CLIENT}faults: [{{drop: DATA}}]")
    sent = [event.time_ns for event in events if isinstance(event, SegmentSent) and event.payload]
    assert 210 * MILLISECOND <= sent[1] - sent[0] <= 225 * MILLISECOND
    assert [event.host for event in events if isinstance(event, LossProbeSent)] == ["client"]


def test_each_loss_in_a_row_doubles_the_wait() -> None:
    events = run(f"{PATH}{CLIENT}faults: [{{drop: DATA, count: 5}}]")
    sent = [event.time_ns for event in events if isinstance(event, SegmentSent) and event.payload][:6]
    gaps = [after - before for before, after in itertools.pairwise(sent)]
    assert all(1.9 < longer / shorter < 2.2 for shorter, longer in itertools.pairwise(gaps[1:]))


def test_only_the_named_client_loses_its_packets() -> None:
    two = "clients: [{name: alice, requests: [{}]}, {name: bob, requests: [{target: /hello}]}]\n"
    events = run(f"{PATH}{two}faults: [{{drop: any, client: bob, count: 2}}]")
    lost = {event.packet for event in events if isinstance(event, PacketDropped)}
    owners = {event.connection for event in events if isinstance(event, SegmentSent) and event.packet in lost}
    assert len(lost) == 2
    assert len(owners) == 1


def test_a_lost_segment_amid_others_is_repaired_by_duplicate_acks_without_a_timeout() -> None:
    client = "clients: [{name: alice, timeout: 90s, requests: [{target: /big}]}]\n"
    trace = trace_of(f"{PATH}{client}faults: [{{at: 10500us, drop: DATA}}]", size="60KiB")
    result = run_result(trace)
    assert result.requests[0].outcome == "ok"
    lost = [event for event in trace if isinstance(event, PacketDropped)]
    assert len(lost) == 1
    assert result.counters["TcpExtTCPTimeouts"] == 0


@pytest.mark.parametrize("network", [LOOPBACK, PATH])
def test_no_softirq_runs_while_they_are_stalled(network: str) -> None:
    events = run(
        f"{network}{CLIENT}faults: [{{at: 1ms, stall_softirq: 40ms}}]".replace("alice", "alice, at: 2ms")
    )
    started = [event.time_ns for event in events if isinstance(event, SoftirqStarted)]
    assert not [at for at in started if MILLISECOND < at < 41 * MILLISECOND]
    assert min(at for at in started if at > MILLISECOND) < 42 * MILLISECOND


def test_a_stall_holds_softirqs_back_and_no_hard_interrupt() -> None:
    clients = """clients:
      - {name: early, at: 2ms, timeout: 90s, requests: [{target: /hello}]}
      - {name: late, at: 9ms, timeout: 90s, requests: [{target: /hello}]}
    """
    costs = "machine: {costs: {hardirq: 7us}}"
    events = run(f"{PATH}{clients}\nfaults: [{{at: 1ms, stall_softirq: 40ms}}]", costs)
    stalled = [event for event in events if MILLISECOND < event.time_ns < 41 * MILLISECOND]
    kinds = ("FrameArrived", "InterruptRaised", "CpuInterrupted", "NapiScheduled", "CpuResumed", "NapiPolled")
    told = [event for event in stalled if event.kind in kinds]
    # The second frame finds the interrupt masked, since nobody has polled the queue.
    assert [event.kind for event in told] == [*kinds[:5], "FrameArrived"]
    entered, scheduled, resumed = told[2:5]
    assert scheduled.time_ns - entered.time_ns == 7_000
    assert resumed.time_ns == scheduled.time_ns


def test_a_softirq_that_runs_when_the_stall_begins_ends_after_its_poll() -> None:
    crowd = "clients: [{name: crowd, count: 40, at: 1ms, timeout: 90s, requests: [{target: /hello}]}]\n"
    plain = run(f"{PATH}{crowd}")
    begun = next(event.time_ns for event in plain if event.kind == "NapiPolled" and event.time_ns > 0)
    events = run(f"{PATH}{crowd}faults: [{{at: {begun + 100}ns, stall_softirq: 30ms}}]")
    polled = [event.time_ns for event in events if event.kind == "NapiPolled" and event.time_ns > 0]
    assert polled[0] == begun
    assert polled[1] > begun + 30 * MILLISECOND


def test_a_stalled_softirq_lets_the_ring_run_over() -> None:
    crowd = "clients: [{name: crowd, count: 12, at: 1ms, timeout: 90s, requests: [{target: /hello}]}]\n"
    trace = trace_of(
        f"{PATH}{crowd}faults: [{{at: 2ms, stall_softirq: 20ms}}]", "machine: {nic: {rx_ring: 8}}"
    )
    result = run_result(trace)
    filled = [
        event for event in trace if isinstance(event, DescriptorFilled) and event.time_ns < 20 * MILLISECOND
    ]
    assert len(filled) == 7
    assert result.counters["rx_missed_errors"] >= 5
    assert {request.outcome for request in result.requests} == {"ok"}


def test_a_listener_that_is_shut_down_refuses_and_what_is_open_is_served_on() -> None:
    clients = """clients:
      - {name: early, requests: [{target: /hello}, {after: 20ms, target: /hello}]}
      - {name: late, at: 10ms, requests: [{target: /hello}]}
    """
    result = run_result(trace_of(f"{LOOPBACK}{clients}\nfaults: [{{at: 5ms, close_listener: true}}]"))
    assert [connection.outcome for connection in result.connections] == ["established", "refused"]
    assert [request.outcome for request in result.requests] == ["ok", "refused", "ok"]


def test_a_limit_on_descriptors_counts_from_when_it_is_set() -> None:
    clients = "clients: [{name: crowd, count: 6, every: 1ms, timeout: 5s, requests: [{target: /hello}], keep_open: 1s}]\n"
    result = run_result(trace_of(f"{LOOPBACK}{clients}faults: [{{at: 2500us, limit_nofile: 10}}]"))
    fds = [connection.fd for connection in result.connections]
    assert fds[:3] == [6, 9, 10]
    assert {request.outcome for request in result.requests} == {"ok"}
    assert sorted(request.latency_ns or 0 for request in result.requests)[3] > 500 * MILLISECOND


@pytest.mark.parametrize("limit_at", ["0ms", "3ms"])
def test_a_server_that_can_never_accept_again_keeps_no_run_going(limit_at: str) -> None:
    clients = "clients: [{name: crowd, count: 3, every: 5ms, timeout: 2s, requests: [{target: /hello}]}]\n"
    result = run_result(trace_of(f"{LOOPBACK}{clients}faults: [{{at: {limit_at}, limit_nofile: 0}}]"))
    assert [request.outcome for request in result.requests][1:] == ["timeout", "timeout"]
    assert result.duration_ns < 5_000 * MILLISECOND


def test_a_syn_flood_without_cookies_locks_everybody_out_and_cookies_let_them_in() -> None:
    flood = """clients:
      - {name: flood, count: 40, handshake: syn_only, timeout: 3s}
      - {name: alice, at: 100ms, timeout: 4s, requests: [{target: /hello, close: true}]}
    """
    for cookies, outcome in (("true", "ok"), ("false", "connect_timeout")):
        trace = trace_of(
            f"{PATH}{flood}", f"machine: {{kernel: {{somaxconn: 8, tcp_syncookies: {cookies}}}}}"
        )
        result = run_result(trace)
        assert [request.outcome for request in result.requests] == [outcome], cookies
        sent = [event for event in trace if isinstance(event, SynCookieSent)]
        assert bool(sent) == (cookies == "true")
        assert len(sent) == result.counters["TcpExtSyncookiesSent"]


def test_a_half_open_connection_is_given_up_after_the_last_retry() -> None:
    trace = trace_of(f"{PATH}clients: [{{name: flood, handshake: syn_only, timeout: 3s}}]\n")
    sent = [event.time_ns for event in trace if isinstance(event, SegmentSent) and "ACK" in event.flags]
    assert [round((at - sent[0]) / 1e9) for at in sent] == [0, 1, 3, 7, 15, 31]
    assert trace[len(trace) - 1].kind in {"TcpStateChanged", "HalfOpenDropped", "ConnectFailed"}
    assert trace[len(trace) - 1].time_ns > 62e9


def test_old_half_open_connections_are_pruned_while_they_fill_half_of_the_queue() -> None:
    flood = "clients: [{name: flood, count: 20, handshake: syn_only, timeout: 3s}]\n"
    trace = trace_of(f"{PATH}{flood}", "machine: {kernel: {somaxconn: 16}}")
    repeated = [event for event in trace if isinstance(event, SegmentSent) and event.retransmission]
    assert 17 <= len(repeated) < 17 * 5


def test_a_ring_that_runs_over_counts_its_own_losses() -> None:
    crowd = "clients: [{name: crowd, count: 60, at: 1ms, timeout: 90s, requests: [{target: /hello}]}]\n"
    trace = trace_of(
        f"{PATH}{crowd}faults: [{{at: 2ms, stall_softirq: 20ms}}]",
        "machine: {nic: {rx_ring: 8, queues: 2}}",
    )
    world = empty_world(trace.header)
    for event in trace:
        apply(world, event)
    lost = [ring.dropped for ring in world.rx_rings]
    assert all(lost)
    assert sum(lost) == world.counters["rx_missed_errors"]
