"""`journey scenarios`: the bundled scenarios."""

import shutil
import sys
from collections.abc import Iterator

import click

from journey_tui.cli.sources import BundledTitle, bundled_titles
from journey_tui.text import clean_line

GAP = "  "


@click.command()
def scenarios() -> None:
    """List the bundled scenarios: name, level, title and summary, cut to the terminal's width."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table(bundled_titles(), width):
        click.echo(line)


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
