"""What is true of each lesson that comes with the program: it fits its run, both languages say it, and it can be won."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from journey_tui.cli.lessons import OpenedLesson
from journey_tui.content.lesson import LessonWords
from journey_tui.playback.lesson import Asked, ResolvedStop, Session
from journey_tui.scenario.bundled import lesson_names
from journey_tui.trace.events.limits import ConnectionAborted
from journey_tui.trace.lesson import Lesson, Text

LESSONS = lesson_names()
BENGALI = re.compile("[\u0980-\u09ff]")
JOINERS = re.compile("[\u200c\u200d]")
MOST_EVENTS = {"12-why-is-my-p99-bad": 40_000}
LONGEST = 900
"""Characters of one text: what a class reads at a stop without losing the thread."""

Open = Callable[[str], OpenedLesson]


def lesson_of(one: OpenedLesson) -> Lesson:
    lesson = one.timeline.header.lesson
    assert lesson is not None
    return lesson


def all_texts(lesson: Lesson) -> Iterator[tuple[str, Text]]:
    """Every text that is there, by where it stands."""
    for chapter in lesson.chapters:
        yield from ((f"{chapter.id}.title", chapter.title), (f"{chapter.id}.notes", chapter.notes))
    for stop in lesson.stops:
        yield from ((f"{stop.id}.say", stop.say), (f"{stop.id}.notes", stop.notes))
        if (question := stop.question) is not None:
            yield from ((f"{stop.id}.ask", question.ask), (f"{stop.id}.because", question.because))
            for number, choice in enumerate(question.choices, 1):
                yield f"{stop.id}.{number}", choice.text
                yield f"{stop.id}.{number}.because", choice.because


def given(lesson: Lesson) -> list[tuple[str, Text]]:
    return [(place, text) for place, text in all_texts(lesson) if text]


def asking(one: OpenedLesson) -> list[tuple[ResolvedStop, Asked]]:
    return [(stop, stop.question) for stop in one.lesson.stops if stop.question is not None]


def a_wrong_reply(asked: Asked) -> tuple[int, ...]:
    if asked.takes_number:
        return (asked.correct[0] + 1,)
    if asked.kind == "order":
        return tuple(reversed(asked.correct))
    if asked.kind == "several":
        return tuple(range(1, len(asked.choices) + 1))
    return (next(number for number in range(1, len(asked.choices) + 1) if (number,) != asked.correct),)


def played(one: OpenedLesson, reply: Callable[[Asked], tuple[int, ...]]) -> Session:
    session = Session(one.lesson)
    while session.next is not None:
        session.go_on()
        if session.asking:
            assert session.stop is not None
            assert session.stop.question is not None
            session.reply(reply(session.stop.question))
    return session


def only_terms(text: Text) -> bool:
    """Whether a short text is nothing but terms, which stay as the field writes them."""
    bengali, english = ({word.rstrip("s:,.") for word in text[code].split()} for code in ("bn", "en"))
    return len(text["bn"]) < 40 and bengali <= english


def figures(text: str) -> list[str]:
    """The numbers in a text, those between braces left out."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\{[^{}]*\}", "", text)))


def test_twelve_lessons_come_with_the_program_in_the_order_of_their_numbers() -> None:
    assert [name[:2] for name in LESSONS] == [f"{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("name", LESSONS)
class TestEachLesson:
    def test_has_the_size_of_a_class(self, opened: Open, name: str) -> None:
        one = opened(name)
        assert 10 <= one.lesson.minutes <= 45
        assert 4 <= len(one.lesson.chapters) <= 8
        assert 8 <= len(one.lesson.stops) <= 16
        assert 6 <= len(asking(one)) <= 12
        assert one.timeline.length <= MOST_EVENTS.get(name, 20_000)

    def test_asks_in_several_ways(self, opened: Open, name: str) -> None:
        assert len({asked.kind for _, asked in asking(opened(name))}) >= 4

    def test_says_everything_in_both_languages(self, opened: Open, name: str) -> None:
        for place, text in given(lesson_of(opened(name))):
            assert set(text) == {"en", "bn"}, place
            assert text["en"].strip(), place
            assert not BENGALI.search(text["en"]), place
            assert BENGALI.search(text["bn"]) or only_terms(text), place

    def test_writes_its_words_in_one_form(self, opened: Open, name: str) -> None:
        for place, text in given(lesson_of(opened(name))):
            for words in text.values():
                assert unicodedata.is_normalized("NFC", words), place
                assert len(words) <= LONGEST, place

    def test_gives_the_same_figures_in_both_languages(self, opened: Open, name: str) -> None:
        for place, text in given(lesson_of(opened(name))):
            assert figures(text["en"]) == figures(text["bn"]), place

    def test_gives_the_teacher_notes_at_every_place(self, opened: Open, name: str) -> None:
        lesson = lesson_of(opened(name))
        assert all(chapter.notes for chapter in lesson.chapters)
        assert not [stop.id for stop in lesson.stops if not stop.notes]

    def test_says_of_each_choice_why_it_is_right_or_wrong(self, opened: Open, name: str) -> None:
        for stop, asked in asking(opened(name)):
            for choice in asked.choices:
                assert choice.because or asked.kind == "order", stop.id
            assert asked.because or asked.kind in {"one", "next", "several"}, stop.id

    def test_is_won_by_right_answers_and_lost_by_wrong_ones(self, opened: Open, name: str) -> None:
        one = opened(name)
        best, worst = played(one, lambda asked: asked.correct), played(one, a_wrong_reply)
        assert best.points == one.lesson.points > 0
        assert worst.points == 0
        assert not best.missed
        assert len(worst.missed) == len(asking(one))

    def test_asks_nothing_at_an_event_that_gives_a_reason_which_has_not_been_said(
        self, opened: Open, name: str
    ) -> None:
        one = opened(name)
        for stop, _ in asking(one):
            if isinstance(one.timeline.event_at(stop.position), ConnectionAborted):
                assert "{reason}" in stop.say["en"]

    def test_has_no_place_where_the_right_answer_mostly_stands(self, opened: Open, name: str) -> None:
        places = Counter(
            next(choice.place for choice in asked.choices if choice.right)
            for _, asked in asking(opened(name))
            if asked.kind in {"one", "next"}
        )
        assert max(places.values()) <= places.total() * 3 / 4, places

    @pytest.mark.parametrize("language", ["en", "bn"])
    def test_can_be_said_with_the_values_of_its_run(self, opened: Open, name: str, language: str) -> None:
        one = opened(name)
        words = LessonWords(one.timeline, one.lesson, language)
        said = [words.title(chapter) + words.chapter_notes(chapter) for chapter in one.lesson.chapters]
        said += [words.say(stop) + words.notes(stop) + words.ask(stop) for stop in one.lesson.stops]
        for stop, asked in asking(one):
            said += [*words.choices(stop), words.because(stop)]
            said += [words.choice_because(stop, number) for number in range(1, len(asked.choices) + 1)]
        lines = [JOINERS.sub("", line) for text in said for line in text.split("\n")]
        assert all(line.isprintable() for line in lines)
        assert any(lines)


def test_all_kinds_of_questions_are_asked_somewhere(opened: Open) -> None:
    kinds = {asked.kind for name in LESSONS for _, asked in asking(opened(name))}
    assert kinds == {"one", "several", "next", "count", "measure", "order"}
