"""Reads the words of one language from the package's data files, once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "bn")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one form of an event; texts with {names} of values."""

    say: str
    why: str
    source: str


@cache
def event_words(language: str = "en") -> dict[str, Words]:
    """Words by event kind or form (`SyscallReturned read EAGAIN`); a function has one name in every language: English has it."""
    table = _table(language)
    sources = _table("en")
    return {
        key: Words(source=sources[key]["source"], say=entry["say"], why=entry["why"])
        for key, entry in table.items()
    }


def _table(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files("journey_tui.content") / language / "events.toml").read_text("utf-8"))
