"""The timeline: one row for each stage or each request, the run going right, event by event or in true time."""

from collections.abc import Callable, Sequence
from typing import Final

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses.axis import draw_axis
from journey_tui.tui.lenses.lanes import LONG_LABEL, OF_REQUESTS, Lane, Lines, Reader, label_cells
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Seek
from journey_tui.tui.view import View
from journey_tui.units import format_time

TABS: Final = (
    "stages, event by event",
    "stages, true time around here",
    "stages, true time of the request",
    "requests, event by event",
    "requests, true time",
)

_LEGEND: Final = "█ at work  ░ waits  ━ on the wire  · other events  ✗ lost"


def _gatherer(timeline: Timeline) -> Callable[[Ask], Lines]:
    return Reader(timeline).lines


# ── drawing ──


def _title(_view: View, data: Lines) -> str:
    whose = "" if data.request is None or data.tab in OF_REQUESTS else f" of request #{data.request.id}"
    length = data.axis.stop - data.axis.start
    size = f"{length:,} events" if data.axis.steps else format_time(length)
    return f"Timeline{whose}: {TABS[data.tab]} · {size}"


def _draw(_view: View, data: Lines, surface: Surface) -> None:
    if not data.lanes:
        surface.put_fit(1, 0, _("No request has been sent yet."), surface.width - 2, Role.DIM)
        return
    label = label_cells(surface.width)
    field = surface.area(label, 0, surface.width - label, surface.height)
    now = data.axis.column(data.now, field.width)
    places = _places(data.lanes, surface.height - 1)
    rows = max(places) + 1
    for y in range(rows):
        field.put(now, y, "│", Role.FOCUS)
    for y, lane in zip(places, data.lanes, strict=False):
        if lane.name:
            _draw_label(data, lane, surface, y, label)
            _draw_lane(data, lane, field, y, now)
    draw_axis(data.axis, field.area(0, rows, field.width, 1))


def _places(lanes: Sequence[Lane], room: int) -> list[int]:
    """The row of each lane, those without a name empty; every other row where there is room for that."""
    named = sum(bool(lane.name) for lane in lanes)
    stride = 2 if len(lanes) + named - 1 <= room else 1
    places, y = [], 0
    for lane in lanes:
        places.append(y)
        y += stride if lane.name else 1
    return [place for place in places if place < room] or [0]


def _draw_label(data: Lines, lane: Lane, surface: Surface, y: int, label: int) -> None:
    if lane.stage:
        stage = STAGE_BY_ID[lane.stage]
        name = stage.title if label == LONG_LABEL else stage.label
        surface.put_fit(0, y, name, label - 1, LANE_ROLE[stage.lane])
        if lane.position:
            surface.link(0, y, label - 1, Seek(lane.position))
        return
    here = data.request is not None and lane.request == data.request.id
    surface.put_fit(0, y, f"{'▶' if here else ' '}{lane.name}", label - 1, Role.STRONG if here else Role.TEXT)
    surface.link(0, y, label - 1, Seek(lane.position))


def _draw_lane(data: Lines, lane: Lane, surface: Surface, y: int, now: int) -> None:
    """Dots below bars below drops; what waits is drawn lighter than what works, what travels as a line."""
    width, axis = surface.width, data.axis
    for value in lane.dots:
        x = axis.column(value, width)
        surface.put(x, y, "·", Role.FOCUS if x == now else Role.DIM)
    for bar in lane.bars:
        role = LANE_ROLE[STAGE_BY_ID[bar.stage].lane]
        first = max(axis.column(bar.start, width), 0)
        last = min(max(axis.column(bar.stop, width) - 1, first), width - 1)
        sign = "░" if bar.waits else "━" if bar.stage == "network" else "█"
        surface.put(first, y, sign * (last - first + 1), role)
        surface.link(first, y, last - first + 1, Seek(bar.position), keys=False)
    if not lane.stage and lane.bars == ():
        _draw_elsewhere(data, lane, surface, y)
    if lane.here and 0 <= now < width:
        surface.put(now, y, "●", Role.PACKET)
    for value in lane.drops:
        surface.put(axis.column(value, width), y, "✗", Role.ERROR)


def _draw_elsewhere(data: Lines, lane: Lane, surface: Surface, y: int) -> None:
    """A request that lies beyond the page: on which side."""
    before = data.request is not None and lane.position < data.request.first
    surface.put(0 if before else surface.width - 1, y, "◂" if before else "▸", Role.DIM)
    surface.link(0, y, surface.width, Seek(lane.position), keys=False)


LENS: Final[Lens[Lines]] = Lens(
    id="timeline", title=_title, gatherer=_gatherer, draw=_draw, tabs=TABS, legend=_LEGEND
)
