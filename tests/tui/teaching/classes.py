"""A small lesson with a question of every kind, its run made once, and an application that teaches it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from textual.pilot import Pilot

from journey_tui.playback import Timeline
from journey_tui.playback.lesson import ResolvedLesson, Session, resolve
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.looks import Looks
from journey_tui.tui.teaching.classroom import Classroom

SOURCE = "small lesson"
LESSON = """
journey: 1
title: A small lesson
server:
  routes:
    - {pattern: GET /hello, handler: {name: helloHandler, cpu: 20us, body: hello}}
clients:
  - name: alice
    requests: [{target: /hello, close: true}]
lesson:
  minutes: 10
  chapters:
    - {id: boot, title: Before anybody comes, notes: Notes of the boot}
    - {id: frames, title: Frames, when: {kind: FrameArrived, nth: 1}}
    - {id: answer, title: The answer, when: {kind: HandlerStarted}}
  stops:
    - {id: frame, when: {kind: FrameArrived, nth: 1}, say: The first frame is here., notes: Point at the card}
    - id: one
      when: {kind: DmaWritten, nth: 1}
      question:
        ask: Who wrote this into RAM?
        choices:
          - {text: The card alone, right: true, because: DMA needs no CPU}
          - {text: The Go program, because: It never sees the card}
          - {text: The kernel, because: It has not even been told}
    - id: next
      when: {kind: DmaWritten, nth: 1, after: one}
      question:
        ask: What happens first?
        next:
          - {text: An interrupt, when: {kind: InterruptRaised}, because: The card raises it}
          - {text: The handler is called, when: {kind: HandlerStarted}, because: That comes much later}
    - id: several
      when: {kind: RequestLineParsed}
      look: requests
      question:
        ask: What is known now?
        several: true
        choices:
          - {text: The method, right: true}
          - {text: The path, right: true}
          - {text: The answer}
    - id: count
      when: {kind: HandlerStarted}
      question: {ask: How many frames came, count: {kind: FrameArrived}, because: "There were {answer}."}
    - id: order
      when: {kind: ResponseFinished}
      say: >-
        Everything is known by now, and a good deal of it was said before. What stands here is long enough to fill the
        whole of a small screen, so that it has to be moved before all of it has come to be read.
      question:
        ask: In which order?
        order:
          - {text: parsed, when: {kind: RequestLineParsed}}
          - {text: routed, when: {kind: RouteMatched}}
          - {text: called, when: {kind: HandlerStarted}}
"""


@cache
def run() -> tuple[TraceHeader, tuple[Event, ...]]:
    """The header and all events of the lesson's run."""
    trace = simulate(load_text(LESSON, "small.yaml"))
    trace.pull_all()
    return trace.header, tuple(trace)


def opener(_source: str = "") -> Trace:
    """The run again, from its beginning."""
    header, events = run()
    return Trace(header, events)


@dataclass
class Kept:
    """What a classroom has written down."""

    data: bytes | None = None
    written: int = field(default=0)

    def keep(self, session: Session) -> bool:
        self.data = session.to_json()
        self.written += 1
        return True

    def restore(self, lesson: ResolvedLesson) -> tuple[Session, bool, int]:
        if self.data is None:
            return Session(lesson), False, 0
        session, lost = Session.from_json(lesson, self.data)
        return session, True, lost


def room(kept: Kept | None = None, meeting: Callable[[], Path] | None = None) -> Classroom:
    """A classroom that keeps everything in memory."""
    kept = Kept() if kept is None else kept
    return Classroom(SOURCE, "small", resolve, kept.restore, kept.keep, meeting, "journey teach next")


def taught(kept: Kept | None = None, meeting: Callable[[], Path] | None = None) -> JourneyApp:
    """The application, about to teach the lesson."""
    return JourneyApp(opener, SOURCE, looks=Looks(motion=False), room=room(kept, meeting))


async def begun(pilot: Pilot[None], app: JourneyApp) -> None:
    """Wait until the lesson is open and plays from its beginning."""
    while app.opening or (app.player is not None and not app.player.timeline.complete):
        await pilot.pause()
    assert app.lesson is not None, app.notice


async def at_stop(pilot: Pilot[None], app: JourneyApp, number: int) -> None:
    """Go on as a clicker does until a stop is reached; questions on the way are shown without an answer."""
    assert app.lesson is not None
    for _ in range(3 * number):
        if app.lesson.at is None or app.lesson.at.number != number:
            app.lesson.onward(app)
            app.repaint()
    assert app.lesson.at is not None
    assert app.lesson.at.number == number
    await pilot.pause()


def rows(app: JourneyApp) -> list[str]:
    """The screen as text."""
    return [app.canvas.render_line(y).text for y in range(app.canvas.size.height)]


def screen(app: JourneyApp) -> str:
    """The screen as one text without frames, so that broken lines can be found."""
    return " ".join(" ".join(row.strip("│┃ ┏┗┓┛━─") for row in rows(app)).split())


def lesson() -> ResolvedLesson:
    """The lesson in its run."""
    return resolve(Timeline(opener()))
