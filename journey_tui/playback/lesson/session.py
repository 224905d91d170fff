"""Where one stands in a lesson: the stop, what was answered, the class's votes and the score.

Without a clock, a screen or a file, so that a class in front of the screen, one person at a terminal and a reader of
the narration all go through the same lesson.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

import msgspec

from journey_tui.playback.lesson.asked import LARGEST_NUMBER, Reply, Verdict
from journey_tui.playback.lesson.resolved import ResolvedLesson, ResolvedStop
from journey_tui.text import clean_line

SESSION_VERSION: Final = 1
MOST_VOTES: Final = 1_000_000
_MOST_REPLIES: Final = 9
_LONGEST_ID: Final = 40


class SessionError(ValueError):
    """What was kept of a session cannot be read."""


@dataclass(slots=True)
class Answered:
    """What became of one question."""

    verdict: Verdict | None = None
    """None while it is open, or when the answer was shown without a reply."""
    shown: bool = False
    """Whether the answer has been shown."""
    votes: dict[int, int] = field(default_factory=dict)
    """How many of the class were for each choice (or number)."""


class Session:
    """One way through a lesson."""

    def __init__(self, lesson: ResolvedLesson) -> None:
        self.lesson = lesson
        self.number = 0
        """Of the stop where one stands; 0 before the first."""
        self.answered: dict[str, Answered] = {}
        """By the stop's id."""

    # ── where one is ──

    @property
    def stop(self) -> ResolvedStop | None:
        """The stop where one stands; None before the first."""
        return self.lesson.stops[self.number - 1] if self.number else None

    @property
    def next(self) -> ResolvedStop | None:
        """The stop that comes next; None behind the last."""
        return next(iter(self.lesson.stops[self.number : self.number + 1]), None)

    @property
    def position(self) -> int:
        """Where in the run that is."""
        return self.stop.position if self.stop is not None else 0

    @property
    def asking(self) -> bool:
        """Whether a question is open: what comes after the stop must not be seen yet."""
        return self.is_open(self.stop)

    def is_open(self, stop: ResolvedStop | None) -> bool:
        """Whether a stop asks something whose answer has not been shown."""
        return stop is not None and stop.question is not None and not self.of(stop).shown

    def go_on(self) -> ResolvedStop | None:
        """To the next stop; None, and nothing changes, behind the last."""
        coming = self.next
        if coming is not None:
            self.number = coming.number
        return coming

    def go_back(self) -> ResolvedStop | None:
        """To the stop before; None before the first."""
        self.number = max(self.number - 1, 0)
        return self.stop

    def go_to(self, number: int) -> ResolvedStop | None:
        """To a stop by its number; 0 is before the first."""
        self.number = min(max(number, 0), len(self.lesson.stops))
        return self.stop

    # ── questions ──

    def of(self, stop: ResolvedStop) -> Answered:
        """What became of a stop's question so far."""
        return self.answered.get(stop.id) or Answered()

    def reply(self, reply: Reply) -> Verdict:
        """Answer the question of this stop, which shows what is right; the first reply counts.

        Raises `ValueError` where nothing is asked, or for what is no reply to it.
        """
        stop = self._asking_stop()
        answered = self.answered.setdefault(stop.id, Answered())
        assert stop.question is not None
        verdict = stop.question.check(reply)
        if not answered.shown:
            answered.verdict, answered.shown = verdict, True
        return verdict

    def reveal(self) -> None:
        """Show the answer without a reply: no points. Raises `ValueError` where nothing is asked."""
        self.answered.setdefault(self._asking_stop().id, Answered()).shown = True

    def vote(self, choice: int, votes: int) -> None:
        """How many of the class are for a choice (or a number); raises `ValueError` where nothing is asked."""
        given = self.answered.setdefault(self._asking_stop().id, Answered()).votes
        given[choice] = min(max(votes, 0), MOST_VOTES)

    def _asking_stop(self) -> ResolvedStop:
        if self.stop is None or self.stop.question is None:
            raise ValueError("nothing is asked here")
        return self.stop

    # ── the score ──

    @property
    def points(self) -> int:
        """What the replies so far have won."""
        return sum(each.verdict.points for each in self.answered.values() if each.verdict is not None)

    @property
    def asked(self) -> tuple[ResolvedStop, ...]:
        """The stops whose question has been answered or whose answer was shown."""
        return tuple(stop for stop in self.lesson.stops if stop.question is not None and self.of(stop).shown)

    @property
    def missed(self) -> tuple[ResolvedStop, ...]:
        """Those that were answered wrong, or not at all."""
        return tuple(stop for stop in self.asked if not _is_right(self.of(stop).verdict))

    @property
    def done(self) -> bool:
        """Whether one stands at the last stop and no question is open there."""
        return self.next is None and not self.asking

    # ── keeping it ──

    def to_json(self) -> bytes:
        """All of it, so that one can come back."""
        kept = {}
        for stop in self.lesson.stops:
            answered = self.answered.get(stop.id)
            if answered is not None and stop.question is not None:
                reply = None if answered.verdict is None else answered.verdict.reply
                kept[stop.id] = _Kept(
                    question=stop.question.fingerprint,
                    reply=reply,
                    shown=answered.shown,
                    votes=tuple(answered.votes.items()),
                )
        stop_id = "" if self.stop is None else self.stop.id
        return msgspec.json.encode(
            _Saved(
                journey_session=SESSION_VERSION,
                title=self.lesson.header.title,
                stop=stop_id,
                answers=kept,
                passed=tuple(stop.id for stop in self.lesson.stops[: self.number]),
            )
        )

    @classmethod
    def from_json(cls, lesson: ResolvedLesson, data: bytes) -> tuple["Session", int]:
        """What was kept, as far as it still fits the lesson, and how many answers no longer do.

        Where the stop is gone at which one stood, one stands at the last one before it that is still there. Raises `SessionError` for what is
        no session at all.
        """
        saved = _read(data)
        session = cls(lesson)
        lost = sum(not session._take_up(stop_id, kept) for stop_id, kept in saved.answers.items())
        numbers = {stop.id: stop.number for stop in lesson.stops}
        left = [numbers[stop_id] for stop_id in (*saved.passed, saved.stop) if stop_id in numbers]
        session.number = left[-1] if left else 0
        return session, lost

    def _take_up(self, stop_id: str, kept: "_Kept") -> bool:
        stop = next((stop for stop in self.lesson.stops if stop.id == stop_id), None)
        if stop is None or stop.question is None or stop.question.fingerprint != kept.question:
            return False
        answered = Answered(shown=kept.shown, votes=dict(kept.votes))
        if kept.reply is not None:
            if not stop.question.fits(kept.reply):
                return False
            answered.verdict, answered.shown = stop.question.check(kept.reply), True
        self.answered[stop_id] = answered
        return True


def _is_right(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.right


_Number = Annotated[int, msgspec.Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
_Votes = Annotated[int, msgspec.Meta(ge=0, le=MOST_VOTES)]


class _Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    question: str
    """Its fingerprint."""
    reply: Annotated[tuple[_Number, ...], msgspec.Meta(max_length=_MOST_REPLIES)] | None = None
    shown: bool = False
    votes: Annotated[tuple[tuple[_Number, _Votes], ...], msgspec.Meta(max_length=1_000)] = ()


class _Saved(msgspec.Struct, frozen=True):
    journey_session: int
    title: str
    stop: str
    answers: Mapping[str, _Kept]
    passed: Annotated[tuple[str, ...], msgspec.Meta(max_length=10_000)] = ()
    """Ids of the stops up to that one, in their order."""


def _read(data: bytes) -> _Saved:
    try:
        saved = msgspec.json.decode(data, type=_Saved)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SessionError("not a lesson that was left") from None
    if saved.journey_session != SESSION_VERSION:
        raise SessionError(f"a lesson left by another version ({saved.journey_session})")
    return saved


@dataclass(frozen=True, slots=True)
class Glance:
    """How far somebody has come, for who has not opened the lesson."""

    stop: str
    """Id of the stop; empty before the first."""
    answered: int

    @classmethod
    def of(cls, data: bytes) -> "Glance":
        """From what was kept; raises `SessionError`."""
        saved = _read(data)
        return cls(clean_line(saved.stop, _LONGEST_ID), sum(kept.shown for kept in saved.answers.values()))
