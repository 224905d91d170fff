"""What the bundled scenarios and lessons say of themselves, in every language."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from journey_tui.content.introductions import _table, introduced
from journey_tui.content.loader import LANGUAGES
from journey_tui.text import clean
from tests.content.test_catalogues import BENGALI

FILES = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))
TRANSLATED = [language for language in LANGUAGES if language != "en"]
FIGURE = re.compile(r"\d[\d.]*\d|\d")


@cache
def texts() -> frozenset[str]:
    """Every title, summary and goal, as a run carries it."""
    reader = YAML(typ="safe")
    found: set[str] = set()
    for file in FILES:
        heads = file.read_text(encoding="utf-8").split("\nlesson:")[0]
        own = reader.load(heads)
        found |= {clean(text) for text in (own["title"], own["summary"], *own["goals"])}
    return frozenset(found)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_scenario_introduces_itself_in_every_language(language: str) -> None:
    known = set(_table(language))
    assert texts() - known == set(), "in introductions.toml"
    assert known - texts() == set(), "no scenario says so any more"


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_introduction_keeps_the_figures_and_is_written_in_its_own_script(language: str) -> None:
    for text, said in _table(language).items():
        assert unicodedata.normalize("NFC", said) == said == clean(said)
        assert BENGALI.search(said), text
        assert set(FIGURE.findall(said)) <= set(FIGURE.findall(text)), text


def test_words_of_somebody_else_stand_as_they_are() -> None:
    assert introduced("A scenario of mine", "bn") == "A scenario of mine"
    assert introduced("A server boots and waits", "en") == "A server boots and waits"
