"""While a question is open nothing on the screen tells what comes: it is the same screen as if nothing came."""

from dataclasses import replace

import pytest
from textual.widgets import Input, OptionList

from journey_tui.playback import Timeline
from journey_tui.playback.held import HeldTimeline
from journey_tui.playback.lesson import ResolvedLesson
from journey_tui.trace import Trace
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.looks import Looks
from journey_tui.tui.teaching.report import telling
from tests.tui.teaching.classes import SOURCE, at_stop, begun, lesson, opener, room, rows, run, screen, taught

SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]
NEXT = lesson().stops[2]
LENSES = ("i", "y", "s", "d", "r", "u", "B", "v")


def _known(timeline: Timeline) -> ResolvedLesson:
    """The lesson as the whole run has it."""
    timeline.pull(10_000)
    return lesson()


def without_future() -> JourneyApp:
    """The same lesson in a run whose source knows nothing beyond the question."""

    def cut(_source: str) -> Trace:
        header, events = run()
        return Trace(header, events[: NEXT.position])

    known = replace(room(), resolve=_known)
    return JourneyApp(cut, SOURCE, looks=Looks(motion=False), room=known)


async def seen(app: JourneyApp, size: tuple[int, int], *keys: str) -> list[str]:
    async with app.run_test(size=size) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, NEXT.number)
        await pilot.press(*keys)
        assert app.lesson is not None
        assert app.lesson.open is not None
        return rows(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_picture_at_an_open_question_knows_no_future(size: tuple[int, int]) -> None:
    shown = await seen(taught(), size)
    assert shown == await seen(without_future(), size)
    assert "What happens first?" in "\n".join(shown)


async def test_no_lens_knows_a_future() -> None:
    whole, cut = taught(), without_future()
    size = (120, 40)
    async with whole.run_test(size=size) as one, cut.run_test(size=size) as other:
        for pilot, app in ((one, whole), (other, cut)):
            await begun(pilot, app)
            await at_stop(pilot, app, NEXT.number)
        for key in LENSES:
            await one.press(key)
            await other.press(key)
            assert rows(whole) == rows(cut), key


def in_the_pane(app: JourneyApp) -> list[str]:
    place = app.layout_now["focus"]
    return [row[place.x : place.x + place.width] for row in rows(app)[place.y : place.y + place.height]]


async def test_what_is_opened_where_nothing_is_asked_knows_what_the_class_has_seen() -> None:
    whole, cut = taught(), without_future()
    size = (120, 40)
    async with whole.run_test(size=size) as one, cut.run_test(size=size) as other:
        for pilot, app in ((one, whole), (other, cut)):
            await begun(pilot, app)
            await at_stop(pilot, app, 1)
        for key in LENSES:
            await one.press(key)
            await other.press(key)
            assert in_the_pane(whole) == in_the_pane(cut), key
        assert whole.player is not None
        assert whole.player.timeline.length > lesson().stops[-1].position  # the bar has all of it


async def test_where_a_breakpoint_will_be_met_is_not_known_in_a_lesson_before_it_is() -> None:
    async with (app := taught()).run_test(size=(120, 40)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 1)
        assert app.player is not None
        app.player.breakpoints.add("route found")
        app.player.breakpoints.scan(app.player.timeline.length)
        await pilot.press("B")
        (found,) = (row for row in in_the_pane(app) if "◆" in row)
        assert found.strip("┃ ").split() == ["◆", "route", "found", "0+", "-", "-"]


async def test_at_the_end_everything_is_known() -> None:
    async with (app := taught()).run_test(size=(120, 40)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, len(lesson().stops))
        await pilot.press("enter", "enter", "enter", "escape", "r")
        assert app.lesson is not None
        assert app.lesson.ended(app)
        assert "ok 4.16 ms" in screen(app)
        told = telling(app, app.lesson, "en", 1.0, 1.0)
        assert (told.state, told.stop, told.stops) == ("end", len(lesson().stops), len(lesson().stops))


async def test_keys_that_would_show_what_comes_say_so_in_one_line() -> None:
    async with (app := taught()).run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, NEXT.number)
        for key in ("right", "n", "end", "c", "}", "l"):
            app.notice = ""
            await pilot.press(key)
            assert app.player is not None
            assert app.player.position == NEXT.position
            assert "A question is open" in screen(app), key


async def test_what_is_gone_to_by_words_lies_in_the_past() -> None:
    async with (app := taught()).run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, NEXT.number)
        await pilot.press("g")
        app.screen.query_one(Input).value = "100%"
        await pilot.press("enter")
        assert app.player is not None
        assert app.player.position == NEXT.position
        await pilot.press("m")
        listed = app.screen.query_one(OptionList)
        texts = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
        assert not any("The answer" in text or "What is known" in text for text in texts)
        await pilot.press("escape", "/")
        app.screen.query_one(Input).value = "handler"
        await pilot.pause()
        found = app.screen.query_one(OptionList)
        assert all(
            "helloHandler" not in str(found.get_option_at_index(n).prompt) for n in range(found.option_count)
        )


async def test_the_past_can_be_looked_at_and_the_question_waits() -> None:
    async with (app := taught()).run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, NEXT.number)
        await pilot.press("left", "left")
        assert "What happens first?" not in screen(app)
        await pilot.press("space")
        assert app.player is not None
        assert app.player.playing
        assert app.player.halt == NEXT.position
        await pilot.press("space", "end")
        assert "What happens first?" in screen(app)


async def test_after_the_answer_the_run_goes_on_where_it_was() -> None:
    async with (app := taught()).run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, NEXT.number)
        await pilot.press("]", "b", "1", "enter")
        assert app.player is not None
        assert (app.player.position, app.player.timeline.length) == (NEXT.position, lesson().length)
        assert app.player.speed == 2
        assert len(app.player.breakpoints.enabled) == 1
        await pilot.press("right")
        assert app.player.position == NEXT.position + 1


def test_a_run_that_is_held_is_never_complete_and_gives_no_more() -> None:
    whole = Timeline(opener())
    while whole.pull(1000):
        pass
    held = HeldTimeline(whole, 100)
    assert (held.length, held.complete, held.pull(10)) == (100, False, 0)
    assert held.world_at(100) == whole.world_at(100)
    assert held.event_at(100) == whole.event_at(100)
    with pytest.raises(IndexError):
        held.event_at(101)
    held.hold(300)
    assert (held.length, held.complete) == (300, False)
    assert held.world_at(300) == whole.world_at(300)
