"""What can be explained, and which of it a word means: a term, a stage, a topic, a kind of event, or the misconceptions.

A word is found in every language, since one may read Bengali and type `ring buffer`, or read English and paste রিং বাফার.
Letter case, blanks, hyphens and underscores do not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Final
from unicodedata import normalize

from journey_tui.content.glossary import glossary
from journey_tui.content.pages import Part, blocks, stage_page, topics
from journey_tui.content.ui import LANGUAGES
from journey_tui.stages import STAGES
from journey_tui.trace.events import EVENT_KINDS

MISCONCEPTIONS: Final = "misconceptions"
_ITS_NAMES: Final = (MISCONCEPTIONS, "misconception", "what people get wrong", "যা ভুল বোঝা হয়", "ভুল ধারণা")
_MOST: Final = 6
"""Names that are offered for a word that means nothing."""
_LONGEST: Final = 60
"""Characters of a word that others are compared with: difflib takes time with the product of the lengths."""


class Kind(StrEnum):
    """What can be explained."""

    TERM = "term"
    STAGE = "stage"
    TOPIC = "topic"
    EVENT = "event"
    MISCONCEPTIONS = "misconceptions"


@dataclass(frozen=True, slots=True)
class Explicable:
    """One thing."""

    kind: Kind
    name: str
    """As it is asked for on the command line."""


def meant(wanted: str) -> tuple[Explicable, ...]:
    """All that a word names, the shortest explanation first; nothing for an unknown one."""
    return _names().get(_key(wanted), ())


def nearest(wanted: str) -> list[str]:
    """Names that an unknown word may have been meant to be: those that hold it, else those that look like it."""
    key, names = _key(wanted), _names()
    if not key or len(key) > _LONGEST:
        return []
    near = [name for name in names if key in name] or get_close_matches(key, names, n=_MOST)
    return list(dict.fromkeys(names[name][0].name for name in sorted(near, key=len)))[:_MOST]


@cache
def _names() -> dict[str, tuple[Explicable, ...]]:
    found: dict[str, tuple[Explicable, ...]] = {}
    for name, thing in _named():
        key = _key(name)
        if key and thing not in found.get(key, ()):
            found[key] = (*found.get(key, ()), thing)
    return found


def _named() -> Iterator[tuple[str, Explicable]]:
    for language in LANGUAGES:
        for term in glossary(language).values():
            yield from ((name, Explicable(Kind.TERM, term.name)) for name in (*term.spellings, term.title))
    for stage in STAGES:
        thing = Explicable(Kind.STAGE, stage.id)
        yield from ((name, thing) for name in (stage.id, stage.label, stage.title))
        yield from (
            (name, thing) for language in LANGUAGES for name in _titles(stage_page(stage.id, language))
        )
    for language in LANGUAGES:
        for topic in topics(language).values():
            yield from (
                (name, Explicable(Kind.TOPIC, topic.name)) for name in (topic.name, *_parts(topic.title))
            )
    yield from ((kind, Explicable(Kind.EVENT, kind)) for kind in EVENT_KINDS)
    yield from ((name, Explicable(Kind.MISCONCEPTIONS, MISCONCEPTIONS)) for name in _ITS_NAMES)


def _titles(page: str) -> Iterator[str]:
    yield from (name for block in blocks(page) if block.part is Part.TITLE for name in _parts(block.text))


def _parts(title: str) -> Iterator[str]:
    """A title, and what stands in it before brackets, before a colon, and after it."""
    yield title
    first, _, last = title.partition(":")
    yield from (first, first.partition("(")[0], last, last.partition("(")[0])


def _key(text: str) -> str:
    return " ".join(normalize("NFC", text).casefold().replace("_", " ").replace("-", " ").split())
