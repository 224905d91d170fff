"""The pages: one for each stage, and one for each topic that belongs to several, as Markdown of the simplest kind.

What a page holds is read here once for all who show it: a title, headings, paragraphs, items of lists, and commands or
code to be left as they stand. The misconceptions are a table of their own, since several belong to two stages; they
close the pages where they are met.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from journey_tui.content.misconceptions import misconceptions_of
from journey_tui.stages import STAGE_BY_ID

_FENCE: Final = "```"
_STAGES: Final = "stages"
_TOPICS: Final = "topics"


class UnknownPageError(KeyError):
    """There is no such page or language."""


class Part(StrEnum):
    """What a block of a page is."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item of a list, or lines of code."""

    part: Part
    text: str
    """Without marks; one line, but for code."""
    mark: str = ""
    """What stands before an item: `-` or its number."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page that belongs to no single stage."""

    name: str
    """Its name in files and on the command line: `ring_buffer`."""
    title: str
    stages: tuple[str, ...]
    """Where it happens, in the order of the way."""


@cache
def topics(language: str = "en") -> Mapping[str, Topic]:
    """Every topic by its name. Raises `UnknownPageError` for an unknown language."""
    text = (files("journey_tui.content") / "topics.toml").read_text("utf-8")
    table = tomllib.loads(text)["stages"]
    return MappingProxyType({name: _topic(name, stages, language) for name, stages in table.items()})


def _topic(name: str, stages: list[str], language: str) -> Topic:
    return Topic(name, blocks(topic_page(name, language))[0].text, tuple(stages))


def topics_found(wanted: str, language: str = "en") -> list[Topic]:
    """The topics whose title or name holds a text, or whose page does; those with a fitting title first."""
    low = wanted.casefold()
    named = [topic for topic in topics(language).values() if low in f"{topic.title} {topic.name}".casefold()]
    rest = (topic for topic in topics(language).values() if topic not in named)
    return named + [topic for topic in rest if low in topic_page(topic.name, language).casefold()]


@cache
def stage_page(stage_id: str, language: str = "en") -> str:
    """The page of a stage, as Markdown, with what people get wrong about it. Raises `UnknownPageError`."""
    if stage_id not in STAGE_BY_ID:
        raise UnknownPageError(f"{language}/{stage_id}")
    wrong = (each.told for each in misconceptions_of(stage_id, language))
    return "\n\n".join([_read(_STAGES, stage_id, language).rstrip("\n"), *wrong]) + "\n"


@cache
def topic_page(name: str, language: str = "en") -> str:
    """The page of a topic, as Markdown. Raises `UnknownPageError`."""
    return _read(_TOPICS, name, language)


def page(name: str, language: str = "en") -> str:
    """The page of a stage or a topic. Raises `UnknownPageError`."""
    return stage_page(name, language) if name in STAGE_BY_ID else topic_page(name, language)


def _read(folder: str, name: str, language: str) -> str:
    found = files("journey_tui.content") / language / folder / f"{name}.md"
    if not name.isidentifier() or not language.isalpha() or not found.is_file():
        raise UnknownPageError(f"{language}/{name}")
    return found.read_text("utf-8")


@cache
def blocks(text: str) -> tuple[Block, ...]:
    """A page in its parts."""
    return tuple(block for part in _parts(text.strip().split("\n")) for block in _blocks_of(part))


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """Lines that belong together: blank lines part them, but not within code."""
    part: list[str] = []
    fenced = False
    for line in lines:
        if line.startswith(_FENCE):
            fenced = not fenced
        if line or fenced:
            part.append(line)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _blocks_of(lines: list[str]) -> Iterator[Block]:
    if lines[0].startswith(_FENCE):
        yield Block(Part.CODE, "\n".join(lines[1:-1]))
    elif lines[0].startswith("#"):
        part = Part.TITLE if lines[0].startswith("# ") else Part.HEADING
        yield Block(part, _plain(lines[0].lstrip("# ")))
    elif _mark(lines[0]):
        yield from _items(lines)
    else:
        yield Block(Part.TEXT, _plain(" ".join(lines)))


def _items(lines: list[str]) -> Iterator[Block]:
    """A line that begins with no mark goes on with the item before it."""
    mark, text = "", ""
    for line in lines:
        begins = _mark(line)
        if begins and mark:
            yield Block(Part.ITEM, _plain(text), mark)
        if begins:
            mark, text = begins, line.removeprefix(begins).strip()
        else:
            text += f" {line.strip()}"
    yield Block(Part.ITEM, _plain(text), mark)


def _mark(line: str) -> str:
    """The `-` or `1.` that an item begins with."""
    first, blank, _ = line.partition(" ")
    return first if blank and (first == "-" or (first.endswith(".") and first[:-1].isdecimal())) else ""


def _plain(text: str) -> str:
    return text.replace("`", "")
