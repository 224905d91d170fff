"""The timeline: one row for each stage or each request, the run going right, event by event or in true time.

In true time microseconds lie inside milliseconds: the pages therefore show the moments around the present, as close
as a dozen events allow, or the whole of one request.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.stays import Stay
from journey_tui.stages import STAGE_BY_ID, STAGES
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.tui.lenses.axis import Axis, draw_axis, round_up
from journey_tui.tui.lenses.kept import Kept
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
_STEPS: Final = frozenset({0, 3})
_OF_REQUESTS: Final = frozenset({3, 4})
_EVENTS_A_COLUMN: Final = 5
"""A request with no more events than that is shown whole."""
_CLOSEST: Final = 12
"""Events that the closest look at true time shows, at least."""
_MOST_DOTS: Final = 1024
"""Events that are read for one page."""
_PAGES_KEPT: Final = 16
_HEADED: Final = 3
"""Rows below the stages from which requests find room there."""
_LABEL: Final = 6
_LONG_LABEL: Final = 24
_LONG_FROM: Final = 110


@dataclass(frozen=True, slots=True)
class Bar:
    """One stay on a row, in the axis's own unit."""

    start: int
    stop: int
    stage: str
    waits: bool
    position: int
    until: int
    """The positions of its first event, and of the one that ends it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row."""

    name: str
    stage: str = ""
    """Whose row it is; empty: a request's."""
    bars: tuple[Bar, ...] = ()
    dots: tuple[int, ...] = ()
    """Single events."""
    drops: tuple[int, ...] = ()
    position: int = 0
    """Where something happens in it next (a stage), or where it begins (a request)."""
    request: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the timeline."""

    axis: Axis
    lanes: Sequence[Lane]
    now: int
    request: RequestSpan | None
    tab: int


@dataclass(frozen=True, slots=True)
class _Event:
    """What a page keeps of one event."""

    position: int
    time_ns: int
    stage: str
    dropped: bool


class _Reader:
    """Reads pages of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._kept = Kept(timeline)
        self._pages: OrderedDict[tuple[int, int], list[_Event]] = OrderedDict()

    def lines(self, ask: Ask) -> Lines:
        """The page that holds the position."""
        timeline, steps = self.timeline, ask.tab in _STEPS
        span = timeline.request(ask.request if ask.subject is None else ask.subject)
        now = ask.position if steps else timeline.time_at(ask.position)
        columns = max(ask.width - _label_cells(ask.width), 1)
        axis = self._steps(ask.position, span, columns) if steps else self._times(ask, span, now)
        rows = max(ask.height - 1, 1)
        if ask.tab in _OF_REQUESTS:
            lanes = self._requests(axis, span, rows)
        else:
            lanes = self._stages(axis, span, rows, ask.position)
            if rows - len(lanes) > _HEADED and len(timeline.requests) > 1:
                lanes += [Lane(""), *self._requests(axis, span, rows - len(lanes) - 1)]
        return Lines(axis, lanes, now, span, ask.tab)

    # ── which part of the run ──

    def _steps(self, position: int, span: RequestSpan | None, columns: int) -> Axis:
        """The whole of a request where it has so few events, else a page around the present that moves by halves."""
        most = columns * _EVENTS_A_COLUMN
        if span is not None:
            last = max(span.ended or span.last, span.first + 1)
            if span.first <= position <= last and last - span.first <= most:
                return Axis(span.first, last, steps=True)
        half = max(columns // 2, 1)
        start = max(position // half * half - half, 0)
        return Axis(start, start + 3 * half, steps=True)

    def _times(self, ask: Ask, span: RequestSpan | None, now: int) -> Axis:
        if ask.tab != 1 and span is not None:
            stays = self._kept.way(span)
            if stays:
                begin, end = stays[0].time_ns, span.ended_ns if span.ended else self._end_ns(stays)
                margin = 0 if ask.tab == 2 else (end - begin) // 10
                if begin <= now <= end or ask.tab == 2:
                    return Axis(begin - margin, max(end + margin, begin + 1), steps=False)
        return self._close(ask.position, now)

    def _end_ns(self, stays: Sequence[Stay]) -> int:
        return max(self.timeline.time_at(self.timeline.length), stays[-1].time_ns)

    def _close(self, position: int, now: int) -> Axis:
        """The shortest round time that holds a dozen events, this one among them; pages overlap by half."""
        start = max(position - _CLOSEST, 1)
        stop = min(position + _CLOSEST, self.timeline.length)
        times = [event.time_ns for event in self._events(start, stop)]
        groups = range(max(len(times) - _CLOSEST, 0) + 1)
        spans = [times[min(one + _CLOSEST, len(times)) - 1] - times[one] for one in groups] if times else [0]
        page = round_up(max(min(spans) * 2, 1000))
        begin = (now - page // 4) // (page // 2) * (page // 2)
        return Axis(begin, begin + page, steps=False)

    def _events(self, start: int, stop: int) -> list[_Event]:
        """The events that lead to the positions from `start` to `stop`."""
        stop = min(stop, start + _MOST_DOTS, self.timeline.length)
        key = (start, stop)
        events = self._pages.pop(key, None)
        if events is None:
            events = []
            for position in range(max(start, 1), stop + 1):
                event = self.timeline.event_at(position)
                assert event is not None
                dropped = isinstance(event, PacketDropped)
                events.append(_Event(position, event.time_ns, event.stage, dropped))
        self._pages[key] = events
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return events

    # ── rows ──

    def _stages(self, axis: Axis, span: RequestSpan | None, rows: int, position: int) -> list[Lane]:
        if axis.steps:
            events = self._events(axis.start, axis.stop)
        else:
            at = self.timeline.position_at_time
            events = self._events(at(axis.start - 1) + 1, at(axis.stop))
        bars = [] if span is None else self._bars(axis, span)
        visited = {bar.stage for bar in bars} | {event.stage for event in events}
        lanes = []
        event = self.timeline.event_at(position)
        for stage in _chosen(visited, rows, "" if event is None else event.stage):
            here = [event for event in events if event.stage == stage]
            nearest = next((event for event in here if event.position > position), here[0] if here else None)
            lanes.append(
                Lane(
                    stage,
                    stage,
                    tuple(bar for bar in bars if bar.stage == stage),
                    tuple(_place(axis, event) for event in here),
                    tuple(_place(axis, event) for event in here if event.dropped),
                    0 if nearest is None else nearest.position,
                )
            )
        return lanes

    def _bars(self, axis: Axis, span: RequestSpan) -> list[Bar]:
        stays = self._kept.way(span)
        ends = [*(stay.position for stay in stays[1:]), span.ended or self.timeline.length]
        bars = []
        for stay, end in zip(stays, ends, strict=False):
            if axis.steps:
                start, stop = stay.position, end
            else:
                start = stay.time_ns
                lasts = stay.duration_ns
                stop = self._end_ns(stays) if lasts is None else start + lasts
            if stop >= axis.start and start <= axis.stop:
                bars.append(Bar(start, stop, stay.stage, stay.waits, stay.position, end))
        return bars

    def _requests(self, axis: Axis, span: RequestSpan | None, rows: int) -> list[Lane]:
        """The requests sent before and after the one at hand."""
        spans = self.timeline.requests
        if span is None:
            return []
        start = min(max(span.place - rows // 2, 0), max(len(spans) - rows, 0))
        lanes = []
        for one in spans[start : start + rows]:
            bars = tuple(self._bars(axis, one))
            lanes.append(Lane(f"#{one.id}", "", bars, position=one.first, request=one.id))
        return lanes


def _chosen(visited: set[str], rows: int, here: str) -> list[str]:
    """All stages where they find room, else those where something happens, those around the present."""
    names = [stage.id for stage in STAGES]
    if len(names) <= rows:
        return names
    names = [name for name in names if name in visited]
    place = names.index(here) if here in names else 0
    start = min(max(place - rows // 2, 0), max(len(names) - rows, 0))
    return names[start : start + rows]


def _place(axis: Axis, event: _Event) -> int:
    return event.position if axis.steps else event.time_ns


def _gatherer(timeline: Timeline) -> Callable[[Ask], Lines]:
    return _Reader(timeline).lines


# ── drawing ──


def _label_cells(width: int) -> int:
    return _LONG_LABEL if width >= _LONG_FROM else _LABEL


def _title(_view: View, data: Lines) -> str:
    whose = "" if data.request is None or data.tab in _OF_REQUESTS else f" of request #{data.request.id}"
    length = data.axis.stop - data.axis.start
    size = f"{length:,} events" if data.axis.steps else format_time(length)
    return f"Timeline{whose}: {TABS[data.tab]} · {size}"


def _draw(view: View, data: Lines, surface: Surface) -> None:
    if not data.lanes:
        surface.put_fit(1, 0, "No request has been sent yet.", surface.width - 2, Role.DIM)
        return
    label = _label_cells(surface.width)
    stride = 2 if surface.height >= 2 * len(data.lanes) else 1
    rows = min(len(data.lanes) * stride - stride + 1, surface.height - 1)
    field = surface.area(label, 0, surface.width - label, surface.height)
    now = data.axis.column(data.now, field.width)
    for y in range(rows):
        field.put(now, y, "│", Role.FOCUS)
    for y, lane in zip(range(0, rows, stride), data.lanes, strict=False):
        if lane.name:
            _draw_label(data, lane, surface, y, label)
            _draw_lane(data, lane, field, y, now, view.position)
    draw_axis(data.axis, field.area(0, rows, field.width, 1))


def _draw_label(data: Lines, lane: Lane, surface: Surface, y: int, label: int) -> None:
    if lane.stage:
        stage = STAGE_BY_ID[lane.stage]
        name = stage.title if label == _LONG_LABEL else stage.label
        surface.put_fit(0, y, name, label - 1, LANE_ROLE[stage.lane])
        if lane.position:
            surface.link(0, y, label - 1, Seek(lane.position))
        return
    here = data.request is not None and lane.request == data.request.id
    surface.put_fit(0, y, f"{'▶' if here else ' '}{lane.name}", label - 1, Role.STRONG if here else Role.TEXT)
    surface.link(0, y, label - 1, Seek(lane.position))


def _draw_lane(data: Lines, lane: Lane, surface: Surface, y: int, now: int, position: int) -> None:
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
    for value in lane.drops:
        surface.put(axis.column(value, width), y, "✗", Role.ERROR)
    if any(bar.position <= position < bar.until for bar in lane.bars):
        surface.put(now, y, "●", Role.PACKET)


def _draw_elsewhere(data: Lines, lane: Lane, surface: Surface, y: int) -> None:
    """A request that lies beyond the page: on which side."""
    before = data.request is not None and lane.position < data.request.first
    surface.put(0 if before else surface.width - 1, y, "◂" if before else "▸", Role.DIM)
    surface.link(0, y, surface.width, Seek(lane.position), keys=False)


LENS: Final[Lens[Lines]] = Lens(id="timeline", title=_title, gatherer=_gatherer, draw=_draw, tabs=TABS)
