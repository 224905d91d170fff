"""Runs to look into, each made once, and what it takes to look."""

from functools import cache
from typing import Any

from journey_tui.playback import Timeline
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event, Trace
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.looking import Looking
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View
from tests.samples import sample_events, sample_header


@cache
def run_of(name: str) -> Timeline:
    """A bundled scenario's run, pulled to its end; `sample` is the hand-written one."""
    trace = (
        Trace(sample_header(), sample_events()) if name == "sample" else simulate(load(bundled.path(name)))
    )
    timeline = Timeline(trace)
    while timeline.pull(4096):
        assert timeline.length < 100_000
    return timeline


def events_of(timeline: Timeline) -> list[tuple[int, Event]]:
    """Every event with its position."""
    found = [(place, timeline.event_at(place)) for place in range(1, timeline.length + 1)]
    return [(place, event) for place, event in found if event is not None]


def first(timeline: Timeline, kind: type[Event]) -> int:
    """The position of the first event of a kind."""
    return next(place for place, event in events_of(timeline) if type(event) is kind)


def drawn(
    lens: str, data: Any, width: int, height: int, *, position: int = 0, chosen: int | None = None
) -> Surface:
    """What a lens draws."""
    surface = Surface(width, height)
    LENSES[lens].draw(View(position=position, looking=Looking(lens, chosen=chosen)), data, surface)
    return surface


def looked(lens: str, timeline: Timeline, ask: Ask) -> Any:
    """What a lens gathers."""
    return LENSES[lens].gatherer(timeline)(ask)
