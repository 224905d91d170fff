"""Prose on a terminal: paragraphs broken at blanks by cells, code as it stands."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from journey_tui.cli.words import wrapped

_CODE: Final = "    "
PLAIN_WIDTH: Final = 80
"""Columns where nobody says how wide the terminal is."""
_WIDEST: Final = 100
"""Longer lines are hard to read."""


def reading_width() -> int:
    """Columns of prose here."""
    if not sys.stdout.isatty():
        return PLAIN_WIDTH
    return max(min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, _WIDEST), 20)


def shaped(lines: Iterable[str]) -> Iterator[str]:
    """Lines for whoever reads them here: on a terminal broken at blanks, since it breaks words; else as they are."""
    if not sys.stdout.isatty():
        yield from lines
        return
    width = reading_width()
    for line in lines:
        yield from wrapped(line, width)


def paragraphs(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """The lines of a text; `first` stands before the first one instead of the indent, and is as wide."""
    lines: list[str] = []
    for part in text.split("\n\n"):
        if lines:
            lines.append("")
        lines += _paragraph(part, width, indent)
    if first is not None and lines:
        lines[0] = first + lines[0].removeprefix(indent)
    return lines


def _paragraph(text: str, width: int, indent: str) -> list[str]:
    lines: list[str] = []
    words: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_CODE):
            lines += [*_wrapped(words, width, indent), indent + line.rstrip()]
            words = []
        else:
            words += line.split()
    return lines + _wrapped(words, width, indent)


def _wrapped(words: list[str], width: int, indent: str) -> list[str]:
    from rich.cells import cell_len

    lines: list[str] = []
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else indent + word
        if line and cell_len(joined) > width:
            lines.append(line)
            joined = indent + word
        line = joined
    return [*lines, line] if line else lines
