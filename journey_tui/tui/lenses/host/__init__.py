"""What a real machine would print at this moment: strace, ss, nstat and the others, each on its own page.

The command that prints it stands in the first row; what the event at hand wrote or changed is lit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.playback import Timeline
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.lenses.host.tools import TOOLS, Reader
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Look
from journey_tui.tui.view import View

_FRAME_ROWS: Final = 2
"""The command, and the names of the pages."""
_GAP: Final = 2
_NARROWEST: Final = 24
"""Below so many cells lines are cut, not broken."""


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
    room = surface.height - _FRAME_ROWS
    marked = [(row, "▍") for row in printed.rows] + [(row, "▼") for row in printed.beyond]
    texts = _fitted([row.text for row, _ in marked], surface.width - 2, room - bool(printed.note))
    y = 1
    for (row, mark), lines in zip(marked, texts, strict=True):
        shown = lines[: max(room + 1 - y, 0)]
        _draw_row(row, shown, mark, surface.area(0, y, surface.width, len(shown)))
        y += len(shown)
    if printed.note and y <= room:
        surface.put_fit(2, y, printed.note, surface.width - 2, Role.DIM)
    if room >= 0:
        _draw_pages(data, surface.area(0, surface.height - 1, surface.width, 1))


def _fitted(texts: Sequence[str], width: int, room: int) -> list[list[str]]:
    """Each line whole, in as many rows as it takes, where all find room; else each in one row."""
    whole = [_in_rows(text, width) for text in texts]
    if sum(map(len, whole)) <= room:
        return whole
    return [[fit_call(text, width)] for text in texts]


def _in_rows(text: str, width: int) -> list[str]:
    """A line broken at blanks; what follows its first row is indented further than it."""
    if cell_len(text) <= width or width < _NARROWEST:
        return [text]
    indent = len(text) - len(text.lstrip()) + 4
    first = fit_words(text, width)
    return [first, *(" " * indent + row for row in wrapped(text[len(first) :], width - indent))]


def fit_words(text: str, width: int) -> str:
    """As many whole words from the beginning as find room, blanks between them kept; at least a part of the first."""
    cut = fit(text, width + 1)[:-1]
    end = cut.rfind(" ")
    return cut[:end] if cut[:end].strip() else cut


def fit_call(text: str, width: int) -> str:
    """A line in one row; a system call keeps its result, and loses some of its arguments."""
    place = max(text.rfind(") = "), text.rfind(" <unfinished"))
    if place < 0 or cell_len(text) <= width:
        return fit(text, width)
    result = fit(text[place:], width // 2)
    return fit(text[:place], width - cell_len(result)) + result


def _draw_row(row: Row, lines: Sequence[str], mark: str, surface: Surface) -> None:
    """One line of output, marked where it is new."""
    for y, line in enumerate(lines):
        if row.new:
            surface.put(0, y, mark, Role.FOCUS)
        surface.put_fit(2, y, line, surface.width - 2, Role.STRONG if row.new else Role.TEXT)
    if row.target is not None:
        surface.link(0, 0, surface.width, row.target, height=len(lines), here=row.new)


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
