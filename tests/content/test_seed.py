"""The source document: every heading and sentence of it stands on a page of the program, in both languages, where it happens."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

import pytest
from ruamel.yaml import YAML

from journey_tui.content.pages import page, topics
from journey_tui.content.ui import LANGUAGES
from journey_tui.stages import STAGE_BY_ID

SEED = Path(__file__).parent / "seed"
_SIGNS = re.compile("[\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}]")
"""Of emoji that head the chapters."""


@dataclass(frozen=True)
class Sentence:
    """A heading or sentence of the source document."""

    seed: str
    at: str
    """The page: `stages/nic`, `topics/accept`."""
    says: str = ""
    """How it stands there, where the words differ."""
    because: str = ""


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    table = tomllib.loads((SEED / f"places.{language}.toml").read_text("utf-8"))
    return tuple(Sentence(**entry) for entry in table["sentence"])


def words(text: str) -> str:
    """Letters and figures alone, in small letters: marks of Markdown, arrows and emoji are how it looks, not what it says."""
    kept = (character if category(character)[0] in "LMN" else " " for character in _SIGNS.sub("", text))
    return " ".join(normalize("NFC", "".join(kept)).casefold().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_the_source_document_from_its_first_word_to_its_last(language: str) -> None:
    text = (SEED / f"request-journey.{language}.md").read_text("utf-8")
    rest = words(re.sub(r"^```\w*$", "", text, flags=re.MULTILINE))
    for sentence in sentences(language):
        before, found, rest = rest.partition(words(sentence.seed))
        assert found, sentence.seed
        assert not before.strip(" 0123456789"), before
    assert not rest.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_stands_where_it_happens(language: str) -> None:
    for sentence in sentences(language):
        folder, name = sentence.at.split("/")
        assert name in (STAGE_BY_ID if folder == "stages" else topics(language))
        told = words(page(name, language))
        assert words(sentence.says or sentence.seed) in told, sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_stands_otherwise_than_in_the_source_document_says_why(language: str) -> None:
    changed = [sentence for sentence in sentences(language) if sentence.says]
    assert all(sentence.because for sentence in changed)
    assert [each.seed for each in changed if words(each.says) == words(each.seed)] == []
    assert len(changed) < len(sentences(language)) / 3


def test_a_missing_word_is_noticed() -> None:
    told = words(page("nic", "bn"))
    assert words("NIC হলো সার্ভারের নেটওয়ার্ক হার্ডওয়্যার।") in told
    assert words("NIC হলো সার্ভারের হার্ডওয়্যার।") not in told


NO_TERMS = frozenset(
    [
        "behaviour",
        "coding",
        "concepts",
        "example",
        "explained",
        "happy",
        "ideal",
        "interaction",
        "journey",
        "level",
        "readme",
        "routing",
        "understanding",
    ]
)
"""Words of its headings that name nothing on the way."""


def texts(node: object, language: str) -> Iterator[str]:
    """All that a lesson says in a language."""
    if isinstance(node, dict):
        if isinstance(node.get(language), str):
            yield node[language]
        for inner in node.values():
            yield from texts(inner, language)
    elif isinstance(node, list):
        for inner in node:
            yield from texts(inner, language)


def test_the_first_lesson_teaches_every_term_of_the_source_document_in_its_latin_letters() -> None:
    file = Path(__file__).parents[2] / "scenarios" / "lessons" / "01-path-of-one-request.yaml"
    lesson = YAML(typ="safe").load(file)["lesson"]
    terms = {word for each in sentences("bn") for word in words(each.seed).split() if word.isascii()}
    taught = {word for text in texts(lesson, "bn") for word in words(text).split()}
    titles = {word for text in texts(lesson, "en") for word in words(text).split()}
    assert terms - taught - titles == NO_TERMS
    assert len(terms - taught) < len(terms) / 4
