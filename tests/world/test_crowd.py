"""The counts of what there is: at every moment what a recount finds."""

from collections.abc import Iterable

from hypothesis import given, settings

from journey_tui.trace import Event
from journey_tui.world import World, apply, empty_world
from journey_tui.world.state import freeze, thaw
from tests.arbitrary import any_events
from tests.recount import recounted
from tests.samples import sample_events, sample_header


def holds_along(events: Iterable[Event]) -> World:
    world = empty_world(sample_header())
    for event in events:
        apply(world, event)
        assert world.crowd == recounted(world), event
    return world


def test_the_counts_are_a_recount_s_after_each_event_of_the_sample() -> None:
    world = holds_along(sample_events())
    crowd = world.crowd
    assert all((crowd.clients, crowd.connections, crowd.goroutines, crowd.requests, crowd.waiting))
    assert thaw(freeze(world)).crowd == crowd


@settings(deadline=None, max_examples=80)
@given(events=any_events())
def test_the_counts_are_a_recount_s_whatever_the_trace_says(events: list[Event]) -> None:
    holds_along(events)
