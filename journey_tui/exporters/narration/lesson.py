"""What a lesson says on the way, in lines between those of the events: chapters, stops, and what is asked there.

A question stands there with its choices only. Its answer is told apart from it: when somebody has answered, or when the
events that follow have shown it.
"""

import re
from collections.abc import Iterator, Mapping

from journey_tui.content.lesson import LessonWords
from journey_tui.content.ui import _, speaking
from journey_tui.exporters.narration.said import ended
from journey_tui.playback.lesson import Asked, ResolvedChapter, ResolvedLesson, ResolvedStop
from journey_tui.playback.timeline import Timeline


class LessonLines:
    """The lines of one lesson, by the position that they belong to."""

    def __init__(self, timeline: Timeline, lesson: ResolvedLesson, language: str) -> None:
        self.words = LessonWords(timeline, lesson, language)
        self._count = len(lesson.chapters), len(lesson.stops)
        self._chapters: Mapping[int, ResolvedChapter] = {one.position: one for one in lesson.chapters}
        self._stops: Mapping[int, ResolvedStop] = {one.position: one for one in lesson.stops}

    def stop_at(self, position: int) -> ResolvedStop | None:
        """The stop after the event that leads to a position."""
        return self._stops.get(position)

    def asks(self, position: int) -> ResolvedStop | None:
        """The same, if something is asked there."""
        stop = self.stop_at(position)
        return stop if stop is not None and stop.question is not None else None

    def before(self, position: int) -> Iterator[str]:
        """What is told before that event: the chapter that begins with it."""
        yield from self._begun(self._chapters.get(position))

    def within(self, position: int) -> Iterator[str]:
        """The chapter that a position lies in: told where a narration begins."""
        begun = [chapter for start, chapter in sorted(self._chapters.items()) if start <= position]
        yield from self._begun(begun[-1] if begun else None)

    def _begun(self, chapter: ResolvedChapter | None) -> Iterator[str]:
        if chapter is not None:
            with speaking(self.words.language):
                words = _("Chapter {number} of {count}: {title}")
            yield words.format(number=chapter.number, count=self._count[0], title=self.words.title(chapter))

    def after(self, position: int) -> Iterator[str]:
        """What is told after it: what the lesson says at its stop."""
        stop = self._stops.get(position)
        if stop is not None:
            with speaking(self.words.language):
                number = _("Stop {number} of {count}").format(number=stop.number, count=self._count[1])
            said = self.words.say(stop)
            yield f"{number}: {said}" if said else f"{number}."

    def asked(self, position: int) -> Iterator[str]:
        """The question of that stop with its choices."""
        stop = self._stops.get(position)
        if stop is None or stop.question is None:
            return
        with speaking(self.words.language):
            question = _("Question: {ask}").format(ask=self.words.ask(stop))
            texts = [ended(text) for text in self.words.choices(stop)]
        choices = (f"{number}) {text}" for number, text in enumerate(texts, 1))
        yield " ".join((question, *choices))

    @property
    def questions(self) -> frozenset[int]:
        """The positions where something is asked."""
        return frozenset(position for position, stop in self._stops.items() if stop.question is not None)

    def answered(self, stop: ResolvedStop) -> Iterator[str]:
        """What is right at a stop that asks, and why the choices are right or wrong."""
        asked = stop.question
        assert asked is not None
        with speaking(self.words.language):
            answer, because = self.words.reply(stop, asked.correct), self.words.because(stop)
            if asked.takes_number and re.match(rf"{answer}(?![\d.,]*\d)", because):
                answer, because = because, ""  # as most lessons say it: "5: one for IPv4, ..."
            said = ended(_("Answer to stop {number}: {answer}").format(number=stop.number, answer=answer))
            reasons = [*self._reasons(stop, asked)]
        yield " ".join((said, *reasons, because)).strip()

    def _reasons(self, stop: ResolvedStop, asked: Asked) -> Iterator[str]:
        """Of each choice that has one; of an order, where each has its place, without a judgement."""
        for number, choice in enumerate(asked.choices, 1):
            because = self.words.choice_because(stop, number)
            mark = _("right") if choice.right else _("wrong")
            if because:
                yield ended(
                    f"{number}) {because}" if asked.kind == "order" else f"{number}) {mark}: {because}"
                )
