"""`journey present`: the teacher's own window, in a second terminal; it follows the lesson of the first."""

import sys
from pathlib import Path

import click

from journey_tui.cli.looks import THEMES, looks_of, settings_file
from journey_tui.cli.sources import SourceRefused
from journey_tui.cli.speech import BENGALI_OPTION, LANG_OPTION, speech_of
from journey_tui.cli.terminal import refuse_unusable_terminal


@click.command()
@click.argument("lesson", required=False, default="")
@click.option("--theme", type=click.Choice(THEMES), help="Colours; default: the last used, at first dark.")
@click.option("--ascii/--no-ascii", default=None, help="Draw with ASCII alone; default: where more may fail.")
@LANG_OPTION
@BENGALI_OPTION
def present(
    lesson: str, theme: str | None, ascii: bool | None, lang: str | None, bengali: str | None
) -> None:
    """Show the notes, the answers, what comes next and the clock of the lesson that journey teach plays.

    It may be started before the lesson, and goes on after it. LESSON: a part of its name, where several run.
    """
    refuse_unusable_terminal()
    from journey_tui.tui.teaching.presenter import PresenterApp

    kept = settings_file().settings
    looks = looks_of(kept, ascii, motion=False)
    speech = speech_of(kept, lang, bengali, looks.ascii)
    place = _place()
    app = PresenterApp(
        place,
        speech.language,
        _which(place, lesson, speech.language),
        lesson,
        theme=f"journey-{theme or kept.theme or THEMES[0]}",
        looks=looks,
    )
    app.run(mouse=False)
    sys.exit(app.return_code or 0)


def _place() -> Path:
    """Where lessons are found; raises `SourceRefused` where that is no safe place."""
    from journey_tui.tui.teaching.meeting import NoMeeting, folder

    try:
        return folder()
    except NoMeeting as error:
        raise SourceRefused(str(error)) from None


def _which(place: Path, lesson: str, language: str) -> Path | None:
    """The one that is meant, where several lessons run; None where there is nothing to ask."""
    from journey_tui.content.ui import _
    from journey_tui.tui.teaching.meeting import peek, running
    from journey_tui.tui.teaching.presenter import named

    found = [(path, told) for path in running(place) if (told := peek(path, language)) is not None]
    found = [(path, told) for path, told in found if named(told, lesson)]
    if len(found) < 2:
        return found[0][0] if found else None
    for number, (_path, told) in enumerate(found, 1):
        click.echo(f"{number}  {told.source}  {told.title}  {told.stop}/{told.stops}")
    chosen = click.prompt(_("Several lessons run; which one"), type=click.IntRange(1, len(found)), default=1)
    return found[chosen - 1][0]
