"""What has to be looked for in the run so that a lesson can be taught: a seeker for each of its moments.

A trace may carry a lesson that no loader has checked, so what would make no sense is refused here too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from journey_tui.playback.lesson.diagnosis import Diagnosis, diagnose
from journey_tui.playback.lesson.matching import matcher_of
from journey_tui.playback.lesson.resolved import KeyPath, LessonProblem
from journey_tui.playback.lesson.seeking import Seeker
from journey_tui.playback.timeline import Timeline
from journey_tui.trace.lesson import Chapter, Lesson, MomentSpec, Question, Stop

MOST_DIAGNOSED: Final = 20
"""Moments of which is said why they never come: each costs a look at every event."""


@dataclass(slots=True, eq=False)
class Planned:
    """A chapter or a stop on its way to a position."""

    id: str
    path: KeyPath
    """Of its moment."""
    when: MomentSpec | None
    seeker: Seeker | None = None
    choices: list[Seeker] = field(default_factory=list)
    """Of a `next` or `order` question."""
    counting: Seeker | None = None
    """Of a `count` question."""

    @property
    def position(self) -> int | None:
        """Where it is; 0 for a chapter that begins with the run."""
        return 0 if self.seeker is None else self.seeker.position


class Plan:
    """All seekers of a lesson, those that are waited for first."""

    def __init__(self, lesson: Lesson) -> None:
        self.problems: list[LessonProblem] = []
        self.seekers: list[Seeker] = []
        self.chapters = [
            Planned(chapter.id, ("chapters", index, "when"), chapter.when)
            for index, chapter in enumerate(lesson.chapters)
        ]
        self.stops = [
            Planned(stop.id, ("stops", index, "when"), stop.when) for index, stop in enumerate(lesson.stops)
        ]
        self.by_id = {each.id: each for each in (*self.chapters, *self.stops)}
        self._paths: list[tuple[Seeker, KeyPath]] = []

    def place(self, each: Planned, around: tuple[str, ...] = ()) -> None:
        """Make the seeker of a chapter or a stop, and first that of what it waits for."""
        if each.when is None or each.seeker is not None:
            return
        if each.id in around:
            self.problems.append(LessonProblem((*each.path, "after"), "waits for itself, in a circle"))
            return
        anchor = None
        if each.when.after:
            waited = self.by_id.get(each.when.after)
            if waited is None:
                said = f"there is no stop or chapter '{each.when.after}'"
                self.problems.append(LessonProblem((*each.path, "after"), said))
                return
            self.place(waited, (*around, each.id))
            anchor = waited.seeker
        each.seeker = self.add(each.when, each.path, anchor)

    def add(
        self, spec: MomentSpec, path: KeyPath, anchor: Seeker | None, all_of_them: bool = False
    ) -> Seeker | None:
        """One more thing to look for; None when its words are wrong."""
        matcher = matcher_of(spec)
        if isinstance(matcher, list):
            self.problems += (LessonProblem((*path, *each.path), each.message) for each in matcher)
            return None
        seeker = Seeker(matcher, anchor, all_of_them)
        self.seekers.append(seeker)
        self._paths.append((seeker, path))
        return seeker

    def never(self, timeline: Timeline) -> Iterator[LessonProblem]:
        """Chapters and stops whose moment does not come; not those that wait for one of these."""
        cases = []
        for each in (*self.chapters, *self.stops):
            seeker = each.seeker
            if seeker is None or seeker.position is not None:
                continue
            start = 0 if seeker.anchor is None else seeker.anchor.position
            if start is not None:
                cases.append((each.path, Diagnosis(seeker.matcher, start)))
        diagnose(timeline, (case for _, case in cases[:MOST_DIAGNOSED]))
        for path, case in cases[:MOST_DIAGNOSED]:
            why = case.problem()
            yield LessonProblem((*path, *why.path), why.message)
        for path, _ in cases[MOST_DIAGNOSED:]:
            yield LessonProblem(path, "does not happen in this run")


def plan_of(lesson: Lesson) -> Plan:
    """What is to be looked for; look at its `problems` before seeking."""
    plan = Plan(lesson)
    plan.problems += _unsound(lesson)
    if plan.problems:
        return plan
    for each in (*plan.chapters, *plan.stops):
        plan.place(each)
    for index, stop in enumerate(lesson.stops):
        if stop.question is not None and not plan.problems:
            _plan_question(plan, plan.stops[index], stop.question, ("stops", index, "question"))
    return plan


def _plan_question(plan: Plan, planned: Planned, question: Question, path: KeyPath) -> None:
    if question.kind == "count" and question.count is not None:
        planned.counting = plan.add(question.count, (*path, "count"), None, all_of_them=True)
    if question.kind not in {"next", "order"}:
        return
    anchor = planned.seeker
    if question.kind == "order" and question.start != "here":
        named = plan.by_id.get(question.start)
        anchor = None if named is None else named.seeker
    for index, choice in enumerate(question.choices):
        assert choice.when is not None
        seeker = plan.add(choice.when, (*path, question.kind, index, "when"), anchor)
        if seeker is not None:
            planned.choices.append(seeker)


# ── what a loader would have refused ──


def _unsound(lesson: Lesson) -> Iterator[LessonProblem]:
    if not lesson.chapters:
        yield LessonProblem(("chapters",), "has too few items; at least 1")
    seen: set[str] = set()
    parts: tuple[tuple[str, tuple[Chapter | Stop, ...]], ...] = (
        ("chapters", lesson.chapters),
        ("stops", lesson.stops),
    )
    for part, items in parts:
        for index, each in enumerate(items):
            if each.id in seen:
                yield LessonProblem((part, index, "id"), f"'{each.id}' is taken; ids must differ")
            seen.add(each.id)
            yield from _unsound_part((part, index), each)
    for index, stop in enumerate(lesson.stops):
        if stop.question is not None:
            yield from _unsound_question(("stops", index, "question"), stop.question, seen)


def _unsound_part(path: KeyPath, part: Chapter | Stop) -> Iterator[LessonProblem]:
    if part.when is None and path[1]:
        yield LessonProblem(path, "has no when; only the first chapter begins with the run")


def _unsound_question(path: KeyPath, question: Question, ids: set[str]) -> Iterator[LessonProblem]:
    chosen = question.kind in {"one", "several", "next", "order"}
    key = question.kind if question.kind in {"next", "order"} else "choices"
    if chosen and not 2 <= len(question.choices) <= 9:
        yield LessonProblem((*path, key), "must have 2 to 9 choices")
    if question.kind in {"next", "order"} and any(choice.when is None for choice in question.choices):
        yield LessonProblem((*path, key), "a choice has no when")
    right = sum(choice.right for choice in question.choices)
    if (question.kind == "one" and right != 1) or (question.kind == "several" and not right):
        yield LessonProblem((*path, key), f"{right} of the choices are right")
    if question.kind == "count" and question.count is None:
        yield LessonProblem((*path, "count"), "is missing")
    for name, place in (("from", question.start), ("to", question.stop)):
        if place and place not in ids | {"start", "here", "end"}:
            yield LessonProblem((*path, name), f"there is no stop or chapter '{place}'")
