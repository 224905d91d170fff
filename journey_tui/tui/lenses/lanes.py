"""The pages of the timeline: which part of the run is shown, and what lies in each of its rows.

In true time microseconds lie inside milliseconds: the pages therefore show the moments around the present, as close
as a dozen events allow, or the whole of one request.
"""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.doing import Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.stages import STAGES
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.tui.lenses.axis import Axis, round_up
from journey_tui.tui.lenses.kept import Kept
from journey_tui.tui.lenses.lens import Ask

_STEPS: Final = frozenset({0, 3})
OF_REQUESTS: Final = frozenset({3, 4})
_EVENTS_A_COLUMN: Final = 5
"""A request with no more events than that is shown whole."""
_CLOSEST: Final = 12
"""Events that the closest look at true time shows, at least."""
_MOST_DOTS: Final = 1024
"""Events that are drawn singly; of more than that only the first losses are."""
_MOST_DROPS: Final = 64
_PAGES_KEPT: Final = 16
_BARS_KEPT: Final = 512
_HEADED: Final = 3
"""Rows below the stages from which requests find room there."""
_LABEL: Final = 6
LONG_LABEL: Final = 27
_LONG_FROM: Final = 110


@dataclass(frozen=True, slots=True)
class Bar:
    """One stay on a row, in the axis's own unit."""

    start: int
    stop: int
    stage: str
    waits: bool
    position: int


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
    here: bool = False
    """Whether its thing is there now: the request at hand at this stage, or this request under way."""


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


class Reader:
    """Reads pages of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._kept = Kept(timeline)
        self._bars_kept: OrderedDict[tuple[object, ...], tuple[Bar, ...]] = OrderedDict()
        self._pages: OrderedDict[tuple[int, int], list[_Event]] = OrderedDict()

    def lines(self, ask: Ask) -> Lines:
        """The page that holds the position."""
        timeline, steps = self.timeline, ask.tab in _STEPS
        span = timeline.request(ask.request if ask.subject is None else ask.subject)
        now = ask.position if steps else timeline.time_at(ask.position)
        columns = max(ask.width - label_cells(ask.width), 1)
        axis = self._steps(ask.position, span, columns) if steps else self._times(ask, span, now)
        rows = max(ask.height - 1, 1)
        if ask.tab in OF_REQUESTS:
            lanes = self._requests(axis, span, rows, columns, ask.position)
        else:
            lanes = self._stages(axis, span, rows, columns, ask.position)
            if rows - len(lanes) > _HEADED and len(timeline.requests) > 1:
                lanes += [Lane(""), *self._requests(axis, span, rows - len(lanes) - 1, columns, ask.position)]
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
                if ask.tab == 2:
                    return Axis(begin, max(end, begin + 1), steps=False)
                page = round_up(max((end - begin) * 4 // 3, 4))  # as a rule the next request's is the same
                page_begin = begin // (page // 4) * (page // 4)
                if page_begin <= now <= page_begin + page:
                    return Axis(page_begin, page_begin + page, steps=False)
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
        """The events that lead to the positions from `start` to `stop`; of very many, those that lose a packet."""
        start, stop = max(start, 1), min(stop, self.timeline.length)
        key = (start, stop)
        events = self._pages.pop(key, None)
        if events is None:
            positions: Sequence[int] = range(start, stop + 1)
            if len(positions) > _MOST_DOTS:
                drops = self.timeline.drops
                positions = drops[bisect_left(drops, start) : bisect_right(drops, stop)][:_MOST_DROPS]
            events = []
            for position in positions:
                event = self.timeline.event_at(position)
                assert event is not None
                dropped = isinstance(event, PacketDropped)
                events.append(_Event(position, event.time_ns, event.stage, dropped))
        self._pages[key] = events
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return events

    # ── rows ──

    def _stages(
        self, axis: Axis, span: RequestSpan | None, rows: int, columns: int, position: int
    ) -> list[Lane]:
        if axis.steps:
            events = self._events(axis.start, axis.stop)
        else:
            at = self.timeline.position_at_time
            events = self._events(at(axis.start - 1) + 1, at(axis.stop))
        bars = () if span is None else self._bars(axis, span, columns, by_stage=True)
        visited = {bar.stage for bar in bars} | {event.stage for event in events}
        lanes = []
        event = self.timeline.event_at(position)
        at_hand = "" if span is None else self._stage_at(span, position)
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
                    here=stage == at_hand,
                )
            )
        return lanes

    def _stage_at(self, span: RequestSpan, position: int) -> str:
        """Where a request is; empty before its first event and after its end."""
        stays = self._kept.way(span, whole=True)
        place = bisect_right(stays, position, key=lambda stay: stay.position)
        return stays[place - 1].stage if place and not 0 < span.ended <= position else ""

    def _bars(self, axis: Axis, span: RequestSpan, columns: int, *, by_stage: bool) -> tuple[Bar, ...]:
        """The stays that lie on the axis; of several within one cell of a row, the first."""
        key = (axis, span.id, len(span.changes), span.ended, columns, by_stage)
        known = self._bars_kept.pop(key, None)
        self._bars_kept[key] = bars = (
            self._make_bars(axis, span, columns, by_stage) if known is None else known
        )
        if len(self._bars_kept) > _BARS_KEPT:
            self._bars_kept.popitem(last=False)
        return bars

    def _make_bars(self, axis: Axis, span: RequestSpan, columns: int, by_stage: bool) -> tuple[Bar, ...]:
        bars: list[Bar] = []
        taken: dict[str, int] = {}
        stays = self._kept.way(span, whole=by_stage)
        ends = [*(stay.position for stay in stays[1:]), span.ended or self.timeline.length]
        for stay, end in zip(stays, ends, strict=False):
            if axis.steps:
                start, stop = stay.position, end
            else:
                start = stay.time_ns
                lasts = stay.duration_ns
                stop = self._end_ns(stays) if lasts is None else start + lasts
            row = stay.stage if by_stage else ""
            cells = axis.column(start, columns), axis.column(stop, columns) - 1
            if stop >= axis.start and start <= axis.stop and max(cells) > taken.get(row, -1):
                taken[row] = max(cells)
                bars.append(Bar(start, stop, stay.stage, stay.waits, stay.position))
        return tuple(bars)

    def _requests(
        self, axis: Axis, span: RequestSpan | None, rows: int, columns: int, position: int
    ) -> list[Lane]:
        """The requests sent before and after the one at hand."""
        spans = self.timeline.requests
        if span is None:
            return []
        half = max(rows // 2, 1)  # by half pages, so that rows stay while the run goes from one to another
        start = min(max(span.place // half * half - (rows - half) // 2, 0), max(len(spans) - rows, 0))
        lanes = []
        for one in spans[start : start + rows]:
            bars = self._bars(axis, one, columns, by_stage=False)
            here = one.first <= position and not 0 < one.ended <= position
            lanes.append(Lane(f"#{one.id}", "", bars, position=one.first, request=one.id, here=here))
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


def label_cells(width: int) -> int:
    """Cells for the names of the rows, in a pane of this width."""
    return LONG_LABEL if width >= _LONG_FROM else _LABEL
