"""What a lens is: one way of looking at a run, in the large pane or beside it.

It works in two steps, since a timeline has one world at a time: `gather` reads what it needs from the timeline and
answers with a value of its own; `draw` is a pure function of that value, of the view and of the room there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from journey_tui.playback import Breakpoints, Timeline
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be gathered: the moment, the thing, and how much room there is for it."""

    position: int
    request: int | None
    """The followed request, else the one that the moment is about, else the nearest."""
    follow: int | None = None
    subject: int | None = None
    """The number of the thing that is looked into; None: whichever the event at hand is about."""
    tab: int = 0
    scroll: int = 0
    words: str = ""
    """What a list is narrowed to."""
    width: int = 0
    """Cells and rows inside the frame."""
    height: int = 0
    breakpoints: Breakpoints | None = None


Data = TypeVar("Data")


@dataclass(frozen=True, slots=True)
class Lens(Generic[Data]):
    """One way of looking."""

    id: str
    title: Callable[[View, Data], str]
    """What the frame says."""
    gatherer: Callable[[Timeline], Callable[[Ask], Data]]
    """Made once for a run, so that it may keep what it has read; equal questions have equal answers."""
    draw: Callable[[View, Data, Surface], None]
    """Inside the frame; what can be opened is linked."""
    most_scroll: Callable[[Data, int], int] = lambda data, height: 0
    """By how many rows a list can be moved up in a pane with so many rows inside the frame."""
    begin: Callable[[Data, int], tuple[int, int | None]] = lambda data, height: (0, None)
    """Where a list begins in a pane with so many rows inside the frame: rows moved up, and the link that is chosen."""
    comes_round: bool = False
    """Whether the list keeps the present in view, and is moved beyond its end to its beginning."""
    tabs: tuple[str, ...] = ()
    """Pages to turn, where it has several."""
    legend: str = ""
    """What its signs mean, where a viewer cannot know."""
