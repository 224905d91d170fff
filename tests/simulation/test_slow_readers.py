"""Readers that come late or slowly: windows that close, writes that stop, writers that park, resets for what is unread."""

from typing import TypeVar

import pytest

from journey_tui.exporters.summary import run_result
from journey_tui.trace import Event, Trace
from journey_tui.trace.events.descriptors import EpollEventQueued, SyscallReturned
from journey_tui.trace.events.kernel import DataWritten, SendBufferFull
from journey_tui.trace.events.limits import ConnectionAborted, WindowClosed, WindowOpened, WindowProbed
from journey_tui.trace.events.outside import ResponseDataReceived
from journey_tui.trace.events.runtime import PollDescriptorArmed, PollDescriptorReady
from tests.simulation.runs import trace_of
from tests.simulation.test_laws import check_laws

Kind = TypeVar("Kind", bound=Event)
SECOND = 1_000_000_000
LOOPBACK = "network: {loopback: true}\n"
PATH = "network: {path: [{name: wire, latency: 2ms, bandwidth: 10Gbps}]}\n"


def slow(network: str, reads: str = "{start_after: 1s}", size: str = "8MiB", more: str = "") -> Trace:
    client = f"clients: [{{name: slow, timeout: 60s, reads: {reads}{more}, requests: [{{target: /big}}]}}]"
    trace = trace_of(f"{network}{client}", size=size)
    check_laws(tuple(trace))
    return trace


def of(trace: Trace, kind: type[Kind]) -> list[Kind]:
    return [event for event in trace if isinstance(event, kind)]


@pytest.mark.parametrize(("network", "size"), [(LOOPBACK, "8MiB"), (PATH, "1MiB")])
def test_a_late_reader_closes_its_window_and_the_server_probes_it_until_it_reads(
    network: str, size: str
) -> None:
    trace = slow(network, size=size)
    closed, probed = of(trace, WindowClosed), of(trace, WindowProbed)
    assert closed[0].host == "client"
    assert closed[0].time_ns < SECOND
    assert {event.host for event in probed} == {"server"}
    assert len([event for event in probed if event.time_ns < SECOND]) >= 2
    opened = of(trace, WindowOpened)
    assert opened[0].time_ns >= SECOND
    assert run_result(trace).requests[0].outcome == "ok"


def test_write_takes_what_fits_then_says_eagain_and_the_writer_parks_until_two_thirds_are_left() -> None:
    trace = slow(LOOPBACK)
    full = of(trace, SendBufferFull)[0]
    stopped = next(e for e in of(trace, SyscallReturned) if e.name == "write" and e.errno == "EAGAIN")
    assert stopped.time_ns < SECOND
    armed = [event for event in of(trace, PollDescriptorArmed) if event.mode == "w"]
    assert armed
    assert stopped.seq < armed[0].seq
    ready = [event for event in of(trace, PollDescriptorReady) if event.mode == "w" and not event.remembered]
    assert ready[0].time_ns >= SECOND
    told = [event for event in of(trace, EpollEventQueued) if "EPOLLOUT" in event.events]
    before = [event for event in of(trace, DataWritten) if event.seq < full.seq]
    assert sum(event.length_bytes for event in before) > 3_900_000
    acknowledged = [e for e in trace if e.kind == "DataAcknowledged" and full.seq < e.seq < told[-1].seq]
    assert acknowledged[-1].queued_bytes <= full.capacity_bytes * 2 // 3  # type: ignore[attr-defined]


def test_a_reader_with_a_rate_takes_so_many_bytes_a_second() -> None:
    trace = slow(LOOPBACK, "{rate: 64KiB/s}", "512KiB")
    result = run_result(trace).requests[0]
    assert result.outcome == "ok"
    assert result.latency_ns is not None
    assert 7.5 < result.latency_ns / SECOND < 8.2
    assert max(event.length_bytes for event in of(trace, ResponseDataReceived)) <= 16_384


def test_a_client_that_closes_with_unread_bytes_resets_the_connection() -> None:
    trace = slow(LOOPBACK, "{start_after: 20s}", more=", gives_up: {after: 500ms}")
    aborted = of(trace, ConnectionAborted)
    assert (aborted[0].host, aborted[0].reason) == ("client", "unread_data")
    result = run_result(trace)
    assert result.requests[0].outcome == "gave_up"
    assert result.counters["TcpExtTCPAbortOnClose"] == 1
    assert result.connections[0].closed_by == "client"


def test_timewait_keeps_no_run_going() -> None:
    trace = trace_of(f"{LOOPBACK}clients: [{{name: a, requests: [{{target: /hello}}]}}]")
    kinds = [event.kind for event in trace]
    assert "TimeWaitStarted" in kinds
    assert trace[len(trace) - 1].time_ns < SECOND
