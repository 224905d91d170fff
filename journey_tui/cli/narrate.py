"""`journey narrate`: a run told in words, one event a line; also what `journey` does where there is no screen."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.sources import SourceRefused, open_source, refusing

if TYPE_CHECKING:
    from journey_tui.exporters.narration import Telling
    from journey_tui.playback.lesson import ResolvedLesson
    from journey_tui.playback.timeline import Timeline

LANGUAGES: Final = ("en", "bn")
_EVERY_EVENT: Final = 2**62


@click.command()
@click.argument("source", default="hello")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help="Language; default: your system's.")
@click.option(
    "--from",
    "start",
    metavar="WHERE",
    help="Begin there: 7 (an event), 5.6us, 40%, or a chapter of the lesson.",
)
@click.option("--to", "stop", metavar="WHERE", help="End there; default: with the run.")
@click.option("--why/--no-why", default=True, help="Tell reasons and functions; default: yes.")
@click.option("--state/--no-state", default=True, help="Tell what changes in the machine; default: yes.")
@OUTPUT_OPTION
def narrate(
    source: str,
    language: str | None,
    start: str | None,
    stop: str | None,
    why: bool,
    state: bool,
    output: Path | None,
) -> None:
    """Tell SOURCE (a bundled scenario, a scenario file or a trace) in words: one event a line, nothing drawn."""
    from journey_tui.exporters.narration import Telling

    telling = Telling(language or spoken_here(), why, state)
    deliver(as_lines(_lines(source, telling, start, stop)), output)


def tell_run(source: str) -> None:
    """The whole of a run on standard output: what `journey` does where that is no terminal."""
    from journey_tui.exporters.narration import Telling

    deliver(as_lines(_lines(source, Telling(spoken_here()), None, None)), None)


def spoken_here() -> str:
    """The language that the system asks for."""
    from journey_tui.content.ui import asked_for

    return asked_for(os.environ)


def _lines(source: str, telling: "Telling", start: str | None, stop: str | None) -> Iterator[str]:
    """Made when they are asked for, where a damaged trace is refused as in every other command."""
    from journey_tui.exporters.narration import narration_lines
    from journey_tui.playback.timeline import Timeline

    timeline = Timeline(open_source(source))
    first = 0 if start is None else place(timeline, start, "--from")
    last = None if stop is None else place(timeline, stop, "--to")
    if last is not None and last < first:
        raise SourceRefused(f"--to: {stop} lies before {start}")
    yield from narration_lines(timeline, telling, first, last)


def place(timeline: "Timeline", text: str, option: str, lesson: "ResolvedLesson | None" = None) -> int:
    """The position that an option names: a chapter or a stop of the lesson by its id, or a place in the run.

    Raises `SourceRefused`.
    """
    from journey_tui.playback.place import SeekError, find_position

    named = {} if lesson is None else lesson_places(lesson)
    if text.strip() in named:
        return named[text.strip()]
    try:
        with refusing():
            return find_position(timeline, text, _EVERY_EVENT)
    except SeekError as error:
        raise SourceRefused(f"{option}: {error}") from None


def lesson_places(lesson: "ResolvedLesson") -> dict[str, int]:
    """The positions of a lesson's chapters and stops by their ids."""
    chapters = {chapter.id: chapter.position for chapter in lesson.chapters}
    return chapters | {stop.id: stop.position for stop in lesson.stops}
