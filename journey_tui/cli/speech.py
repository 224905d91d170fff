"""The language of a command: asked for, else kept in the settings, else the system's; and what the terminal does with Bengali."""

import os
from typing import TYPE_CHECKING

import click

from journey_tui.cli.looks import settings_file
from journey_tui.content.ui import CHOICES, LANGUAGES, asked_for, parts, speak

if TYPE_CHECKING:
    from journey_tui.tui.language import Speech
    from journey_tui.tui.settings import Settings
    from journey_tui.tui.widths import Model

LANG_OPTION = click.option(
    "--lang",
    type=click.Choice(CHOICES),
    help="Language of prose; default: the last used, at first the system's.",
)
ONE_LANG_OPTION = click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language; default: the last used, at first the system's."
)
BENGALI_OPTION = click.option(
    "--bengali",
    type=click.Choice(["mc0", "mc1", "off"]),
    help="Cells of a Bengali vowel sign here; default: the terminal is asked.",
)


def speech_of(kept: "Settings", lang: str | None, bengali: str | None, ascii: bool) -> "Speech":
    """What the screen speaks. The terminal is asked at once only where Bengali is wanted: the first picture waits for it."""
    from journey_tui.tui.language import Speech

    choice = lang or kept.language or asked_for(os.environ)
    return Speech(choice, ascii=ascii, bengali=bengali or "", ask=asked)


def asked() -> "Model":
    """The model of this terminal, as its cursor tells it; where that fails, as it says of itself."""
    from journey_tui.cli.probe import cells_taken
    from journey_tui.tui.language import from_environment
    from journey_tui.tui.widths import PROBES, Model, model_of

    model = model_of(cells_taken(PROBES))
    return from_environment() if model is Model.UNKNOWN else model


def speak_for(lang: str | None) -> str:
    """Speak in a command that prints; returns the language's code."""
    if lang is None:
        kept = settings_file().settings.language
        lang = asked_for(os.environ) if kept is None else parts(kept)[-1]
    speak(lang)
    return lang
