"""Frozen worlds from which others are reached: some along the whole run, and a few around where the viewer is.

Along the run they lie as far apart as the bytes that they take allow: close where the world is small, far apart where
ten thousand connections are open. There the way to a position is long, so two worlds on it are kept, one close to its
end: stepping back from there begins at them.
"""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from sys import getsizeof
from typing import Final

from journey_tui.trace.packing import PackedList
from journey_tui.world import World, freeze, thaw

SNAPSHOT_EVENTS: Final = 768
"""Events from one snapshot to the next, at least."""
SNAPSHOT_BYTES_AN_EVENT: Final = 4
"""What snapshots may cost at rest; where the world is large they lie further apart."""
MOST_APART: Final = 32_768
"""But no further than a viewer waits for without wondering: 0.2 s of applying. Among 5,000 connections it costs 13 bytes an event."""
BEFORE_EVENTS: Final = (4096, 256)
"""How far before the end of a long way worlds are kept."""
LONG_EVENTS: Final = 2048
"""A way of so many events is long."""
MOST_NEARBY: Final = 8
MOST_NEARBY_BYTES: Final = 32_000_000
"""The world of 10,000 connections is frozen in 9 MB."""


class Snapshots:
    """Frozen worlds by position; the first one is taken of the world before the first event."""

    def __init__(self, world: World) -> None:
        self._packed = PackedList()
        self._positions = array("I")
        self._nearby: OrderedDict[int, bytes] = OrderedDict()
        self.next = 0
        """The position at which the next one is due."""
        self.take(world)

    def take(self, world: World) -> None:
        """Keep the newest world for ever."""
        size = self._packed.append(freeze(world))
        self._positions.append(world.position)
        affordable = max(SNAPSHOT_EVENTS, size // SNAPSHOT_BYTES_AN_EVENT)
        self.next = world.position + min(affordable, MOST_APART)

    def before(self, position: int) -> int:
        """The last position that has a frozen world, up to this one."""
        taken = self._positions[bisect_right(self._positions, position) - 1]
        return max((near for near in self._nearby if taken < near <= position), default=taken)

    def world_at(self, position: int) -> World:
        """A world of its own, at a position that `before` gave."""
        near = self._nearby.get(position)
        if near is not None:
            self._nearby.move_to_end(position)
            return thaw(near)
        return thaw(self._packed[bisect_right(self._positions, position) - 1])

    def stops(self, start: int, stop: int) -> list[int]:
        """Where on the way from one position to another `keep` should be called."""
        way = stop - start
        return [stop - events for events in BEFORE_EVENTS if way > max(2 * events, LONG_EVENTS)]

    def keep(self, world: World) -> None:
        """Keep a world until others are wanted more."""
        self._nearby[world.position] = freeze(world)
        while len(self._nearby) > MOST_NEARBY or (
            len(self._nearby) > 1 and sum(map(len, self._nearby.values())) > MOST_NEARBY_BYTES
        ):
            self._nearby.popitem(last=False)

    def size_bytes(self) -> int:
        """Bytes of the worlds that are kept for ever; the others are few."""
        return self._packed.size_bytes() + getsizeof(self._positions)
