"""What a recording and a page are made of: frames of character cells, ready coloured.

Whoever draws makes them (`tui.stills`); what is written from them knows neither drawings nor themes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Look:
    """How cells look; colours as `#rrggbb`."""

    foreground: str
    background: str
    bold: bool = False
    underline: bool = False


class Run(NamedTuple):
    """Neighbouring cells of one row that look alike."""

    column: int
    width: int
    """In cells."""
    look: int
    """Its place among the looks."""
    text: str


Row = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The screen at one position of the run; all rows of one recording have the same number of cells."""

    position: int
    time_ns: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Film:
    """Frames in the order of the run, and what they have in common."""

    width: int
    height: int
    looks: Sequence[Look]
    """The first is that of an empty cell."""
    frames: Sequence[Frame]
