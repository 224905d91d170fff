"""The words of a lesson with the values of its run in them.

What is said before an answer speaks of the moment that is on the screen; what is said after one, of the event that was
asked about. So a stop just before its event can explain it, and cannot give it away.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from journey_tui.content.templates import UnknownNameError, filled, flowed, in_language
from journey_tui.content.ui import _, speaking
from journey_tui.content.values import value_names, values_of
from journey_tui.playback import Timeline
from journey_tui.playback.lesson import (
    Asked,
    LessonProblem,
    Reply,
    ResolvedChapter,
    ResolvedLesson,
    ResolvedStop,
)
from journey_tui.playback.lesson.resolved import KeyPath
from journey_tui.playback.lesson.score import in_words
from journey_tui.trace.lesson import Text

ANSWER: Final = "answer"
"""Names the right answer, in what is said after any answer."""


class LessonWords:
    """Everything that a lesson says, in one language."""

    def __init__(self, timeline: Timeline, lesson: ResolvedLesson, language: str = "en") -> None:
        self._timeline = timeline
        self._lesson = lesson
        self.language = language

    def title(self, chapter: ResolvedChapter) -> str:
        """A chapter's title."""
        return self._filled(chapter.title, chapter.position)

    def chapter_notes(self, chapter: ResolvedChapter) -> str:
        """What the teacher should know of a chapter."""
        return self._filled(chapter.notes, chapter.position)

    def say(self, stop: ResolvedStop) -> str:
        """What the class reads."""
        return self._filled(stop.say, stop.position)

    def notes(self, stop: ResolvedStop) -> str:
        """What the teacher should know of a stop."""
        return self._filled(stop.notes, stop.position)

    def ask(self, stop: ResolvedStop) -> str:
        """The question; empty where nothing is asked."""
        return "" if stop.question is None else self._filled(stop.question.ask, stop.position)

    def choices(self, stop: ResolvedStop) -> tuple[str, ...]:
        """What can be chosen, in the order of the numbers."""
        asked = () if stop.question is None else stop.question.choices
        return tuple(self._filled(choice.text, stop.position) for choice in asked)

    def because(self, stop: ResolvedStop) -> str:
        """Why the answer is what it is; empty where there is nothing to say."""
        if stop.question is None:
            return ""
        return self._filled(stop.question.because, stop.event_position, self._answer(stop, stop.question))

    def choice_because(self, stop: ResolvedStop, number: int) -> str:
        """Why a choice is right or wrong, by its number; empty where there is nothing to say."""
        assert stop.question is not None
        choice = stop.question.choices[number - 1]
        position = choice.position or stop.event_position
        return self._filled(choice.because, position, self._answer(stop, stop.question))

    def reply(self, stop: ResolvedStop, reply: Reply) -> str:
        """A reply in words: the number, or the choices."""
        assert stop.question is not None
        with speaking(self.language):
            then = _("then")
        return in_words(stop.question, reply, lambda text: self._filled(text, stop.position), then)

    def _answer(self, stop: ResolvedStop, asked: Asked) -> dict[str, str]:
        return {ANSWER: self.reply(stop, asked.correct)}

    def _filled(self, text: Text, position: int, more: Mapping[str, str] | None = None) -> str:
        template = in_language(text, self.language)
        if "{" not in template and "}" not in template:
            return flowed(template)
        return flowed(filled(template, {**self._values(position), **(more or {})}))

    def _values(self, position: int) -> Mapping[str, str]:
        event = self._timeline.event_at(position)
        if event is None:
            return {}
        world = self._timeline.world_at(position)
        return values_of(event, world, self._timeline.header, self.language)


def unknown_values(timeline: Timeline, lesson: ResolvedLesson) -> Iterator[LessonProblem]:
    """Every name in a lesson's texts that its event has no value for; in the order of the file."""
    for index, chapter in enumerate(lesson.chapters):
        path: KeyPath = ("chapters", index)
        names = _names(timeline, chapter.position)
        yield from _unknown((*path, "title"), chapter.title, names)
        yield from _unknown((*path, "notes"), chapter.notes, names)
    for index, stop in enumerate(lesson.stops):
        path = ("stops", index)
        names = _names(timeline, stop.position)
        yield from _unknown((*path, "say"), stop.say, names)
        yield from _unknown((*path, "notes"), stop.notes, names)
        if stop.question is not None:
            yield from _unknown_in_question(timeline, (*path, "question"), stop, stop.question, names)


def _unknown_in_question(
    timeline: Timeline, path: KeyPath, stop: ResolvedStop, asked: Asked, names: frozenset[str]
) -> Iterator[LessonProblem]:
    after = _names(timeline, stop.event_position) | {ANSWER}
    yield from _unknown((*path, "ask"), asked.ask, names)
    yield from _unknown((*path, "because"), asked.because, after)
    key = asked.kind if asked.kind in {"next", "order"} else "choices"
    for choice in sorted(asked.choices, key=lambda choice: choice.place):
        here = (*path, key, choice.place)
        yield from _unknown((*here, "text"), choice.text, names)
        found = after if choice.position is None else _names(timeline, choice.position) | {ANSWER}
        yield from _unknown((*here, "because"), choice.because, found)


def _names(timeline: Timeline, position: int) -> frozenset[str]:
    event = timeline.event_at(position)
    return frozenset() if event is None else value_names(event.kind)


def _unknown(path: KeyPath, text: Text, names: Collection[str]) -> Iterator[LessonProblem]:
    values = dict.fromkeys(names, "")
    for language, template in text.items():
        try:
            filled(template, values)
        except UnknownNameError as error:
            there = f"; there are {', '.join(sorted(names))}" if names and not error.nearest else ""
            none = "" if names else "; nothing has happened yet, so there are no values"
            yield LessonProblem((*path, language), f"{error}{there}{none}")
