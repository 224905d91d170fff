"""`journey show`: the screen; also what `journey` without a command does."""

import sys
from collections.abc import Sequence

import click

from journey_tui.cli.looks import (
    ASCII_OPTION,
    MOTION_OPTION,
    MOUSE_OPTION,
    THEMES,
    looks_of,
    settings_file,
)
from journey_tui.cli.sources import edited_file, find_source, open_source
from journey_tui.cli.speech import BENGALI_OPTION, LANG_OPTION, speech_of
from journey_tui.cli.terminal import is_terminal, refuse_unusable_terminal


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
@ASCII_OPTION
@MOTION_OPTION
@LANG_OPTION
@BENGALI_OPTION
@MOUSE_OPTION
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


def scenario_titles() -> Sequence[tuple[str, str]]:
    """What the picker of scenarios lists."""
    from journey_tui.scenario.bundled import titles

    return titles()
