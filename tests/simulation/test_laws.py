"""What holds of every run, whatever the scenario."""

import hashlib
import itertools
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace import Event
from journey_tui.trace.file import trace_lines
from tests.simulation.accounts import check_accounts
from tests.simulation.runs import events_of, of_kind

DIGEST = """
import hashlib, sys
from journey_tui.scenario.bundled import path
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace.file import trace_lines
print(hashlib.sha256(b"".join(trace_lines(simulate(load(path(sys.argv[1])))))).hexdigest())
"""


@pytest.mark.parametrize("name", ["two-clients", "keepalive"])
def test_same_scenario_and_seed_give_the_same_bytes_in_another_process_with_another_hash_seed(
    name: str,
) -> None:
    here = hashlib.sha256(b"".join(trace_lines(simulate(load(bundled.path(name)))))).hexdigest()
    for hash_seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, name],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        assert done.stdout.strip() == here


def test_another_seed_gives_other_sequence_numbers() -> None:
    one, two = (of_kind(events_of(head=f"seed: {seed}"), "SegmentSent")[0] for seed in (1, 2))
    assert one.sequence_number != two.sequence_number  # type: ignore[attr-defined]


HEALTHY = ("boot", "hello", "keepalive", "not-found", "slow-handler", "three-routes", "two-clients")
"""Bundled scenarios in which nothing goes wrong; the others have tests of their own, for what does."""


@pytest.mark.parametrize("name", HEALTHY)
def test_in_a_scenario_without_failures_all_requests_are_answered(name: str) -> None:
    events = tuple(simulate(load(bundled.path(name))))
    asked = {event.request for event in of_kind(events, "RequestSent")}
    answered = {event.request for event in of_kind(events, "RequestFinished") if event.outcome == "ok"}  # type: ignore[attr-defined]
    assert asked == answered
    check_laws(events)


@pytest.mark.no_cover  # many runs of what other tests reach
@pytest.mark.parametrize("name", bundled.names())
def test_the_accounts_of_every_bundled_scenario_balance(name: str) -> None:
    scenario = load(bundled.path(name))
    check_accounts(simulate(scenario), gomaxprocs=scenario.server.gomaxprocs, ended=scenario.until is None)


def check_laws(events: tuple[Event, ...]) -> None:
    """Order, stages, the path and the end of every packet."""
    assert [event.seq for event in events] == list(range(len(events)))
    assert all(before.time_ns <= after.time_ns for before, after in itertools.pairwise(events))
    assert {event.stage for event in events} <= set(STAGE_BY_ID)
    sent = {event.packet for event in of_kind(events, "SegmentSent")}
    ended = [event.packet for event in of_kind(events, "SegmentReceived", "SegmentMerged", "PacketDropped")]
    assert len(ended) == len(set(ended))
    assert set(ended) == sent
    check_paths(events)


def check_paths(events: tuple[Event, ...]) -> None:
    """Each packet goes from stage to stage only where the table lets it."""
    at: dict[int, str] = {}
    for event in events:
        if event.packet is None:
            continue
        before = at.get(event.packet, event.stage)
        assert event.stage == before or event.stage in STAGE_BY_ID[before].followers, (before, event)
        at[event.packet] = event.stage


@pytest.mark.no_cover  # many runs of what other tests reach
@settings(max_examples=25, deadline=None)
@given(
    clients=st.integers(1, 12),
    every_us=st.sampled_from([0, 3, 50, 5000]),
    cpus=st.integers(1, 4),
    queues=st.integers(1, 3),
    ring=st.sampled_from([2, 4, 256]),
    target=st.sampled_from(["/hello", "/big", "/slow", "/none"]),
    loopback=st.booleans(),
    close=st.booleans(),
    seed=st.integers(0, 3),
)
def test_laws_hold_for_small_crowds_of_any_kind(
    clients: int,
    every_us: int,
    cpus: int,
    queues: int,
    ring: int,
    target: str,
    loopback: bool,
    close: bool,
    seed: int,
) -> None:
    head = f"seed: {seed}\nmachine: {{cpus: {cpus}, nic: {{rx_ring: {ring}, queues: {queues}}}}}"
    network = "network: {loopback: true}\n" if loopback else ""
    request = f"{{target: {target}, close: {str(close).lower()}}}"
    tail = (
        f"{network}clients: [{{name: crowd, count: {clients}, every: {every_us}us, timeout: 100s, "
        f"requests: [{request if close else f'{request}, {request}'}]}}]"
    )
    events = events_of(tail, head)
    check_laws(events)
    finished = of_kind(events, "RequestFinished")
    assert {event.outcome for event in finished} <= {"ok"}  # type: ignore[attr-defined]
    assert len(finished) == clients * (1 if close else 2)


def test_without_costs_only_the_way_takes_time() -> None:
    events = events_of(head="machine: {costs: none}")
    assert not [event for event in events if event.kind == "HandlerComputed" and event.duration_ns != 20_000]  # type: ignore[attr-defined]
    syscalls = of_kind(events, "SyscallEntered", "SyscallReturned")
    assert {event.time_ns for event in syscalls if event.time_ns < 0} == set()


def test_time_zero_is_when_the_accept_loop_first_parks() -> None:
    events = events_of()
    first = next(event for event in events if event.kind == "GoroutineParked" and event.fd is not None)
    assert first.time_ns == 0
    assert all(event.time_ns <= 0 for event in events[: first.seq])
