"""Opens a SOURCE, whatever it is: a bundled scenario's name, a scenario file, or a trace file.

The one place where the half that makes traces is joined to the half that shows them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from journey_tui.cli.ending import what_failed
from journey_tui.text import clean

if TYPE_CHECKING:
    from journey_tui.trace.trace import Trace


LONGEST_MESSAGE: Final = 1_000_000
"""Characters of all mistakes of one file."""


class SourceRefused(click.ClickException):
    """A source, option or file that cannot be used; printed without a traceback."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the message without "Error:": it already says where. File names in it are anybody's text."""
        click.echo(clean(self.format_message(), LONGEST_MESSAGE), err=True)


def find_source(source: str) -> Path:
    """The file of a source; raises `SourceRefused`, with the nearest names there are, when it has none."""
    from journey_tui.scenario.bundled import resolve

    with refusing():
        return resolve(source)


def edited_file(source: str) -> Path | None:
    """The file of a source that its author may be at work on; None for what comes with the program, and for a name of nothing."""
    from journey_tui.scenario.bundled import is_source, names

    return None if source in names() or not is_source(source) else Path(source)


def open_source(source: str, seed: int | None = None) -> "Trace":
    """The trace of a source, ready to be pulled.

    Raises `SourceRefused` with every mistake of the file in it.
    """
    from journey_tui.scenario.bundled import resolve
    from journey_tui.trace.file import looks_like_trace

    with refusing():
        path = resolve(source)
        if path.is_file() and looks_like_trace(path):
            return _open_trace(path, seed)
        return _simulate(path, seed)


def _open_trace(path: Path, seed: int | None) -> "Trace":
    from journey_tui.trace.file import read_trace

    if seed is not None:
        raise SourceRefused(f"{path}: --seed is for scenarios; this trace was made with a seed already")
    return read_trace(path)


def _simulate(path: Path, seed: int | None) -> "Trace":
    from journey_tui.scenario.loader import load
    from journey_tui.simulation.engine import simulate
    from journey_tui.simulation.go.mux import check_patterns

    scenario = load(path, check_patterns)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    return simulate(scenario)


@contextmanager
def refusing(about: Path | None = None) -> Iterator[None]:
    """Turn what can go wrong with a file into one clear message and exit code 2; `about` is the name to call it by."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader has seen enough; click ends the program without a word
    except OSError as error:
        name = about or error.filename or "standard output"
        raise SourceRefused(f"{name}: {what_failed(error)}") from None
    except Exception as error:
        if not isinstance(error, _refusals()):
            raise
        raise SourceRefused(str(error)) from None


def _refusals() -> tuple[type[Exception], ...]:
    """What says by itself where, what and what to do; fetched when something is wrong, not before the first picture."""
    from journey_tui.scenario.errors import RunTooLarge, ScenarioErrors
    from journey_tui.trace.file import TraceFileError

    return RunTooLarge, ScenarioErrors, TraceFileError


class BundledTitle(NamedTuple):
    """A bundled scenario, as lists show it."""

    name: str
    level: str
    title: str
    summary: str


def bundled_titles() -> list[BundledTitle]:
    """Every bundled scenario."""
    from journey_tui.scenario.bundled import names, path
    from journey_tui.scenario.loader import load

    entries = []
    for name in names():
        scenario = load(path(name))
        entries.append(BundledTitle(name, scenario.level, scenario.title, scenario.summary))
    return entries
