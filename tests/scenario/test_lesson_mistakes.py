"""A lesson broken in every way that comes to mind: each mistake is told with its line, its key and what to do."""

from pathlib import Path
from typing import NamedTuple

import pytest

from journey_tui.scenario.template import TEMPLATE
from tests.cli.invoke import invoke
from tests.scenario.texts import problems

SECOND = "when: {kind: RequestFinished, nth: 2}"
COUNTS = "count: {kind: HandshakeCompleted}"


class Break(NamedTuple):
    """One way to break the starter file."""

    name: str
    right: str
    """What stands there."""
    wrong: str
    """What is written instead."""
    key: str
    """Below `lesson`."""
    remedy: str
    """A part of what is said to do."""
    line_of: str = ""
    """In which line the mistake is told: that of this text; else that of the wrong one."""


IN_THE_FILE = [
    Break("kind", "kind: FrameArrived", "kind: FrameArived", "stops[0].when.kind", "did you mean 'FrameArrived'?"),
    Break("key", "  stops:", "  stopps:", "stopps", "did you mean 'stops'?"),
    Break("minutes", "minutes: 10", "minutes: 10min", "minutes", "a whole number from 5 to 90"),
    Break("language", "bn: প্রথম", "bangla: প্রথম", "chapters[0].title.bangla", "such as en or bn"),
    Break("field", "{name: read", "{nam: read", "stops[0].question.next[2].when.where.nam", "did you mean 'name'?"),
    Break("id taken", "id: second-answer", "id: first-frame", "stops[1].id", "ids must differ"),
    Break("no id", "id: first-frame", "id: First Frame", "stops[0].id", "such as first-frame"),
    Break("no when", "      when: {kind: RequestSent, nth: 2}", "", "chapters[1]", "say when:", "id: second\n"),
    Break("no mapping", "when: {kind: InterruptRaised}", "when: Soon", "stops[0].question.next[0].when", "a mapping"),
    Break("no question", "ask: {en: What", "aks: {en: What", "stops[0].question.aks", "did you mean 'ask'?"),
    Break("two kinds", COUNTS, f"{COUNTS}\n        measure: threads", "stops[1].question.measure", "has one of", "measure: threads"),
    Break("none right", COUNTS, "choices: [{text: a}, {text: b}]", "stops[1].question.choices", "mark one with right"),
    Break("two right", COUNTS, "choices: [{text: a, right: true}, {text: b, right: true}]", "stops[1].question.choices", "several: true"),
    Break("several", COUNTS, f"{COUNTS}\n        several: yes", "stops[1].question.several", "true or false", "several: yes"),
    Break("after", SECOND, "when: {kind: DmaWritten, after: first-fram}", "stops[1].when.after", "did you mean 'first-frame'?"),
    Break("pane", "      question:\n        ask: {en: What", "      look: pictur\n      question:\n        ask: {en: What", "stops[0].look", "did you mean 'picture'?", "look:"),
    Break("number for text", "text: {en: The card interrupts a CPU, bn: Card একটা CPU-কে interrupt করে}", "text: 5", "stops[0].question.next[0].text", 'put it in quotes, "5"'),
    Break("from", COUNTS, f"{COUNTS}\n        from: secnd", "stops[1].question.from", "did you mean 'second'?", "from: secnd"),
    Break("one choice", COUNTS, "choices: [{text: a, right: true}]", "stops[1].question.choices", "at least 2"),
    Break("counted once", COUNTS, "count: {kind: HandshakeCompleted, nth: 2}", "stops[1].question.count.nth", "say from and to"),
]  # fmt: skip

IN_THE_RUN = [
    Break("too often", "RequestSent, nth: 2", "RequestSent, nth: 3", "chapters[1].when.nth", "happens 2 times in this run"),
    Break("never", SECOND, "when: {kind: AcceptQueueOverflowed}", "stops[1].when.kind", "no AcceptQueueOverflowed happens"),
    Break("client", SECOND, "when: {kind: RequestFinished, client: alcie}", "stops[1].when.client", "did you mean 'alice'?"),
    Break("request", SECOND, "when: {kind: RequestFinished, request: 7}", "stops[1].when.request", "there is 1, 2"),
    Break("order", SECOND, "when: {kind: ServerListening}", "stops[1].when", "put it earlier in the file"),
    Break("condition", SECOND, "when: {condition: accept quee > 3}", "stops[1].when.condition", "did you mean 'accept queue'?"),
    Break("measure", COUNTS, "measure: accept quee", "stops[1].question.measure", "did you mean 'accept queue'?"),
    Break("nothing", COUNTS, "count: {kind: SynDropped}", "stops[1].question.count", "counts nothing"),
    Break("value", "of {length_bytes}. No", "of {lenght_bytes}. No", "stops[0].say.en", "perhaps length_bytes"),
    Break("attribute", "of {length_bytes}. No", "of {nic.__class__}. No", "stops[0].say.en", "there is no value"),
]  # fmt: skip


NO_YAML = [
    Break("colon", "say:\n        en: Alice has", "say: Now: Alice\n        en: Alice has", "", "needs quotes"),
    Break("tab", "      question:\n        ask: {en: What", "\t    question:\n        ask: {en: What", "", "not with tabs"),
    Break("column", "      say:\n        en: The card", "     say:\n        en: The card", "", "stand in one column"),
    Break("quote", 'শুরু হয়েছে।"', "শুরু হয়েছে।", "", "quote is never closed", "END"),
    Break("brace", "        en: Alice has", "        en: {status} has", "", "put the whole text in quotes"),
    Break("comma", "{en: The card interrupts a CPU,", "{en: [The card interrupts a CPU,", "", "a comma parts", "[The card"),
    Break("star", "        en: Alice has", "        en: *Alice* has", "", "begins with * needs quotes"),
    Break("at", "        en: Alice has", "        en: @Alice has", "", "begins with @ needs quotes"),
]  # fmt: skip


def place(broken: str, one: Break) -> int:
    """The line where the mistake stands."""
    start = broken.rindex(one.line_of or one.wrong)
    lines = broken.count("\n", 0, start)
    return lines + 1


def broken_by(one: Break) -> str:
    """The starter file with one thing wrong."""
    assert one.right in TEMPLATE
    return TEMPLATE.replace(one.right, one.wrong, 1)


@pytest.mark.parametrize("one", IN_THE_FILE, ids=[one.name for one in IN_THE_FILE])
def test_what_the_file_alone_tells_is_told_by_its_line(one: Break) -> None:
    broken = broken_by(one)
    told = {problem.path: problem for problem in problems(broken, head="")}
    found = told[f"lesson.{one.key}"]
    assert one.remedy in found.message
    assert found.line == place(broken, one)
    assert len(told) <= 2


@pytest.mark.parametrize("one", IN_THE_RUN, ids=[one.name for one in IN_THE_RUN])
def test_what_only_the_run_tells_is_told_by_its_line_too(one: Break, tmp_path: Path) -> None:
    file, broken = tmp_path / "l.yaml", broken_by(one)
    file.write_text(broken, encoding="utf-8")
    result = invoke("check", str(file))
    (said,) = result.stderr.splitlines()
    assert result.exit_code == 2
    assert said.startswith(f"{file}:{place(broken, one)}:")
    assert f": lesson.{one.key}: " in said
    assert one.remedy in said


@pytest.mark.parametrize("one", NO_YAML, ids=[one.name for one in NO_YAML])
def test_what_is_no_yaml_is_told_with_what_to_do(one: Break) -> None:
    broken = broken_by(one)
    (found,) = problems(broken, head="")
    assert one.remedy in found.message
    if one.line_of != "END":
        assert found.line - place(broken, one) in {0, 1}


def test_a_text_that_a_comma_cuts_in_two_is_told(tmp_path: Path) -> None:
    broken = TEMPLATE.replace("{en: The card interrupts a CPU,", "{en: Well, it interrupts a CPU,", 1)
    assert any(
        "a text with a comma in it needs quotes" in problem.message for problem in problems(broken, head="")
    )


def test_several_mistakes_are_told_at_once_and_none_follows_from_another() -> None:
    broken = TEMPLATE
    for one in (IN_THE_FILE[0], IN_THE_FILE[2], IN_THE_FILE[5], IN_THE_FILE[12]):
        broken = broken.replace(one.right, one.wrong, 1)
    broken = broken.replace("seed: 7 ", "seed: -7 ")
    told = [problem.path for problem in problems(broken, head="")]
    assert told == [
        "seed",
        "lesson.minutes",
        "lesson.stops[0].when.kind",
        "lesson.stops[1].id",
        "lesson.stops[1].question.choices",
    ]


def test_texts_that_are_written_out_again_and_again_are_counted() -> None:
    stops = "".join(
        f"    - {{id: s{n}, when: {{kind: DmaWritten, nth: {n}}}, say: *long}}\n" for n in range(1, 120)
    )
    first = f"    - {{id: s0, when: {{at: start}}, say: &long {'x' * 20_000}}}\n"
    lesson = f"lesson:\n  minutes: 9\n  chapters: [{{id: a, title: A}}]\n  stops:\n{first}{stops}"
    assert "at most 2,000,000" in problems(lesson)[0].message


def test_two_things_that_the_run_tells_are_told_together(tmp_path: Path) -> None:
    file = tmp_path / "l.yaml"
    file.write_text(
        TEMPLATE.replace("{length_bytes}. No", "{a}. No").replace("{status}, {lat", "{b}, {lat"),
        encoding="utf-8",
    )
    said = invoke("check", str(file)).stderr.splitlines()
    assert [line.split(": ")[1] for line in said] == ["lesson.stops[0].say.en", "lesson.stops[1].say.en"]


def test_every_other_command_says_the_same_of_a_lesson(tmp_path: Path) -> None:
    file = tmp_path / "l.yaml"
    file.write_text(broken_by(IN_THE_RUN[0]), encoding="utf-8")
    assert invoke("quiz", str(file)).stderr == invoke("check", str(file)).stderr
