"""The end of a lesson: what was reached is told, but not over a stop that has not been read."""

from journey_tui.playback.lesson import Session, resolve
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.looks import Looks
from journey_tui.tui.screens.pages import PagesScreen
from journey_tui.tui.teaching.classroom import Classroom
from tests.tui.teaching.classes import LESSON, SOURCE, at_stop, begun, screen

LAST = """
    - id: last
      when: {at: end}
      question:
        ask: Is it over?
        choices:
          - {text: It is, right: true, because: Nothing comes any more.}
          - {text: Not yet}
"""


async def test_why_the_last_answer_is_right_is_read_before_what_was_reached() -> None:
    room = Classroom(
        SOURCE, "small", resolve, lambda lesson: (Session(lesson), False, 0), lambda _session: True
    )
    text = LESSON.rstrip("\n") + LAST
    app = JourneyApp(
        lambda _source: simulate(load_text(text, "small.yaml")),
        SOURCE,
        looks=Looks(motion=False),
        room=room,
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        assert app.lesson is not None
        await at_stop(pilot, app, len(app.lesson.lesson.stops))
        await pilot.press("a", "enter")
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert "Nothing comes any more." in screen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PagesScreen)
