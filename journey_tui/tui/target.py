"""What a cell of the screen stands for: the one answer to a click on it, and to Enter while it is chosen.

A drawing says so where it draws (`Surface.link`), so that no other code has to know its layout.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seek:
    """A place in the run."""

    position: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A stage, to look at its picture."""

    stage: str


@dataclass(frozen=True, slots=True)
class Run:
    """A command of the keymap, by its id."""

    command: str


@dataclass(frozen=True, slots=True)
class Follow:
    """A request, to follow it from where it begins."""

    request: int


@dataclass(frozen=True, slots=True)
class Look:
    """A thing, to look into it: which lens, and the thing's number there."""

    lens: str
    subject: int | None = None
    """None: the thing of that kind that the event at hand is about."""
    tab: int = 0
    """Which page of a lens that has several."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A part of what the lens at hand shows, by its number there, to keep it lit; once more: to let it go."""

    number: int


@dataclass(frozen=True, slots=True)
class Halt:
    """A breakpoint, by its words, to go to where it is next met; without words: one of the viewer's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice of the question that is open, by its place, to take it."""

    place: int


Target = Seek | Pin | Run | Follow | Look | Pick | Halt | Answer
