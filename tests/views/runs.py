"""Simulated runs for the views' tests, and what real tools printed of the same."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event, Trace
from journey_tui.views import VIEWS, Moment

RECORDINGS = Path(__file__).parent / "recordings"
SCENARIOS = Path(__file__).parents[1] / "truth" / "scenarios"


@cache
def run_of(scenario: str) -> Trace:
    """The whole run of one of the scenarios that were recorded."""
    trace = simulate(load(SCENARIOS / f"{scenario}.yaml"))
    trace.pull_all()
    return trace


def moment_after(trace: Trace, happened: Callable[[Event], bool], times: int = 1) -> Moment:
    """The moment right after the event that this is true of, for the first time or a later one."""
    for event in trace:
        times -= happened(event)
        if not times:
            return Moment(trace, event.seq + 1)
    raise AssertionError("it did not happen")


def at_end(trace: Trace) -> Moment:
    """The moment after everything."""
    return Moment(trace, len(trace))


def shown(view: str, moment: Moment) -> list[str]:
    """A view's lines."""
    return list(VIEWS[view].lines(moment))


def recorded(name: str) -> str:
    """What was recorded."""
    return (RECORDINGS / name).read_text()
