"""The same place in another run of a scenario that was changed: by what happened there, since positions and times shift."""

from dataclasses import dataclass
from typing import Final

from journey_tui.playback.timeline import Timeline

_FURTHEST: Final = 50_000
"""Events that are counted through; beyond them the time alone tells the place."""
_PULLED: Final = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """What happened where a viewer stood."""

    position: int
    time_ns: int
    kind: str = ""
    """Of the event; empty at the beginning, or too far on to be counted."""
    request: int | None = None
    nth: int = 0
    """So many of that kind about that request had happened."""


def place_of(timeline: Timeline, position: int) -> Place:
    """What tells a place from others."""
    time_ns = timeline.time_at(position)
    event = timeline.event_at(position)
    if event is None or position > _FURTHEST:
        return Place(position, time_ns)
    alike = sum(
        each.kind == event.kind and each.request == event.request for each in timeline.events(0, position)
    )
    return Place(position, time_ns, event.kind, event.request, alike)


def find_place(timeline: Timeline, place: Place) -> int:
    """The position at which the same happens, else that of the same time; pulls as far as it has to look."""
    if not place.position:
        return 0
    left, looked = place.nth, 0
    while place.kind and looked < 2 * _FURTHEST:
        for position, event in enumerate(timeline.events(looked, timeline.length), looked + 1):
            left -= event.kind == place.kind and event.request == place.request
            if not left:
                return position
        looked = timeline.length
        if not timeline.pull(_PULLED):
            break
    while timeline.length and timeline.time_at(timeline.length) <= place.time_ns and timeline.pull(_PULLED):
        pass
    return timeline.position_at_time(place.time_ns)
