"""The terms that some texts speak of, with what the glossary says of each in each language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from journey_tui.content.glossary import glossary

_SHORTEST: Final = 2
"""Letters of a spelling that is looked for; one letter stands for too much else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One term as a reader meets it."""

    name: Mapping[str, str]
    say: Mapping[str, str]
    """By language."""


def terms_in(texts: Iterable[str], languages: Sequence[str]) -> list[Entry]:
    """The terms that English texts speak of, in the order of the glossary."""
    found: set[str] = set()
    for text in texts:
        found.update(match.casefold() for match in _pattern().findall(text))
    met = [term for term in glossary().values() if any(one.casefold() in found for one in term.spellings)]
    return [
        Entry(
            name={each: glossary(each)[term.name].title for each in languages},
            say={each: glossary(each)[term.name].say for each in languages},
        )
        for term in met
    ]


@cache
def _pattern() -> re.Pattern[str]:
    """Every spelling as words of their own, the longest first."""
    spellings = {one for term in glossary().values() for one in term.spellings if len(one) >= _SHORTEST}
    words = "|".join(re.escape(one) for one in sorted(spellings, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<!\w)(?:{words})(?=s?(?!\w))", re.IGNORECASE)
