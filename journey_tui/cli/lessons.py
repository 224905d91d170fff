"""Opens a lesson: its run, and everything in it found in that run, or every mistake with its line."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from journey_tui.cli.sources import SourceRefused, find_source, open_source, refusing
from journey_tui.cli.terminal import is_terminal
from journey_tui.text import clean_line

if TYPE_CHECKING:
    from journey_tui.cli.progress import Way
    from journey_tui.playback import Timeline
    from journey_tui.playback.lesson import LessonProblem, ResolvedLesson


class OpenedLesson(NamedTuple):
    """A lesson that can be taught."""

    name: str
    """Of a bundled lesson its name, else the file's without its ending."""
    path: Path
    timeline: "Timeline"
    """Pulled to its end."""
    lesson: "ResolvedLesson"


class LessonTitle(NamedTuple):
    """A bundled lesson, as lists show it."""

    name: str
    level: str
    minutes: int
    title: str
    summary: str
    stops: tuple[str, ...]
    """Their ids."""


def open_lesson(source: str, seed: int | None = None) -> OpenedLesson:
    """The lesson of a SOURCE; a bundled lesson's name goes before a scenario's. Raises `SourceRefused`."""
    from journey_tui.playback import Timeline
    from journey_tui.scenario.bundled import lesson_path

    path = lesson_path(source) or find_source(source)
    timeline = Timeline(open_source(str(path), seed))
    if timeline.header.lesson is None:
        raise SourceRefused(
            f"{clean_line(str(path))}: there is no lesson in it; journey teach lists those that come with the "
            "program, and journey new FILE writes one to start from"
        )
    with refusing(about=path):
        return OpenedLesson(path.stem, path, timeline, fitted(path, timeline))


def fitted(path: Path, timeline: "Timeline") -> "ResolvedLesson":
    """The lesson of a run that has one, all its words checked; raises `ScenarioErrors` with the lines of the file."""
    from journey_tui.content.lesson import unknown_values
    from journey_tui.playback.lesson import LessonError, resolve

    try:
        lesson = resolve(timeline)
        problems = list(unknown_values(timeline, lesson))
        if problems:
            raise LessonError(problems)
    except LessonError as error:
        raise _errors(path, error.problems) from None
    return lesson


def _errors(path: Path, problems: "Iterable[LessonProblem]") -> Exception:
    from journey_tui.scenario.errors import Finding, Problem, ScenarioErrors
    from journey_tui.scenario.loader import errors_in
    from journey_tui.scenario.telling import spelled
    from journey_tui.trace.file import looks_like_trace

    if looks_like_trace(path):
        told = (Problem(str(path), 1, 1, spelled(("lesson", *each.path)), each.message) for each in problems)
        return ScenarioErrors(told)
    return errors_in(path, [Finding(("lesson", *each.path), each.message) for each in problems])


def lesson_titles() -> list[LessonTitle]:
    """Every bundled lesson, in the order in which they are best taught."""
    from journey_tui.scenario.bundled import lesson_names, lesson_path
    from journey_tui.scenario.loader import load

    entries = []
    for name in lesson_names():
        path = lesson_path(name)
        assert path is not None
        scenario = load(path)
        taught = scenario.lesson
        minutes, stops = (
            (0, ()) if taught is None else (taught.minutes, tuple(stop.id for stop in taught.stops))
        )
        entries.append(LessonTitle(name, scenario.level, minutes, scenario.title, scenario.summary, stops))
    return entries


def tell_lessons(way: "Way") -> None:
    """List the bundled lessons, one line each, and below those that were begun how far they have been taken."""
    import click

    from journey_tui.cli.words import cells, cut
    from journey_tui.content.introductions import introduced
    from journey_tui.content.ui import _, current

    entries = lesson_titles()
    said = [introduced(entry.title, current()) for entry in entries]
    names = max(len(entry.name) for entry in entries)
    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None
    for entry, title in zip(entries, said, strict=True):
        minutes = _("{count} min").format(count=entry.minutes)
        start = f"{entry.name:<{names}}  {' ' * (6 - cells(minutes))}{minutes}  {entry.level:<12}  {title}"
        click.echo(start if width is None else cut(start, width))
        reached = _reached(entry, way)
        if reached:
            click.echo(f"    {reached}")
    click.echo()
    click.echo(_("Begin one: journey {way} NAME").format(way=way))


def _reached(entry: LessonTitle, way: "Way") -> str:
    """Where one stands in a lesson; nothing for one that was never begun."""
    from journey_tui.cli.progress import Progress
    from journey_tui.content.ui import _
    from journey_tui.scenario.bundled import lesson_path

    path = lesson_path(entry.name)
    place = None if path is None else Progress(path, way).glance()
    if place is None or place.stop not in entry.stops:
        return ""
    number = entry.stops.index(place.stop) + 1
    return _("at stop {number} of {count}").format(number=number, count=len(entry.stops))
