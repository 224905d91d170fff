"""`journey quiz`: a lesson for one person, line by line, without the screen."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journey_tui.cli.scores import score_file
from journey_tui.cli.speech import ONE_LANG_OPTION, speak_for
from journey_tui.cli.terminal import is_terminal

if TYPE_CHECKING:
    from journey_tui.cli.lessons import OpenedLesson
    from journey_tui.playback.lesson import ResolvedStop


@click.command()
@click.argument("lesson", required=False)
@ONE_LANG_OPTION
@click.option(
    "--score",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=score_file,
    help="Write the score to this file, .json or .csv.",
)
@click.option("--learner", default="", metavar="NAME", help="Whose score it is.")
@click.option("--shuffle/--no-shuffle", default=True, help="Mix the choices; default: yes.")
@click.option("--again", is_flag=True, help="Begin anew, and forget what was answered.")
def quiz(
    lesson: str | None, lang: str | None, score: Path | None, learner: str, shuffle: bool, again: bool
) -> None:
    """Go through LESSON alone: read, answer, see why. Without LESSON those that come with the program are listed.

    Type the number of an answer, ? for a hint, q to leave; place and score are kept.
    """
    language = speak_for(lang)
    if lesson is None:
        from journey_tui.cli.lessons import tell_lessons

        tell_lessons("quiz")
        return
    from journey_tui.cli.lessons import open_lesson

    Quiz(open_lesson(lesson), language, learner, shuffle, again).run(score)


class Quiz:
    """One person's way through one lesson."""

    def __init__(
        self,
        opened: "OpenedLesson",
        language: str,
        learner: str = "",
        shuffle: bool = True,
        again: bool = False,
    ) -> None:
        from journey_tui.cli.dialogue import Dialogue
        from journey_tui.cli.progress import Progress
        from journey_tui.content.lesson import LessonWords

        self._opened = opened
        self._learner = learner
        self._language = language
        self._progress = Progress(opened.path, "quiz")
        if again:
            self._progress.forget()
        self._restored = self._progress.restore(opened.lesson)
        self._session = self._restored.session
        self._words = LessonWords(opened.timeline, opened.lesson, language)
        self._dialogue = Dialogue(self._words, self._session, self._why, shuffle)
        self._chapter = 0

    def run(self, score: Path | None) -> None:
        """From where it was left to the end, or until the reader leaves."""
        from journey_tui.cli.scores import tell_score, write_score
        from journey_tui.content.ui import _

        self._greet()
        finished = self._all_stops()
        click.echo()
        tell_score(self._session, self._words, self._dialogue.tell)
        if not finished:
            kept = self._progress.keep(self._session)
            self._dialogue.tell(
                _("Your place is kept; the same command goes on from here.")
                if kept
                else _("Your place could not be kept: its file cannot be written.")
            )
        if score is not None:
            write_score(self._session, self._words, self._opened.name, self._learner, score)

    def _greet(self) -> None:
        from journey_tui.content.introductions import introduced
        from journey_tui.content.ui import _, _n, current

        lesson, tell = self._opened.lesson, self._dialogue.tell
        questions = sum(stop.question is not None for stop in lesson.stops)
        tell(introduced(lesson.header.title, current()))
        if lesson.header.summary:
            tell(introduced(lesson.header.summary, current()))
        tell(
            _("{stops} stops, {questions} questions, {points} points.").format(
                stops=len(lesson.stops), questions=questions, points=lesson.points
            )
        )
        if self._restored.lost:
            tell(
                _n(
                    "The lesson has been changed: {count} of your answers no longer fits and is asked again.",
                    "The lesson has been changed: {count} of your answers no longer fit and are asked again.",
                    self._restored.lost,
                ).format(count=self._restored.lost)
            )
        if self._session.done:
            tell(_("You have been through it; --again begins anew."))
        elif self._restored.came_back:
            tell(
                _("You come back to stop {number} of {count}; --again begins anew.").format(
                    number=self._session.number, count=len(lesson.stops)
                )
            )

    def _all_stops(self) -> bool:
        """Whether the end was reached."""
        stop = self._session.stop if self._session.asking else self._session.go_on()
        while stop is not None:
            self._progress.keep(self._session)
            self._present(stop)
            if not self._past(stop):
                return False
            self._progress.keep(self._session)
            stop = self._session.go_on()
        return True

    def _present(self, stop: "ResolvedStop") -> None:
        """Where the run is, what has just happened, and what the lesson says of it."""
        from journey_tui.content.ui import _

        tell, lesson = self._dialogue.tell, self._opened.lesson
        click.echo()
        if stop.chapter != self._chapter:
            self._chapter = stop.chapter
            title = self._words.title(lesson.chapters[stop.chapter - 1])
            tell(
                _("Chapter {number} of {count}: {title}").format(
                    number=stop.chapter, count=len(lesson.chapters), title=title
                )
            )
            click.echo()
        number = _("Stop {number} of {count}").format(number=stop.number, count=len(lesson.stops))
        tell(f"{number}. {self._happened(stop)}")
        if said := self._words.say(stop):
            click.echo()
            tell(said)

    def _happened(self, stop: "ResolvedStop") -> str:
        from journey_tui.content import sentence
        from journey_tui.content.ui import _
        from journey_tui.units import format_clock

        timeline = self._opened.timeline
        event = timeline.event_at(stop.position)
        if event is None:
            return _("Nothing has happened yet.")
        world = timeline.world_at(stop.position)
        said = sentence(event, world, timeline.header, self._language)
        return _("Event {position}, {clock}, stage {stage}: {sentence}").format(
            position=stop.position, clock=format_clock(event.time_ns), stage=event.stage, sentence=said
        )

    def _past(self, stop: "ResolvedStop") -> bool:
        """Whether the reader goes on."""
        from journey_tui.cli.dialogue import LEAVE, read_line
        from journey_tui.content.ui import _

        if self._session.is_open(stop):
            click.echo()
            return self._dialogue.ask(stop)
        if not is_terminal(sys.stdin):
            return True  # what is piped in are answers
        typed = read_line(_("Enter goes on, q leaves"))
        return typed is not None and typed.casefold() != LEAVE

    def _why(self, stop: "ResolvedStop") -> str:
        """The hint: why what is on the screen is so."""
        from journey_tui.content import explain

        event = self._opened.timeline.event_at(stop.position)
        if event is None:
            return ""
        world = self._opened.timeline.world_at(stop.position)
        return explain(event, world, self._opened.timeline.header, self._language).why
