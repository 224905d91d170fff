"""The tour: five lines at the first start, in a corner, until the first key, which acts as ever."""

from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.tui.keymap import Command
from journey_tui.tui.keys import Commands
from journey_tui.tui.layout import Layout
from journey_tui.tui.surface import Border, Role, Surface

_ROWS: Final = 5
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


def draw(surface: Surface, layout: Layout, commands: Commands) -> None:
    """Above the bar at the right, below the middle of the large pane: fewer lines, and no frame, where that is low."""
    if "scrub" not in layout or "focus" not in layout:
        return
    focus, bottom = layout["focus"], layout["scrub"].y
    beside = focus.x + focus.width < surface.width
    free = bottom - (focus.y if beside else focus.y + focus.height // 2 + 1)
    every, framed = lines(commands), free >= _ROWS + 2
    rows = every if framed else [every[place] for place in sorted(_NEEDED[: max(free, 0)])]
    keys = max((cell_len(key) for key, _ in rows), default=0)
    width = min(keys + 2 + max((cell_len(text) for _, text in rows), default=0) + 4, surface.width)
    height = len(rows) + 2 * framed
    x, y = surface.width - width, bottom - height
    surface.fill(x, y, width, height)
    place = surface.area(x + 1, y, width - 2, height)
    if framed:
        place = surface.box(x, y, width, height, border=Border.ROUND, role=Role.KEY, title=_("Welcome"))
    for row, (key, text) in enumerate(rows):
        place.put(_MARGIN, row, key, Role.KEY)
        place.put_fit(_MARGIN + keys + 2, row, text, place.width - keys - 3)


def _key(command: Command) -> str:
    return command.shown.split(",")[0]
