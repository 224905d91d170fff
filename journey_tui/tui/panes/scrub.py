"""The transport: buttons, and the bar that shows and takes the position; below it, what lies where."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Run
from journey_tui.tui.view import View
from journey_tui.units import format_clock

BUTTONS: Final = (("home", "|<"), ("back", "<"), ("play", ""), ("step", ">"), ("end", ">|"))
"""Command and sign of each; the one in the middle shows what it does."""
_BUTTON: Final = 4
_BAR: Final = 1 + _BUTTON * len(BUTTONS) + 2
_MOST_BELOW: Final = 200
"""Requests that are considered for a name below the bar."""
_LONGEST_NAME: Final = 24
_SHORTEST_NAME: Final = 12
"""Cells; where less is left, none is begun."""


def _span(width: int) -> tuple[int, int]:
    """First column and length of the bar."""
    return _BAR, max(width - _BAR - 2, 1)


def draw(view: View, surface: Surface) -> None:
    """Buttons at the left, the bar beside them."""
    for place, (command, sign) in enumerate(BUTTONS):
        shown = sign if command != "play" else "❚❚" if view.playing else "▶"
        surface.put(1 + place * _BUTTON, 0, shown, Role.STRONG)
        surface.link(place * _BUTTON, 0, _BUTTON, Run(command), surface.height)
    start, length = _span(surface.width)
    at = column(view.position, view.length, length)
    surface.put(start, 0, "━" * at, Role.KERNEL)
    surface.put(start + at, 0, "─" * (length - at), Role.DIM)
    for x, mark in marks(view, length).items():
        if mark.sign:
            surface.put(start + x, 0, mark.sign, mark.role)
        else:
            surface.put(start + x, 0, *(("┿", Role.KERNEL) if x < at else ("┼", Role.DIM)))
    surface.put(start + at, 0, "●", Role.PACKET)
    if surface.height > 1:
        _below(view, surface.area(start, 1, length, 1))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one column of the bar stands for."""

    position: int
    sign: str = ""
    """None: the request at hand enters another stage there."""
    role: Role = Role.DIM


def marks(view: View, length: int) -> dict[int, Mark]:
    """The marks of the bar by column; where several would lie on one another, the most important one."""
    found: dict[int, Mark] = {}
    if view.visit_request is not None:
        for position in _one_a_column(view, length, view.visit_request.changes.after):
            found[column(position, view.length, length)] = Mark(position)
    chapters = [position for position, _ in view.chapters]
    for positions, sign, role in (
        (chapters, "▼", Role.STRONG),
        (view.drops, "✗", Role.ERROR),
        (view.breaks, "◆", Role.WARN),
    ):
        for position in _one_a_column(view, length, partial(_beyond, positions)):
            found[column(position, view.length, length)] = Mark(position, sign, role)
    return found


def _beyond(positions: Sequence[int], position: int) -> int | None:
    """The first of these positions beyond another."""
    place = bisect_right(positions, position)
    return positions[place] if place < len(positions) else None


def _one_a_column(view: View, length: int, after: Callable[[int], int | None]) -> Iterator[int]:
    """The first position of each column that has any, however many there are."""
    position = after(-1)
    while position is not None and position <= view.length:
        yield position
        at = column(position, view.length, length)
        position = after(max(_first(at + 1, view.length, length) - 1, position))


def _first(at: int, total: int, length: int) -> int:
    """The first position of a column."""
    return -(-at * total // max(length - 1, 1))


def column(position: int, total: int, length: int) -> int:
    """Where on a bar of this length a position lies."""
    return 0 if total <= 0 else min(position * (length - 1) // total, length - 1)


def _below(view: View, surface: Surface) -> None:
    """Where each request begins, as far as the names find room; without requests, the first and last moment."""
    free = 0
    last = format_clock(view.times[1])
    if view.scene is None:
        return
    surface.put_right(0, last, Role.DIM)
    end = surface.width - len(last) - 1
    for place, start in enumerate(view.starts[:_MOST_BELOW]):
        x = column(start, view.length, surface.width)
        room = min(end - x, _LONGEST_NAME)
        if x < free or room < _SHORTEST_NAME:
            continue
        span = view.spans[place]
        name = fit(f"╵#{span.id} {span.method} {span.target}".rstrip(), room)
        free = surface.put(x, 0, name, Role.DIM) + 1
    first = format_clock(view.times[0])
    if not view.starts or column(view.starts[0], view.length, surface.width) > len(first):
        surface.put(0, 0, first, Role.DIM)


def position_at(x: int, width: int, total: int) -> int | None:
    """The position that a column of the bar stands for; None beside it."""
    start, length = _span(width)
    if x < start - 1:
        return None
    at = min(max(x - start, 0), length - 1)
    return total if at == length - 1 else _first(at, total, length)


def snapped(view: View, x: int, width: int) -> int | None:
    """The position that is meant by a click: of the mark there or right beside it, else the column's own."""
    start, length = _span(width)
    known = marks(view, length)
    near = [known[at] for at in (x - start, x - start - 1, x - start + 1) if at in known]
    chosen = next((mark for mark in near if mark.sign), known.get(x - start))
    return position_at(x, width, view.length) if chosen is None else chosen.position
