"""Did you mean …: the nearest of the words that are allowed."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

CUTOFF: Final = 0.6
"""Similarity, from 0 to 1, from which a word is worth suggesting (difflib's own default)."""

LONGEST_WORD: Final = 60
"""Longer words are not compared: difflib takes time with the product of the lengths."""


MOST_COMPARED: Final = 100
"""Words that one is compared with, at 10 us each; of more only those of about its length are looked at."""

_SAME_LENGTH: Final = 2
"""By how many characters they may differ then."""


_VERSION: Final = re.compile(r"[0-9.]+")


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that `word` was probably meant to be, or None; letter case does not count."""
    import difflib  # only somebody who mistyped waits for it

    if len(word) > LONGEST_WORD:
        return None
    if _VERSION.fullmatch(word):  # 1.30 is no misspelt 1.23
        return next((each for each in allowed if word.startswith(f"{each}.")), None)
    by_folded = {candidate.casefold(): candidate for candidate in _comparable(word, list(allowed))}
    matches = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=CUTOFF)
    return by_folded[matches[0]] if matches else None


def _comparable(word: str, allowed: Sequence[str]) -> Sequence[str]:
    if len(allowed) <= MOST_COMPARED:
        return allowed
    alike = (each for each in allowed if abs(len(each) - len(word)) <= _SAME_LENGTH)
    return list(islice(alike, MOST_COMPARED))


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return the end of a message, `; did you mean 'hello'?`, or nothing when no allowed word is near."""
    nearest = closest(word, allowed)
    return f"; did you mean '{nearest}'?" if nearest is not None else ""
