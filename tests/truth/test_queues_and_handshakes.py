"""Full queues, closed ports and cookies against the recordings: the same segments, what clients saw.

The recordings end with the exit of both processes, which a scenario does not say: they are cut before it, or the
listener is shut down where that is what the exit did. Those in which SYNs had to arrive together were made on a
loopback slowed down to 64 kbit/s; here the clients are as far away instead.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.exporters.summary import RunResult, run_result
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from tests.truth import pcap_normal

HERE: Final = Path(__file__).parent / "queues"
RECORDED: Final[dict[str, dict[str, int]]] = json.loads((HERE / "counters.json").read_text())


@cache
def trace_of(name: str) -> Trace:
    trace = simulate(load(HERE / f"{name}.yaml"))
    trace.pull_all()
    return trace


@cache
def result_of(name: str) -> RunResult:
    return run_result(trace_of(name))


@pytest.mark.parametrize("name", RECORDED)
def test_segments_of_each_connection_are_those_recorded(name: str, tmp_path: Path) -> None:
    exported = tmp_path / "run.pcap"
    exported.write_bytes(b"".join(pcap_chunks(trace_of(name))))
    recorded = pcap_normal.listed_connections((HERE / f"{name}.segments").read_text())
    assert len(recorded) > 2
    simulated = pcap_normal.connections(exported)
    if name == "nobody_listens":  # which came first is the script's choice
        simulated, recorded = sorted(simulated), sorted(recorded)
    assert simulated == recorded


def test_backlog_n_holds_n_plus_one_connections() -> None:
    outcomes = [connection.outcome for connection in result_of("accept_queue_full").connections]
    assert outcomes == ["established"] * 4 + ["unfinished"] * 3


def test_a_syn_is_repeated_after_one_second_five_times_then_after_two_and_four() -> None:
    recorded_s = (0, 1.017, 2.041, 3.065, 4.089, 5.113, 7.129, 11.385)
    sent = result_of("accept_queue_full").connections[4].syn_sent_ns
    assert [round((at - sent[0]) / 1e9) for at in sent] == [round(at) for at in recorded_s]
    assert all(
        abs((at - sent[0]) / 1e9 - was) < 0.3 for at, was in zip(sent, recorded_s, strict=True)
    )  # the wheel's granules begin elsewhere


def test_connecting_succeeds_with_the_first_syn_after_accept_has_made_room() -> None:
    late = result_of("accepts_late").connections[3]
    assert late.outcome == "established"
    assert len(late.syn_sent_ns) == 4
    assert late.established_ns is not None
    assert 3.0 < late.established_ns / 1e9 < 3.1
    assert late.accepted_ns is not None


def test_an_ignored_final_ack_leaves_the_client_connected_and_is_made_up_for_after_accept() -> None:
    connections = result_of("final_ack_ignored").connections
    assert [connection.outcome for connection in connections] == ["established"] * 5
    waited = [connection.accepted_ns for connection in connections]
    assert all(at is not None and 7.0e9 < at < 10.0e9 for at in waited)
    first, *_, last = [at for at in waited if at is not None]
    assert last > first + 1e6


def test_with_abort_on_overflow_the_client_is_reset_after_it_was_connected() -> None:
    result = result_of("final_ack_reset")
    assert [connection.outcome for connection in result.connections] == ["established"] * 5
    assert [request.outcome for request in result.requests] == ["unfinished", "reset", "reset"]


def test_what_a_cookie_let_in_and_no_queue_took_believes_itself_connected() -> None:
    connections = result_of("cookies_and_ghosts").connections
    assert [connection.outcome for connection in connections] == ["established"] * 5
    assert [connection.closed_by for connection in connections] == ["server", *["client"] * 4]


def test_a_closed_port_refuses_at_once() -> None:
    queued, *refused = result_of("nobody_listens").connections
    assert queued.outcome == "established"
    assert queued.closed_by == "server"
    assert {connection.outcome for connection in refused} == {"refused"}
