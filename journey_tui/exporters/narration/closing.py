"""How a run has ended: what became of its requests, how long they took, and where: what the list and the waterfall show."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from journey_tui.content.ui import _
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.spread import Spreads
from journey_tui.playback.timeline import Timeline
from journey_tui.stages import STAGES
from journey_tui.units import format_clock, format_time

_SEVERAL: Final = 2
"""Requests from which a spread says more than each one's own line."""
_MEDIAN: Final = 0.5
_TAIL: Final = 0.99


def closing_lines(timeline: Timeline) -> Iterator[str]:
    """Told where a whole run has been told."""
    world = timeline.world_at(timeline.length)
    yield _("The end, after event {number}, {time}. Packets lost: {lost}.").format(
        number=timeline.length, time=format_clock(world.time_ns), lost=world.dropped_packets
    )
    spans = timeline.requests
    if spans:
        outcomes = Counter(span.outcome or _("under way") for span in spans)
        ended = ", ".join(f"{outcome} {count}" for outcome, count in outcomes.items())
        yield _("Requests: {count}. How they ended: {ended}.").format(count=len(spans), ended=ended)
    answered = [span for span in spans if span.ended and span.status is not None]
    if len(answered) >= _SEVERAL:
        yield from _spread(answered, Spreads(spans))


def _spread(spans: Sequence[RequestSpan], spreads: Spreads) -> Iterator[str]:
    ordered = sorted(spans, key=lambda span: span.duration_ns or 0)
    shortest, longest = ordered[0], ordered[-1]
    yield _(
        "Those that were answered took: p50 {median}, p99 {tail}, shortest {shortest} (request {first}), longest {longest} (request {last})."
    ).format(
        median=_at(ordered, _MEDIAN),
        tail=_at(ordered, _TAIL),
        shortest=format_time(shortest.duration_ns or 0),
        first=shortest.id,
        longest=format_time(longest.duration_ns or 0),
        last=longest.id,
    )
    stages = ((stage.title, spreads.at(stage.id, _MEDIAN), spreads.at(stage.id, _TAIL)) for stage in STAGES)
    told = (
        f"{title} {format_time(median)} / {format_time(tail)}"
        for title, median, tail in stages
        if median is not None and tail
    )
    yield _("At each stage, p50 / p99: {stages}.").format(stages=", ".join(told))


def _at(ordered: Sequence[RequestSpan], share: float) -> str:
    """The nearest rank."""
    rank = max(-int(-share * len(ordered) // 1) - 1, 0)
    return format_time(ordered[rank].duration_ns or 0)
