"""Did you mean …: the nearest of the words that are allowed."""

from collections.abc import Iterable
from typing import Final

CUTOFF: Final = 0.6
"""Similarity, from 0 to 1, from which a word is worth suggesting (difflib's own default)."""

LONGEST_WORD: Final = 60
"""Longer words are not compared: difflib takes time with the product of the lengths."""


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that `word` was probably meant to be, or None; letter case does not count."""
    import difflib  # only somebody who mistyped waits for it

    by_folded = {candidate.casefold(): candidate for candidate in allowed}
    if len(word) > LONGEST_WORD:
        return None
    matches = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=CUTOFF)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return the end of a message, `; did you mean 'hello'?`, or nothing when no allowed word is near."""
    nearest = closest(word, allowed)
    return f"; did you mean '{nearest}'?" if nearest is not None else ""
