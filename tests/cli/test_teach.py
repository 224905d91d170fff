"""`journey teach` and `journey present`: what they say without a screen, and what is kept of a lesson."""

import json
from pathlib import Path

import pytest

from journey_tui.cli import progress
from journey_tui.cli.teach import Lectern
from journey_tui.playback import Timeline
from journey_tui.scenario.bundled import lesson_names
from tests.cli.invoke import invoke
from tests.cli.lesson_file import write_lesson


@pytest.fixture(autouse=True)
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small lesson; nothing is kept elsewhere."""
    monkeypatch.setattr(progress, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return write_lesson(tmp_path)


def timeline(path: Path) -> Timeline:
    from journey_tui.cli.sources import open_source

    return Timeline(open_source(str(path)))


def test_without_a_lesson_all_are_listed_with_their_minutes() -> None:
    listed = invoke("teach").stdout
    assert all(name in listed for name in lesson_names())
    assert " min " in listed
    assert "journey teach NAME" in listed


@pytest.mark.parametrize("command", ["teach", "present"])
def test_without_a_terminal_it_says_so_in_one_line(command: str, lesson: Path) -> None:
    result = invoke(command, *([str(lesson)] if command == "teach" else []))
    assert result.exit_code == 2
    assert "needs a terminal" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_lesson_that_there_is_not_is_refused() -> None:
    result = invoke("teach", "no-such-lesson")
    assert result.exit_code == 2
    assert "no-such-lesson" in result.stderr


def test_a_score_has_to_be_json_or_csv(lesson: Path) -> None:
    assert "ends in .json or .csv" in invoke("teach", str(lesson), "--score", "score.txt").stderr


def test_what_was_answered_is_kept_and_written_as_a_score(
    lesson: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lectern = Lectern(str(lesson))
    room = lectern.room()
    resolved = room.resolve(timeline(lesson))
    session, came_back, lost = room.restore(resolved)
    assert (came_back, lost) == (False, 0)
    asking = next(stop for stop in resolved.stops if stop.question is not None)
    assert asking.question is not None
    session.go_to(asking.number)
    session.reply(asking.question.correct)
    assert room.keep(session)
    lectern.write(tmp_path / "score.json")
    lectern.leave()
    said = capsys.readouterr().out
    assert f"Left at stop {asking.number} of {len(resolved.stops)}" in said
    assert f"journey teach {lesson} goes on" in said
    score = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert score["points"] == asking.question.points

    again, came_back, _lost = Lectern(str(lesson)).room().restore(resolved)
    assert came_back
    assert (again.number, again.points) == (asking.number, asking.question.points)
    assert (
        Lectern(str(lesson), again=True) is not None
    )  # as where there is no terminal: nothing is forgotten yet
    assert Lectern(str(lesson)).restore(resolved)[1]
    assert not Lectern(str(lesson), again=True).room().restore(resolved)[1]


def test_a_second_window_that_stands_still_does_not_put_the_place_back(lesson: Path) -> None:
    resolved = Lectern(str(lesson)).resolve(timeline(lesson))
    idle, used = Lectern(str(lesson)), Lectern(str(lesson))
    session, other = idle.restore(resolved)[0], used.restore(resolved)[0]
    session.go_to(1)
    other.go_to(3)
    assert idle.keep(session)
    assert used.keep(other)
    assert idle.keep(session)
    assert Lectern(str(lesson)).restore(resolved)[0].number == 3


def test_a_place_that_could_not_be_kept_is_not_promised(
    lesson: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("in the way")
    lectern = Lectern(str(lesson))
    room = lectern.room()
    session = room.restore(room.resolve(timeline(lesson)))[0]
    session.go_to(1)
    assert not room.keep(session)
    lectern.leave()
    said = capsys.readouterr().out
    assert "could not be kept" in said
    assert "goes on from there" not in said


def test_a_lesson_is_called_as_a_command_line_takes_it(lesson: Path) -> None:
    assert Lectern("the-mux").room().called == "08-the-mux"
    spaced = lesson.rename(lesson.with_name("my lesson.yaml"))
    assert Lectern(str(spaced)).room().called == f"'{spaced}'"


def test_a_bundled_lesson_says_which_comes_after_it() -> None:
    first, second, *_ = lesson_names()
    assert Lectern(first).room().follows == f"journey teach {second}"
    assert Lectern(lesson_names()[-1]).room().follows == ""
