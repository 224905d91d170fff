"""A lesson from the keyboard alone, at 80x24, as a teacher or a learner goes through it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import MouseScrollDown
from textual.widgets import OptionList, Static

from journey_tui.playback.lesson import Session
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.screens.chapters import ChaptersScreen
from journey_tui.tui.screens.pages import PagesScreen
from journey_tui.tui.teaching.door import Door
from journey_tui.tui.teaching.mode import Teaching
from tests.tui.teaching.classes import Kept, at_stop, begun, lesson, opener, room, rows, screen, taught

SIZE = (80, 24)


def session(app: JourneyApp) -> Session:
    assert app.lesson is not None
    return app.lesson.session


def shown(app: JourneyApp) -> str:
    """The text of what lies over the picture."""
    texts = [str(each.render()) for each in app.screen.query(Static)]
    lists = [
        each.get_option_at_index(n).prompt
        for each in app.screen.query(OptionList)
        for n in range(each.option_count)
    ]
    return " ".join(" ".join([*texts, *map(str, lists)]).split())


async def test_a_clicker_leads_from_stop_to_stop_and_reveals_on_the_way() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await pilot.press("pagedown")
        for stop in lesson().stops:
            assert app.player is not None
            assert app.player.position == stop.position
            assert not app.player.playing
            await pilot.press(*["pagedown"] * (2 if stop.question is None else 3))
        await pilot.pause()
        assert isinstance(app.screen, PagesScreen)
        assert "0 of 5 points" in shown(app)
        assert "journey teach next" in shown(app)


async def test_enter_that_was_meant_for_the_playing_run_does_not_give_away_the_question_it_came_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("journey_tui.tui.teaching.mode.perf_counter", lambda: now)
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 1)
        assert app.player is not None
        assert app.lesson is not None
        app.player.play()
        for _ in range(100):
            app.repaint()
            app.player.advance(1)
        app.repaint()
        assert app.lesson.open is not None
        await pilot.press("enter")
        assert app.lesson.open is not None
        assert "only just come" in screen(app)
        now += 1
        await pilot.press("enter")
        assert app.lesson.open is None


async def test_what_is_said_at_the_beginning_takes_no_row_from_the_words_of_the_first_stop() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        assert app.player is not None
        assert "m lists them" in screen(app)
        app.player.seek(lesson().stops[0].position)
        app.repaint()
        assert "The first frame is here." in screen(app)
        assert "m lists them" not in screen(app)


async def test_what_is_wrong_with_the_settings_is_told_in_a_lesson_too() -> None:
    app = taught()
    app.preferences.wrong.append("settings.toml:3: no such key")
    async with app.run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        assert "no such key" in screen(app)
        assert "m lists them" in screen(app)
        assert app.player is not None
        app.player.seek(lesson().stops[0].position)
        app.repaint()
        assert "no such key" in screen(app)
        assert "m lists them" not in screen(app)


async def test_a_lesson_whose_file_was_saved_says_so_where_it_stands() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        before, app.notice = app.lesson, ""
        app.loader.again()
        while app.lesson is before:
            await pilot.pause()
        assert "The file was saved" in screen(app)
        assert "You are back" not in screen(app)
        assert app.lesson is not None
        assert app.lesson.session.number == 2


async def test_the_teachers_clock_goes_on_when_the_file_of_the_lesson_is_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("journey_tui.tui.teaching.door.perf_counter", lambda: now)
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        assert app.lesson is not None
        classroom = replace(room(), began=now)
        now += 60
        assert Door(app, Teaching(app.lesson.whole, lesson(), classroom)).elapsed_s == 60


async def test_what_is_opened_beside_a_question_is_seen_until_it_is_closed() -> None:
    async with (app := taught()).run_test(size=(60, 16)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        asked = app.layout_now
        await pilot.press("i")
        assert "Packet 1" in screen(app)
        assert app.layout_now["focus"].height > 4
        await pilot.press("escape")
        assert app.layout_now == asked


async def test_between_stops_enter_leads_on_and_opens_the_page_of_a_stage_only_when_one_is_looked_at() -> (
    None
):
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 3)
        await pilot.press("enter")
        await pilot.press("left")
        assert app.player is not None
        assert app.lesson is not None
        assert app.lesson.at is None
        assert "Enter Go on" in rows(app)[-1]
        await pilot.press("tab")
        assert "Go on" not in rows(app)[-1]
        await pilot.press("enter")
        assert len(app.screen_stack) == 2
        await pilot.press("escape", "escape")
        await pilot.press("enter")
        assert app.player.playing or app.lesson.at is not None  # it may have come to the stop ahead already


async def test_a_stop_says_its_words_and_both_ways_lead_on() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 1)
        assert "The first frame is here." in screen(app)
        assert "Enter Go on" in rows(app)[-1]
        assert app.player is not None
        await pilot.press("enter")
        assert app.player.playing
        await pilot.press("left", "right")
        assert "The first frame is here." in screen(app)


async def test_playing_stops_at_a_stop_by_itself() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        assert app.player is not None
        stop = lesson().stops[0]
        app.player.seek(stop.position - 2)
        app.player.play()
        app.player.set_speed(64)
        app.repaint()
        app.player.advance(1.0)
        app.repaint()
        assert (app.player.position, app.player.playing) == (stop.position, False)
        assert app._timer is None
        assert "The first frame is here." in screen(app)


@pytest.mark.parametrize(("keys", "right"), [(("1",), True), (("২",), False), (("down", "down", "up"), True)])
async def test_a_choice_is_answered_judged_and_explained(keys: tuple[str, ...], right: bool) -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        assert "DMA needs no CPU" not in screen(app)
        await pilot.press(*keys)
        assert "Enter Answer" in rows(app)[-1]
        await pilot.press("enter")
        assert ("Right." in screen(app)) is right
        assert ("Not right: you said 2; the answer is 1." in screen(app)) is not right
        assert "DMA needs no CPU" in screen(app)
        assert session(app).points == int(right)


async def test_the_mouse_takes_a_choice_and_answers() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        for words in ("1 The card alone", "Enter answers"):
            y = next(y for y, row in enumerate(rows(app)) if words in row)
            await pilot.click(offset=(rows(app)[y].index(words) + 1, y))
        assert "Right." in screen(app)


async def test_every_kind_of_question_is_answered_from_the_keyboard() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        frames = lesson().stops[4].question
        order = lesson().stops[5].question
        assert frames is not None
        assert order is not None
        keys = {
            2: ["1"],
            3: ["1"],
            4: ["1", "down", "space"],
            5: list(str(frames.answer)),
            6: map(str, order.order),
        }
        for number, pressed in keys.items():
            await at_stop(pilot, app, number)
            await pilot.press(*pressed)
            await pilot.press("enter")
            assert "Right." in screen(app), number
        assert session(app).points == 5


async def test_a_long_question_is_read_to_its_choices_with_one_key_and_back_with_the_other() -> None:
    async with (app := taught()).run_test(size=(40, 10)) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 6)
        seen = rows(app)
        for _ in range(6):
            await pilot.press("down")
            seen += rows(app)
        for text in ("Everything is known", "to be read", "1 [", "2 [", "3 ["):
            assert any(text in row for row in seen), text
        assert app.lesson is not None
        assert app.lesson.asking is not None
        assert app.lesson.asking.chosen is not None
        for _ in range(9):
            await pilot.press("up")
        assert "Everything is known" in screen(app)
        await pilot._post_mouse_events([MouseScrollDown], offset=(5, 5))
        assert "Everything is known" not in screen(app)


async def test_an_order_that_is_begun_has_to_be_finished() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 6)
        await pilot.press("3", "enter")
        assert "Put all 3 in order" in screen(app)
        await pilot.press("backspace", "enter")
        assert "The answer:" in screen(app)


async def test_votes_are_counted_shown_as_bars_and_kept() -> None:
    kept = Kept()
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        await pilot.press("v", "1", "2", "down", "4", "down", "escape")
        assert "12 (75 %)" in screen(app)
        await pilot.press("enter")
        assert "4 (25 %)" in screen(app)
    restored, _ = Session.from_json(lesson(), kept.data or b"")
    assert restored.answered["one"].votes == {1: 12, 2: 4, 3: 0}
    assert restored.points == 1


async def test_votes_of_an_open_question_are_kept_when_the_program_is_left() -> None:
    kept = Kept()
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        await pilot.press("v", "9")
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        while app.opening:
            await pilot.pause()
        assert "9 (100 %)" in screen(app)


async def test_leaving_and_coming_back_keeps_the_place_and_the_score() -> None:
    kept = Kept()
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        await pilot.press("1", "enter")
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        while app.opening:
            await pilot.pause()
        assert "You are back at stop 2 of 6" in screen(app)
        assert "Right." in screen(app)
        assert session(app).points == 1


async def test_a_question_that_was_open_is_open_again() -> None:
    kept = Kept()
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
    async with (app := taught(kept)).run_test(size=SIZE) as pilot:
        while app.opening:
            await pilot.pause()
        assert "Who wrote this into RAM?" in screen(app)
        assert "DMA needs no CPU" not in screen(app)


async def test_a_place_that_cannot_be_kept_is_told_once_and_the_lesson_goes_on() -> None:
    class Full(Kept):
        def keep(self, session: Session) -> bool:
            return False

    async with (app := taught(Full())).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 1)
        assert "cannot be kept" in screen(app)


async def test_chapters_are_on_the_bar_and_keys_lead_to_them() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        assert any("▼" in row for row in rows(app)[-3:])
        assert app.player is not None
        await pilot.press("space", "}")
        assert app.player.position == lesson().chapters[1].position
        await pilot.press("shift+pageup")
        assert app.player.position == 0
        assert "What is happening · Before anybody comes" not in screen(app)
        await pilot.press("right")
        assert "Before anybody comes" in screen(app)


async def test_the_list_of_chapters_and_stops_leads_to_a_stop() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await pilot.press("m")
        assert isinstance(app.screen, ChaptersScreen)
        assert "Who wrote this into RAM?" in shown(app)
        await pilot.press(*"wrote", "enter")
        assert "Who wrote this into RAM?" in screen(app)


async def test_the_notes_are_shown_only_when_they_are_asked_for() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 1)
        assert "Point at the card" not in screen(app)
        await pilot.press("p")
        assert "Point at the card" in shown(app)
        await pilot.press("p")
        assert len(app.screen_stack) == 1


async def test_a_run_that_is_only_looked_at_shows_its_chapters_and_asks_nothing() -> None:
    async with (app := JourneyApp(opener, "small")).run_test(size=SIZE) as pilot:
        while app.opening:
            await pilot.pause()
        assert "journey teach plays it" in screen(app)
        await pilot.press("}", "}")
        await pilot.press("pagedown", "pagedown")
        assert app.player is not None
        assert app.player.position == lesson().chapters[2].position + 2
        assert app.lesson is not None
        assert app.lesson.card is None


async def test_a_source_that_is_opened_instead_ends_the_lesson() -> None:
    async with (app := taught()).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        app.open("another")
        while app.opening:
            await pilot.pause()
        assert app.lesson is not None
        assert app.lesson.room is None
        assert app.lesson.card is None


async def test_a_window_follows_the_lesson(tmp_path: Path) -> None:
    from journey_tui.tui.teaching.presenter import PresenterApp

    async with (app := taught(meeting=lambda: tmp_path)).run_test(size=SIZE) as pilot:
        await begun(pilot, app)
        await at_stop(pilot, app, 2)
        window = PresenterApp(tmp_path, "en")
        async with window.run_test(size=SIZE) as other:
            while window.told is None:
                await other.pause()
            assert window.told.question is not None
            assert "DMA needs no CPU" in "\n".join(
                text.text for text in map(window.canvas.render_line, range(24))
            )
            app.action_lesson("2")
            while not window.told.question.offered[1].taken:
                await other.pause()
            await asyncio.sleep(0)
            app.exit()
