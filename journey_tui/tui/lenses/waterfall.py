"""Where the time of one request went: for each stage, or stay by stay, in numbers whose sum is its duration."""

from collections.abc import Sequence
from typing import Final

from journey_tui.content.ui import _
from journey_tui.playback.doing import Kind
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses.lens import Lens
from journey_tui.tui.lenses.spent import COMPARED, Fall, Line, gatherer
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Seek
from journey_tui.tui.view import View
from journey_tui.units import format_time

TABS: Final = ("by stage", "stay by stay")
KIND_ROLE: Final = {
    Kind.CLIENT: Role.OUTSIDE,
    Kind.NETWORK: Role.OUTSIDE,
    Kind.HARDWARE: Role.HARDWARE,
    Kind.KERNEL: Role.KERNEL,
    Kind.GO: Role.USER,
    Kind.HANDLER: Role.USER,
    Kind.LOST: Role.ERROR,
}
"""What is left are waits: WARN."""
_NUMBER: Final = 10
_SHARE: Final = 8
_P50: Final = 4
_SPREADS_FROM: Final = 66
"""Cells inside the frame from which the columns of all requests find room."""
_WORDS: Final = 32
"""Cells beside a bar, for what it is."""
_LONGEST_FROM: Final = 5
"""Rows below the stages from which the longest single stays are told there."""
_KIND_CELLS: Final = 35
_KIND_SHORT: Final = 25
"""Cells of what the time went to, with its share and without."""


def _title(_view: View, data: Fall) -> str:
    if data.span is None:
        return "Where the time goes"
    span = data.span
    asked = f"{span.method} {span.target}".strip()
    so_far = "" if span.ended else " so far"
    return f"Time of request #{span.id}: {format_time(data.total_ns)}{so_far} · {TABS[data.tab]} · {asked}"


def _draw(view: View, data: Fall, surface: Surface) -> None:
    if data.span is None:
        surface.put_fit(1, 0, _("No request has been sent yet."), surface.width - 2, Role.DIM)
        return
    used = _draw_kinds(data, surface)
    table = surface.area(0, used, surface.width, surface.height - used)
    spreads = data.asked > 1 and data.tab == 0 and surface.width >= _SPREADS_FROM
    stays = data.tab == 1
    _draw_titles(data, table, stays, spreads)
    for y, line in enumerate(data.lines[data.scroll : data.scroll + table.height - 1], 1):
        _draw_line(data, line, table, y, stays, spreads)
        if data.here == data.scroll + y - 1:
            table.put(0, y, "▶", Role.FOCUS)
    below = len(data.lines) + 2
    if table.height - below >= _LONGEST_FROM and data.longest:
        rest = table.area(0, below, table.width, table.height - below)
        _draw_titles(data, rest, True, False)
        rest.put_right(0, "the longest stays", Role.DIM, margin=1)
        for y, line in enumerate(data.longest[: rest.height - 1], 1):
            _draw_line(data, line, rest, y, True, False)


def _kind_grid(data: Fall, width: int, height: int) -> tuple[int, int, int]:
    """Columns, rows, and cells of each: all the kinds where there is room, else more of them without their shares."""
    most = max((height - 2) // 3, 1)
    for cells in (_KIND_CELLS, _KIND_SHORT):
        columns = max(width // cells, 1)
        rows = -(-len(data.kinds) // columns)
        if rows <= most:
            break
    return columns, min(rows, most), cells


def with_others(kinds: Sequence[tuple[str, int]], count: int) -> Sequence[tuple[str, int]]:
    """At most so many; what finds no room is added up in the last, so that they sum to the whole."""
    if len(kinds) <= count:
        return kinds
    left = kinds[max(count - 1, 0) :]
    return [*kinds[: max(count - 1, 0)], (f"{len(left)} others", sum(spent for _, spent in left))]


def _in_one_row(data: Fall, width: int) -> str:
    """As many as find room side by side, the others added up."""
    for count in range(len(data.kinds), 0, -1):
        kinds = with_others(data.kinds, count)
        said = " · ".join(f"{kind} {format_time(spent)}" for kind, spent in kinds)
        if len(said) <= width:
            break
    return said


def _draw_kinds(data: Fall, surface: Surface) -> int:
    """What the time went to, whatever the stage; returns the rows that it took."""
    columns, rows, width = _kind_grid(data, surface.width, surface.height)
    if rows == 1 and columns < len(COMPARED):
        surface.put_fit(1, 0, _in_one_row(data, surface.width - 2), surface.width - 2, Role.STRONG)
        return _kinds_rows(data, surface.width, surface.height)
    shares = width == _KIND_CELLS
    for place, (kind, spent) in enumerate(with_others(data.kinds, columns * rows)):
        column, y = divmod(place, rows)
        cell = surface.area(1 + column * width, y, width - 1, 1)
        role = KIND_ROLE.get(kind, Role.WARN) if isinstance(kind, Kind) else Role.DIM
        cell.put_fit(0, 0, kind, 16, role)
        cell.put(16, 0, f"{format_time(spent):>{_NUMBER if shares else _NUMBER - 2}}", Role.STRONG)
        if shares:
            cell.put(26, 0, f"{_share(spent, data.total_ns):>{_SHARE}}", Role.DIM)
    return _kinds_rows(data, surface.width, surface.height)


def _kinds_rows(data: Fall, width: int, height: int) -> int:
    """Rows for what the time went to, and an empty one below where all lines find room all the same."""
    _, rows, _cells = _kind_grid(data, width, height)
    return rows + (1 if height - rows > len(data.lines) + 1 else 0)


def _share(part: int, total: int) -> str:
    if not part or not total:
        return ""
    share = 100 * part / total
    return f"{share:.1f} %" if share >= 0.1 else "< 0.1 %"


def _draw_titles(data: Fall, surface: Surface, stays: bool, spreads: bool) -> None:
    x = surface.put(2, 0, f"{'AFTER':>{_NUMBER}}  " if stays else "", Role.DIM)
    surface.put_fit(x, 0, f"STAGE {'TIME':>{_NUMBER}}{'SHARE':>{_SHARE}}", surface.width - x, Role.DIM)
    if spreads:
        surface.put_right(0, f"of {data.asked:,}: {'p50':>{_P50}}{'p99':>{_NUMBER}}", Role.DIM, margin=1)


def _draw_line(data: Fall, line: Line, surface: Surface, y: int, stays: bool, spreads: bool) -> None:
    stage = STAGE_BY_ID[line.stage]
    surface.link(0, y, surface.width, Seek(line.position))
    x = 2
    if stays:
        x = surface.put(x, y, f"{format_time(line.since_ns):>{_NUMBER}}  ", Role.DIM)
    x = surface.put(x, y, f"{stage.label:<6}", LANE_ROLE[stage.lane])
    role = Role.STRONG if line.longest or line.waited else Role.TEXT
    x = surface.put(x, y, f"{format_time(line.duration_ns):>{_NUMBER}}", role)
    x = surface.put(x, y, f" {_share(line.duration_ns, data.total_ns):>{_SHARE - 1}}  ", Role.DIM)
    right = surface.width
    if spreads and line.p50_ns is not None and line.p99_ns is not None:
        right -= 2 * _NUMBER + 1
        text = f"{format_time(line.p50_ns):>{_NUMBER}}{format_time(line.p99_ns):>{_NUMBER}}"
        surface.put(right, y, text, Role.DIM)
    _draw_bar(data, line, surface.area(x, y, right - x - 1, 1), stays)


def _draw_bar(data: Fall, line: Line, surface: Surface, stays: bool) -> None:
    """The share as a bar (of a stay: at its place in the whole), then what it was, where there is room."""
    room = max(surface.width - _WORDS, 4)
    cells = max(round(line.duration_ns * room / max(data.total_ns, 1)), 1) if line.duration_ns else 0
    start = 0
    if stays:
        start = min(line.since_ns * room // max(data.total_ns, 1), room - 1)
    cells = max(min(cells, room - start), 0)
    waits = line.what in _WAITING
    role = Role.WARN if waits else LANE_ROLE[STAGE_BY_ID[line.stage].lane]
    surface.put(start, 0, ("░" if waits else "█") * cells, role)
    words = max(start + cells, room) + 1 if line.longest or line.waited or stays else start + cells + 1
    lit = Role.STRONG if line.longest or line.waited else Role.DIM
    surface.put_fit(words, 0, _said(line, surface.width - words), surface.width - words, lit)


_WAITING: Final = frozenset({Kind.QUEUED, Kind.RUNNABLE, Kind.SLEEPING, Kind.LOST, Kind.PARKED})


def _said(line: Line, room: int) -> str:
    """What the time was, and whether it is the longest: the latter first."""
    if not (line.waited or line.longest):
        return line.what
    mark = "◀ longest wait" if line.waited else "◀ longest"
    timed = f"{mark} {format_time(line.wait_ns)}" if line.wait_ns else mark
    return next((text for text in (f"{timed}: {line.what}", timed, mark) if len(text) <= room), "◀")


def _most_scroll(data: Fall, height: int) -> int:
    return max(len(data.lines) - _rows(data, height), 0)


def _rows(data: Fall, height: int) -> int:
    """Lines that find room below the kinds and the titles."""
    return max(height - _kinds_rows(data, data.width, height) - 1, 1)


def _begin(data: Fall, height: int) -> tuple[int, int | None]:
    """The longest wait is chosen to begin with, and in view."""
    waited = next((place for place, line in enumerate(data.lines) if line.waited), None)
    if waited is None:
        return 0, None
    room = _rows(data, height)
    scroll = max(min(waited - room // 2, len(data.lines) - room), 0)
    return scroll, waited - scroll


LENS: Final[Lens[Fall]] = Lens(
    id="waterfall",
    title=_title,
    gatherer=gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
    begin=_begin,
    tabs=TABS,
)
