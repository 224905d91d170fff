"""The settings file: what is chosen is kept, what a person wrote there stays, and a broken one does no harm."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.content.ui import CHOICES
from journey_tui.playback.player import SPEEDS
from journey_tui.tui import settings
from journey_tui.tui.settings import Settings, SettingsFile, changed
from journey_tui.tui.themes import NAMES

WRITTEN = """# mine
theme = "light"  # for the beamer

[keys]  # theirs
play = ["space", "p"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nested" / "settings.toml"


def written(file: Path, text: str) -> SettingsFile:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return SettingsFile(file)


def test_without_a_file_nothing_is_chosen_and_none_is_made(file: Path) -> None:
    read = SettingsFile(file)
    assert read.settings == Settings()
    assert read.wrong == []
    assert not file.parent.exists()


def test_what_is_remembered_is_read_again(file: Path) -> None:
    assert SettingsFile(file).remember(theme="mono", speed=0.5, tour_seen=True, motion=False) == ""
    read = SettingsFile(file)
    assert read.wrong == []
    assert read.settings == Settings(theme="mono", speed=0.5, tour_seen=True, motion=False)
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.toml"]


def test_what_a_person_wrote_stays(file: Path) -> None:
    read = written(file, WRITTEN)
    assert read.settings.keys == {"play": ("space", "p")}
    read.remember(speed=2, theme="dark")
    text = file.read_text()
    assert text.startswith('# mine\ntheme = "dark"\nspeed = 2\n')
    assert text.endswith('\n[keys]  # theirs\nplay = ["space", "p"]\n')


KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(settings.THEMES),
        "speed": st.sampled_from(settings.SPEEDS),
        "motion": st.booleans(),
        "tour_seen": st.booleans(),
    },
)


@given(KNOWN, KNOWN, st.sampled_from(["", WRITTEN, "# a\n\n\n", "[keys]\n", "\n[other]\na = 1\n"]))
def test_a_change_changes_what_was_asked_for_and_nothing_else(
    first: dict[str, object], second: dict[str, object], before: str
) -> None:
    text = changed(changed(before, first), second)  # type: ignore[arg-type]
    assert tomllib.loads(text) == {**tomllib.loads(before), **first, **second}
    assert text == changed(text, second)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme = \n", ":1: settings are not read: "),
        ("theme = 'dark'\n\nx = [\n", "settings are not read: "),
        ("a = 1\na = 2\n", ":2: settings are not read: "),
        ("\x00", ":1: settings are not read: "),
        ("[" * 30_000, "settings are not read: "),
        ("x = '" + "y" * 70_000 + "'", "settings are not read: no settings file"),
    ],
    ids=["no value", "unclosed", "twice", "NUL", "deep", "large"],
)
def test_a_broken_file_is_told_in_one_line_and_left_as_it_is(file: Path, text: str, told: str) -> None:
    read = written(file, text)
    assert len(read.wrong) == 1
    assert read.wrong[0].startswith(str(file))
    assert told in read.wrong[0]
    assert "\n" not in read.wrong[0]
    assert read.settings == Settings()
    assert read.remember(theme="dark") == ""
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('\ntheme = "pink"\n', 2, "theme has to be one of dark, light, mono, high-contrast"),
        ("speed = true\n", 1, "speed has to be one of 0.25"),
        ('motion = "no"\n', 1, "motion has to be true or false"),
        ("volume = 3\n", 1, "no setting 'volume'; known: theme, "),
        ("keys = 3\n", 1, "keys has to be a table"),
        ("[keys]\n\nplay = 3\n", 3, "play has to be a list of keys"),
        ('"\\u001b]0;x" = 1\n', 1, "no setting ']0;x'"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line_and_the_others_hold(
    file: Path, text: str, line: int, told: str
) -> None:
    read = written(file, "ascii = true\n" + text)
    assert len(read.wrong) == 1
    assert read.wrong[0].startswith(f"{file}:{line + 1 if 'u001b' not in text else 1}: ")
    assert told in read.wrong[0]
    assert "\x1b" not in read.wrong[0]
    assert read.settings == Settings(ascii=True, keys=read.settings.keys)


def test_where_it_cannot_be_written_that_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    read = SettingsFile(tmp_path / "file" / "settings.toml")
    assert read.remember(theme="dark").startswith(
        f"{tmp_path}/file/settings.toml: settings cannot be remembered: "
    )
    assert read.remember(theme="light") == ""


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "own.toml").write_text("ascii = true\n")
    link = tmp_path / "settings.toml"
    link.symlink_to(tmp_path / "dotfiles" / "own.toml")
    SettingsFile(link).remember(motion=False)
    assert link.is_symlink()
    assert (tmp_path / "dotfiles" / "own.toml").read_text() == "ascii = true\nmotion = false\n"


def test_what_only_a_person_can_change_is_told_and_left(file: Path) -> None:
    text = 'x = """\ntheme = "light"\n"""\n'
    read = written(file, text)
    assert "only a person" in read.remember(theme="dark")
    assert file.read_text() == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    assert "no settings file" in SettingsFile(tmp_path / "settings.toml").wrong[0]


def test_the_lists_are_the_program_s() -> None:
    assert tuple(f"journey-{theme}" for theme in settings.THEMES) == NAMES
    assert settings.LANGUAGES == CHOICES
    assert settings.SPEEDS == SPEEDS
