"""One line an event, without boxes, colours or cursor moves; it says what the panes show.

A line is long rather than cut: who listens stops listening where enough is said. So the sentence comes first, then the
reason, then what has changed in the machine, and whose event it is comes last.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.content import Explanation, explain
from journey_tui.content.ui import _, speaking
from journey_tui.exporters.narration.closing import closing_lines
from journey_tui.exporters.narration.ended import way_in_words
from journey_tui.exporters.narration.lesson import LessonLines
from journey_tui.exporters.narration.opening import opening_lines
from journey_tui.exporters.narration.said import ended
from journey_tui.exporters.narration.state import State
from journey_tui.playback.lesson import ResolvedStop
from journey_tui.playback.phrases import ends_request
from journey_tui.playback.timeline import Timeline
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.units import format_clock
from journey_tui.world.state import World

_SLICE: Final = 1024
"""Events that are pulled at once: the first line is not kept waiting by the last one."""
_LONGEST: Final = 20_000
"""Characters of a line: far more than any has, so that hostile text cannot fill a disk."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a run is told."""

    language: str = "en"
    why: bool = True
    """Whether reasons and the functions behind them are told."""
    state: bool = True
    """Whether what has changed in the machine is told."""
    answers: bool = True
    """Whether a question of the lesson is answered once the run has come to the next stop."""


class Narration:
    """Tells a run from one position on, event by event."""

    def __init__(
        self, timeline: Timeline, telling: Telling, start: int = 0, asked: Collection[int] = ()
    ) -> None:
        """Of the positions in `asked` the reasons are kept back: a question is asked there that they may answer."""
        self.timeline = timeline
        self._telling = telling
        self._asked = asked
        self._state = State(timeline.header, timeline.world_at(0))
        self.position = 0
        self._skip_to(start)

    def _skip_to(self, start: int) -> None:
        """Know what the state is where it begins, without a word."""
        while self.position < start and self._reach(self.position + 1):
            self.position += 1
            if self._telling.state:
                self._state.changes(self._event(), self.timeline.world_at(self.position))

    def opening(self) -> Iterator[str]:
        """What is told before the first event: what the run is about, and how things stand where it begins."""
        with speaking(self._telling.language):
            beginning = self.timeline.world_at(0)
            lines = list(opening_lines(self.timeline.header, beginning, self._telling.language))
            if self.position and self._telling.state:
                told = self._state.everything(self.timeline.world_at(self.position))
                lines.append(_("State: {changes}.").format(changes="; ".join(told)))
        yield from one_lined(filter(None, lines))

    def closing(self) -> Iterator[str]:
        """What is told after the last event; nothing before it."""
        if self.position == self.timeline.length and self.timeline.complete:
            with speaking(self._telling.language):
                lines = list(closing_lines(self.timeline))
            yield from one_lined(lines)

    def next(self) -> str | None:
        """The line of the next event; None after the last one."""
        if not self._reach(self.position + 1):
            return None
        self.position += 1
        world = self.timeline.world_at(self.position)
        with speaking(self._telling.language):
            return clean_line(" ".join(self._parts(self._event(), world)), _LONGEST)

    def kept_back(self, position: int) -> Iterator[str]:
        """The reasons that were kept back there, once they may be told."""
        event = self.timeline.event_at(position)
        if event is None or not self._telling.why:
            return
        language = self._telling.language
        words = explain(event, self.timeline.world_at(position), self.timeline.header, language)
        with speaking(language):
            reasons = " ".join(_reasons(words))
            told = _("Of event {number}. {reasons}").format(number=position, reasons=reasons)
        yield from one_lined([told] if reasons else [])

    def _reach(self, position: int) -> bool:
        while self.timeline.length < position:
            if not self.timeline.pull(_SLICE):
                return False
        return True

    def _event(self) -> Event:
        event = self.timeline.event_at(self.position)
        assert event is not None  # the position is 1 or more
        return event

    def _parts(self, event: Event, world: World) -> Iterator[str]:
        telling = self._telling
        words = explain(event, world, self.timeline.header, telling.language)
        yield _("Event {number}, {time}, {stage}: {sentence}").format(
            number=self.position,
            time=format_clock(event.time_ns),
            stage=STAGE_BY_ID[event.stage].title if event.stage in STAGE_BY_ID else event.stage,
            sentence=ended(words.say),
        )
        if telling.why and self.position not in self._asked:
            yield from _reasons(words)
        if telling.state and (changes := self._state.changes(event, world)):
            yield _("State: {changes}.").format(changes="; ".join(changes))
        if ends_request(event) and (way := way_in_words(self.timeline.request(event.request))):
            yield way
        if ids := ", ".join(_ids(event, world)):
            yield _("About: {ids}.").format(ids=ids)


def narration_lines(
    timeline: Timeline,
    telling: Telling | None = None,
    start: int = 0,
    stop: int | None = None,
    lesson: LessonLines | None = None,
) -> Iterator[str]:
    """The opening, then a line for each event after position `start` up to `stop` (None: the last there is).

    What a lesson says stands in lines of its own between them.
    """
    telling = telling or Telling()
    narration = Narration(timeline, telling, start, () if lesson is None else lesson.questions)
    yield from narration.opening()
    lines = _lines(narration, stop)
    yield from lines if lesson is None else _with_lesson(narration, lines, lesson, telling.answers)
    yield from narration.closing()


def _lines(narration: Narration, stop: int | None) -> Iterator[str]:
    while (stop is None or narration.position < stop) and (line := narration.next()) is not None:
        yield line


def _with_lesson(
    narration: Narration, lines: Iterator[str], lesson: LessonLines, answers: bool
) -> Iterator[str]:
    """A question is answered before the next stop is told, and the last one where the run ends."""
    here = narration.position
    asked = lesson.asks(here)
    yield from one_lined(lesson.within(here), lesson.after(here), lesson.asked(here))
    for line in lines:
        here = narration.position
        if lesson.stop_at(here) is not None:
            yield from one_lined(_after_all(narration, lesson, asked, answers))
            asked = lesson.asks(here)
        yield from one_lined(lesson.before(here), [line], lesson.after(here), lesson.asked(here))
    if narration.position == narration.timeline.length and narration.timeline.complete:
        yield from one_lined(_after_all(narration, lesson, asked, answers))


def _after_all(
    narration: Narration, lesson: LessonLines, asked: ResolvedStop | None, answers: bool
) -> Iterator[str]:
    if asked is not None:
        yield from lesson.answered(asked) if answers else ()
        yield from narration.kept_back(asked.position)


def one_lined(*texts: Iterable[str]) -> Iterator[str]:
    """Each text on one line."""
    return (clean_line(text, _LONGEST) for part in texts for text in part)


def _reasons(words: Explanation) -> Iterator[str]:
    if words.why:
        yield _("Why: {why}").format(why=words.why)
    if words.source:
        yield _("Source: {source}.").format(source=words.source)


def _ids(event: Event, world: World) -> Iterator[str]:
    for name in ("request", "connection", "packet", "goroutine", "cpu", "fd"):
        number = getattr(event, name)
        if number is not None:
            yield f"CPU {number}" if name == "cpu" else f"{name} {'G' if name == 'goroutine' else ''}{number}"
    thread = None if event.thread is None else world.threads.get(event.thread)
    if thread is not None:
        yield f"thread {thread.name}"
    if event.basis != "modelled":
        yield _("its time is {basis}").format(basis=event.basis)
