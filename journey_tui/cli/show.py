"""`journey show`: the screen; also what `journey` without a command does."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.sources import edited_file, find_source, open_source
from journey_tui.cli.speech import BENGALI_OPTION, LANG_OPTION, speech_of
from journey_tui.cli.terminal import is_terminal, refuse_unusable_terminal

if TYPE_CHECKING:
    from journey_tui.tui.looks import Looks
    from journey_tui.tui.settings import Settings, SettingsFile

THEMES: Final = ("dark", "light", "mono", "high-contrast")


@click.command()
@click.argument("source", default="hello")
@click.option(
    "--break",
    "breakpoints",
    multiple=True,
    metavar="CONDITION",
    callback=lambda context, option, texts: _checked(texts),
    help="Stop there: 'drop', 'stage nic', 'accept queue > 3'; may be given again.",
)
@click.option("--theme", type=click.Choice(THEMES), help="Colours; default: the last used, at first dark.")
@click.option("--ascii/--no-ascii", default=None, help="Draw with ASCII alone; default: where more may fail.")
@click.option("--motion/--no-motion", default=None, help="Show what moves on its way; default: yes.")
@LANG_OPTION
@BENGALI_OPTION
@click.option("--mouse/--no-mouse", default=True, help="Take the mouse; default: yes.")
@click.option("--tour/--no-tour", default=True, help="Five lines at the first start; default: yes.")
def show(
    source: str,
    breakpoints: tuple[str, ...],
    theme: str | None,
    ascii: bool | None,
    motion: bool | None,
    lang: str | None,
    bengali: str | None,
    mouse: bool,
    tour: bool,
) -> None:
    """Show SOURCE (a bundled scenario, a scenario file or a trace) on the screen, or in words where there is none."""
    find_source(source)
    if not is_terminal(sys.stdout):
        narrate(source, lang)
        return
    refuse_unusable_terminal()
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.preferences import Preferences

    file = settings_file()
    kept = file.settings
    preferences = Preferences(file, tour=tour)
    looks = looks_of(kept, ascii, motion)
    speech = speech_of(kept, lang, bengali, looks.ascii)
    if speech.refusal:
        preferences.wrong.append(speech.refusal)
    app = JourneyApp(
        open_source,
        source,
        scenario_titles,
        theme=f"journey-{theme or kept.theme or THEMES[0]}",
        looks=looks,
        preferences=preferences,
        breakpoints=breakpoints,
        speech=speech,
        file_of=edited_file,
    )
    app.run(mouse=mouse)
    sys.exit(app.return_code or 0)


def narrate(source: str, lang: str | None) -> None:
    """Narrate a run: for who reads it through a pipe, a file or a program that reads aloud."""
    from journey_tui.cli.narrate import tell_run

    tell_run(source, lang)


def _checked(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Conditions that can be understood; raises `click.BadParameter`."""
    if texts:
        from journey_tui.playback.conditions import BreakpointError, parse_condition

        try:
            return tuple(parse_condition(text).text for text in texts)
        except BreakpointError as error:
            raise click.BadParameter(str(error)) from error
    return ()


def settings_file() -> "SettingsFile":
    """The user's settings, where their system keeps such files; all that is wrong with them is in it."""
    from platformdirs import user_config_path

    from journey_tui.tui.settings import SettingsFile

    return SettingsFile(user_config_path("journey_tui", appauthor=False) / "settings.toml")


def looks_of(kept: "Settings", ascii: bool | None, motion: bool | None) -> "Looks":
    """What was asked for, else what is kept, else what the terminal is good for."""
    from journey_tui.tui.looks import Looks, depth_of, needs_ascii, wants_motion

    encoding = getattr(sys.__stderr__, "encoding", None)  # the screen is drawn there
    wishes = (ascii, kept.ascii, needs_ascii(os.environ, encoding))
    motions = (motion, None if wants_motion(os.environ) else False, kept.motion, True)
    return Looks(
        depth=depth_of(os.environ),
        ascii=next(wish for wish in wishes if wish is not None),
        motion=next(wish for wish in motions if wish is not None),
    )


def scenario_titles() -> Sequence[tuple[str, str]]:
    """What the picker of scenarios lists."""
    from journey_tui.scenario.bundled import titles

    return titles()
