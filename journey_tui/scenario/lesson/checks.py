"""What no single field of a lesson can tell, and no run is needed for: rules between several of them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from journey_tui.scenario.base import Model
from journey_tui.scenario.errors import Finding, Steps, Unknown, shown
from journey_tui.scenario.lesson.model import Lesson, Stop
from journey_tui.scenario.lesson.moment import Moment
from journey_tui.scenario.lesson.question import NextChoice, OrderItem, Question
from journey_tui.scenario.lesson.words import RESERVED
from journey_tui.trace.events import EVENT_KINDS

_KINDS = ("choices", "next", "count", "measure", "order")
MOST_LETTERS: Final = 2_000_000
"""Of all texts together, aliases written out: the trace's first line must stay short enough to be read back."""
_SAY_WHICH = ("kind", "stage", "condition", "at")


def lesson_contradictions(lesson: Lesson, path: Steps = ("lesson",)) -> Iterator[Finding]:
    """Yield everything in a lesson that contradicts something else in it."""
    letters = sum(map(len, _texts(lesson)))
    if letters > MOST_LETTERS:
        yield Finding(path, f"its texts have {letters:,} characters together; at most {MOST_LETTERS:,}")
    yield from _ids(lesson, path)
    names = (*(chapter.id for chapter in lesson.chapters), *(stop.id for stop in lesson.stops))
    for index, chapter in enumerate(lesson.chapters):
        here = (*path, "chapters", index)
        if chapter.when is not None:
            yield from _moment((*here, "when"), chapter.when, names)
        elif index:
            said = "has no when; only the first chapter begins with the run: say when: {kind: ...}"
            yield Finding(here, said)
    for index, stop in enumerate(lesson.stops):
        yield from _stop((*path, "stops", index), stop, names)


def _texts(part: Any) -> Iterator[str]:
    """Every text of a part, in every language."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, Model):
        for name in part.model_fields_set:
            yield from _texts(getattr(part, name))


def _ids(lesson: Lesson, path: Steps) -> Iterator[Finding]:
    """An id names one thing: `after` and `from` may mean a chapter or a stop."""
    seen: dict[str, Steps] = {}
    for part in ("chapters", "stops"):
        for index, each in enumerate(getattr(lesson, part)):
            here = (*path, part, index, "id")
            if each.id in seen:
                yield Finding(here, f"{shown(each.id)} is taken; ids must differ", other=seen[each.id])
            seen.setdefault(each.id, here)


def _stop(path: Steps, stop: Stop, names: tuple[str, ...]) -> Iterator[Finding]:
    yield from _moment((*path, "when"), stop.when, names)
    if stop.question is not None:
        yield from _question((*path, "question"), stop.question, names)
    elif not stop.say:
        yield Finding(path, "says nothing and asks nothing; give it say, or a question")


def _moment(path: Steps, moment: Moment, names: tuple[str, ...]) -> Iterator[Finding]:
    if not any(getattr(moment, name) for name in _SAY_WHICH):
        yield Finding(path, f"names no event; give it one of {', '.join(_SAY_WHICH)}")
    if moment.after and moment.after not in names:
        said = f"there is no stop or chapter {shown(moment.after)}"
        yield Finding((*path, "after"), said, unknown=Unknown(moment.after, names))
    if moment.at is not None:
        others = sorted(moment.model_fields_set - {"at", "before"})
        for name in others:
            yield Finding((*path, name), f"at: {moment.at} is one event already; leave {name} out")
    elif moment.where:
        yield from _where((*path, "where"), moment)


def _where(path: Steps, moment: Moment) -> Iterator[Finding]:
    if not moment.kind:
        yield Finding(path, "needs a kind beside it: each kind of event has fields of its own")
        return
    fields = EVENT_KINDS[moment.kind].__struct_fields__
    for name in moment.where:
        if name not in fields:
            said = f"{moment.kind} has no field {shown(name)}"
            yield Finding((*path, name), said, True, Unknown(name, fields, listed=True))


def _question(path: Steps, question: Question, names: tuple[str, ...]) -> Iterator[Finding]:
    given = [name for name in _KINDS if name in question.model_fields_set]
    if len(given) > 1:
        yield Finding((*path, given[1]), f"contradicts {given[0]}; a question has one of {', '.join(_KINDS)}")
    elif not given:
        yield Finding(path, f"cannot be answered; give it one of {', '.join(_KINDS)}")
    if len(given) != 1:
        return
    yield from _choices(path, question, given[0])
    yield from _bounds(path, question, given[0], names)
    items: tuple[NextChoice | OrderItem, ...] = (*(question.next or ()), *(question.order or ()))
    for index, item in enumerate(items):
        here = (*path, given[0], index, "when")
        yield from _moment(here, item.when, names)
        yield from _counted_from_the_stop(here, item.when, given[0])
    if question.count is not None:
        yield from _moment((*path, "count"), question.count, names)
        yield from _counted((*path, "count"), question.count)


def _choices(path: Steps, question: Question, kind: str) -> Iterator[Finding]:
    if question.several and kind != "choices":
        yield Finding((*path, "several"), "belongs to choices; leave it out")
    if question.choices is None:
        return
    right = sum(choice.right for choice in question.choices)
    if not right:
        yield Finding((*path, "choices"), "none of them is right; mark one with right: true")
    elif right > 1 and not question.several:
        yield Finding(
            (*path, "choices"), f"{right} of them are right; mark one alone, or say several: true beside it"
        )


def _bounds(path: Steps, question: Question, kind: str, names: tuple[str, ...]) -> Iterator[Finding]:
    said = {"from": question.from_, "to": question.to}
    belongs = {"from": ("count", "order"), "to": ("count",)}
    wrong = {"from": "end", "to": "start"}
    for key, place in said.items():
        if not place:
            continue
        if kind not in belongs[key]:
            yield Finding((*path, key), f"belongs to {' and '.join(belongs[key])}; leave it out")
        elif place == wrong[key] or (place not in RESERVED and place not in names):
            allowed = tuple(sorted(RESERVED - {wrong[key]})) + names
            message = f"there is no place {shown(place)} for it"
            yield Finding((*path, key), message, unknown=Unknown(place, allowed, listed=True))


def _counted(path: Steps, moment: Moment) -> Iterator[Finding]:
    for name in ("nth", "after", "before", "at"):
        if name in moment.model_fields_set:
            yield Finding((*path, name), "has no meaning where all are counted; say from and to beside count")


def _counted_from_the_stop(path: Steps, moment: Moment, kind: str) -> Iterator[Finding]:
    for name in ("after", "before"):
        if name in moment.model_fields_set:
            said = "behind the stop" if kind == "next" else "from where from says"
            yield Finding((*path, name), f"has no meaning here: it is looked for {said}; leave it out")
