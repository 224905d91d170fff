"""What the playback tests share: long traces made of the sample, and sources that show how far they were read."""

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from journey_tui.playback import Player, Timeline
from journey_tui.trace import Event, Trace
from journey_tui.world import World, apply, empty_world
from tests.samples import sample_events, sample_header


def repeated(count: int) -> list[Event]:
    """The sample again and again, its requests with new ids each time, `count` events in all."""
    return list(islice(_repeated(), count))


def _repeated() -> Iterator[Event]:
    events = sample_events()
    boot = next(place for place, event in enumerate(events) if event.time_ns > 0)
    yield from events[:boot]
    turn = 0
    while True:
        for place, event in enumerate(events[boot:], boot + turn * (len(events) - boot)):
            yield replace(
                event,
                seq=place,
                time_ns=event.time_ns + turn * events[-1].time_ns,
                request=None if event.request is None else event.request + 3 * turn,
                connection=None if event.connection is None else event.connection + 4 * turn,
                packet=None if event.packet is None else event.packet + 12 * turn,
            )
        turn += 1


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
