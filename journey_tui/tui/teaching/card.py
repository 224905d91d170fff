"""What the lesson's pane holds: lines of words with a sign before them, broken into rows where they are drawn.

A card is made from a stop and from what has been answered (`cards.py`); the pane (`panes/lesson.py`) only draws it. How many
rows it needs is asked before the screen is laid out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Role

CODE: Final = "    "
"""A line that begins so is shown as it stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that begin on a row of their own; below a sign they hang."""

    text: str = ""
    role: Role = Role.TEXT
    sign: str = ""
    """What stands before them: the number of a choice, a tick."""
    choice: int | None = None
    """Which choice these cells stand for, for the mouse."""
    lit: bool = False
    """Whether it is the one that the keys are at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn."""

    text: str
    role: Role
    sign: str = ""
    indent: int = 0
    choice: int | None = None
    lit: bool = False
    whole: bool = True
    """Whether it is broken to fit; a row of code is not, and may be cut."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the pane shows of one stop."""

    title: str
    lines: tuple[Line, ...]
    hint: str = ""
    """The keys that mean something now."""
    short_hint: str = ""
    """The same where there is less room."""
    urgent: bool = False
    """Whether the words have to be read whole: then the picture gives way to them."""
    aside: bool = False
    """Whether the viewer has opened something else to look at: then the words take no more room than the picture leaves."""
    scroll: int = 0
    """Rows that it has been moved up."""
    enter: str = ""
    """In one word for the footer, what Enter does."""
    asks: bool = False
    """Whether a question is open."""
    notice: str = ""
    """What is told above everything else."""
    besides: tuple[Line, ...] = ()
    """What is said where all of it finds room, and else not at all."""

    def rows(self, width: int, room: int | None = None) -> list[Row]:
        """The lines in at most so many cells, with what is said besides if so many rows hold that too."""
        told = [Line(self.notice, Role.WARN)] if self.notice else []
        rows = [row for line in (*told, *self.lines) for row in broken(line, width)]
        besides = [row for line in self.besides for row in broken(line, width)]
        return rows + besides if room is None or len(rows) + len(besides) <= room else rows


def broken(line: Line, width: int) -> Iterator[Row]:
    """The rows of one line; each paragraph begins on its own, and code stays as it stands."""
    indent = cell_len(line.sign)
    sign = line.sign
    for part in line.text.split("\n"):
        if part.startswith(CODE):
            yield Row(part, Role.KEY, sign, indent, line.choice, line.lit, whole=False)
            sign = ""
            continue
        for row in wrapped(part, max(width - indent, 1)) or [""]:
            yield Row(row, line.role, sign, indent, line.choice, line.lit)
            sign = ""


def window(rows: list[Row], height: int, scroll: int) -> int:
    """The first row that is shown: moved up as asked, and so far that what is lit can be seen."""
    top = min(max(scroll, 0), max(len(rows) - height, 0))
    lit = [place for place, row in enumerate(rows) if row.lit]
    if lit and not top <= lit[-1] < top + height:
        top = lit[-1] - height + 1
    if lit and lit[0] < top:
        top = lit[0]
    return max(top, 0)
