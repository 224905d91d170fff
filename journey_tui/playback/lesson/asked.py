"""A question with the answer that this run gives, and what a reply to it is worth.

Choices are numbered from 1, as they are shown and typed.
"""

from dataclasses import dataclass
from typing import Final

from journey_tui.trace.lesson import QuestionKind, Text

LARGEST_NUMBER: Final = 2**62
"""That may be typed."""
Reply = tuple[int, ...]
"""Numbers of choices (of `order`: in the order that was said), or the one number that was typed."""


@dataclass(frozen=True, slots=True)
class AskedChoice:
    """One choice, as it is shown."""

    text: Text
    right: bool
    """Whether it is right; of `order`, where all have a place, true."""
    because: Text
    position: int | None
    """Where the moment that it speaks of lies, if it speaks of one and it comes; the values in `because` are of there."""
    place: int
    """Its place in the file, counted from 0."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a reply."""

    right: bool
    points: int
    of: int
    """Points that there were to win."""
    reply: Reply
    correct: Reply
    """The reply that would have been right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its right answer."""

    kind: QuestionKind
    ask: Text
    because: Text
    """Said after any answer."""
    choices: tuple[AskedChoice, ...]
    """As they are shown: in the file's order, of `order` shuffled."""
    answer: int | None
    """Of `count` and `measure`: the number."""
    order: Reply
    """Of `order`: the numbers of the choices in their right order."""
    points: int
    fingerprint: str
    """Changes when what is asked changes, so that an old reply is not taken for one to a new question."""

    @property
    def correct(self) -> Reply:
        """The right reply."""
        if self.answer is not None:
            return (self.answer,)
        if self.order:
            return self.order
        return tuple(number for number, choice in enumerate(self.choices, 1) if choice.right)

    @property
    def takes_number(self) -> bool:
        """Whether the reply is a number that is typed, and not a choice."""
        return self.kind in {"count", "measure"}

    def fits(self, reply: Reply) -> bool:
        """Whether it is a reply to this question at all, right or wrong."""
        if self.takes_number:
            return len(reply) == 1 and abs(reply[0]) <= LARGEST_NUMBER
        if not all(1 <= number <= len(self.choices) for number in reply) or len(set(reply)) != len(reply):
            return False
        wanted = {"order": len(self.choices), "several": len(reply)}.get(self.kind, 1)
        return len(reply) == wanted > 0

    def check(self, reply: Reply) -> Verdict:
        """What a reply is worth; raises `ValueError` for one that is none."""
        if not self.fits(reply):
            raise ValueError(f"no reply to a question of kind {self.kind}: {reply}")
        said = tuple(sorted(reply)) if self.kind == "several" else reply
        right = said == self.correct
        return Verdict(right, self.points if right else 0, self.points, said, self.correct)
