"""The guide to lessons says what the format does: every key is in it, and every stop that it shows can be taught."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from pydantic import BaseModel

from journey_tui.cli import _COMMANDS
from journey_tui.scenario.lesson.model import Chapter, Lesson, Stop
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.question import Choice, NextChoice, OrderItem, Question
from journey_tui.scenario.template import TEMPLATE
from tests.cli.invoke import invoke

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "lessons.md").read_text(encoding="utf-8")
BOTH = GUIDE + (DOCS / "teaching.md").read_text(encoding="utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"```yaml\n(.*?)```", BOTH, re.DOTALL)]
STOPS = [block for block in BLOCKS if block.startswith("- id:")]
MODELS = (Lesson, Chapter, Stop, Moment, Question, Choice, NextChoice, OrderItem)


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        key = field.alias or name
        assert f"`{key}`" in GUIDE or f"`{key}:" in GUIDE or f"  {key}:" in GUIDE, key


def test_there_is_a_stop_for_every_kind_of_question() -> None:
    for key in ("choices", "next", "count", "measure", "order"):
        assert any(f"{key}:" in stop for stop in STOPS)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.split()[2])
def test_every_stop_in_it_can_be_taught(stop: str, tmp_path: Path) -> None:
    file = tmp_path / "guide.yaml"
    start, _, _ = TEMPLATE.partition("    - id: first-frame")
    file.write_text(start + re.sub("^", "    ", stop, flags=re.MULTILINE), encoding="utf-8")
    result = invoke("check", str(file))
    assert result.exit_code == 0, result.stderr


def test_every_command_that_it_names_is_one() -> None:
    assert set(re.findall(r"`journey ([a-z]+)[ `]", GUIDE)) <= _COMMANDS.keys()
