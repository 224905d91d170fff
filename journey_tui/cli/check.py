"""`journey check`: every mistake of scenario files, by line and column, and every damage of traces, by line."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.sources import LONGEST_MESSAGE, refusing
from journey_tui.text import clean, clean_line

if TYPE_CHECKING:
    from journey_tui.scenario.model import Scenario

_MOST_DAMAGES: Final = 100
"""Damages of one trace that are told."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Check scenario and trace FILEs; bundled scenarios may be named too."""
    failed = False
    for file in files:
        if wrong := list(_wrong_with(file)):
            failed = True
            click.echo(clean("\n".join(wrong), LONGEST_MESSAGE), err=True)
        else:
            click.echo(f"{clean_line(file)}: ok")
    if failed:
        sys.exit(2)


def _wrong_with(file: str) -> Iterator[str]:
    """Everything that is wrong with a file."""
    from journey_tui.scenario.bundled import every_name, path
    from journey_tui.trace.file import looks_like_trace

    source = path(file) if file in every_name() else Path(file)
    try:
        with refusing(about=Path(file)):
            if not (source.is_file() and looks_like_trace(source)):
                yield from _mistakes(source)
                return
            damages = list(_damages(source))
            yield from damages or _lesson_of(source)
    except click.ClickException as refused:
        yield refused.format_message()


def _damages(trace: Path) -> Iterator[str]:
    from journey_tui.trace.file import damages

    found = damages(trace)
    yield from map(str, islice(found, _MOST_DAMAGES))
    more = sum(1 for _ in found)
    if more:
        yield f"{trace}: and {more:,} more damaged line{'s'[: more != 1]}"


def _lesson_of(trace: Path) -> Iterator[str]:
    """What of the lesson in a whole trace does not fit its run."""
    from journey_tui.cli.lessons import fitted
    from journey_tui.playback import Timeline
    from journey_tui.scenario.errors import ScenarioErrors
    from journey_tui.trace.file import read_trace

    read = read_trace(trace)
    if read.header.lesson is None:
        return
    try:
        fitted(trace, Timeline(read))
    except ScenarioErrors as errors:
        yield str(errors)


def _teach(file: Path, scenario: "Scenario") -> None:
    """Run the scenario of a lesson and look its moments up; raises `ScenarioErrors`."""
    from journey_tui.cli.lessons import fitted
    from journey_tui.playback import Timeline
    from journey_tui.simulation.engine import simulate

    fitted(file, Timeline(simulate(scenario)))


def _mistakes(scenario: Path) -> Iterator[str]:
    from journey_tui.scenario.errors import ScenarioErrors
    from journey_tui.scenario.loader import load
    from journey_tui.simulation.go.mux import check_patterns

    try:
        read = load(scenario, check_patterns)
        if read.lesson is not None:
            _teach(scenario, read)
    except ScenarioErrors as errors:
        yield str(errors)
