"""`journey keys`, and what the screen's options and the environment come to."""

import tomllib
from pathlib import Path

import pytest

from journey_tui.cli.looks import THEMES, looks_of, settings_file
from journey_tui.tui import settings
from journey_tui.tui.keymap import COMMANDS
from journey_tui.tui.looks import Depth, Looks
from journey_tui.tui.settings import Settings
from tests.cli.invoke import invoke


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings of this test's user are."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = settings_file().path
    path.parent.mkdir(parents=True)
    return path


def test_every_key_is_printed_with_its_words(file: Path) -> None:
    told = invoke("keys").stdout
    for command in COMMANDS:
        assert f"  {command.shown} " in told
        assert f"  {command.words}\n" in told
    assert str(file) in told


def test_the_table_can_be_copied_into_the_settings_and_changes_nothing(file: Path) -> None:
    table = invoke("keys", "--format", "toml").stdout
    assert set(tomllib.loads(table)["keys"]) == {command.id for command in COMMANDS}
    before = invoke("keys").stdout
    file.write_text(table)
    result = invoke("keys")
    assert result.stderr == ""
    assert result.stdout == before


def test_keys_of_the_settings_are_printed_and_what_is_wrong_is_told(file: Path) -> None:
    file.write_text('[keys]\nplay = ["x"]\nfly = ["y"]\n')
    result = invoke("keys", "--format", "markdown")
    assert "| x | Play or pause |" in result.stdout
    assert result.stderr == f"{file}:3: no command 'fly'; journey keys lists them\n"


def test_the_themes_are_those_of_the_settings() -> None:
    assert THEMES == settings.THEMES


@pytest.mark.parametrize(
    ("kept", "options", "environment", "looks"),
    [
        (Settings(), (None, None), {}, Looks()),
        (Settings(motion=False, ascii=True), (None, None), {}, Looks(ascii=True, motion=False)),
        (Settings(motion=False, ascii=True), (False, True), {}, Looks()),
        (Settings(motion=True), (None, None), {"TEXTUAL_ANIMATIONS": "none"}, Looks(motion=False)),
        (Settings(), (None, True), {"TEXTUAL_ANIMATIONS": "none"}, Looks()),
        (Settings(), (None, None), {"TERM": "linux"}, Looks(Depth.SIXTEEN, ascii=True)),
        (Settings(ascii=False), (None, None), {"TERM": "linux"}, Looks(Depth.SIXTEEN)),
        (Settings(), (None, None), {"NO_COLOR": "1"}, Looks(Depth.NONE)),
    ],
)
def test_an_option_wins_over_the_environment_and_the_environment_over_what_is_kept(
    kept: Settings,
    options: tuple[bool | None, bool | None],
    environment: dict[str, str],
    looks: Looks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ({"TERM": "xterm-256color"} | environment).items():
        monkeypatch.setenv(name, value)
    assert looks_of(kept, *options) == looks
