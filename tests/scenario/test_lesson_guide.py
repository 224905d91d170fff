"""The lesson's reference leaves no key out, and names no command that there is not."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from journey_tui.cli import _COMMANDS
from journey_tui.scenario.lesson.model import Chapter, Lesson, Stop
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.question import Choice, NextChoice, OrderItem, Question

DOCS = Path(__file__).parents[2] / "docs"
MODELS = (Lesson, Chapter, Stop, Moment, Question, Choice, NextChoice, OrderItem)


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    reference = (DOCS / "lessons.md").read_text(encoding="utf-8")
    for name, field in model.model_fields.items():
        key = field.alias or name
        assert any(
            form in reference for form in (f"`{key}`", f"`{key}:", f"  {key}:", f"- {key}:", f"{{{key}:")
        ), key


@pytest.mark.parametrize("name", ["lessons.md", "teaching.md"])
def test_every_command_that_is_named_is_one(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)journey ([a-z]+)\b(?!\.)", text, re.MULTILINE))
    assert named
    assert named <= _COMMANDS.keys()
