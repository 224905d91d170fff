"""Where the time of a request went, in words, once it has ended: what the waterfall draws."""

from itertools import groupby
from typing import Final

from journey_tui.content.ui import N_, _
from journey_tui.playback.doing import Kind, Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.stages import STAGE_BY_ID
from journey_tui.units import format_time

_MOST_STAYS: Final = 60
"""Stays that are told one by one; of a longer way only the sums."""

_KINDS: Final = {
    Kind.CLIENT: N_("client"),
    Kind.NETWORK: N_("network"),
    Kind.HARDWARE: N_("hardware"),
    Kind.KERNEL: N_("kernel"),
    Kind.GO: N_("Go"),
    Kind.HANDLER: N_("handler"),
    Kind.QUEUED: N_("waits in a queue"),
    Kind.RUNNABLE: N_("waits for a CPU"),
    Kind.SLEEPING: N_("handler waits"),
    Kind.LOST: N_("packet was lost"),
    Kind.PARKED: N_("goroutine waits"),
}


def way_in_words(span: RequestSpan | None) -> str:
    """Its duration, what that was spent on, and its stays; empty for a request that has not ended."""
    if span is None or span.duration_ns is None:
        return ""
    stays = span.spent()
    parts = [_("It took {time}.").format(time=format_time(span.duration_ns))]
    if stays:
        parts.append(_("Spent on: {sums}.").format(sums=", ".join(_sums(stays))))
    waited = span.longest_wait()
    if waited is not None and waited.duration_ns:
        parts.append(
            _("Longest wait: {time} at {stage} ({kind}).").format(
                time=format_time(waited.duration_ns), stage=_title(waited.stage), kind=_(_KINDS[waited.kind])
            )
        )
    way = _way(stays)
    if 0 < len(way) <= _MOST_STAYS:
        parts.append(_("Its stays: {stays}.").format(stays=", ".join(way)))
    return " ".join(parts)


def _sums(stays: list[Stay]) -> list[str]:
    """By kind, the longest first."""
    sums: dict[Kind, int] = {}
    for stay in stays:
        sums[stay.kind] = sums.get(stay.kind, 0) + (stay.duration_ns or 0)
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    return [f"{_(_KINDS[kind])} {format_time(time_ns)}" for kind, time_ns in ordered if time_ns]


def _way(stays: list[Stay]) -> list[str]:
    """Stage after stage, those at one stage taken together."""
    return [
        f"{_title(stage)} {format_time(sum(stay.duration_ns or 0 for stay in there))}"
        for stage, there in groupby(stays, key=lambda stay: stay.stage)
    ]


def _title(stage: str) -> str:
    return STAGE_BY_ID[stage].title if stage in STAGE_BY_ID else stage
