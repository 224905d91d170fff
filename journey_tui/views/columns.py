"""Columns as `ss` lays them out when its output is no terminal (misc/ss.c, iproute2 6.1).

Each column is as wide as its widest cell, the heading included; addresses lean to the right against their ports.
Blanks at the end of a line, which ss pads to the widest line, are left out.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple


class Row(NamedTuple):
    """One socket: the cells of its line, and the line below it."""

    cells: tuple[str, str, str, str, str, str, str, str]
    """State, Recv-Q, Send-Q, local address and port, peer address and port, process and timer."""
    below: str | None = None
    """What `-i` adds, each word with its blank; None for no line."""


HEADINGS: Final = ("State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", "Process")
_BEFORE: Final = ("", " ", " ", " ", "", " ", "", "")
"""What parts a column from the one before it; the process's own text begins with a blank."""
_TO_THE_RIGHT: Final = frozenset({3, 5})


def laid_out(rows: Sequence[Row]) -> Iterator[str]:
    """Headings and rows, line by line."""
    cells = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEADINGS))]
    yield _line(HEADINGS, widths)
    for row in rows:
        yield _line(row.cells, widths)
        if row.below is not None:
            yield f"\t{row.below}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    parts = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        shown = cell.rjust(width) if place in _TO_THE_RIGHT else cell.ljust(width)
        parts.append(_BEFORE[place] + shown)
    return "".join(parts).rstrip()
