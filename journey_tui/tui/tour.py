"""The tour: five lines at the first start, in rows of their own, until the first key, which acts as ever."""

from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.tui.keymap import Command
from journey_tui.tui.keys import Commands
from journey_tui.tui.layout import Layout, Rect
from journey_tui.tui.surface import Border, Role, Surface

PANE: Final = "tour"
"""Its name in a layout."""
_ROWS: Final = 5
_FRAMED: Final = _ROWS + 2
_FEWEST: Final = 2
_PICTURE: Final = 5
"""Rows that the large pane keeps, where it has them."""
_PICTURE_BESIDE_FRAME: Final = 9
_MARGIN: Final = 1
_NEEDED: Final = (0, 4, 3, 1, 2)
"""Which lines there have to be, the most needed first."""


def lines(commands: Commands) -> list[tuple[str, str]]:
    """Key and what it is for; the keys are those in force."""
    return [
        (_key(commands["play"]), _("plays and pauses the run")),
        (f"{_key(commands['step'])} {_key(commands['back'])}", _("step on and back, one event")),
        ("↑ ↓ Enter", _("choose a thing and look inside")),
        (_key(commands["help"]), _("every key; Ctrl+P finds all")),
        (_("Any key"), _("acts, and ends this for good")),
    ]


def arranged(layout: Layout, commands: Commands) -> Layout:
    """Room for it, so that it lies on nothing: where the request's stays would stand, else the last rows of the large pane."""
    every, journey, focus = lines(commands), layout.get("journey"), layout.get("focus")
    if journey is not None and journey.height >= _FRAMED and journey.width >= _width(every):
        return _shared(layout, "journey", _FRAMED)
    if focus is None or focus.height <= _FEWEST:
        return layout
    return _shared(layout, "focus", _rows_of(focus.height))


def _shared(layout: Layout, name: str, rows: int) -> Layout:
    """Its rows are the last ones of a pane, which goes where too little would be left of it."""
    place = layout[name]
    rest = place.height - rows
    shared = layout | {PANE: Rect(place.x, place.y + rest, place.width, rows)}
    if name == "focus" or rest > _FEWEST:
        return shared | {name: Rect(place.x, place.y, place.width, rest)}
    given = Rect(place.x, place.y, place.width, place.height)
    return {other: room for other, room in shared.items() if other != name} | {PANE: given}


def _rows_of(height: int) -> int:
    """How many rows the large pane gives away: with a frame where it keeps enough for a picture of many parts."""
    if height >= _FRAMED + _PICTURE_BESIDE_FRAME:
        return _FRAMED
    return min(max(height - _PICTURE, _FEWEST), _ROWS)


def draw(surface: Surface, commands: Commands) -> None:
    """In the rows that it was given: fewer lines, and no frame, where they are few."""
    every, framed = lines(commands), surface.height >= _FRAMED
    rows = every if framed else [every[place] for place in sorted(_NEEDED[: surface.height])]
    keys = max(cell_len(key) for key, _ in rows)
    place = surface
    if framed:
        place = surface.box(
            0, 0, surface.width, surface.height, border=Border.ROUND, role=Role.KEY, title=_("Welcome")
        )
    for row, (key, text) in enumerate(rows):
        place.put(_MARGIN, row, key, Role.KEY)
        place.put_fit(_MARGIN + keys + 2, row, text, place.width - keys - 2 - _MARGIN)


def _width(every: list[tuple[str, str]]) -> int:
    """Cells that the lines need, in a frame."""
    keys, words = (max(cell_len(row[side]) for row in every) for side in (0, 1))
    return keys + words + 2 * _MARGIN + 4


def _key(command: Command) -> str:
    return command.shown.split(",")[0]
