"""Registered patterns by literal and position, to find one that a new pattern conflicts with (net/http/routing_index.go).

Of several such patterns Go names the first that it comes across, so the order of looking is Go's too.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from journey_tui.simulation.go.mux.conflict import conflict
from journey_tui.simulation.go.mux.pattern import Pattern

_WILDCARD: Final = ""
_SLOTS: Final = (
    8  # internal/runtime/maps, Go 1.24: a map of up to 8 entries is one group; 8 to a bucket before
)


class RoutingIndex:
    """The patterns of one ServeMux, arranged for comparing (`routingIndex`)."""

    def __init__(self) -> None:
        self._multis: list[Pattern] = []
        self._by_segment: dict[tuple[int, str], list[Pattern]] = {}

    def add(self, pattern: Pattern) -> None:
        """Add a registered pattern (`addPattern`)."""
        if pattern.is_multi:
            self._multis.append(pattern)
            return
        for position, segment in enumerate(pattern.segments):
            key = (position, _WILDCARD if segment.wild else segment.text)
            self._by_segment.setdefault(key, []).append(pattern)

    def rival(self, new: Pattern) -> Pattern | None:
        """The pattern that Go would say this one conflicts with, or None (`possiblyConflictingPatterns`)."""
        return _first_rival(new, self._multis) or self._rival_without_multi(new)

    def _rival_without_multi(self, new: Pattern) -> Pattern | None:
        if new.segments[-1].is_end:
            # Only another {$} in the same place ends in a slash there.
            return _first_rival(new, self._at(len(new.segments) - 1, "/"))
        literals = [(position, piece.text) for position, piece in enumerate(new.segments) if not piece.wild]
        if not literals:
            return self._rival_of_wildcards(new)
        position, text = min(literals, key=lambda literal: self._count(*literal))
        return _first_rival(new, self._at(position, text)) or _first_rival(new, self._at(position, _WILDCARD))

    def _at(self, position: int, text: str) -> list[Pattern]:
        return self._by_segment.get((position, text), [])

    def _count(self, position: int, text: str) -> int:
        return len(self._at(position, text)) + len(self._at(position, _WILDCARD))

    def _rival_of_wildcards(self, new: Pattern) -> Pattern | None:
        """A pattern of wildcards only: Go walks its map from anywhere; this is the rival that it names most often.

        A small map lies in one group of slots, filled in order; the walk begins at a random slot and goes round. A
        larger one lies in no order at all.
        """
        firsts = [_first_rival(new, patterns) for patterns in self._by_segment.values()]
        if len(firsts) <= _SLOTS:
            slots = firsts + [None] * (_SLOTS - len(firsts))
            firsts = [_first_of(slots[start:] + slots[:start]) for start in range(_SLOTS)]
        named = Counter(rival for rival in firsts if rival)
        return named.most_common(1)[0][0] if named else None


def _first_rival(new: Pattern, patterns: Iterable[Pattern]) -> Pattern | None:
    return next((old for old in patterns if conflict(new, old)), None)


def _first_of(rivals: Iterable[Pattern | None]) -> Pattern | None:
    return next(filter(None, rivals), None)
