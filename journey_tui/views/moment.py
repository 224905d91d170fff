"""One moment of a run: the events up to it, and the world that they lead to.

Views are pure functions of it. The world is worked out when a view first asks for it; whoever has it already (a
timeline keeps snapshots) gives it along, and a view costs no more than it looks at.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from journey_tui.trace import Event, TraceHeader
from journey_tui.world import World, apply, empty_world


class Events(Protocol):
    """Events in order, as a trace has them."""

    @property
    def header(self) -> TraceHeader:
        """The trace's first line."""

    def __len__(self) -> int:
        """How many are known."""

    def __getitem__(self, position: int) -> Event:
        """One of them."""

    def events(self, start: int, stop: int) -> Iterator[Event]:
        """Those of [start, stop)."""


class Moment:
    """The first `position` events of a trace."""

    def __init__(self, trace: Events, position: int, world: World | None = None) -> None:
        self.trace = trace
        self.position = min(max(position, 0), len(trace))
        if world is not None:
            self.world = world

    @property
    def header(self) -> TraceHeader:
        """The trace's first line."""
        return self.trace.header

    @property
    def loopback(self) -> bool:
        """Whether the clients run on the server's machine, so that its tools show them too."""
        return self.header.machine.loopback

    @property
    def time_ns(self) -> int:
        """The last event's time."""
        return self.trace[self.position - 1].time_ns if self.position else 0

    def events(self) -> Iterator[Event]:
        """What has happened so far."""
        return self.trace.events(0, self.position)

    @cached_property
    def world(self) -> World:
        """The state after these events; not to be changed."""
        world = empty_world(self.header)
        for event in self.events():
            apply(world, event)
        return world
