"""Bytes as tcpdump -X prints them: offset, pairs of hex digits, and the same bytes as text.

Each byte may have a role, and may be linked for the mouse, so that a dump lights what belongs together.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Final

from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Target

_WIDTHS: Final = (16, 12, 8, 4)
"""Bytes in a row, the most that find room."""
_OFFSET: Final = 6
"""Cells of an offset of four digits and the gap after it."""

RoleOf = Callable[[int], Role]
TargetOf = Callable[[int], Target | None]


def columns(width: int) -> int:
    """Bytes in a row of so many cells."""
    return next((count for count in _WIDTHS if row_width(count) <= width), _WIDTHS[-1])


def row_width(count: int) -> int:
    """Cells of a row of so many bytes."""
    return _OFFSET + count * 5 // 2 + 1 + count


def hex_column(place: int) -> int:
    """Where in its row the first hex digit of a byte stands."""
    return _OFFSET + place * 5 // 2


def draw(
    surface: Surface,
    data: bytes,
    first_row: int,
    role_of: RoleOf,
    target_of: TargetOf | None = None,
    offset: int = 0,
) -> None:
    """The rows from `first_row` on; `offset` is the number of the first byte, as it is printed."""
    count = columns(surface.width)
    for y in range(surface.height):
        start = (first_row + y) * count
        if start >= len(data):
            break
        surface.put(0, y, f"{(offset + start) & 0xFFFFF:04x}", Role.DIM)
        _row(surface, y, data, start, count, role_of, target_of)


def _row(
    surface: Surface,
    y: int,
    data: bytes,
    start: int,
    count: int,
    role_of: RoleOf,
    target_of: TargetOf | None,
) -> None:
    text = _OFFSET + count * 5 // 2 + 1
    part = data[start : start + count]
    for place, value in enumerate(part):
        role = role_of(start + place)
        surface.put(hex_column(place), y, f"{value:02x}", role)
        surface.put(text + place, y, chr(value) if 0x20 <= value < 0x7F else ".", role)
    if target_of is not None:
        _link(surface, y, [target_of(start + place) for place in range(len(part))], text)


def _link(surface: Surface, y: int, targets: list[Target | None], text: int) -> None:
    """Bytes side by side that stand for the same thing are one link in each half."""
    place = 0
    for target, alike in groupby(targets):
        stop = place + len(list(alike))
        if target is not None:
            left = hex_column(place)
            surface.link(left, y, hex_column(stop - 1) + 2 - left, target, keys=False)
            surface.link(text + place, y, stop - place, target, keys=False)
        place = stop
