"""The counts of what there is: at every moment what a recount finds."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings

from journey_tui.trace import Event
from journey_tui.world import World, apply, empty_world
from journey_tui.world.state import Crowd, freeze, thaw
from tests.arbitrary import any_events
from tests.samples import sample_events, sample_header


def recounted(world: World) -> Crowd:
    goroutines, connections = world.goroutines.values(), world.connections.values()
    return Crowd(
        clients=Counter(client.state for client in world.clients.values()),
        requests=Counter(request.state for request in world.requests.values()),
        connections=Counter(connection.server_state for connection in connections),
        goroutines=Counter(goroutine.state for goroutine in goroutines),
        waiting=Counter(goroutine.reason for goroutine in goroutines if goroutine.state == "waiting"),
        received=Counter(connection.receive_queued.bit_length() for connection in connections),
        sent=Counter(connection.send_queued.bit_length() for connection in connections),
    )


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
