"""How long requests take at each stage: the median and the tail of all, or of a sample of so many that it makes no odds."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from journey_tui.playback.spans import RequestSpan

MOST_SAMPLED: Final = 500
"""Requests that are asked; of more, every so many-th: a p99 of 500 lies between the true p98 and p99.7."""
ALL: Final = "all"
"""The name under which the whole duration stands."""


class Spreads:
    """Sorted durations in nanoseconds for each stage where a request was, for each kind of time, and for the whole."""

    def __init__(self, spans: Sequence[RequestSpan]) -> None:
        self._durations_ns: defaultdict[str, list[int]] = defaultdict(list)
        for span in spans[:: len(spans) // MOST_SAMPLED + 1]:
            if span.ended:
                self._add(span)

    def _add(self, span: RequestSpan) -> None:
        spent: Counter[str] = Counter()
        for stay in span.spent():
            spent[stay.stage] += stay.duration_ns or 0
        spent[ALL] = span.duration_ns or 0
        for name, duration_ns in spent.items():
            insort(self._durations_ns[name], duration_ns)

    def count(self, name: str) -> int:
        """How many of the requests asked were at this stage (or, for `ALL`, how many there are)."""
        return len(self._durations_ns.get(name, ()))

    def at(self, name: str, share: float) -> int | None:
        """The shortest duration that at least this share of them does not exceed; None without any."""
        durations = self._durations_ns.get(name)
        if not durations:
            return None
        return durations[max(-int(-share * len(durations) // 1) - 1, 0)]
