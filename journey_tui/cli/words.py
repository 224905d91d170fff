"""Words broken into lines by cells, for commands that print prose: Bengali signs above and below a letter take none.

A vowel sign that stands beside its letter is counted as a cell, as most terminals draw it; where one draws it in none the
line is a little shorter than it could be, which harms nothing.
"""

from collections.abc import Iterator
from unicodedata import category, east_asian_width


def cells(text: str) -> int:
    """How many cells a text takes at most."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """A text in at most so many cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    while text and cells(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield the text in lines of at most so many cells, broken at blanks; a longer word has a line of its own.

    The first line begins with `first`, each other one with `rest` (the same if it is not given).
    """
    line = first
    room, empty = width - cells(first), True
    for word in text.split():
        taken = cells(word) + (0 if empty else 1)
        if taken > room and not empty:
            yield line
            line = first if rest is None else rest
            room, empty, taken = width - cells(line), True, cells(word)
        line += word if empty else f" {word}"
        room, empty = room - taken, False
    yield line
