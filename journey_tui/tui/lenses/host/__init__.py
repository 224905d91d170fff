"""What a real machine would print at this moment: strace, ss, nstat and the others, each on its own page.

The command that prints it stands in the first row; what the event at hand wrote or changed is lit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.playback import Timeline
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.lenses.host.tools import TOOLS, Reader
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.tui.view import View

_FRAME_ROWS: Final = 2
"""The command, and the names of the pages."""
_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Host:
    """One page."""

    tab: int
    subject: int | None
    printed: Printed
    request: int | None = None


def _gatherer(timeline: Timeline) -> Callable[[Ask], Host]:
    reader = Reader(timeline)

    def gather(ask: Ask) -> Host:
        room = max(ask.height - _FRAME_ROWS, 0)
        printed = reader.printed(TOOLS[ask.tab].name, ask, room) if room else Printed()
        return Host(ask.tab, ask.subject, printed, ask.request)

    return gather


# ── drawing ──


def _draw(_view: View, data: Host, surface: Surface) -> None:
    tool, printed = TOOLS[data.tab], data.printed
    x = surface.put(0, 0, "$ ", Role.KEY)
    surface.put_fit(x, 0, tool.command, surface.width - x, Role.STRONG)
    y = 1
    last = surface.height - 1
    for row in printed.rows:
        if y < last:
            _draw_row(row, surface, y, "▌")
            y += 1
    for row in printed.beyond:
        if y < last:
            _draw_row(row, surface, y, "▼")
            y += 1
    if printed.note and y < last:
        surface.put_fit(2, y, printed.note, surface.width - 2, Role.DIM)
    if last > 0:
        _draw_pages(data, surface.area(0, last, surface.width, 1))


def _draw_row(row: Row, surface: Surface, y: int, mark: str) -> None:
    """One line of output, marked where it is new."""
    if row.new:
        surface.put(0, y, mark, Role.FOCUS)
    surface.put_fit(2, y, row.text, surface.width - 2, Role.STRONG if row.new else Role.TEXT)
    if row.target is not None:
        surface.link(0, y, surface.width, row.target, here=row.new)


def _draw_pages(data: Host, surface: Surface) -> None:
    """The names of the pages, as many as find room around the one at hand."""
    first, stop = pages_in_view(data.tab, surface.width)
    x = 0 if not first else surface.put(0, 0, "‹ ", Role.DIM)
    for place in range(first, stop):
        name = TOOLS[place].name
        if place == data.tab:
            surface.put(x, 0, f"[{name}]", Role.STRONG)
        else:
            surface.put(x, 0, f" {name} ", Role.DIM)
            surface.link(x, 0, len(name) + 2, Look("host", data.subject, place), keys=False)
        x += len(name) + _GAP
    if stop < len(TOOLS):
        surface.put(x, 0, "›", Role.DIM)


def pages_in_view(tab: int, width: int) -> tuple[int, int]:
    """The pages whose names find room, the one at hand among them."""
    first, stop = tab, tab + 1
    room = width - 4 - _size(tab)
    while True:
        if stop < len(TOOLS) and _size(stop) <= room:
            room -= _size(stop)
            stop += 1
        elif first > 0 and _size(first - 1) <= room:
            first -= 1
            room -= _size(first)
        else:
            return first, stop


def _size(place: int) -> int:
    return cell_len(TOOLS[place].name) + _GAP


def _title(_view: View, data: Host) -> str:
    return f"On a real host: {TOOLS[data.tab].name}, page {data.tab + 1} of {len(TOOLS)}"


def _most_scroll(data: Host, height: int) -> int:
    return max(data.printed.total - max(height - _FRAME_ROWS, 1), 0)


LENS: Final[Lens[Host]] = Lens(
    id="host",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
    comes_round=True,
    tabs=tuple(tool.name for tool in TOOLS),
)
