"""The score of a lesson as a file: JSON for programs, CSV for a spreadsheet. Whoever calls it knows the learner and the date."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Final, Protocol

import msgspec

from journey_tui.playback.lesson.asked import Asked, Reply
from journey_tui.playback.lesson.resolved import ResolvedStop
from journey_tui.playback.lesson.session import Session
from journey_tui.trace.lesson import Text

SCORE_VERSION: Final = 1
Words = Callable[[Text], str]
"""A text as it is written down."""
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""With one of these a spreadsheet takes a cell for a formula."""
COLUMNS: Final = ("stop", "chapter", "kind", "question", "reply", "right", "points", "of", "correct")


class ScoredAnswer(msgspec.Struct, frozen=True):
    """One question of the lesson, asked or not."""

    stop: str
    chapter: str
    kind: str
    question: str
    reply: str
    """In words, as it was chosen; empty for none."""
    right: bool
    points: int
    of: int
    correct: str


class Score(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a learner has reached."""

    journey_score: int
    lesson: str
    title: str
    points: int
    of: int
    answers: tuple[ScoredAnswer, ...]
    learner: str = ""
    date: str = ""


class Wording(Protocol):
    """Puts a question and a reply to it into words, with the values of the run."""

    def ask(self, stop: ResolvedStop) -> str:
        """The question of a stop."""
        ...

    def reply(self, stop: ResolvedStop, reply: Reply) -> str:
        """A reply to it."""
        ...


def score_of(session: Session, lesson: str, words: Wording, learner: str = "", date: str = "") -> Score:
    """The score of a session; questions that were not reached count as missed."""
    answers = []
    for stop in session.lesson.stops:
        if stop.question is None:
            continue
        verdict = session.of(stop).verdict
        answers.append(
            ScoredAnswer(
                stop=stop.id,
                chapter=session.lesson.chapters[stop.chapter - 1].id,
                kind=stop.question.kind,
                question=words.ask(stop),
                reply="" if verdict is None else words.reply(stop, verdict.reply),
                right=verdict is not None and verdict.right,
                points=0 if verdict is None else verdict.points,
                of=stop.question.points,
                correct=words.reply(stop, stop.question.correct),
            )
        )
    return Score(
        journey_score=SCORE_VERSION,
        lesson=lesson,
        title=session.lesson.header.title,
        points=session.points,
        of=session.lesson.points,
        answers=tuple(answers),
        learner=learner,
        date=date,
    )


def in_words(question: Asked, reply: Reply, words: Words, then: str = "then") -> str:
    """A reply as people write it: the number, or the texts of the choices; of an order with `then` between them."""
    if question.takes_number:
        return str(reply[0])
    between = f", {then} " if question.kind == "order" else "; "
    texts = [words(question.choices[number - 1].text) for number in reply]
    return between.join([text.rstrip(".।") for text in texts[:-1]] + texts[-1:])


def score_json(score: Score) -> bytes:
    """One JSON object."""
    return msgspec.json.format(msgspec.json.encode(score), indent=2) + b"\n"


def score_csv(score: Score) -> bytes:
    """A heading, and one line for each question; the learner and the date stand in each line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("lesson", "learner", "date", *COLUMNS))
    for answer in score.answers:
        cells: Mapping[str, object] = msgspec.structs.asdict(answer)
        row = (score.lesson, score.learner, score.date, *(cells[name] for name in COLUMNS))
        writer.writerow(_harmless(cell) for cell in row)
    return text.getvalue().encode()


def _harmless(cell: object) -> str:
    """A cell that a spreadsheet takes for text; a number stays one."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
