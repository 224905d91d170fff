"""Things by number: those that were changed or asked for last as they are, all others packed.

A run knows as many requests, connections and goroutines as it is long, but what happens, and what somebody looks at,
is about few of them at a time.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import accumulate
from operator import sub
from sys import getsizeof
from typing import Final, Generic, TypeVar

import msgspec

from journey_tui.trace.packing import compress, decompress

AT_HAND: Final = 32
LARGE_BYTES: Final = 16_384
"""What takes more when it is packed stays as it is: to pack and unpack it for each note would cost more than it saves."""
NUMBER_BYTES: Final = 32
"""Of an int in CPython 3.11, beside its place in a table."""

Thing = TypeVar("Thing")


class Rested(Generic[Thing]):
    """Things that are told apart by a number."""

    def __init__(
        self,
        pack: Callable[[Thing], bytes],
        unpack: Callable[[bytes], Thing],
        weigh: Callable[[Thing], int],
        *,
        compressed: bool = False,
        at_hand: int = AT_HAND,
    ) -> None:
        self._pack, self._unpack, self._weigh = pack, unpack, weigh
        self._compressed = compressed
        self._most_at_hand = at_hand
        self._dictionary = b""
        """The first thing that was packed: the others resemble it."""
        self._packed: dict[int, bytes] = {}
        self._at_hand: OrderedDict[int, Thing] = OrderedDict()
        self._changed: tuple[int | None, Thing | None] = (None, None)
        """What was changed last: often it is the next one too."""
        self._large: dict[int, Thing] = {}
        """What is too large to be packed and unpacked, or holds a number that cannot be packed."""

    def __contains__(self, number: int | None) -> bool:
        """Whether there is such a thing."""
        return number in self._at_hand or number in self._packed or number in self._large

    def add(self, number: int, thing: Thing) -> Thing:
        """A new thing; returns it."""
        self._at_hand[number] = thing
        self._changed = (None, None)
        if len(self._at_hand) > self._most_at_hand:
            self._rest()
        return thing

    def get(self, number: int) -> Thing | None:
        """The thing of that number, to be read."""
        thing = self._at_hand.get(number)
        if thing is not None:
            self._at_hand.move_to_end(number)
            return thing
        packed = self._packed.get(number)
        if packed is None:
            return self._large.get(number)
        return self.add(
            number, self._unpack(decompress(packed, self._dictionary) if self._compressed else packed)
        )

    def change(self, number: int) -> Thing | None:
        """The thing of that number, to be changed before the next one is asked for."""
        if number == self._changed[0]:
            return self._changed[1]
        thing = self.get(number)
        self._packed.pop(number, None)
        self._changed = (None if thing is None else number, thing)
        return thing

    def size_bytes(self) -> int:
        """Bytes of all things, packed or not, and of their numbers."""
        plain = (*self._at_hand.values(), *self._large.values())
        tables = (self._packed, self._at_hand, self._large)
        numbers = sum(getsizeof(table) + NUMBER_BYTES * len(table) for table in tables)
        return numbers + sum(map(getsizeof, self._packed.values())) + sum(map(self._weigh, plain))

    def _rest(self) -> None:
        """Pack what was not needed for longest."""
        number, thing = self._at_hand.popitem(last=False)
        if number in self._packed:
            return
        try:
            plain = self._pack(thing)
        except (OverflowError, ValueError):  # a trace that was made by hand may hold any number
            plain = b""
        if not 0 < len(plain) <= LARGE_BYTES:
            self._large[number] = thing
            return
        if self._compressed:
            self._dictionary = self._dictionary or plain
            plain = compress(plain, self._dictionary)
        self._packed[number] = plain


def steps_of(positions: Iterable[int]) -> list[int]:
    """Rising positions as the distance from each to the next, from 0 on: small numbers, which pack well."""
    known = list(positions)
    return list(map(sub, known, [0, *known]))


def positions_of(steps: Iterable[int]) -> "array[int]":
    """What `steps_of` was given."""
    return array("I", accumulate(steps))


def pack_positions(positions: "array[int]") -> bytes:
    """Rising positions in few bytes."""
    return msgspec.msgpack.encode(steps_of(positions))


def unpack_positions(packed: bytes) -> "array[int]":
    """What `pack_positions` was given."""
    return positions_of(msgspec.msgpack.decode(packed, type=list[int]))
