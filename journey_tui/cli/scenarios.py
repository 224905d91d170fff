"""`journey scenarios`: the bundled scenarios, and the lessons."""

import shutil
import sys
from collections.abc import Iterator
from itertools import accumulate

import click

from journey_tui.cli.lessons import lesson_titles
from journey_tui.cli.sources import BundledTitle, bundled_titles
from journey_tui.cli.speech import ONE_LANG_OPTION, speak_for
from journey_tui.cli.words import cells
from journey_tui.content.ui import current
from journey_tui.text import clean_line

GAP = "  "


@click.command()
@ONE_LANG_OPTION
def scenarios(lang: str | None) -> None:
    """List the bundled scenarios and lessons: name, level, title and summary, cut to the terminal's width."""
    from journey_tui.content.ui import _

    speak_for(lang)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table([_introduced(entry) for entry in bundled_titles()], width):
        click.echo(line)
    click.echo()
    click.echo(_("Lessons: journey teach NAME with a class, journey quiz NAME alone"))
    for line in table(_lessons(), width):
        click.echo(line)


def _lessons() -> list[BundledTitle]:
    return [
        _introduced(
            BundledTitle(entry.name, f"{entry.minutes} min, {entry.level}", entry.title, entry.summary)
        )
        for entry in lesson_titles()
    ]


def _introduced(entry: BundledTitle) -> BundledTitle:
    """In the language that is spoken; names and levels are as they are written in files."""
    from journey_tui.content.introductions import introduced

    title, summary = (introduced(text, current()) for text in (entry.title, entry.summary))
    return entry._replace(title=title, summary=summary)


def table(entries: list[BundledTitle], width: int | None) -> Iterator[str]:
    """Yield one line for each scenario, cut to `width`; whole when there is none, as for another program."""
    names = max((len(entry.name) for entry in entries), default=0)
    levels = max((len(entry.level) for entry in entries), default=0)
    titles = max((cells(entry.title) for entry in entries), default=0)
    for entry in entries:
        title = entry.title + " " * (titles - cells(entry.title))
        line = (
            f"{entry.name:<{names}}{GAP}{entry.level:<{levels}}{GAP}{title}{GAP}{clean_line(entry.summary)}"
        )
        yield line.rstrip() if width is None else clean_cut(line, width)


def clean_cut(line: str, width: int) -> str:
    """Return a line cut to so many columns, with an ellipsis where something is missing."""
    line = line.rstrip()
    if cells(line) <= width:
        return line
    kept = sum(end < width for end in accumulate(map(cells, line)))
    return line[:kept].rstrip() + "…"
