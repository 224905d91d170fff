"""What lies over the picture: it closes once, whatever comes how fast, and at every size."""

import asyncio

import pytest
from textual.widgets import Input, OptionList

from tests.tui.hammer import press, pressed, resize, rows, settle
from tests.tui.test_app import app, opened


@pytest.mark.parametrize("key", ["w", "question_mark", "o", "t", "O", "g", "enter", "ctrl+p"])
async def test_keys_that_come_at_once_close_an_overlay_and_nothing_below_it(key: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pressed(running, key)
        assert len(running.screen_stack) == 2
        for _ in range(4):
            press(running, "escape")
        await settle(running)
        assert len(running.screen_stack) == 1
        assert running._exception is None


@pytest.mark.parametrize("key", ["o", "t", "O", "ctrl+p"])
async def test_a_list_without_room_for_a_line_takes_page_keys(key: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        resize(running, 1, 1)
        await settle(running)
        await pressed(running, key, "pagedown", "pageup", "down", "up")
        assert running._exception is None
        await pressed(running, "escape", "escape")
        assert len(running.screen_stack) == 1


async def test_typing_narrows_the_scenarios_by_name_and_title() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pressed(running, "o")
        assert running.screen.query_one(Input).has_focus
        assert running.screen.query_one(OptionList).option_count == 2
        await pressed(running, *"nothing")
        await asyncio.sleep(0)
        shown = [str(option.prompt) for option in running.screen.query_one(OptionList).options]
        assert [line.split()[0] for line in shown] == ["boot"]
        await pressed(running, "x")
        assert "No scenario holds this." in str(running.screen.query_one(OptionList).options[0].prompt)


@pytest.mark.parametrize("key", ["o", "t", "slash"])
async def test_what_was_clicked_is_chosen_though_the_list_is_another_one_meanwhile(key: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pressed(running, key)
        listed = running.screen.query_one(OptionList)
        clicked = OptionList.OptionSelected(listed, listed.options[1], 1)
        await pressed(running, "z", "z")
        running.screen.post_message(clicked)
        await settle(running)
        assert running._exception is None
        assert len(running.screen_stack) == 1


async def test_a_lens_that_is_left_by_its_own_key_is_not_come_back_to() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        before = rows(running)
        await pressed(running, "r", "d", "d", "d")
        assert rows(running) == before
        await pressed(running, "escape")
        assert rows(running) == before


@pytest.mark.parametrize("width", [1, 6, 7])
async def test_the_palette_is_open_where_it_has_no_room(width: int) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pressed(running, "ctrl+p")
        await pilot.pause()
        await pilot.resize_terminal(width, 8)
        await pressed(running, "t", "pagedown")
        await pilot.pause()
        assert running._exception is None
