"""What can be explained, and which of it a word means: a term, a stage, a topic, a kind of event, or the misconceptions.

A word is found in every language, since one may read Bengali and type `ring buffer`, or read English and paste রিং বাফার.
Letter case, blanks, hyphens and underscores do not count. What people put around a word (a question, quotes, a slash, the
name of a package, a plural's s) is taken off when nothing is called so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
_OTHER_WORDS: Final = {
    "thread": "M",
    "থ্রেড": "M",
    "processor": "P",
    "রাউটার": "hop",
    "epoll_wait": "ready list",
    "read()": "receive buffer",
}
"""What people call a term, and sentences use in a wider sense."""
_ASKING: Final = re.compile(
    r"(?:(?:what|why|how|who)(?: is| are| does| do|'s)? )?(?:(?:an?|the) )?(.+?)"
    r"(?: (?:event|kind|do|work|works|for|bad|মানে কী|মানে কি|কী|কি))?"
)
_AROUND: Final = " \t/\\?!.,;:'\"`“”‘’()[]<>।"


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
    names = things()
    for form in _forms(key_of(wanted)):
        found = names.get(form) or names.get(_in_one_word().get(form.replace(" ", ""), ""))
        if found:
            return found
    return ()


def _forms(key: str) -> Iterator[str]:
    """A word as it stands, then without what people put around it."""
    yield key
    bare = bared(key)
    for form in (bare, bare.rpartition(".")[2], bare.rpartition("/")[2]):
        yield from (form, form.removesuffix("s"))


def bared(key: str) -> str:
    """A word without the question that it stands in, and without signs around it."""
    asked = _ASKING.fullmatch(key.strip(_AROUND))
    return key.strip(_AROUND) if asked is None else asked[1].strip(_AROUND)


@cache
def things() -> dict[str, tuple[Explicable, ...]]:
    """What each key names."""
    found: dict[str, tuple[Explicable, ...]] = {}
    for name, thing in _named():
        key = key_of(name)
        if key and thing not in found.get(key, ()):
            found[key] = (*found.get(key, ()), thing)
    return found


@cache
def spellings() -> dict[str, str]:
    """How each key is written where it comes first."""
    written: dict[str, str] = {}
    for name, _thing in _named():
        written.setdefault(key_of(name), name)
    return written


@cache
def _in_one_word() -> dict[str, str]:
    """Each key by its letters without blanks: `keepalive`."""
    return {key.replace(" ", ""): key for key in reversed(things())}


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
    yield from ((name, Explicable(Kind.TERM, term)) for name, term in _OTHER_WORDS.items())


def _titles(page: str) -> Iterator[str]:
    yield from (name for block in blocks(page) if block.part is Part.TITLE for name in _parts(block.text))


def _parts(title: str) -> Iterator[str]:
    """A title, and what stands in it before brackets, before a colon, and after it."""
    yield title
    first, _, last = title.partition(":")
    yield from (part.strip() for part in (first, first.partition("(")[0], last, last.partition("(")[0]))


def key_of(text: str) -> str:
    """What counts of a word."""
    return " ".join(normalize("NFC", text).casefold().replace("_", " ").replace("-", " ").split())
