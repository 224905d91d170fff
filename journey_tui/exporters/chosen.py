"""Which moments of a run a page or a recording holds: all of a short run, of a long one what follows its landmarks."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from journey_tui.exporters.outline import Outline

MOST_FRAMES: Final = 1_200
"""Of a longer run what follows each chapter's and each stop's beginning: on a page about two megabytes, and forty
minutes of a recording at normal speed."""


def chosen_positions(outline: Outline, opening: int) -> list[int]:
    """The positions to show, in order: all from the opening on, or as many as there is room for."""
    whole = range(opening, outline.length + 1)
    if len(whole) <= MOST_FRAMES:
        return list(whole)
    places = {one.position for one in outline.chapters}
    places |= {stop.position for one in outline.chapters for stop in one.stops}
    starts = sorted(places)[:MOST_FRAMES]
    stretches = list(pairwise([*starts, outline.length + 1]))
    share = bisect_right(range(1, MOST_FRAMES), MOST_FRAMES, key=lambda most: _total(stretches, most))
    return [place for start, stop in stretches for place in range(start, min(stop, start + max(share, 1)))]


def _total(stretches: Sequence[tuple[int, int]], most: int) -> int:
    """How many positions that makes when each stretch is cut after so many."""
    return sum(min(stop - start, most) for start, stop in stretches)
