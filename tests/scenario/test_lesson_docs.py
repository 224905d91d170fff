"""What the documentation shows of lessons is true: each example is a lesson that runs."""

import re
from pathlib import Path

import pytest

from journey_tui.playback import Timeline
from journey_tui.playback.lesson import resolve
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.template import TEMPLATE
from journey_tui.simulation.engine import simulate

DOCS = Path(__file__).parents[2] / "docs"
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = TEMPLATE.partition("\n# The lesson.")[0] + "\n"
STOP = """\
lesson:
  minutes: 5
  chapters: [{id: only, title: Only}]
  stops:
    - id: fourth-frame
      when: {kind: FrameArrived, nth: 4}
"""


def examples(name: str) -> list[str]:
    return FENCED.findall((DOCS / name).read_text("utf-8"))


def lesson_of(example: str) -> str:
    """A file with the example in it."""
    if example.startswith("lesson:"):
        return RUN + example
    if example.startswith("question:"):
        return RUN + STOP + "".join(f"      {line}\n" for line in example.splitlines())
    return TEMPLATE.replace("    - id: second-answer\n", example + "    - id: second-answer\n")


@pytest.mark.parametrize("example", [*examples("lessons.md"), *examples("teaching.md")])
def test_every_example_is_a_lesson_that_runs(example: str) -> None:
    file = lesson_of(example)
    lesson = resolve(Timeline(simulate(load_text(file, "example.yaml"))))
    assert lesson.stops
    asked = [stop.question for stop in lesson.stops if stop.question is not None]
    assert asked
    assert all(question.check(question.correct).right for question in asked)


def test_every_lesson_is_in_the_guide_with_its_minutes() -> None:
    guide = (DOCS / "teaching.md").read_text("utf-8")
    for file in sorted((DOCS.parent / "scenarios" / "lessons").glob("*.yaml")):
        text = file.read_text("utf-8")
        minutes = re.search(r"^  minutes: (\d+)", text, re.MULTILINE)
        level = re.search(r"^level: (\w+)", text, re.MULTILINE)
        assert minutes is not None
        assert level is not None
        assert f"| `{file.stem[3:]}` | {minutes[1]} | {level[1]} |" in guide
