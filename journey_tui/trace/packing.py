"""Byte strings that resemble one another, kept in little room and read in any order.

A run does the same things again and again, so what was packed before is the best dictionary of what comes next. The
first string of each group is compressed by itself and all others of the group against it: no string needs more than
two to be read. Strings far larger than what zlib looks back at gain nothing from it and are compressed quickly.
"""

import zlib
from collections import OrderedDict
from sys import getsizeof
from typing import Final

GROUP: Final = 64
_LEVEL: Final = 5
"""A third quicker than level 6, and a tenth more bytes, for events."""
_LARGE_BYTES: Final = 8 * 32_768
"""Eight windows of zlib (RFC 1950, section 2.2: 32 KiB)."""
_LARGE_LEVEL: Final = 1
"""A fifth of the time, and a twentieth more bytes, for the world of 7,000 connections."""
_RAW_DEFLATE: Final = -zlib.MAX_WBITS
_MEMORY_LEVEL: Final = 8
_SMALL_BYTES: Final = 4096
_SMALL_MEMORY_LEVEL: Final = 5
"""As small as zlib's own tables may be without losing anything: to clear large ones takes longer than to pack."""
_FIRSTS_AT_HAND: Final = 4


def compress(plain: bytes, dictionary: bytes = b"") -> bytes:
    """A byte string in fewer bytes, to be read with the same dictionary."""
    level = _LEVEL if len(plain) < _LARGE_BYTES else _LARGE_LEVEL
    memory = _MEMORY_LEVEL if len(plain) + len(dictionary) > _SMALL_BYTES else _SMALL_MEMORY_LEVEL
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW_DEFLATE, memory, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return packer.compress(plain) + packer.flush()


def decompress(packed: bytes, dictionary: bytes = b"") -> bytes:
    """What `compress` was given."""
    return zlib.decompressobj(_RAW_DEFLATE, dictionary).decompress(packed)


class PackedList:
    """A list of byte strings that only grows."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._firsts: OrderedDict[int, bytes] = OrderedDict()
        """The plain first strings of the groups that were used last."""

    def __len__(self) -> int:
        """How many strings there are."""
        return len(self._packed)

    def __getitem__(self, place: int) -> bytes:
        """The string at a place from 0 on; raises `IndexError`."""
        if place % GROUP == 0:
            return self._first(place // GROUP)
        return decompress(self._packed[place], self._first(place // GROUP))

    def append(self, plain: bytes) -> int:
        """One string more; returns the bytes that it takes."""
        group, offset = divmod(len(self._packed), GROUP)
        packed = compress(plain, self._first(group)) if offset else compress(plain)
        if not offset:
            self._keep(group, plain)
        self._packed.append(packed)
        return len(packed)

    def size_bytes(self) -> int:
        """Bytes that the packed strings take."""
        return getsizeof(self._packed) + sum(map(getsizeof, self._packed))

    def _first(self, group: int) -> bytes:
        plain = self._firsts.pop(group, None)
        if plain is None:
            plain = decompress(self._packed[group * GROUP])
        self._keep(group, plain)
        return plain

    def _keep(self, group: int, plain: bytes) -> None:
        self._firsts[group] = plain
        if len(self._firsts) > _FIRSTS_AT_HAND:
            self._firsts.popitem(last=False)
