"""What lists of moments share: which rows are in view, and how one row looks.

A list keeps the present in view. Moved with the keys, it comes round: what lies before the present follows its end.
"""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Target
from journey_tui.units import format_clock

TIME: Final = 12
"""Cells of a moment."""


def first_row(total: int, room: int, here: int, scroll: int) -> int:
    """The first row in view, of a list whose row `here` is the present."""
    top = max(total - room, 0)
    return (min(max(here - room // 2, 0), top) + scroll) % (top + 1)


def most_rows(total: int, room: int) -> int:
    """By how many rows such a list can be moved."""
    return max(total - max(room, 1), 0)


def moment_row(
    surface: Surface,
    y: int,
    time_ns: int,
    text: str,
    target: Target,
    *,
    here: bool,
    past: bool,
    role: Role = Role.TEXT,
) -> None:
    """One moment: an arrow at the present one, its time, what happened; dim what is to come."""
    surface.put(0, y, "▶" if here else " ", Role.FOCUS)
    shown = Role.DIM if not past else Role.STRONG if here and role is Role.TEXT else role
    surface.put(2, y, f"{format_clock(time_ns):>{TIME}}", Role.DIM)
    surface.put_fit(4 + TIME, y, text, surface.width - 4 - TIME, shown)
    surface.link(0, y, surface.width, target, here=here)


def linked(surface: Surface, x: int, y: int, text: str, target: Target | None, role: Role = Role.KEY) -> int:
    """A word that can be opened; returns the column after it. One that finds no room is left out."""
    if x + min(cell_len(text), 4) > surface.width:
        return x
    stop = surface.put_fit(x, y, text, surface.width - x, role if target is not None else Role.TEXT)
    if target is not None:
        surface.link(x, y, stop - x, target)
    return stop


def flow(
    surface: Surface,
    y: int,
    rows: int,
    words: Sequence[tuple[str, Target | None]],
    *,
    x: int = 1,
    gap: int = 3,
) -> int:
    """Words side by side over so many rows; returns the row after them."""
    left, last = x, y + rows - 1
    for text, target in words:
        if x > left and x + cell_len(text) > surface.width:
            if y == last:
                return y + 1
            x, y = left, y + 1
        x = linked(surface, x, y, text, target) + gap
    return y + 1
