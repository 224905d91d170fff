"""Short scenarios for the simulation's tests, made from text."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from journey_tui.scenario.checks import contradictions
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.model import Scenario
from journey_tui.simulation.engine import events, simulate
from journey_tui.trace import Event, Trace

BASE = """
journey: 1
title: test
{head}
server:
  routes:
    - pattern: GET /hello
      handler: {{name: hello, cpu: 20us, body: "hello\\n"}}
    - pattern: GET /big
      handler: {{name: big, cpu: 20us, body_size: {size}}}
    - pattern: GET /slow
      handler: {{name: slow, cpu: 20us, wait: 20ms, body: "slow\\n"}}
{tail}
"""
ONE_CLIENT = "clients: [{name: alice, requests: [{target: /hello, close: true}]}]"


def trace_of(tail: str = ONE_CLIENT, head: str = "", size: str = "5KiB") -> Trace:
    """A whole run."""
    trace = simulate(load_text(BASE.format(head=head, tail=tail, size=size), "test.yaml"))
    trace.pull_all()
    return trace


@cache
def events_of(tail: str = ONE_CLIENT, head: str = "", size: str = "5KiB") -> tuple[Event, ...]:
    """All events of a run."""
    return tuple(trace_of(tail, head, size))


def events_of_plan(plan: Mapping[str, Any]) -> tuple[Event, ...]:
    """All events of a scenario that was made, not read: what is neither written nor packed costs nothing."""
    scenario = Scenario.model_validate(plan)
    assert not list(contradictions(scenario))
    return tuple(events(scenario))


def of_kind(events: tuple[Event, ...], *kinds: str) -> list[Event]:
    """Those of some kinds."""
    return [event for event in events if event.kind in kinds]
