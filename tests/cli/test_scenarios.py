"""`journey scenarios`: the table, and how a wrong name or command is answered."""

from functools import cache
from pathlib import Path

import pytest

from journey_tui.cli.lessons import lesson_titles
from journey_tui.cli.scenarios import table
from journey_tui.cli.sources import BundledTitle, bundled_titles
from tests.cli.invoke import invoke


@cache
def titles() -> list[BundledTitle]:
    """Every bundled scenario; the files are read once."""
    return bundled_titles()


@cache
def listed() -> list[str]:
    """What the command prints to another program."""
    return invoke("scenarios").stdout.splitlines()


def test_the_list_has_a_whole_line_for_each_when_another_program_reads_it() -> None:
    lines = listed()
    lines = lines[: lines.index("")]
    for line, entry in zip(lines, titles(), strict=True):
        assert line.startswith(entry.name)
        for part in (entry.level, entry.title, entry.summary):
            assert part in line
    assert "\x1b" not in "".join(lines)


def test_lessons_stand_under_a_heading_of_their_own() -> None:
    lines = listed()
    heading, *lessons = lines[lines.index("") + 1 :]
    assert heading.startswith("Lessons: ")
    for line, entry in zip(lessons, lesson_titles(), strict=True):
        assert line.startswith(entry.name)
        assert f"{entry.minutes} min" in line


@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
def test_on_a_terminal_no_line_is_wider_than_it(width: int) -> None:
    lines = list(table(titles(), width))
    assert len(lines) == len(titles())
    assert all(len(line) <= width for line in lines)
    assert any(line.endswith("…") for line in lines)


def test_columns_stand_under_each_other() -> None:
    starts = {line.index(entry.title) for line, entry in zip(table(titles(), None), titles(), strict=True)}
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("helo",), "did you mean 'hello'?"),
        (("run", "keepalve"), "did you mean 'keepalive'?"),
        (("helo.yaml",), "no such file"),
        (("chekc", "x.yaml"), "did you mean check?"),
        (("shcema",), "did you mean schema?"),
        (("zzzzzz",), "see journey scenarios"),
        (("hello", "extra"), "extra"),
        (("--nope",), "--nope"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_answered_with_the_right_one(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_file_whose_name_is_like_a_command_is_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chek").write_text("journey: 1\ntitle: t\n")
    assert invoke("chek").stdout.startswith("t\n")
