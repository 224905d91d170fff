"""A question of a lesson. Its kind is told by which key it has: choices, next, count, measure or order."""

from typing import Annotated

from pydantic import Field

from journey_tui.scenario.base import Model
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.words import NO_TEXT, LessonText, Measured, Place
from journey_tui.scenario.values import Flag, Whole

MOST_CHOICES = 9
"""So many keys there are to choose with."""


class Choice(Model):
    """One answer that is offered."""

    text: LessonText
    """What can be chosen."""
    right: Flag = False
    """Whether it is right."""
    because: LessonText = NO_TEXT
    """Why it is right or wrong; shown with the answer."""


class NextChoice(Model):
    """One thing that may happen next."""

    text: LessonText
    """What can be chosen."""
    when: Moment
    """The moment that it speaks of; right is the choice whose moment comes first. One that never comes is wrong."""
    because: LessonText = NO_TEXT
    """Why it is right or wrong; shown with the answer."""


class OrderItem(Model):
    """One of the things to put in order."""

    text: LessonText
    """What it is called."""
    when: Moment
    """The moment that it speaks of."""
    because: LessonText = NO_TEXT
    """What there is to say of it; shown with the answer."""


class Question(Model):
    """One question: with exactly one of choices, next, count, measure and order."""

    ask: LessonText
    """The question."""
    because: LessonText = NO_TEXT
    """Said after any answer."""
    points: Annotated[int, Whole(0, 100)] = 1
    """What the right answer counts."""
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=MOST_CHOICES)] | None = None
    """Answers to choose from."""
    several: Flag = False
    """true: several of the choices are right, and exactly those must be ticked."""
    next: Annotated[tuple[NextChoice, ...], Field(min_length=2, max_length=MOST_CHOICES)] | None = None
    """What may happen next; the run decides which is right."""
    count: Moment | None = None
    """How many: the events that match are counted in the run."""
    from_: Annotated[Place, Field(alias="from")] = ""
    """Of count and order: where looking begins: start, here, or the id of a stop or chapter; default start."""
    to: Place = ""
    """Of count: where it ends: here, end, or an id; default here."""
    measure: Measured = ""
    """How many: a measure at this moment, in a breakpoint's words: accept queue."""
    order: Annotated[tuple[OrderItem, ...], Field(min_length=2, max_length=MOST_CHOICES)] | None = None
    """What to put in order; the run decides what is right."""
