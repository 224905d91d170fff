"""Breakpoints: where the run is to stop, and an index of where each condition is met in what has been pulled.

The index is filled from the beginning on, a slice at a time, by whoever has time for it: a condition on a queue's length
is met where it becomes true, which only a pass from the beginning knows. What is behind the index is not known yet, and
every answer says so.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.playback.conditions import Condition, Watch, parse_condition
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Event
from journey_tui.world import World, apply, empty_world, freeze, thaw

MOST_BREAKPOINTS: Final = 64
MARKS: Final = 512
"""Places that a bar can show: more than any has cells."""


class Breakpoint:
    """One condition, and where it is met."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.enabled = True
        self.hits = array("I")
        """Positions, in order, as far as has been looked."""
        self.scanned = 0
        """The position up to which has been looked."""
        self.watch: Watch = condition.watch()

    @property
    def text(self) -> str:
        """The condition in words."""
        return self.condition.text

    def after(self, position: int) -> int | None:
        """The first known hit beyond a position."""
        place = bisect_right(self.hits, position)
        return self.hits[place] if place < len(self.hits) else None

    def before(self, position: int) -> int | None:
        """The last known hit short of a position."""
        place = bisect_left(self.hits, position)
        return self.hits[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A position at which a condition is met."""

    position: int
    text: str
    """Which condition; several, with commas, where they are met at once."""


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search has come."""

    over: bool
    hit: Hit | None = None
    scanned: int = 0
    length: int = 0


class Breakpoints:
    """The breakpoints of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._all: list[Breakpoint] = []
        self._world = empty_world(timeline.header)
        """Of a pass that measures."""
        self._marks: tuple[object, tuple[int, ...]] = ((), ())
        self._changes = 0

    # ── setting ──

    @property
    def all(self) -> Sequence[Breakpoint]:
        """In the order in which they were set."""
        return self._all

    @property
    def enabled(self) -> list[Breakpoint]:
        """Those that are switched on."""
        return [one for one in self._all if one.enabled]

    @property
    def stages(self) -> frozenset[str]:
        """The stages at which it stops whatever comes there."""
        return frozenset(one.condition.stage for one in self.enabled if one.condition.stage)

    def find(self, text: str) -> Breakpoint | None:
        """The one with these words."""
        return next((one for one in self._all if one.text == text), None)

    def add(self, text: str) -> Breakpoint:
        """Set one; the same one again is switched on. Raises `BreakpointError`, or `ValueError` when there are too many."""
        condition = parse_condition(text)
        known = self.find(condition.text)
        if known is None:
            if len(self._all) >= MOST_BREAKPOINTS:
                raise ValueError(f"there are {MOST_BREAKPOINTS} breakpoints: remove one first")
            known = Breakpoint(condition)
            self._all.append(known)
        known.enabled = True
        self._changes += 1
        return known

    def remove(self, one: Breakpoint) -> None:
        """Take one away."""
        self._all.remove(one)
        self._changes += 1

    def switch(self, one: Breakpoint) -> None:
        """On or off."""
        one.enabled = not one.enabled
        self._changes += 1

    # ── looking ──

    @property
    def scanned(self) -> int:
        """Up to which position every breakpoint that is on has looked."""
        return self._scanned(self.enabled)

    def _scanned(self, among: Sequence[Breakpoint]) -> int:
        return min((one.scanned for one in among), default=self._timeline.length)

    def scan(self, most_events: int) -> int:
        """Look at up to so many pulled events; returns at how many. Those that are furthest behind come first."""
        enabled, looked = self.enabled, 0
        while looked < most_events and enabled:
            start = min(one.scanned for one in enabled)
            group = [one for one in enabled if one.scanned == start]
            others = [one.scanned for one in enabled if one.scanned > start]
            stop = min([self._timeline.length, start + most_events - looked, *others])
            if stop <= start:
                break
            self._pass(group, start, stop)
            looked += stop - start
        return looked

    def _pass(self, group: list[Breakpoint], start: int, stop: int) -> None:
        world = self._world_at(start) if any(one.condition.of_world for one in group) else None
        by_kind: dict[type[Event], list[Breakpoint]] = {}
        for position, event in enumerate(self._timeline.events(start, stop), start + 1):
            if world is not None:
                apply(world, event)
            kind = type(event)
            asked = by_kind.get(kind)
            if asked is None:
                asked = by_kind[kind] = [one for one in group if _asks(one, kind)]
            for one in asked:
                if one.watch(event, world):
                    one.hits.append(position)
        for one in group:
            one.scanned = stop

    def _world_at(self, position: int) -> World:
        """A world of its own, to be moved on."""
        if self._world.position != position:
            self._world = thaw(freeze(self._timeline.world_at(position)))
        return self._world

    def after(self, position: int, among: Sequence[Breakpoint] | None = None) -> Hit | None:
        """The next known hit of any of these, else of any that is on."""
        among = self.enabled if among is None else among
        found = [(place, one) for one in among if (place := one.after(position)) is not None]
        return _hit(found, min(place for place, _ in found)) if found else None

    def before(self, position: int, among: Sequence[Breakpoint] | None = None) -> Hit | None:
        """The last known hit of any of these, else of any that is on."""
        among = self.enabled if among is None else among
        found = [(place, one) for one in among if (place := one.before(position)) is not None]
        return _hit(found, max(place for place, _ in found)) if found else None

    def search(
        self, position: int, forward: bool, most_events: int, only: Breakpoint | None = None
    ) -> Search:
        """Look for the next (or previous) hit, of one or of any that is on, at up to so many events.

        Pulls what is missing. To be asked until it is over.
        """
        timeline, among = self._timeline, self.enabled if only is None else [only]
        if not among:
            return Search(True)
        if forward and self._scanned(among) >= timeline.length:
            timeline.pull(most_events)
        self.scan(most_events)
        scanned = self._scanned(among)
        if forward:
            hit = self.after(position, among)
            over = scanned >= (timeline.length if hit is None else hit.position)
            over = over and (hit is not None or timeline.complete)
        else:
            hit = self.before(position, among)
            over = scanned >= min(position - 1, timeline.length)
        return Search(over, hit if over else None, scanned, timeline.length)

    # ── showing ──

    def marks(self) -> Sequence[int]:
        """Known hits of those that are on, in order; of many that lie close together, one."""
        length = self._timeline.length
        key = (self._changes, length, tuple(one.scanned for one in self.enabled))
        if key != self._marks[0]:
            places = {place for one in self.enabled for place in _spread(one.hits, length)}
            self._marks = (key, tuple(sorted(places)))
        return self._marks[1]


def _asks(one: Breakpoint, kind: type[Event]) -> bool:
    return one.condition.kinds is None or kind in one.condition.kinds


def _hit(found: list[tuple[int, Breakpoint]], position: int) -> Hit:
    return Hit(position, ", ".join(one.text for place, one in found if place == position))


def _spread(hits: "array[int]", length: int) -> list[int]:
    """At most one hit for each of `MARKS` parts of the run."""
    if len(hits) <= MARKS:
        return hits.tolist()
    result = []
    place = 0
    while place < len(hits):
        result.append(hits[place])
        part = hits[place] * MARKS // max(length, 1)
        place = bisect_left(hits, -(-(part + 1) * length // MARKS), place + 1)
    return result
