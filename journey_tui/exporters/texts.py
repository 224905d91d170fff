"""How texts of a lesson are laid out: a blank line parts paragraphs, four blanks begin a line that stays as it is."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

_CODE: Final = "    "


def blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Paragraphs, each on one line, and pieces of code with their line breaks, and whether each is code."""
    for is_code, lines in groupby(text.split("\n"), key=_kind):
        if is_code is True:
            yield True, "\n".join(line.removeprefix(_CODE).rstrip() for line in lines)
        elif is_code is False:
            yield False, " ".join(" ".join(lines).split())


def _kind(line: str) -> bool | None:
    """Code, text, or (None) a blank line."""
    return line.startswith(_CODE) if line.strip() else None
