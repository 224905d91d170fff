"""A lesson of a scenario file as it travels in the trace: the same, in the trace's own types."""

from collections.abc import Iterator

from journey_tui.scenario.lesson.model import Chapter, Lesson, Stop
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.question import NextChoice, OrderItem, Question
from journey_tui.trace import lesson as trace


def lesson_of(lesson: Lesson) -> trace.Lesson:
    """The trace's lesson; the file's has been checked."""
    return trace.Lesson(
        minutes=lesson.minutes,
        chapters=tuple(map(_chapter, lesson.chapters)),
        stops=tuple(map(_stop, lesson.stops)),
    )


def _chapter(chapter: Chapter) -> trace.Chapter:
    when = None if chapter.when is None else _moment(chapter.when)
    return trace.Chapter(id=chapter.id, title=chapter.title, notes=chapter.notes, when=when)


def _stop(stop: Stop) -> trace.Stop:
    return trace.Stop(
        id=stop.id,
        when=_moment(stop.when),
        say=stop.say,
        notes=stop.notes,
        look=stop.look,
        stage=stop.stage,
        question=None if stop.question is None else _question(stop.question),
    )


def _moment(moment: Moment) -> trace.MomentSpec:
    return trace.MomentSpec(
        kind=moment.kind,
        stage=moment.stage,
        condition=moment.condition,
        at=moment.at or "",
        where=tuple(moment.where.items()),
        request=moment.request,
        connection=moment.connection,
        goroutine=moment.goroutine,
        client=moment.client,
        nth=moment.nth,
        after=moment.after,
        before=moment.before,
    )


def _question(question: Question) -> trace.Question:
    kind = kind_of(question)
    starts = {"count": question.from_ or "start", "order": question.from_ or "start"}
    return trace.Question(
        kind=kind,
        ask=question.ask,
        because=question.because,
        choices=tuple(_choices(question)),
        count=None if question.count is None else _moment(question.count),
        measure=question.measure,
        start=starts.get(kind, ""),
        stop=(question.to or "here") if kind == "count" else "",
        points=question.points,
    )


def kind_of(question: Question) -> trace.QuestionKind:
    """What kind of question it is; of one with several such keys, the first of them."""
    if question.choices is not None:
        return "several" if question.several else "one"
    if question.next is not None:
        return "next"
    if question.count is not None:
        return "count"
    return "order" if question.order is not None else "measure"


def _choices(question: Question) -> Iterator[trace.Choice]:
    for choice in question.choices or ():
        yield trace.Choice(text=choice.text, right=choice.right, because=choice.because)
    items: tuple[NextChoice | OrderItem, ...] = (*(question.next or ()), *(question.order or ()))
    for item in items:
        yield trace.Choice(text=item.text, because=item.because, when=_moment(item.when))
