"""How one question is answered with keys: which choice is lit, what is ticked, typed or put in order, and the votes of a class.

It knows neither the screen nor which answers are right: keys go in, and a reply comes out. A key means the same on a
Bengali keyboard, whose digits are ১ to ৯.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from journey_tui.playback.lesson import Reply

TICKED: Final = ("one", "next", "several")
"""Kinds of question that are answered by choosing among what is offered; a class can vote on them."""
TYPED: Final = ("count", "measure")
"""Kinds that are answered with a number."""
_MOST_DIGITS: Final = 9
_MOST_VOTES: Final = 4
"""Digits of one count of votes."""
_BENGALI_ZERO: Final = ord("০")


@dataclass(slots=True)
class Asking:
    """An open question, and what has been done about it so far."""

    kind: str
    count: int
    """How many choices or items it offers."""
    chosen: int | None = None
    """The one that is lit; of a question with one answer, the answer."""
    ticked: list[int] = field(default_factory=list)
    """Of several, those that are ticked; of an order, those that have been placed, the first first."""
    typed: str = ""
    votes: list[int] = field(default_factory=list)
    """How many of the class are for each choice; empty until somebody counts."""
    voting: bool = False
    """Whether digits are votes now."""

    @property
    def can_vote(self) -> bool:
        """Whether there are choices to vote for."""
        return self.kind in TICKED and self.count > 0

    def press(self, key: str) -> bool:
        """Take a key as Textual names it; whether it meant something."""
        digit = digit_of(key)
        if self.voting:
            return self._count(key, digit)
        if key in ("up", "down"):
            return self._move(1 if key == "down" else -1)
        if self.kind in TYPED:
            return self._type(key, digit)
        if key == "backspace":
            return self._take_back()
        if key == "space" and self.chosen is not None:
            self._pick(self.chosen)
            return True
        if digit is not None:
            self.choose(digit - 1)
        return digit is not None

    def choose(self, place: int) -> None:
        """Take one of the choices, or let go of it where several are taken."""
        if 0 <= place < self.count:
            self.chosen = place
            if not self.voting:
                self._pick(place)

    def begin_votes(self) -> bool:
        """From now on digits are votes; False where there is nothing to vote for."""
        if self.can_vote:
            self.voting, self.chosen = True, 0
            self.votes = self.votes or [0] * self.count
        return self.can_vote

    def end_votes(self) -> None:
        """Digits are answers again; what most have voted for is the class's own answer."""
        self.voting, self.chosen = False, None
        most = max(self.votes, default=0)
        if not most:
            self.votes = []
        elif self.kind != "several" and self.votes.count(most) == 1:
            self.chosen = self.votes.index(most)

    def reply(self) -> "Reply | None":
        """What is answered: numbers of choices from 1, or the number that was typed; None while nothing is."""
        if self.kind in TYPED:
            return (int(self.typed),) if self.typed else None
        if self.kind in ("one", "next"):
            return None if self.chosen is None else (self.chosen + 1,)
        ticked = tuple(place + 1 for place in self.ticked)
        return (ticked if self.kind == "order" else tuple(sorted(ticked))) or None

    @property
    def unfinished(self) -> bool:
        """Whether it has been begun, and cannot be judged yet."""
        return self.kind == "order" and 0 < len(self.ticked) < self.count

    def _pick(self, place: int) -> None:
        if self.kind in ("one", "next"):
            return
        if place in self.ticked:
            self.ticked.remove(place)
        else:
            self.ticked.append(place)

    def _take_back(self) -> bool:
        if self.ticked:
            self.ticked.pop()
        elif self.kind in ("one", "next"):
            self.chosen = None
        return True

    def _move(self, places: int) -> bool:
        """Among the choices; above the first one none is lit. False where there is nothing to choose among."""
        if self.kind in TYPED:
            return False
        start = -1 if self.chosen is None else self.chosen
        lowest = 0 if self.voting else -1
        place = min(max(start + places, lowest), self.count - 1)
        self.chosen = place if place >= 0 else None
        return True

    def _type(self, key: str, digit: int | None) -> bool:
        if key == "backspace":
            self.typed = self.typed[:-1]
        elif digit is not None:
            self.typed = (self.typed + str(digit)).lstrip("0")[:_MOST_DIGITS] or "0"
        return digit is not None or key in ("backspace", "space")

    def _count(self, key: str, digit: int | None) -> bool:
        """Votes: a number for each choice."""
        assert self.chosen is not None
        at = self.chosen
        if digit is not None:
            self.votes[at] = int(f"{self.votes[at]}{digit}"[-_MOST_VOTES:])
        elif key == "backspace":
            self.votes[at] //= 10
        elif key == "enter" and at == self.count - 1:
            self.end_votes()
        elif key in ("enter", "down", "up"):
            self._move(-1 if key == "up" else 1)
        elif key == "escape":
            self.end_votes()
        return True


def digit_of(key: str) -> int | None:
    """The digit that a key writes, on a Latin or a Bengali keyboard; None for any other key."""
    if len(key) != 1:
        return None
    number = ord(key) - (_BENGALI_ZERO if key >= "০" else ord("0"))
    return number if 0 <= number <= 9 else None
