"""Reads the words of one language from the package's data files, once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one form of an event; texts with {names} of values."""

    say: str
    why: str
    source: str


class UnknownPageError(KeyError):
    """There is no such page or language."""


@cache
def event_words(language: str = "en") -> dict[str, Words]:
    """Words by event kind or form (`SyscallReturned read EAGAIN`)."""
    text = (files("journey_tui.content") / language / "events.toml").read_text("utf-8")
    return {key: Words(**entry) for key, entry in tomllib.loads(text).items()}


@cache
def stage_page(stage_id: str, language: str = "en") -> str:
    """The page of a stage, as Markdown. Raises `UnknownPageError`."""
    page = files("journey_tui.content") / language / "stages" / f"{stage_id}.md"
    if not stage_id.isidentifier() or not page.is_file():
        raise UnknownPageError(f"{language}/{stage_id}")
    return page.read_text("utf-8")
