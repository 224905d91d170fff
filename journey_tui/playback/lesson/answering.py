"""The right answers of a lesson's questions, from what happens in the run."""

from random import Random
from typing import Final
from zlib import crc32

import msgspec

from journey_tui.playback.lesson.asked import Asked, AskedChoice, Reply
from journey_tui.playback.lesson.diagnosis import why_never
from journey_tui.playback.lesson.matching import near
from journey_tui.playback.lesson.plan import Plan, Planned
from journey_tui.playback.lesson.resolved import KeyPath, LessonProblem
from journey_tui.playback.measures import MEASURE_BY_WORDS, MEASURES
from journey_tui.playback.timeline import Timeline
from journey_tui.trace.lesson import Choice, Question, Stop

_MOST_SHUFFLES: Final = 20


class Answering:
    """Works out one question after the other; what cannot be answered is in `problems`."""

    def __init__(self, timeline: Timeline, plan: Plan) -> None:
        self._timeline = timeline
        self._plan = plan
        self.problems: list[LessonProblem] = []

    def asked(self, stop: Stop, planned: Planned) -> Asked:
        """The question of a stop with its right answer."""
        question = stop.question
        assert question is not None
        path = (*planned.path[:-1], "question")
        match question.kind:
            case "count":
                return _asked(question, answer=self._count(question, planned, path))
            case "measure":
                return _asked(question, answer=self._measure(question, planned, path))
            case "next":
                return self._next(question, planned, path)
            case "order":
                return self._in_order(question, planned, stop.id, path)
            case "one" | "several":
                choices = (
                    _choice(choice, place, None, choice.right)
                    for place, choice in enumerate(question.choices)
                )
                return _asked(question, tuple(choices))

    def _refuse(self, path: KeyPath, message: str) -> None:
        self.problems.append(LessonProblem(path, message))

    # ── how many ──

    def _position(self, place: str, here: int) -> int:
        fixed = {"start": 0, "here": here, "end": self._timeline.length, "": here}
        return fixed[place] if place in fixed else self._plan.by_id[place].position or 0

    def _count(self, question: Question, planned: Planned, path: KeyPath) -> int:
        assert planned.counting is not None
        here = planned.position or 0
        start, stop = self._position(question.start, here), self._position(question.stop, here)
        if stop <= start:
            said = f"ends at event {stop}, and begins at {start}; change from or to"
            self._refuse((*path, "to" if question.stop != "here" else "from"), said)
            return 0
        number = sum(start < position <= stop for position in planned.counting.matches)
        if not number:
            why = why_never(self._timeline, planned.counting.matcher, 0)
            hint = "none of them lies there" if planned.counting.matches else why.message
            self._refuse((*path, "count"), f"counts nothing from event {start} to {stop}: {hint}")
        return number

    def _measure(self, question: Question, planned: Planned, path: KeyPath) -> int:
        measure = MEASURE_BY_WORDS.get(" ".join(question.measure.casefold().split()))
        if measure is None:
            known = ", ".join(one.words for one in MEASURES)
            hint = near(question.measure, MEASURE_BY_WORDS)
            self._refuse((*path, "measure"), f"no such measure; there are {known}{hint}")
            return 0
        whose, number = measure.read(self._timeline.world_at(planned.position or 0))
        if whose is None and measure.of_connection is not None:
            self._refuse(
                (*path, "measure"),
                f"{measure.words} is of a connection, and the event of this stop is of none; "
                "choose an event with a connection",
            )
        return number

    # ── what comes first, and in which order ──

    def _next(self, question: Question, planned: Planned, path: KeyPath) -> Asked:
        positions = [seeker.event_position for seeker in planned.choices]
        coming = sorted(position for position in positions if position is not None)
        if not coming:
            seeker = planned.choices[0]
            why = why_never(self._timeline, seeker.matcher, planned.position or 0)
            self._refuse((*path, "next"), f"none of them happens after this stop: {why.message}")
        elif coming[1:2] == coming[:1]:
            said = f"two of them are the same event, {coming[0]}; one must come first"
            self._refuse((*path, "next"), said)
        first = coming[0] if coming else -1
        choices = (
            _choice(choice, place, position, position == first)
            for place, (choice, position) in enumerate(zip(question.choices, positions, strict=True))
        )
        return _asked(question, tuple(choices))

    def _in_order(self, question: Question, planned: Planned, seed: str, path: KeyPath) -> Asked:
        positions: list[int] = []
        for place, seeker in enumerate(planned.choices):
            here = (*path, "order", place, "when")
            if seeker.event_position is None:
                start = 0 if seeker.anchor is None else seeker.anchor.position or 0
                why = why_never(self._timeline, seeker.matcher, start)
                self._refuse((*here, *why.path), why.message)
            elif seeker.event_position in positions:
                other = positions.index(seeker.event_position) + 1
                self._refuse(here, f"is the same event as number {other}, {seeker.event_position}")
            positions.append(seeker.event_position or 0)
        shown = _shuffled(positions, f"{self._timeline.header.seed} {seed}")
        choices = tuple(_choice(question.choices[place], place, positions[place], True) for place in shown)
        right = sorted(range(1, len(shown) + 1), key=lambda number: positions[shown[number - 1]])
        return _asked(question, choices, order=tuple(right))


def _shuffled(positions: list[int], seed: str) -> list[int]:
    """Places in an order that is the same for the same seed, and never the right one."""
    places = list(range(len(positions)))
    right = sorted(places, key=positions.__getitem__)
    random = Random(seed)
    for _ in range(_MOST_SHUFFLES):
        random.shuffle(places)
        if places != right:
            return places
    return right[::-1]


def _choice(choice: Choice, place: int, position: int | None, right: bool) -> AskedChoice:
    return AskedChoice(choice.text, right, choice.because, position, place)


def _asked(
    question: Question,
    choices: tuple[AskedChoice, ...] = (),
    answer: int | None = None,
    order: Reply = (),
) -> Asked:
    words = (question.kind, question.ask, [(choice.text, choice.right) for choice in choices], answer, order)
    fingerprint = f"{crc32(msgspec.json.encode(words)):08x}"
    return Asked(
        question.kind, question.ask, question.because, choices, answer, order, question.points, fingerprint
    )
