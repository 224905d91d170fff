"""Runs of the bundled scenarios, each simulated once, for the gallery's tests."""

from functools import cache
from typing import TypeVar

from journey_tui.exporters.summary import RunResult, run_result
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event, Trace

MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000

Kind = TypeVar("Kind", bound=Event)


@cache
def trace_of(name: str) -> Trace:
    """The whole run."""
    trace = simulate(load(bundled.path(name)))
    trace.pull_all()
    return trace


@cache
def result_of(name: str) -> RunResult:
    """What came of it."""
    return run_result(trace_of(name))


def outcomes_of(name: str) -> list[tuple[str, int | None, str]]:
    """Client, status and outcome of each request, in their order."""
    return [(request.client, request.status, request.outcome) for request in result_of(name).requests]


def counter(name: str, counted: str) -> int:
    """A counter at the end; 0 when nothing was counted."""
    return result_of(name).counters.get(counted, 0)


def events_of(name: str, kind: type[Kind]) -> list[Kind]:
    """Its events of one kind."""
    return [event for event in trace_of(name) if isinstance(event, kind)]
