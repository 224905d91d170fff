"""The small words of one language that the values of a sentence are made of, and what a trace itself says in English.

A trace names reasons and outcomes in English, since it is one file for readers of every language. What is known of
them is looked up here, with whatever numbers and names they hold; what is not known stays as it stands.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

Phrases = Mapping[str, str]

_LONGEST_TOLD = 300
"""Characters of a text that is looked up: what a simulation says is shorter, and a search takes its time."""

_HOLE = re.compile(r"\{(\w+)\}")


@cache
def phrases(language: str = "en") -> Phrases:
    """The phrases by name; those with values in braces are for `str.format`."""
    return _table(language)["values"]


@lru_cache(maxsize=1024)
def said_in(language: str, text: str) -> str:
    """What a trace says (`no free RX descriptor`), in the language; as it stands where the language has no words for it."""
    for pattern, template in _known(language) if len(text) <= _LONGEST_TOLD else ():
        found = pattern.fullmatch(text)
        if found is not None:
            return _HOLE.sub(lambda hole, found=found: found[hole[1]], template)  # type: ignore[misc]
    return text


@cache
def _table(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files("journey_tui.content") / language / "phrases.toml").read_text("utf-8"))


@cache
def _known(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(_compiled(_table(language)["trace"]))


def _compiled(table: Mapping[str, str]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Each English text as a pattern: what stands in braces may be anything."""
    for english, words in table.items():
        parts = _HOLE.split(english)
        names = (f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
        yield re.compile("".join(names)), words
