"""Tables of aligned columns in which the active row is always in view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from journey_tui.tui.stages.parts import Part
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Target

_GAP = 2
_MARKER = 2
"""Cells before the first column: the active row's arrow stands there."""
_ROOMY = 50
"""Cells from which a table keeps clear of the frame at its right."""
_NARROWEST = 6
"""Cells that the flexible column keeps."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; an active one is marked and kept in view."""

    cells: tuple[Part, ...]
    active: bool = False
    target: Target | None = None
    """What the row stands for."""


def table(
    surface: Surface,
    titles: Sequence[str],
    rows: Sequence[Row],
    *,
    flexible: int = -1,
    total: int = 0,
    cut: Callable[[str, int], str] = fit,
) -> None:
    """Draw titles and the rows that fit around the active one.

    `total` counts rows that were not even handed in; `cut` shortens a cell that is wider than its column.
    """
    if not surface.height or not surface.width:
        return
    titled = surface.height >= 2
    shown, hidden = _in_view(rows, surface.height - titled, max(total, len(rows)))
    room = surface.width - _MARKER - (surface.width >= _ROOMY)
    widths = _widths(room, titles, shown, flexible % max(len(titles), 1))
    if titled:
        _line(surface, 0, tuple((title, Role.DIM) for title in titles), widths)
    for y, row in enumerate(shown, start=int(titled)):
        _line(surface, y, row.cells, widths, row.active, cut)
        if row.target is not None:
            surface.link(0, y, surface.width, row.target)
    if hidden:
        surface.put(_MARKER, surface.height - 1, f"… {hidden:,} more", Role.DIM)


def _in_view(rows: Sequence[Row], room: int, total: int) -> tuple[Sequence[Row], int]:
    """The rows to draw, and how many are left out (said only where a line is left for it)."""
    if total <= room:
        return rows, 0
    counted = room >= 2
    room -= counted
    active = next((index for index, row in enumerate(rows) if row.active), 0)
    start = min(max(active - room // 2, 0), max(len(rows) - room, 0))
    shown = rows[start : start + room]
    return shown, (total - len(shown)) if counted else 0


def _widths(room: int, titles: Sequence[str], rows: Sequence[Row], flexible: int) -> list[int]:
    widths = [cell_len(title) for title in titles]
    for row in rows:
        for index, cell in enumerate(row.cells[: len(widths)]):
            widths[index] = max(widths[index], cell_len(_text(cell)))
    over = sum(widths) + _GAP * (len(widths) - 1) - room
    if over > 0 and widths:
        widths[flexible] = max(widths[flexible] - over, min(_NARROWEST, widths[flexible]))
    return widths


def _line(
    surface: Surface,
    y: int,
    cells: Sequence[Part],
    widths: Sequence[int],
    active: bool = False,
    cut: Callable[[str, int], str] = fit,
) -> None:
    if active:
        surface.put(0, y, "►", Role.FOCUS)
    x = _MARKER
    for cell, width in zip(cells, widths, strict=False):
        text, role = (cell, Role.STRONG if active else Role.TEXT) if isinstance(cell, str) else cell
        surface.put_fit(x, y, cut(text, width), max(surface.width - x, 0), role)
        x += width + _GAP


def _text(cell: Part) -> str:
    return cell if isinstance(cell, str) else cell[0]
