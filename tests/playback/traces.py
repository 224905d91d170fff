"""What the playback tests share: long traces made of the sample, and sources that show how far they were read."""

from itertools import islice

from journey_tui.playback import Player, Timeline
from journey_tui.trace import Event, Trace
from journey_tui.world import World, apply, empty_world
from tests.samples import endless_sample, sample_header


def repeated(count: int) -> list[Event]:
    """The sample again and again, its requests with new ids each time, `count` events in all."""
    return list(islice(endless_sample(), count))


def pulled(events: list[Event]) -> Timeline:
    """A timeline of these events, all of them pulled."""
    timeline = Timeline(Trace(sample_header(), events))
    while timeline.pull(10_000):
        pass
    return timeline


def player_of(events: list[Event]) -> Player:
    """A player at the beginning of these events, none of them pulled."""
    return Player(Timeline(Trace(sample_header(), events)))


def folded(events: list[Event]) -> World:
    """The empty world with these events applied one after the other."""
    world = empty_world(sample_header())
    for event in events:
        apply(world, event)
    return world
