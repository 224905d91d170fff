"""Slots in a straight row: a ring with its two pointers, a queue against its limit, a frame in its parts.

A circle cannot be drawn legibly in cells, so a ring is a straight row of numbered slots, of which a window around
the pointers is shown. The window moves half its width at a time: a pointer is seen to walk, not the slots.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.surface import ELLIPSIS, Border, Role, Surface, fit
from journey_tui.tui.target import Target

_MARGIN = 2
"""Cells left of a ring, for the dots that say it goes on."""
_ROOMY_WIDTH, _ROOMY_HEIGHT = 100, 8
"""From here on slots are drawn larger."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot's face."""

    text: str
    role: Role = Role.TEXT
    target: Target | None = None
    """What is in it, if that can be opened."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What stands between slots: each lane has its own."""

    border: Border
    role: Role


HARDWARE_WALLS: Final = Walls(Border.HEAVY, Role.HARDWARE)
KERNEL_WALLS: Final = Walls(Border.DOUBLE, Role.KERNEL)

_JUNCTIONS: Final = {
    Border.LIGHT: ("┬", "┴"),
    Border.HEAVY: ("┳", "┻"),
    Border.DOUBLE: ("╦", "╩"),
    Border.ROUND: ("┬", "┴"),
}
"""Where a wall meets the upper and the lower line of a border."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Who points at which slot."""

    slot: int
    text: str
    role: Role = Role.STRONG


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring, ready to be drawn."""

    size: int
    face: Callable[[int], Slot]
    """The slot of that number."""
    focus: int
    """The slot that must be seen."""
    above: Pointer
    below: Pointer


def ring_rows(width: int) -> int:
    """The most rows that a ring can use: two pointers, walls, numbers, and higher slots where it is wide."""
    return _ROOMY_HEIGHT if width >= _ROOMY_WIDTH else _ROOMY_HEIGHT - 2


def draw_ring(surface: Surface, ring: Ring) -> None:
    """Pointer above, slots, their numbers, pointer below; where rows are short the numbers move into the slots."""
    roomy = surface.width >= _ROOMY_WIDTH and surface.height >= _ROOMY_HEIGHT
    across = surface.width - 2 * _MARGIN - 1
    numbered = surface.height >= 4
    width = _slot_width(ring.size, across, roomy)
    with_number = len(str(ring.size - 1)) + 2
    if not numbered and ring.size * (width + 1) > across:
        width = max(width, with_number)
    room = max(across // (width + 1), 1)
    shown = ring_window(ring.size, ring.focus, room)
    framed = surface.height >= 6
    rows = 3 if roomy else 1
    y = 1 if surface.height >= 3 else 0
    bare = numbered or width < with_number
    cells = [(ring.face(number) if bare else _with_number(ring, number), width) for number in shown]
    strip(surface, _MARGIN, y, cells, HARDWARE_WALLS, rows=rows, framed=framed)
    _dots(surface, y + framed + rows // 2, len(cells) * (width + 1) + 1, len(cells) < ring.size)
    y += rows + 2 * framed
    if numbered:
        for index, number in enumerate(shown):
            surface.put(_MARGIN + 1 + index * (width + 1), y, f"{number:^{width}}", Role.DIM)
        y += 1
    if surface.height >= 3:
        _point(surface, 0, "▼", ring.above, shown, width)
    if surface.height >= 2:
        _point(surface, min(y, surface.height - 1), "▲", ring.below, shown, width)


def _with_number(ring: Ring, number: int) -> Slot:
    """Where there is no row for the numbers, each stands in its slot."""
    face = ring.face(number)
    return Slot(f"{number} {face.text}", face.role, face.target)


def _slot_width(size: int, across: int, roomy: bool) -> int:
    """Cells inside a slot: its number must fit; a small ring is drawn whole, and as wide as it can be."""
    digits = len(str(size - 1))
    least = max(digits, 3) + 2 * roomy
    widths = (9, 7, 5) if roomy else (9, 7, 5, 3, 2)
    return next((width for width in widths if width >= digits and size * (width + 1) <= across), least)


def ring_window(size: int, focus: int, room: int) -> list[int]:
    """At most `room` slot numbers in a row, `focus` among them; a window over the ring's end goes on at 0."""
    size = max(size, 1)
    if size <= room:
        return list(range(size))
    half, focus = max(room // 2, 1), focus % size
    start = 0 if focus < room * 3 // 4 else (focus - half // 2) // half * half
    return [(start + index) % size for index in range(room)]


def _dots(surface: Surface, y: int, width: int, more: bool) -> None:
    if more:
        surface.put(0, y, ELLIPSIS, Role.DIM)
        surface.put(_MARGIN + width + 1, y, ELLIPSIS, Role.DIM)


def _point(surface: Surface, y: int, arrow: str, pointer: Pointer, shown: Sequence[int], width: int) -> None:
    """The arrow over or under its slot, its words on the side that has room."""
    if pointer.slot not in shown:
        surface.put_right(y, f"{pointer.text} {arrow} elsewhere", pointer.role, _MARGIN)
        return
    x = _MARGIN + 1 + shown.index(pointer.slot) * (width + 1) + (width - 1) // 2
    surface.put(x, y, arrow, pointer.role)
    size, after = cell_len(pointer.text), surface.width - x - 2
    before = size >= after and (x - size - 1 >= 0 or x - 1 > after)
    text = fit(pointer.text, x - 1 if before else after)
    surface.put(x - cell_len(text) - 1 if before else x + 2, y, text, pointer.role)


def strip(
    surface: Surface,
    x: int,
    y: int,
    cells: Sequence[tuple[Slot, int]],
    walls: Walls,
    *,
    rows: int = 1,
    framed: bool = True,
) -> int:
    """Slots with walls between them, each of its own inner width; returns the column after the last wall."""
    left_top, across, right_top, down, left_bottom, right_bottom = walls.border.value
    above, below = _JUNCTIONS[walls.border]
    lines = [across * width for _, width in cells]
    if framed:
        surface.put(x, y, left_top + above.join(lines) + right_top, walls.role)
        surface.put(x, y + rows + 1, left_bottom + below.join(lines) + right_bottom, walls.role)
        y += 1
    for slot, width in cells:
        surface.fill(x, y, 1, rows, down, walls.role)
        _cell(surface, x, y, slot, width, rows)
        x += width + 1
    surface.fill(x, y, 1, rows, down, walls.role)
    return x + 1


def _cell(surface: Surface, x: int, y: int, slot: Slot, width: int, rows: int) -> None:
    if slot.role is Role.PACKET:
        surface.fill(x + 1, y, width, rows, " ", Role.PACKET)
    if slot.target is not None:
        surface.link(x + 1, y, width, slot.target, rows)
    text = fit(slot.text, width)
    surface.put(x + 1 + (width - cell_len(text)) // 2, y + (rows - 1) // 2, text, slot.role)


def queue_cells(names: Sequence[Slot], length: int, limit: int, room: int) -> list[tuple[Slot, int]]:
    """A queue's taken slots, then free ones, as far as the room goes; the last counts what is left out."""
    cells: list[tuple[Slot, int]] = []
    used = 1
    for index in range(min(max(limit, length), room)):
        slot = names[index] if index < len(names) else Slot("·" if index >= length else "●", Role.DIM)
        width = max(cell_len(slot.text) + 2, 3)
        others = f"+{length - index:,} more" if index < length else f"+{limit - index:,} free"
        if used + width + 1 > room - len(others) - 2:  # room for the cell that counts the others
            if used + len(others) + 2 > room:
                others = others.partition(" ")[0]
            cells.append((Slot(others, Role.DIM), min(len(others) + 2, room - used)))
            break
        cells.append((slot, width))
        used += width + 1
    return cells
