"""`journey quiz`: one person, a lesson, and a line at a time."""

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from journey_tui.cli import journey, progress
from journey_tui.cli.dialogue import read_line
from journey_tui.cli.lessons import open_lesson
from journey_tui.content.loader import event_words
from journey_tui.scenario.bundled import lesson_names
from tests.cli.lesson_file import LESSON, POINTS, RIGHT, write_lesson

WHY = event_words("en")["FrameArrived"].why[:40]
"""What the hint at the first question begins with."""


@pytest.fixture(autouse=True)
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small lesson, in a folder of its own; nothing is kept elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "state_folder", lambda: tmp_path / "state")
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return write_lesson(tmp_path)


def quiz(*lines: str, options: tuple[str, ...] = ("--no-shuffle",), lang: str = "en") -> Result:
    """What `journey quiz small.yaml` prints when these lines are piped in."""
    arguments = ["quiz", "small.yaml", "--lang", lang, *options]
    result = CliRunner().invoke(journey, arguments, input="".join(f"{line}\n" for line in lines))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def order() -> tuple[int, ...]:
    """The right order of the last question."""
    question = open_lesson("small.yaml").lesson.stops[-1].question
    assert question is not None
    return question.correct


def right_lines() -> list[str]:
    return [" ".join(map(str, reply)) for reply in (*RIGHT.values(), order())]


def test_who_answers_all_right_has_all_points_and_misses_nothing() -> None:
    said = quiz(*right_lines()).output
    assert f"{POINTS} of {POINTS} points; 6 of 6 questions answered." in said
    assert "missed" not in said


def test_everything_is_said_with_the_values_of_this_run() -> None:
    said = quiz(*right_lines()).output
    for expected in (
        "It listens on 0.0.0.0:3000.",
        "A frame of 74 bytes.",
        "It has 74 bytes.",
        "It is The card.",
        "Slot 0.",
        "3 of them.",
        "After it 0 wait.",
        "Chapter 2 of 2: The card",
    ):
        assert expected in said
    assert "Ask the back row" not in said
    assert "{" not in said


def test_what_is_wrong_is_told_with_the_reason_and_again_at_the_end() -> None:
    said = quiz("2", "3", "1 2", "2", "0", "1 2 3").output
    assert "Wrong: right is 1." in said
    assert "wrong: Not yet." in said
    assert "Wrong: it is 3." in said
    assert f"0 of {POINTS} points" in said
    assert "6 were missed:" in said
    assert "Your answer: The kernel" in said


def test_nothing_of_the_answer_is_said_before_it() -> None:
    said = quiz().output
    assert "Not yet." not in said
    assert "right:" not in said


def test_what_is_no_answer_is_asked_again() -> None:
    said = quiz("", "0", "3", "one", "1 2", "99999999999999999999", "1").output
    assert said.count("Type one number from 1 to 2.") == 6
    assert "Right: 2 points." in said


def test_a_question_mark_gives_the_reason_of_what_is_on_the_screen() -> None:
    said = quiz("?", "1").output
    assert said.index("Question (2 points): Who has it?") < said.index(WHY) < said.index("Right: 2 points.")


def test_digits_of_bengali_are_digits() -> None:
    assert "Who has it?" not in quiz("১", lang="bn").output
    assert "2 of 7" in quiz(options=(), lang="en").output


def test_leaving_keeps_place_and_score() -> None:
    assert "Your place is kept" in quiz("1", "2", "q").output
    again = quiz("1 3", "3", "1", " ".join(map(str, order()))).output
    assert "You come back to stop 4 of 7" in again
    assert f"{POINTS} of {POINTS} points" in again
    assert "You have been through it" in quiz().output
    assert f"0 of {POINTS} points" in quiz(options=("--again",)).output


def test_a_lesson_that_was_changed_asks_again_what_no_longer_fits(lesson: Path) -> None:
    quiz("1", "2", "q")
    write_lesson(lesson.parent, LESSON.replace("Who has it?", "Who has got it?"))
    assert "1 of your answers no longer fits" in quiz().output


def test_a_place_that_cannot_be_read_or_written_begins_anew(tmp_path: Path) -> None:
    quiz("1")
    (kept,) = (tmp_path / "state" / "quiz").iterdir()
    kept.write_bytes(b"\xff{")
    assert "You come back" not in quiz().output
    kept.unlink()
    kept.parent.rmdir()
    kept.parent.write_text("in the way")
    said = quiz("1").output
    assert "Right: 2 points." in said
    assert "Your place could not be kept" in said


def test_mixed_choices_are_mixed_the_same_way_each_time() -> None:
    first, second = (quiz(options=("--again",)).output for _ in range(2))
    assert first == second
    shown = quiz("?", options=("--again", "--shuffle")).output
    assert {"The card", "The kernel"} <= {line[5:] for line in shown.splitlines()}


def test_who_answers_by_the_words_is_right_however_they_are_mixed() -> None:
    wanted = [["The card"], ["The descriptor"], ["A", "C"], ["3"], ["1"], ["frame", "memory", "interrupt"]]
    lines: list[str] = []
    for texts in wanted:
        asked = quiz(*lines, options=("--again",)).output.rpartition("Question (")[2]
        shown = {line[5:]: line[:3].strip() for line in asked.splitlines() if line[:3].strip().isdigit()}
        lines.append(" ".join(shown.get(text, text) for text in texts))
    assert f"{POINTS} of {POINTS} points" in quiz(*lines, options=("--again",)).output
    assert lines != right_lines()


def test_the_score_is_written_for_programs_and_for_spreadsheets() -> None:
    quiz("2", *right_lines()[1:], options=("--no-shuffle", "--score", "s.json", "--learner", "Åsa\x1b[2J"))
    score = json.loads(Path("s.json").read_text(encoding="utf-8"))
    assert (score["journey_score"], score["lesson"], score["learner"]) == (1, "small", "Åsa[2J")
    assert (score["points"], score["of"], len(score["answers"])) == (POINTS - 2, POINTS, 6)
    assert score["answers"][0] == {
        "stop": "one",
        "chapter": "card",
        "kind": "one",
        "question": "Who has it?",
        "reply": "The kernel",
        "right": False,
        "points": 0,
        "of": 2,
        "correct": "The card",
    }
    quiz(options=("--score", "s.csv"))
    rows = list(csv.DictReader(Path("s.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["right"] for row in rows] == ["false", *["true"] * 5]


def test_a_score_of_another_kind_and_a_run_without_a_lesson_are_refused() -> None:
    for arguments, said in (
        (("quiz", "small.yaml", "--score", "s.txt"), ".json or .csv"),
        (("quiz", "hello"), "there is no lesson in it"),
        (("quiz", "smal.yaml"), "no such file"),
    ):
        result = CliRunner().invoke(journey, arguments)
        assert result.exit_code == 2
        assert said in result.output


def test_without_a_lesson_those_that_there_are_are_listed() -> None:
    said = CliRunner().invoke(journey, ["quiz", "--lang", "en"]).output
    assert all(name in said for name in lesson_names())
    assert "Begin one: journey quiz NAME" in said


def test_bytes_that_are_no_text_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def readline(self) -> str:
            return b"\xff".decode()

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr("sys.stdin", Broken())
    assert read_line("?") == ""


def test_a_pipe_in_place_of_the_kept_file_is_not_waited_for(
    tmp_path: Path,
) -> None:
    kept = progress.Progress(tmp_path / "lesson.yaml", "quiz", tmp_path)
    kept.file.parent.mkdir(parents=True)
    os.mkfifo(kept.file)
    assert kept.glance() is None  # where it is waited for, this test never ends
