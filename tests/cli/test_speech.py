"""Which language a command speaks: asked for, else kept, else the system's."""

import pytest

from journey_tui.cli import probe, speech
from journey_tui.cli.speech import asked, speak_for, speech_of
from journey_tui.content import ui
from journey_tui.tui.settings import Settings
from journey_tui.tui.widths import Model

SYSTEMS = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "asked", lambda: Model.MC1)
    for name in SYSTEMS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("option", "kept", "system", "spoken"),
    [
        ("en", "bn", "bn_BD.UTF-8", "en"),
        (None, "both", "en_US.UTF-8", "both"),
        (None, "en", "bn_BD.UTF-8", "en"),
        (None, None, "bn_IN.UTF-8", "bn"),
        (None, None, "fr_FR.UTF-8", "en"),
    ],
)
def test_the_screen_speaks_what_is_asked_for_else_kept_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, option: str | None, kept: str | None, system: str, spoken: str
) -> None:
    monkeypatch.setenv("LANG", system)
    assert speech_of(Settings(language=kept), option, None, ascii=False).language == spoken


@pytest.mark.parametrize(("kept", "spoken"), [("bn", "bn"), ("both", "bn"), ("en", "en"), (None, "en")])
def test_a_command_that_prints_speaks_one_language(
    monkeypatch: pytest.MonkeyPatch, kept: str | None, spoken: str
) -> None:
    class File:
        settings = Settings(language=kept)

    monkeypatch.setattr("journey_tui.cli.speech.settings_file", File)
    assert speak_for(None) == ui.current() == spoken
    assert speak_for("bn") == ui.current() == "bn"


@pytest.mark.parametrize(
    ("columns", "environment", "model"),
    [
        ((2, 7, 8), {}, Model.MC1),
        ((2, 7, 8), {"TERM": "xterm-kitty"}, Model.MC1),
        ((), {"TERM": "xterm-kitty"}, Model.MC0),
        ((9, 9, 9), {"TERM": "xterm-kitty"}, Model.OTHER),
    ],
)
def test_a_terminal_that_answers_is_believed_more_than_its_name(
    monkeypatch: pytest.MonkeyPatch,
    columns: tuple[int, ...],
    environment: dict[str, str],
    model: Model,
) -> None:
    for name in ("TMUX", "STY", "VTE_VERSION", "XTERM_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", environment.get("TERM", "xterm-256color"))
    monkeypatch.setattr(probe, "cells_taken", lambda words: columns)
    assert asked() is model
