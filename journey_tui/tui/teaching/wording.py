"""The words of a lesson in the viewer's language, or in two, one below the other."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from journey_tui.content import sentence
from journey_tui.content.lesson import LessonWords
from journey_tui.content.ui import parts
from journey_tui.playback import Timeline
from journey_tui.playback.lesson import Reply, ResolvedChapter, ResolvedLesson, ResolvedStop


class Wording:
    """Everything that is said of a lesson's stops, as a choice of language asks for it; the run is the whole one."""

    def __init__(self, timeline: Timeline, lesson: ResolvedLesson, choice: str) -> None:
        self._timeline = timeline
        self._each: Sequence[LessonWords] = [LessonWords(timeline, lesson, one) for one in parts(choice)]
        self.sentence = lru_cache(maxsize=64)(self._sentence)

    def title(self, chapter: ResolvedChapter) -> str:
        """One line, in the second language alone where there are two: it stands in frames and lists."""
        return " ".join(self._each[-1].title(chapter).split())

    def chapter_notes(self, chapter: ResolvedChapter) -> str:
        """For the teacher."""
        return self._joined(lambda words: words.chapter_notes(chapter))

    def say(self, stop: ResolvedStop) -> str:
        """What the class reads."""
        return self._joined(lambda words: words.say(stop))

    def notes(self, stop: ResolvedStop) -> str:
        """For the teacher."""
        return self._joined(lambda words: words.notes(stop))

    def ask(self, stop: ResolvedStop) -> str:
        """The question."""
        return "\n".join(dict.fromkeys(words.ask(stop) for words in self._each))

    def choices(self, stop: ResolvedStop) -> list[str]:
        """What can be chosen."""
        return [
            "\n".join(dict.fromkeys(texts))
            for texts in zip(*(words.choices(stop) for words in self._each), strict=True)
        ]

    def because(self, stop: ResolvedStop) -> str:
        """Why the answer is what it is."""
        return self._joined(lambda words: words.because(stop))

    def choice_because(self, stop: ResolvedStop, number: int) -> str:
        """Why one choice is right or wrong."""
        return self._joined(lambda words: words.choice_because(stop, number))

    def reply(self, stop: ResolvedStop, reply: Reply) -> str:
        """A reply in one line."""
        return " ".join(self._each[-1].reply(stop, reply).split())

    def short(self, stop: ResolvedStop) -> str:
        """A stop in one line, for lists: what is asked, else the first paragraph of what is said."""
        text = self._each[-1].ask(stop) or self._each[-1].say(stop)
        return " ".join(text.split())

    def _sentence(self, position: int) -> str:
        """The event that led to a position; empty at the beginning."""
        event = self._timeline.event_at(position)
        if event is None:
            return ""
        world = self._timeline.world_at(position)
        header = self._timeline.header
        return "\n".join(sentence(event, world, header, words.language) for words in self._each)

    def _joined(self, said: Callable[[LessonWords], str]) -> str:
        texts = dict.fromkeys(filter(None, map(said, self._each)))
        return "\n\n".join(texts)
