"""The glossary: what each term of the field means, in one line, and at which stages one meets it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

Entries = Mapping[str, Mapping[str, Any]]

_SHORTEST: Final = 3
"""Letters of a spelling that is looked for in sentences; shorter ones stand for too much else."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry."""

    name: str
    say: str
    """One line, plain text."""
    stages: tuple[str, ...]
    """Where it is met, the most telling stage first."""
    also: tuple[str, ...] = ()
    """Other spellings, and narrower terms that the same line explains."""
    see: tuple[str, ...] = ()
    """Names of other entries."""
    gloss: str = ""
    """Its name in the letters of another language, where that has one; `name` is the field's own in each."""

    @property
    def title(self) -> str:
        """As it is headed: `রিং বাফার (ring buffer)`."""
        return f"{self.gloss} ({self.name})" if self.gloss else self.name

    @property
    def spellings(self) -> tuple[str, ...]:
        """All by which it is found."""
        return (self.name, *self.also, *filter(None, [self.gloss]))


@cache
def glossary(language: str = "en") -> Mapping[str, Term]:
    """Every term by its name, in the order of the way that a request takes.

    Names, stages and what to see are the same in each language. Raises `KeyError` for a term that one of them lacks.
    """
    words = _table(language)
    return MappingProxyType({name: _term(name, words[name], entry) for name, entry in _table("en").items()})


def _table(language: str) -> Entries:
    return tomllib.loads((files("journey_tui.content") / language / "glossary.toml").read_text("utf-8"))


def _term(name: str, words: Mapping[str, Any], entry: Mapping[str, Any]) -> Term:
    also, see = entry.get("also", ()), entry.get("see", ())
    return Term(
        name, words["say"], tuple(entry["stages"]), tuple(also), tuple(see), gloss=words.get("gloss", "")
    )


@cache
def terms_of(stage: str, language: str = "en") -> tuple[Term, ...]:
    """The terms that one meets at a stage, those first that are most at home there."""
    found = [term for term in glossary(language).values() if stage in term.stages]
    return tuple(sorted(found, key=lambda term: term.stages.index(stage)))


def mentioned(text: str, stage: str, language: str = "en") -> Term | None:
    """The stage's term that a text speaks of: of several the one with the longest spelling; None if of none."""
    low = text.lower()
    best: tuple[int, Term] | None = None
    for term in terms_of(stage, language):
        for spelling in term.spellings:
            longer = len(spelling) >= _SHORTEST and (best is None or len(spelling) > best[0])
            if longer and _holds(low if spelling.islower() else text, spelling):
                best = (len(spelling), term)
    return None if best is None else best[1]


def found(wanted: str, stage: str, language: str = "en") -> list[Term]:
    """The terms that hold a text: in a spelling, then in their line; those of the stage at hand first."""
    here = terms_of(stage, language)
    others = [term for term in glossary(language).values() if term not in here]
    low = wanted.casefold()
    ranked = ((_rank(term, low), term) for term in (*here, *others))
    return [term for _, term in sorted((pair for pair in ranked if pair[0] < _NOT), key=lambda pair: pair[0])]


_NOT: Final = 9


def _rank(term: Term, wanted: str) -> int:
    """How well a term answers: its name begins so, a spelling holds it, its line does."""
    if not wanted:
        return 0
    if any(spelling.casefold().startswith(wanted) for spelling in term.spellings):
        return 0 if term.name.casefold() == wanted else 1
    if any(wanted in spelling.casefold() for spelling in term.spellings):
        return 2
    return 3 if wanted in term.say.casefold() else _NOT


def _holds(text: str, spelling: str) -> bool:
    """Whether a text holds a spelling as words of its own; a plural's s does not part them, nor does a Bengali ending."""
    start = text.find(spelling)
    while start >= 0:
        stop = start + len(spelling)
        stop += text[stop : stop + 1] == "s"
        if not _joins(text[start - 1 : start], spelling[0]) and not _joins(
            text[stop : stop + 1], spelling[-1]
        ):
            return True
        start = text.find(spelling, start + 1)
    return False


def _joins(neighbour: str, letter: str) -> bool:
    """Whether two characters are of one word: letters or figures, and both of the Latin alphabet or neither."""
    return neighbour.isalnum() and neighbour.isascii() == letter.isascii()
