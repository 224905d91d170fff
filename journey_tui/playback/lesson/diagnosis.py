"""Why a moment is never found: which of its demands no event of the run meets, and what there is instead.

All that are asked about are looked into in one pass, which remembers a few values of each and no events.
"""

from collections.abc import Iterable

from journey_tui.playback.lesson.matching import Matcher, Owners, Test, near, written
from journey_tui.playback.lesson.resolved import LessonProblem
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Event

_MOST_SHOWN = 6
"""Values that a message lists."""
_MOST_SEEN = 200
Seen = dict[object, str]
"""Values, and how they are written."""


class Diagnosis:
    """One moment that was not found behind a position."""

    def __init__(self, matcher: Matcher, start: int = 0) -> None:
        self.start = start
        self._matcher = matcher
        self._of_kind = 0
        """Events of its kind."""
        self._matching = 0
        """Those that meet all demands, the condition left aside."""
        self._near: list[Seen] = [{} for _ in matcher.tests]
        """For each demand: what the events have there that meet all the others."""
        self._seen: list[Seen] = [{} for _ in matcher.tests]
        """For each demand: what any of the events has there."""

    def take(self, event: Event, client: str) -> None:
        """Look at the next event behind the position."""
        if not self._matcher.kind_holds(event):
            return
        self._of_kind += 1
        held = [test.holds(event, client) for test in self._matcher.tests]
        failing = held.count(False)
        self._matching += not failing
        for place, test in enumerate(self._matcher.tests):
            value = test.read(event, client)
            _note(self._seen[place], value)
            if failing == (not held[place]):
                _note(self._near[place], value)

    def problem(self) -> LessonProblem:
        """What to change; the path is below the moment."""
        matcher, what = self._matcher, self._matcher.spec.kind or "the event"
        behind = f" after event {self.start}" if self.start else ""
        if not self._of_kind:
            path = ("kind",) if matcher.spec.kind else ()
            return LessonProblem(path, f"no {what} happens{behind} in this run; choose another event")
        if not self._matching:
            return self._demand(what, behind)
        if matcher.condition is not None:
            said = f"'{matcher.condition.text}' is not met{behind} so often in this run"
            return LessonProblem(("condition",), f"{said}; lower nth, or change the condition")
        times = f"{self._matching} time{'s'[: self._matching != 1]}"
        said = f"happens {times}{behind} in this run, and there is no number {matcher.spec.nth}; lower nth"
        return LessonProblem(("nth",), said)

    def _demand(self, what: str, behind: str) -> LessonProblem:
        """The demand without which the others are met; else the first that nothing meets."""
        tests = self._matcher.tests
        alone = [place for place, values in enumerate(self._near) if values]
        unmet = [place for place, test in enumerate(tests) if test.wanted not in self._seen[place]]
        place = (alone or unmet or [0])[0]
        seen = self._near[place] or self._seen[place]
        return LessonProblem(tests[place].path, _instead(tests[place], seen, what, behind))


def _note(seen: Seen, value: object) -> None:
    if value not in seen and value not in (None, "") and len(seen) < _MOST_SEEN:
        seen[value] = written(value)


def diagnose(timeline: Timeline, cases: Iterable[Diagnosis]) -> None:
    """Let all of them look through the run, which has been pulled."""
    asked = list(cases)
    if not asked:
        return
    owners = Owners()
    for position, event in enumerate(timeline.events(0, timeline.length), 1):
        client = owners.of(event)
        for case in asked:
            if position > case.start:
                case.take(event, client)


def why_never(timeline: Timeline, matcher: Matcher, start: int) -> LessonProblem:
    """The same for one moment alone."""
    case = Diagnosis(matcher, start)
    diagnose(timeline, [case])
    return case.problem()


def _instead(test: Test, seen: Seen, what: str, behind: str) -> str:
    said = f"no {what} {test.words} happens{behind} in this run"
    if not seen:
        return f"{said}; it has none there"
    more = ", …" if len(seen) > _MOST_SHOWN else ""
    listed = ", ".join(list(seen.values())[:_MOST_SHOWN]) + more
    return f"{said}; there is {listed}{near(written(test.wanted), seen.values())}"
