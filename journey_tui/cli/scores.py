"""The score of a quiz: told at its end, and written to a file for the teacher."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from journey_tui.content.ui import _, _n
from journey_tui.text import clean_line

if TYPE_CHECKING:
    from journey_tui.content.lesson import LessonWords
    from journey_tui.playback.lesson import Session

ENDINGS: Final = (".json", ".csv")
LONGEST_NAME: Final = 100
_INDENT: Final = "   "


def score_file(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """The file of an option; raises `click.BadParameter` for one that is neither JSON nor CSV."""
    if path is not None and path.suffix.casefold() not in ENDINGS:
        raise click.BadParameter("name a file that ends in .json or .csv")
    return path


def write_score(session: "Session", words: "LessonWords", lesson: str, learner: str, path: Path) -> None:
    """Write the score; what stood there is lost only when the new one is whole. Raises `SourceRefused`."""
    from journey_tui.cli.output import deliver
    from journey_tui.playback.lesson.score import score_csv, score_json, score_of

    today = datetime.now().astimezone().date().isoformat()
    name = clean_line(learner, LONGEST_NAME)
    score = score_of(session, lesson, words, name, today)
    deliver([score_csv(score) if path.suffix.casefold() == ".csv" else score_json(score)], path)


def tell_score(session: "Session", words: "LessonWords", tell: Callable[[str, str], None]) -> None:
    """What was reached, and what was missed."""
    questions = sum(stop.question is not None for stop in session.lesson.stops)
    answered = len(session.asked)
    tell(
        _("{points} of {of} points; {answered} of {questions} questions answered.").format(
            points=session.points, of=session.lesson.points, answered=answered, questions=questions
        ),
        "",
    )
    missed = session.missed
    if not missed:
        return
    tell(_n("{count} was missed:", "{count} were missed:", len(missed)).format(count=len(missed)), "")
    for stop in missed:
        assert stop.question is not None
        verdict = session.of(stop).verdict
        said = _("no answer") if verdict is None else words.reply(stop, verdict.reply)
        right = words.reply(stop, stop.question.correct)
        tell(f"{stop.number}. {words.ask(stop)}", "")
        tell(_("Your answer: {said}").format(said=said), _INDENT)
        tell(_("Right: {right}").format(right=right), _INDENT)
        tell(_("Look at event {position}.").format(position=stop.event_position), _INDENT)
