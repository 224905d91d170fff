"""Why a moment is never found: which of its demands no event of the run meets, and what there is instead."""

from collections.abc import Iterable, Iterator
from itertools import islice

from journey_tui.playback.lesson.matching import Matcher, Owners, Test, near, written
from journey_tui.playback.lesson.resolved import LessonProblem
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Event

_MOST_SHOWN = 6
"""Values that a message lists."""
_MOST_SEEN = 200

Owned = tuple[Event, str]
"""An event and the name of its client."""


def why_never(timeline: Timeline, matcher: Matcher, start: int) -> LessonProblem:
    """What to change so that the moment is found behind a position; the path is below the moment."""
    events = list(_candidates(timeline, matcher, start))
    behind = f" after event {start}" if start else ""
    what = matcher.spec.kind or "the event"
    if not events:
        return LessonProblem(("kind",) if matcher.spec.kind else (), f"no {what} happens{behind} in this run")
    matching = sum(all(test.holds(*each) for test in matcher.tests) for each in events)
    if matching and matcher.condition is None:
        times = f"{matching} time{'s'[: matching != 1]}"
        said = f"happens {times}{behind} in this run, and there is no number {matcher.spec.nth}; lower nth"
        return LessonProblem(("nth",), said)
    if matching:
        said = (
            f"'{matcher.condition.text}' is not met{behind} so often in this run" if matcher.condition else ""
        )
        return LessonProblem(("condition",), f"{said}; lower nth, or change the condition")
    test = _culprit(events, matcher.tests)
    return LessonProblem(test.path, _instead(events, matcher, test, what, behind))


def _candidates(timeline: Timeline, matcher: Matcher, start: int) -> Iterator[Owned]:
    owners = Owners()
    for position, event in enumerate(timeline.events(0, timeline.length), 1):
        client = owners.of(event)
        if position > start and matcher.kind_holds(event):
            yield event, client


def _culprit(events: Iterable[Owned], tests: tuple[Test, ...]) -> Test:
    """The demand without which the others are met; else the first that nothing meets."""
    each = list(events)
    for test in tests:
        others = [other for other in tests if other is not test]
        if any(all(other.holds(*event) for other in others) for event in each):
            return test
    return next((test for test in tests if not any(test.holds(*event) for event in each)), tests[0])


def _instead(events: Iterable[Owned], matcher: Matcher, test: Test, what: str, behind: str) -> str:
    others = [other for other in matcher.tests if other is not test]
    among = [event for event in events if all(other.holds(*event) for other in others)]
    seen: dict[str, None] = {}
    for event, client in islice(among or events, None):
        value = test.read(event, client)
        if value is not None and value != "" and len(seen) < _MOST_SEEN:
            seen[written(value)] = None
    said = f"no {what} {test.words} happens{behind} in this run"
    if not seen:
        return f"{said}; it has none there"
    more = ", …" if len(seen) > _MOST_SHOWN else ""
    listed = ", ".join(list(seen)[:_MOST_SHOWN]) + more
    return f"{said}; there is {listed}{near(written(test.wanted), seen)}"
