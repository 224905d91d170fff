"""What is offered for a word that names nothing: names that are like it, and the pages and terms that speak of it."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final

from journey_tui.content.finding import bared, key_of, spellings, things
from journey_tui.content.glossary import glossary
from journey_tui.content.pages import stage_page, topic_page, topics
from journey_tui.content.ui import LANGUAGES
from journey_tui.stages import STAGES

_MOST: Final = 6
"""Names that are offered."""
_LONGEST: Final = 60
"""Characters of a word that others are compared with: difflib takes time with the product of the lengths."""


def nearest(wanted: str) -> list[str]:
    """Names that an unknown word may have been meant to be.

    Those that hold it, else those that are words of it (`socket or fd`), else those that look like it.
    """
    key = bared(key_of(wanted))
    if not key or len(key) > _LONGEST:
        return []
    holding = sorted((name for name in things() if key in name), key=len)
    return _shown(holding or _within(key) or get_close_matches(key, things(), n=_MOST))


def _within(key: str) -> list[str]:
    """The names that stand in a longer text, in their order there; of those that overlap, the longest."""
    words, found = key.split(), []
    while words:
        longest = next((size for size in range(len(words), 0, -1) if " ".join(words[:size]) in things()), 0)
        if longest:
            found.append(" ".join(words[:longest]))
        words = words[longest or 1 :]
    return found


def speaking_of(wanted: str) -> list[str]:
    """Names of the terms and pages whose words hold a text that names nothing itself, or at least its first word."""
    key = bared(key_of(wanted))
    if not key or len(key) > _LONGEST:
        return []
    return _holding(key) or _holding(key.split()[0])


def _holding(key: str) -> list[str]:
    held = re.compile(rf"(?<!\w){re.escape(key)}(?!\w)")
    return [name for name, said in _texts().items() if held.search(said)][:_MOST]


def _shown(keys: list[str]) -> list[str]:
    """Each thing once: by its own name where a key is a part of that or looks like it, else as the key is written."""
    offered: dict[str, str] = {}
    for key in keys:
        name = things()[key][0].name
        like = key in key_of(name) or get_close_matches(key, [key_of(name)])
        offered.setdefault(name, name if like else spellings()[key])
    return list(offered.values())[:_MOST]


@cache
def _texts() -> dict[str, str]:
    """All that is said of each thing, in every language, in the letters of a key."""
    said: dict[str, str] = {}
    for language in LANGUAGES:
        spoken = {name: term.say for name, term in glossary(language).items()}
        spoken |= {stage.id: stage_page(stage.id, language) for stage in STAGES}
        spoken |= {name: topic_page(name, language) for name in topics(language)}
        for name, text in spoken.items():
            said[name] = f"{said.get(name, '')} {key_of(text)}"
    return said
