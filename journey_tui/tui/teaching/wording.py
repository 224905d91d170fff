"""The words of a lesson in the viewer's language, or in two, one below the other.

A frame asks for them again and again, and many name values of another moment than the one that is shown: each is made once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from journey_tui.content import sentence
from journey_tui.content.lesson import LessonWords
from journey_tui.content.ui import parts
from journey_tui.playback import Timeline
from journey_tui.playback.lesson import Reply, ResolvedChapter, ResolvedLesson, ResolvedStop

_Key = tuple[str, int, int]


class Wording:
    """Everything that is said of a lesson's stops, as a choice of language asks for it; the run is the whole one."""

    def __init__(self, timeline: Timeline, lesson: ResolvedLesson, choice: str) -> None:
        self._timeline = timeline
        self._each: Sequence[LessonWords] = [LessonWords(timeline, lesson, one) for one in parts(choice)]
        self._made: dict[_Key, str] = {}
        self.sentence = lru_cache(maxsize=64)(self._sentence)

    def title(self, chapter: ResolvedChapter) -> str:
        """One line, in the second language alone where there are two: it stands in frames and lists."""
        return self._once(("title", chapter.number, 0), lambda: _line(self._each[-1].title(chapter)))

    def chapter_notes(self, chapter: ResolvedChapter) -> str:
        """For the teacher."""
        return self._all(("chapter", chapter.number, 0), lambda words: words.chapter_notes(chapter))

    def say(self, stop: ResolvedStop) -> str:
        """What the class reads."""
        return self._all(("say", stop.number, 0), lambda words: words.say(stop))

    def notes(self, stop: ResolvedStop) -> str:
        """For the teacher."""
        return self._all(("notes", stop.number, 0), lambda words: words.notes(stop))

    def ask(self, stop: ResolvedStop) -> str:
        """The question."""
        return self._all(("ask", stop.number, 0), lambda words: words.ask(stop), "\n")

    def choices(self, stop: ResolvedStop) -> list[str]:
        """What can be chosen."""
        count = 0 if stop.question is None else len(stop.question.choices)
        return [self._choice(stop, place) for place in range(count)]

    def _choice(self, stop: ResolvedStop, place: int) -> str:
        return self._all(("choice", stop.number, place), lambda words: words.choices(stop)[place], "\n")

    def because(self, stop: ResolvedStop) -> str:
        """Why the answer is what it is."""
        return self._all(("because", stop.number, 0), lambda words: words.because(stop))

    def choice_because(self, stop: ResolvedStop, number: int) -> str:
        """Why one choice is right or wrong."""
        return self._all(("because", stop.number, number), lambda words: words.choice_because(stop, number))

    def reply(self, stop: ResolvedStop, reply: Reply) -> str:
        """A reply in one line."""
        return _line(self._each[-1].reply(stop, reply))

    def short(self, stop: ResolvedStop) -> str:
        """A stop in one line, for lists: what is asked, else what is said."""
        words = self._each[-1]
        return self._once(("short", stop.number, 0), lambda: _line(words.ask(stop) or words.say(stop)))

    def _sentence(self, position: int) -> str:
        """The event that led to a position; empty at the beginning."""
        event = self._timeline.event_at(position)
        if event is None:
            return ""
        world = self._timeline.world_at(position)
        header = self._timeline.header
        return "\n".join(sentence(event, world, header, words.language) for words in self._each)

    def _all(self, key: _Key, said: Callable[[LessonWords], str], between: str = "\n\n") -> str:
        """In each language, one below the other; once where they are the same."""
        return self._once(key, lambda: between.join(dict.fromkeys(filter(None, map(said, self._each)))))

    def _once(self, key: _Key, make: Callable[[], str]) -> str:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def _line(text: str) -> str:
    return " ".join(text.split())
