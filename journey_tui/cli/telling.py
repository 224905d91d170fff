"""A run told step by step: Enter tells the next event, and at a lesson's stops its questions are asked."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.dialogue import LEAVE, Dialogue, typed_line
from journey_tui.cli.paragraphs import shaped
from journey_tui.content.ui import _
from journey_tui.playback.lesson import Session

if TYPE_CHECKING:
    from journey_tui.exporters.narration import Telling
    from journey_tui.playback.lesson import ResolvedLesson, ResolvedStop
    from journey_tui.playback.timeline import Timeline

TO_THE_STOP: Final = "s"


class Reading:
    """One person's way through a run."""

    def __init__(
        self, timeline: "Timeline", lesson: "ResolvedLesson | None", telling: "Telling", start: int
    ) -> None:
        from journey_tui.exporters.narration import LessonLines, Narration

        self._timeline = timeline
        self._lesson = lesson
        self._telling = telling
        self._lines = None if lesson is None else LessonLines(timeline, lesson, telling.language)
        asked = () if self._lines is None else self._lines.questions
        self._narration = Narration(timeline, telling, start, asked)
        self._session: Session | None = None
        self._dialogue: Dialogue | None = None
        if lesson is not None and self._lines is not None:
            self._session = Session(lesson)
            self._dialogue = Dialogue(self._lines.words, self._session, self._hint)

    def run(self, last: int | None) -> None:
        """From the beginning to the last position, or until the reader leaves."""
        _say(self._narration.opening())
        _say(
            [
                _(
                    "Enter tells the next event, s all up to the next stop, a place (300, 3ms, 40%) all up to it, q leaves."
                )
            ]
        )
        if not self._told(self._narration.position, None):
            return
        until = self._asked(last)
        while until is not None and self._go_on(until, last):
            until = self._asked(last)
        _say(self._narration.closing())
        self._score()

    def _go_on(self, until: int, last: int | None) -> bool:
        """Tell on up to a position or the next stop; False when the run or the reader is at the end."""
        while self._narration.position < until:
            if last is not None and self._narration.position >= last:
                return False
            line = self._narration.next()
            if line is None:
                return False
            here = self._narration.position
            if not self._told(here, line):
                return False
            if self._lines is not None and self._lines.stop_at(here) is not None:
                return True
        return True

    def _told(self, here: int, line: str | None) -> bool:
        """Tell one event (None: where it begins), what the lesson says there, and ask; False when the reader leaves."""
        from journey_tui.exporters.narration import one_lined

        lines = self._lines
        if lines is None:
            parts = iter(() if line is None else (line,))
        else:
            chapter = lines.within(here) if line is None else lines.before(here)
            parts = one_lined(chapter, () if line is None else (line,), lines.after(here))
        _say(parts)
        stop = None if lines is None else lines.stop_at(here)
        return stop is None or self._question(stop)

    def _question(self, stop: "ResolvedStop") -> bool:
        assert self._session is not None
        assert self._dialogue is not None
        self._session.go_to(stop.number)
        if stop.question is None:
            return True
        if not self._dialogue.ask(stop):
            return False
        _say(self._narration.kept_back(stop.position))
        return True

    def _hint(self, stop: "ResolvedStop") -> str:
        from journey_tui.content import explain

        event = self._timeline.event_at(stop.position)
        if event is None:
            return ""
        world = self._timeline.world_at(stop.position)
        return explain(event, world, self._timeline.header, self._telling.language).why

    def _asked(self, last: int | None) -> int | None:
        """Up to which position the reader wants to be told; None: no further."""
        from journey_tui.cli.places import place
        from journey_tui.cli.sources import SourceRefused

        while True:
            typed = typed_line()
            if typed is None or typed.casefold() == LEAVE:
                return None
            here = self._narration.position
            if not typed:
                return here + 1
            if typed.casefold() == TO_THE_STOP:
                return self._timeline.length + 1 if self._timeline.complete else 2**62
            try:
                there = place(self._timeline, typed, _("There"), self._lesson)
            except SourceRefused as refused:
                _say([refused.format_message()])
                continue
            if there > here:
                return there
            _say([_("Event {number} has been told already.").format(number=there)])

    def _score(self) -> None:
        if self._session is None or self._dialogue is None or self._lines is None or not self._session.asked:
            return
        from journey_tui.cli.scores import tell_score

        tell_score(self._session, self._lines.words, self._dialogue.tell)


def _say(lines: Iterable[str]) -> None:
    for line in shaped(lines):
        click.echo(line)
