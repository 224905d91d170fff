"""net/http against recordings: refused requests, timeouts, panics, bodies that nobody reads, clients that leave."""

import json
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.trace.events.outside import ClientConnecting, RequestFinished
from journey_tui.views.strace import strace
from tests.truth import pcap_normal, strace_normal

HERE: Final = Path(__file__).parent / "http"
ANSWERS: Final[dict[str, list[list[int | str]]]] = json.loads((HERE / "answers.json").read_text())
READS_IN_OTHER_PIECES: Final = {"11a_large_post_3MiB"}
"""The receive buffer grows with what is read in a millisecond, which strace slowed down: only the sum counts."""
CLIENT_WAS_QUICKER: Final = {"ignore_close"}
"""The server, slowed by strace, closed after its client had; with unread bytes the order shows."""


def run(name: str) -> Trace:
    trace = simulate(load(HERE / f"{name}.yaml"))
    trace.pull_all()
    return trace


def with_reads_added_up(calls: list[strace_normal.Call]) -> list[strace_normal.Call]:
    """Reads that follow each other as one, with the sum of what they found."""
    added: list[strace_normal.Call] = []
    for is_read, group in groupby(calls, lambda call: call[0] == "read"):
        following = list(group)
        added += [("read", str(sum(int(call[2]) for call in following)))] if is_read else following
    return added


@pytest.mark.parametrize("name", ANSWERS)
def test_system_calls_of_each_connection_are_those_recorded(name: str) -> None:
    trace = run(name)
    recorded = strace_normal.connections((HERE / f"{name}.strace").read_text())
    simulated = strace_normal.connections("\n".join(strace(trace, len(trace))))
    if name in READS_IN_OTHER_PIECES:
        recorded, simulated = [*map(with_reads_added_up, recorded)], [*map(with_reads_added_up, simulated)]
    assert recorded
    assert simulated == recorded


@pytest.mark.parametrize("name", ANSWERS)
def test_segments_of_each_connection_are_those_recorded(name: str, tmp_path: Path) -> None:
    exported = tmp_path / "run.pcap"
    exported.write_bytes(b"".join(pcap_chunks(run(name))))
    recorded = pcap_normal.listed_connections((HERE / f"{name}.segments").read_text())
    simulated = pcap_normal.connections(exported)
    assert recorded
    if name in CLIENT_WAS_QUICKER:
        recorded = [connection[:4] for connection in recorded]
        simulated = [connection[:4] for connection in simulated]
    assert simulated == recorded


@pytest.mark.parametrize("name", ANSWERS)
def test_each_client_sees_what_the_recorded_one_saw(name: str) -> None:
    events = tuple(run(name))
    clients = [event.client for event in events if isinstance(event, ClientConnecting)]
    seen: dict[str, list[int | str]] = {client: [] for client in clients}
    for event in events:
        if isinstance(event, RequestFinished):
            seen[event.client].append(as_recorded(event))
    assert list(seen.values()) == ANSWERS[name]


def as_recorded(event: RequestFinished) -> int | str:
    """The status of a whole answer; the recorded clients did not tell a truncated answer from none."""
    if event.outcome == "ok":
        return event.status or 0
    return "eof" if event.outcome == "truncated" else event.outcome
