"""`journey scenarios`: the bundled scenarios, and the lessons."""

import shutil
import sys
from collections.abc import Iterator

import click

from journey_tui.cli.lessons import lesson_titles
from journey_tui.cli.sources import BundledTitle, bundled_titles
from journey_tui.text import clean_line

GAP = "  "


@click.command()
def scenarios() -> None:
    """List the bundled scenarios and lessons: name, level, title and summary, cut to the terminal's width."""
    from journey_tui.content.ui import _

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table(bundled_titles(), width):
        click.echo(line)
    click.echo()
    click.echo(_("Lessons: journey teach NAME with a class, journey quiz NAME alone"))
    for line in table(_lessons(), width):
        click.echo(line)


def _lessons() -> list[BundledTitle]:
    return [
        BundledTitle(entry.name, f"{entry.minutes} min, {entry.level}", entry.title, entry.summary)
        for entry in lesson_titles()
    ]


def table(entries: list[BundledTitle], width: int | None) -> Iterator[str]:
    """Yield one line for each scenario, cut to `width`; whole when there is none, as for another program."""
    names = max((len(entry.name) for entry in entries), default=0)
    levels = max((len(entry.level) for entry in entries), default=0)
    titles = max((len(entry.title) for entry in entries), default=0)
    for entry in entries:
        fixed = f"{entry.name:<{names}}{GAP}{entry.level:<{levels}}{GAP}{entry.title:<{titles}}{GAP}"
        line = fixed + clean_line(entry.summary)
        yield line.rstrip() if width is None else clean_cut(line, width)


def clean_cut(line: str, width: int) -> str:
    """Return a line cut to so many columns, with an ellipsis where something is missing."""
    return line.rstrip() if len(line.rstrip()) <= width else line[: max(width - 1, 0)].rstrip() + "…"
