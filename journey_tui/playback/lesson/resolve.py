"""Finds every moment of a lesson in its run, and everything that does not fit the run."""

from collections.abc import Iterator
from itertools import pairwise

from journey_tui.playback.lesson.answering import Answering
from journey_tui.playback.lesson.plan import Plan, Planned, plan_of
from journey_tui.playback.lesson.resolved import (
    KeyPath,
    LessonError,
    LessonProblem,
    ResolvedChapter,
    ResolvedLesson,
    ResolvedStop,
)
from journey_tui.playback.lesson.seeking import seek
from journey_tui.playback.timeline import Timeline
from journey_tui.trace.lesson import Lesson

_PULL_EVENTS = 10_000


def resolve(timeline: Timeline) -> ResolvedLesson:
    """The lesson of a run, which is pulled to its end. Raises `LessonError`, and what the source raises."""
    while timeline.pull(_PULL_EVENTS):
        pass
    lesson = timeline.header.lesson
    if lesson is None:
        raise LessonError([LessonProblem((), "there is no lesson in this run")])
    plan = plan_of(lesson)
    if plan.problems:
        raise LessonError(plan.problems)
    seek(timeline, plan.seekers)
    problems = [*plan.never(timeline), *_order(plan)]
    if problems:
        raise LessonError(sorted(problems, key=lambda problem: _place(problem.path)))
    return _resolved(timeline, lesson, plan)


def _place(path: KeyPath) -> list[tuple[int, str]]:
    """A key path as something that sorts as the lesson is read."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


def _order(plan: Plan) -> Iterator[LessonProblem]:
    for planned in (plan.chapters, plan.stops):
        found = [each for each in planned if each.position is not None]
        for before, here in pairwise(found):
            assert before.position is not None
            assert here.position is not None
            if here.position <= before.position:
                yield LessonProblem(here.path, _too_early(before, here))


def _too_early(before: Planned, here: Planned) -> str:
    if here.position == before.position:
        return (
            f"'{here.id}' is at the same event as '{before.id}', {here.position}; "
            "join the two, or let one wait for another event"
        )
    return (
        f"'{here.id}' is at event {here.position}, before '{before.id}' at {before.position}; "
        f"put it earlier in the file, or say after: {before.id}"
    )


def _resolved(timeline: Timeline, lesson: Lesson, plan: Plan) -> ResolvedLesson:
    chapters = tuple(
        ResolvedChapter(chapter.id, chapter.title, chapter.notes, planned.position or 0, number)
        for number, (chapter, planned) in enumerate(zip(lesson.chapters, plan.chapters, strict=True), 1)
    )
    answering = Answering(timeline, plan)
    stops = []
    for number, (stop, planned) in enumerate(zip(lesson.stops, plan.stops, strict=True), 1):
        assert planned.seeker is not None
        assert planned.seeker.event_position is not None
        position = planned.position or 0
        chapter = max(1, sum(each.position <= position for each in chapters))
        question = None if stop.question is None else answering.asked(stop, planned)
        stops.append(
            ResolvedStop(
                stop.id,
                position,
                planned.seeker.event_position,
                chapter,
                stop.say,
                stop.notes,
                stop.look,
                stop.stage,
                question,
                number,
            )
        )
    if answering.problems:
        raise LessonError(answering.problems)
    return ResolvedLesson(timeline.header, lesson.minutes, chapters, tuple(stops), timeline.length)
