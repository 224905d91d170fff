"""What a run is about, part by part: what a handout, a set of slides and the marks of a recording are made of.

With a lesson its chapters, stops and questions, their texts filled with the values of this run; without one a chapter
for each stage, in the order in which the first request reaches them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from journey_tui.content import explain
from journey_tui.content.introductions import introduced
from journey_tui.content.lesson import LessonWords
from journey_tui.content.pages import stage_page
from journey_tui.content.ui import _, speaking
from journey_tui.playback.lesson import Asked, ResolvedChapter, ResolvedLesson, ResolvedStop
from journey_tui.playback.timeline import Timeline
from journey_tui.stages import STAGE_BY_ID

Said = Mapping[str, str]
"""A text ready to be shown, by language code; empty where there is nothing to say."""

_PULL_EVENTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class SaidChoice:
    """One answer that a question offers."""

    text: Said
    right: bool
    because: Said


@dataclass(frozen=True, slots=True)
class SaidQuestion:
    """A question, and what its answer is in this run."""

    asked: Asked
    ask: Said
    choices: tuple[SaidChoice, ...]
    because: Said


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where the run is held."""

    number: int
    position: int
    say: Said
    question: SaidQuestion | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the run with a name."""

    id: str
    number: int
    title: Said
    position: int
    """Where it begins."""
    pictured: int
    """The position that its picture shows."""
    look: str
    """The lens of the picture; empty: the drawing of the stage at hand, or of `stage`."""
    stage: str
    happens: Said
    """What happens where its picture is taken, and why."""
    source: str
    """The function that does it; empty before the first event."""
    stops: tuple[Stop, ...]
    page: Said = field(default_factory=dict)
    """What the program's own page says of it, in its Markdown; of a chapter that is a stage."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a run, in order."""

    title: str
    summary: str
    goals: tuple[str, ...]
    languages: tuple[str, ...]
    minutes: int
    """Of the lesson; 0 without one."""
    chapters: tuple[Chapter, ...]
    length: int
    """Events of the run."""


def introduced_in(text: str, languages: Sequence[str]) -> Said:
    """A title, a summary or a goal of the run in each language."""
    return {language: introduced(text, language) for language in languages}


def in_each(message: str, languages: Sequence[str]) -> Said:
    """A message of the program in each language."""
    said = {}
    for language in languages:
        with speaking(language):
            said[language] = _(message)
    return said


class Outliner:
    """Makes the outline of one run."""

    def __init__(self, timeline: Timeline, lesson: ResolvedLesson | None, languages: Sequence[str]) -> None:
        self._timeline = timeline
        self._lesson = lesson
        self._languages = tuple(languages)
        self._words = (
            {} if lesson is None else {each: LessonWords(timeline, lesson, each) for each in languages}
        )

    def outline(self) -> Outline:
        """The whole run, which is pulled to its end."""
        while self._timeline.pull(_PULL_EVENTS):
            pass
        header = self._timeline.header
        lesson = self._lesson
        chapters = (
            self._stages() if lesson is None else (self._of_lesson(lesson, one) for one in lesson.chapters)
        )
        return Outline(
            title=header.title,
            summary=header.summary,
            goals=header.goals,
            languages=self._languages,
            minutes=0 if lesson is None else lesson.minutes,
            chapters=tuple(chapters),
            length=self._timeline.length,
        )

    # ── a lesson ──

    def _of_lesson(self, lesson: ResolvedLesson, chapter: ResolvedChapter) -> Chapter:
        stops = lesson.stops_of(chapter.number)
        shown = _pictured(chapter, stops)
        pictured = chapter.position if shown is None else shown.position
        return Chapter(
            id=chapter.id,
            number=chapter.number,
            title=self._said(lambda words: words.title(chapter)),
            position=chapter.position,
            pictured=pictured,
            look="" if shown is None else shown.look,
            stage="" if shown is None else shown.stage,
            happens=self._happens(pictured),
            source=self._source(pictured),
            stops=tuple(self._stop(stop) for stop in stops),
        )

    def _stop(self, stop: ResolvedStop) -> Stop:
        question = None if stop.question is None else self._question(stop, stop.question)
        return Stop(stop.number, stop.position, self._said(lambda words: words.say(stop)), question)

    def _question(self, stop: ResolvedStop, asked: Asked) -> SaidQuestion:
        return SaidQuestion(
            asked=asked,
            ask=self._said(lambda words: words.ask(stop)),
            choices=tuple(
                self._choice(stop, number, choice.right) for number, choice in enumerate(asked.choices, 1)
            ),
            because=self._said(lambda words: words.because(stop)),
        )

    def _choice(self, stop: ResolvedStop, number: int, right: bool) -> SaidChoice:
        text = self._said(lambda words: words.choices(stop)[number - 1])
        return SaidChoice(text, right, self._said(lambda words: words.choice_because(stop, number)))

    def _said(self, text: Callable[[LessonWords], str]) -> Said:
        said = {language: text(words) for language, words in self._words.items()}
        return said if any(said.values()) else {}

    # ── no lesson ──

    def _stages(self) -> Iterator[Chapter]:
        for number, (stage, position) in enumerate(self._reached(), 1):
            yield Chapter(
                id=stage,
                number=number,
                title=dict.fromkeys(self._languages, STAGE_BY_ID[stage].title),
                position=position,
                pictured=position,
                look="",
                stage=stage,
                happens=self._happens(position),
                source=self._source(position),
                stops=(),
                page={language: stage_page(stage, language) for language in self._languages},
            )

    def _reached(self) -> list[tuple[str, int]]:
        """Each stage with the position at which the first request reaches it; without one, the run itself."""
        requests = self._timeline.requests
        first: dict[str, int] = {}
        if requests:
            for position, _time, stage, _doing, _aside in requests[0].changes.marks():
                first.setdefault(stage, position)
        else:
            start = self._timeline.opening or 0
            for position, event in enumerate(self._timeline.events(start, self._timeline.length), start + 1):
                first.setdefault(event.stage, position)
        return [(stage, position) for stage, position in first.items() if stage in STAGE_BY_ID]

    # ── what happens ──

    def _happens(self, position: int) -> Said:
        event = self._timeline.event_at(position)
        if event is None:
            return {}
        world, header = self._timeline.world_at(position), self._timeline.header
        words = {language: explain(event, world, header, language) for language in self._languages}
        return {language: f"{each.say} {each.why}" for language, each in words.items()}

    def _source(self, position: int) -> str:
        event = self._timeline.event_at(position)
        if event is None:
            return ""
        return explain(event, self._timeline.world_at(position), self._timeline.header).source


def _pictured(chapter: ResolvedChapter, stops: Sequence[ResolvedStop]) -> ResolvedStop | None:
    """The stop whose picture stands for the chapter; None: that of its beginning.

    A chapter that begins with the run has nothing to show there; elsewhere the first stop counts that wants to be seen.
    """
    if chapter.position == 0:
        return stops[0] if stops else None
    return next((stop for stop in stops if stop.look or stop.stage), None)
