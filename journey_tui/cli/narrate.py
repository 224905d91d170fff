"""`journey narrate`: a run told in words, one event a line; also what `journey` does where there is no screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.paragraphs import shaped
from journey_tui.cli.places import lesson_of, place
from journey_tui.cli.sources import SourceRefused, open_source
from journey_tui.cli.speech import ONE_LANG_OPTION, speak_for

if TYPE_CHECKING:
    from journey_tui.exporters.narration import Telling


@click.command()
@click.argument("source", default="hello")
@ONE_LANG_OPTION
@click.option(
    "--from",
    "start",
    metavar="WHERE",
    help="Begin there: 7 (an event), 5.6us, 40%, or a chapter or stop of the lesson.",
)
@click.option("--to", "stop", metavar="WHERE", help="End there; default: with the run.")
@click.option(
    "--interactive", is_flag=True, help="Wait for Enter after each event; a lesson's questions are asked."
)
@click.option("--why/--no-why", default=True, help="Tell reasons and functions; default: yes.")
@click.option("--state/--no-state", default=True, help="Tell what changes in the machine; default: yes.")
@click.option(
    "--answers/--no-answers", default=True, help="Answer a lesson's questions at the next stop; default: yes."
)
@OUTPUT_OPTION
def narrate(
    source: str,
    lang: str | None,
    start: str | None,
    stop: str | None,
    interactive: bool,
    why: bool,
    state: bool,
    answers: bool,
    output: Path | None,
) -> None:
    """Tell SOURCE (a bundled scenario, a scenario file or a trace) in words: one event a line, nothing drawn."""
    from journey_tui.exporters.narration import Telling

    telling = Telling(speak_for(lang), why, state, answers)
    if not interactive:
        lines = _lines(source, telling, start, stop)
        deliver(as_lines(shaped(lines) if output is None else lines), output)
        return
    if output is not None:
        raise SourceRefused("--interactive: asks and answers here; leave --output out")
    from journey_tui.cli.telling import Reading

    told = Told(source, start, stop)
    Reading(told.timeline, told.lesson, telling, told.first).run(told.last)


def tell_run(source: str, lang: str | None = None) -> None:
    """The whole of a run on standard output: what `journey` does where that is no terminal."""
    from journey_tui.content.ui import LANGUAGES
    from journey_tui.exporters.narration import Telling

    telling = Telling(speak_for(lang if lang in LANGUAGES else None))
    deliver(as_lines(_lines(source, telling, None, None)), None)


class Told:
    """What is to be told: a run, its lesson, and from where to where. Raises `SourceRefused`."""

    def __init__(self, source: str, start: str | None, stop: str | None) -> None:
        from journey_tui.playback.timeline import Timeline

        self.timeline = Timeline(open_source(source))
        self.lesson = lesson_of(source, self.timeline)
        self.first = 0 if start is None else place(self.timeline, start, "--from", self.lesson)
        self.last = None if stop is None else place(self.timeline, stop, "--to", self.lesson)
        if self.last is not None and self.last < self.first:
            raise SourceRefused(f"--to: {stop} lies before {start}")


def _lines(source: str, telling: "Telling", start: str | None, stop: str | None) -> Iterator[str]:
    """Made when they are asked for, where a damaged trace is refused as in every other command."""
    from journey_tui.exporters.narration import LessonLines, narration_lines

    told = Told(source, start, stop)
    lesson = None if told.lesson is None else LessonLines(told.timeline, told.lesson, telling.language)
    yield from narration_lines(told.timeline, telling, told.first, told.last, lesson)
