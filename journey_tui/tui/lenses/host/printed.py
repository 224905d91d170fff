"""What a tool prints, as far as there is room for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from journey_tui.tui.target import Target


@dataclass(frozen=True, slots=True)
class Row:
    """One line of output."""

    text: str
    new: bool = False
    """Whether the event at hand wrote or changed it."""
    target: Target | None = None
    """What it tells of."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines that are in view."""

    rows: Sequence[Row] = ()
    total: int = 0
    """Of all lines that could be in view."""
    first: int = 0
    """Place of the first row among them."""
    beyond: Sequence[Row] = ()
    """Lines outside of the view that the event at hand changed."""
    note: str = ""
    """What is left out, or why there is nothing."""
