"""`journey new`: a file that is right from the start, and never another one lost."""

import re
from pathlib import Path

import pytest

from journey_tui.cli import _COMMANDS
from journey_tui.cli.lessons import open_lesson
from journey_tui.content.lesson import LessonWords
from journey_tui.playback.lesson import Session
from journey_tui.scenario.template import TEMPLATE
from tests.cli.invoke import invoke


def test_the_starter_is_written_whole_and_checks(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    result = invoke("new", str(file))
    assert result.exit_code == 0
    assert str(file) in result.stdout
    assert file.read_text() == TEMPLATE
    assert list(tmp_path.iterdir()) == [file]
    assert invoke("check", str(file)).exit_code == 0


def test_its_lesson_can_be_taught_and_says_everything_in_two_languages(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    invoke("new", str(file))
    opened = open_lesson(str(file))
    session = Session(opened.lesson)
    for stop in iter(session.go_on, None):
        assert stop.question is not None
        session.reply(stop.question.correct)
        for language in ("en", "bn"):
            words = LessonWords(opened.timeline, opened.lesson, language)
            for text in (words.say(stop), words.ask(stop), words.because(stop), *words.choices(stop)):
                assert any("\u0980" <= letter <= "\u09ff" for letter in text) == (
                    language == "bn" and text != ""
                )
    assert session.points == opened.lesson.points == 2
    assert len(opened.lesson.chapters) == len(opened.lesson.stops) == 2
    assert {stop.question.kind for stop in opened.lesson.stops if stop.question} == {"next", "count"}


def test_every_command_that_its_comments_name_is_one() -> None:
    named = set(re.findall(r"`journey ([a-z]+)", TEMPLATE))
    assert {"check", "quiz", "teach", "run"} <= named
    assert named <= _COMMANDS.keys()


def _file(path: Path) -> None:
    path.write_text("precious")


def _folder(path: Path) -> None:
    path.mkdir()


def _link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


@pytest.mark.parametrize("make", [_file, _folder, _link_to_nothing])
def test_what_is_there_is_left_alone(make: object, tmp_path: Path) -> None:
    assert callable(make)
    target = tmp_path / "mine.yaml"
    make(target)
    result = invoke("new", str(target))
    assert result.exit_code == 2
    assert result.stderr == f"{target}: exists already; name another file\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
    if target.is_file():
        assert target.read_text() == "precious"


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    file = tmp_path / "none" / "mine.yaml"
    result = invoke("new", str(file))
    assert result.exit_code == 2
    assert result.stderr == f"{file}: no such file or directory\n"


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 255 + ".yaml")
    result = invoke("new", str(file))
    assert (result.exit_code, result.stderr) == (2, f"{file}: file name too long\n")


def test_a_name_as_long_as_the_system_takes_is_taken(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 250 + ".yaml")
    assert invoke("new", str(file)).exit_code == 0
    assert file.read_text() == TEMPLATE
