"""How long requests take at each stage: medians and tails of any number of them in a few hundred counters.

A duration is counted in a bucket: sixteen to each doubling, so that what is read back is at most 1/32 off. Nothing
has to be kept of a request for it, and adding one costs the same after a million.
"""

from collections import Counter, defaultdict
from typing import Final

from journey_tui.playback.spans import RequestSpan

_SUB_BITS: Final = 4
"""Of the bits after the leading one, how many tell buckets apart."""
ALL: Final = "all"
"""The name under which the whole duration is counted."""


class Spread:
    """Counts of durations."""

    __slots__ = ("_counts", "count")

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.count = 0

    def add(self, duration_ns: int) -> None:
        """Count one duration."""
        self._counts[_bucket(max(duration_ns, 0))] += 1
        self.count += 1

    def share_below(self, share: float) -> int | None:
        """The duration in nanoseconds that this share of all does not exceed, within 1/32; None without any."""
        left = self.count * share
        for bucket in sorted(self._counts):
            left -= self._counts[bucket]
            if left <= 0:
                return _middle(bucket)
        return None


def _bucket(duration_ns: int) -> int:
    shift = max(duration_ns.bit_length() - 1 - _SUB_BITS, 0)
    return (shift << _SUB_BITS) + (duration_ns >> shift)


def _middle(bucket: int) -> int:
    """The middle of the durations that share a bucket."""
    shift = max((bucket >> _SUB_BITS) - 1, 0)
    lowest = (bucket - (shift << _SUB_BITS)) << shift
    return lowest + (1 << shift >> 1)


class Spreads:
    """A spread for each stage, for each kind of time, and for the whole."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, Spread] = defaultdict(Spread)

    def add(self, span: RequestSpan) -> None:
        """Count a request that has ended, at each stage where it was."""
        spent: Counter[str] = Counter()
        for stay in span.spent():
            spent[stay.stage] += stay.duration_ns or 0
        for name, duration_ns in spent.items():
            self._by_name[name].add(duration_ns)
        self._by_name[ALL].add(span.duration_ns or 0)

    def of(self, name: str) -> Spread:
        """The spread of a stage, by its id, or of `ALL`."""
        return self._by_name.get(name) or Spread()
