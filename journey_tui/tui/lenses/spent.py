"""What the time of one request went to, gathered for the waterfall: by kind, by stage, stay by stay."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.doing import Kind, Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.spread import ALL, Spreads
from journey_tui.tui.lenses.kept import Kept
from journey_tui.tui.lenses.lens import Ask

COMPARED: Final = (Kind.KERNEL, Kind.GO, Kind.HANDLER)
"""Shown first, and even where they took nothing: what the kernel and Go each took is the question."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stage, or one stay."""

    stage: str
    what: str
    duration_ns: int
    since_ns: int
    """From the request's beginning to the first moment of it."""
    position: int
    """Where its longest stay begins."""
    longest: bool = False
    """Whether the longest stay of all is in it."""
    waited: bool = False
    """Whether the longest wait is."""
    wait_ns: int = 0
    """How long that was, where the line has other stays as well."""
    p50_ns: int | None = None
    p99_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """All of one request."""

    span: RequestSpan | None
    total_ns: int = 0
    kinds: Sequence[tuple[Kind, int]] = ()
    lines: Sequence[Line] = ()
    longest: Sequence[Line] = ()
    """Single stays, the longest first."""
    asked: int = 0
    """Requests that the medians are of."""
    here: int | None = None
    """Which of the lines the request is in at the moment; None where it is in none."""
    tab: int = 0
    scroll: int = 0
    width: int = 0


def gatherer(timeline: Timeline) -> Callable[[Ask], Fall]:
    """Reads what the time of a request went to."""
    kept = Kept(timeline)

    def gather(ask: Ask) -> Fall:
        span = timeline.request(ask.request if ask.subject is None else ask.subject)
        if span is None:
            return Fall(None)
        stays = _lasting(kept.way(span), timeline)
        spreads = kept.spreads()
        lines = _by_stage(stays, spreads) if ask.tab == 0 else _one_by_one(stays)
        total_ns = sum(stay.duration_ns or 0 for stay in stays)
        longest: Sequence[Line] = ()
        if ask.tab == 0:
            longest = sorted(_one_by_one(stays), key=lambda line: -line.duration_ns)[: ask.height]
        return Fall(
            span,
            total_ns,
            _kinds(stays),
            lines,
            longest,
            spreads.count(ALL),
            _here(stays, lines, ask) if ask.position <= span.last else None,
            ask.tab,
            ask.scroll,
            ask.width,
        )

    return gather


def _lasting(stays: Sequence[Stay], timeline: Timeline) -> list[Stay]:
    """The stays with a duration each: what still lasts, lasts to the end of what is known."""
    known = [stay for stay in stays if stay.duration_ns is not None]
    if len(known) < len(stays):
        last = stays[-1]
        end_ns = max(timeline.time_at(timeline.length), last.time_ns)
        known.append(Stay(last.position, last.time_ns, last.stage, last.doing, end_ns - last.time_ns))
    return known


def _here(stays: Sequence[Stay], lines: Sequence[Line], ask: Ask) -> int | None:
    """The line of the stage at hand, or of the stay that is going on."""
    if ask.tab:
        place = bisect_right(lines, ask.position, key=lambda line: line.position) - 1
        return place if place >= 0 else None
    place = bisect_right(stays, ask.position, key=lambda stay: stay.position) - 1
    stages = [line.stage for line in lines]
    return stages.index(stays[place].stage) if place >= 0 else None


def _kinds(stays: Sequence[Stay]) -> list[tuple[Kind, int]]:
    """What kernel, Go and handler took, then all else, the longest first."""
    spent: dict[Kind, int] = dict.fromkeys(COMPARED, 0)
    for stay in stays:
        spent[stay.kind] = spent.get(stay.kind, 0) + (stay.duration_ns or 0)
    others = sorted((kind for kind in spent if kind not in COMPARED), key=lambda kind: -spent[kind])
    return [(kind, spent[kind]) for kind in (*COMPARED, *others) if kind in COMPARED or spent[kind]]


def _longest(stays: Sequence[Stay]) -> Stay | None:
    return max(stays, key=lambda stay: stay.duration_ns or 0, default=None)


def _by_stage(stays: Sequence[Stay], spreads: Spreads) -> list[Line]:
    """One line for each stage, in the order of the first visit."""
    longest, waited = _longest(stays), _longest([stay for stay in stays if stay.waits])
    lines = []
    for stage in dict.fromkeys(stay.stage for stay in stays):
        here = [stay for stay in stays if stay.stage == stage]
        most = waited if waited in here else _longest(here)
        assert most is not None
        lines.append(
            Line(
                stage,
                most.kind if most.duration_ns else "",
                sum(stay.duration_ns or 0 for stay in here),
                here[0].time_ns - stays[0].time_ns,
                most.position,
                longest in here,
                waited in here,
                (most.duration_ns or 0) if len(here) > 1 and most is waited else 0,
                spreads.at(stage, 0.5),
                spreads.at(stage, 0.99),
            )
        )
    return lines


def _one_by_one(stays: Sequence[Stay]) -> list[Line]:
    """The stays that took time, neighbours of one stage and kind together."""
    longest, waited = _longest(stays), _longest([stay for stay in stays if stay.waits])
    lines = []
    for (stage, kind), group in groupby((stay for stay in stays if stay.duration_ns), key=_place):
        here = list(group)
        spent = sum(stay.duration_ns or 0 for stay in here)
        since = here[0].time_ns - stays[0].time_ns
        lines.append(Line(stage, kind, spent, since, here[0].position, longest in here, waited in here))
    return lines


def _place(stay: Stay) -> tuple[str, Kind]:
    return stay.stage, stay.kind
