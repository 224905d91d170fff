"""The glossary and the tools of a real host, as a viewer reaches them."""

from journey_tui.content.glossary import found
from journey_tui.tui.screens.glossary import GlossaryScreen
from tests.tui.test_app import app, opened, rows


async def test_u_turns_the_tools_of_a_real_host_and_shift_u_turns_them_back() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("u")
        assert any("$ strace -f -tt -yy" in row for row in rows(running))
        await pilot.press("u")
        assert any("$ ss -tanopi" in row for row in rows(running))
        await pilot.press("U", "U")
        assert any("ls -l /proc/PID/fd" in row for row in rows(running))
        await pilot.press("u")
        assert not any(row.lstrip("┃ ").startswith("$ ") for row in rows(running))


async def test_a_click_on_a_tool_s_name_turns_to_it() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press("u")
        shown = rows(running)
        y = next(y for y, row in enumerate(shown) if "[strace]" in row)
        await pilot.click(offset=(shown[y].index("nstat"), y))
        assert any("$ nstat -a" in row for row in rows(running))


async def test_a_term_is_typed_told_and_its_stage_shown() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        before = player.position
        await pilot.press("t")
        assert isinstance(running.screen, GlossaryScreen)
        await pilot.press(*"doorbell", "enter")
        assert not isinstance(running.screen, GlossaryScreen)
        (term, *_) = found("doorbell", "client")
        assert running.sight.now.pinned == term.stages[0] == "transmit"
        assert any("doorbell: The driver" in row for row in rows(running))
        await pilot.press("t", "escape")
        assert running.sight.now.pinned == "transmit"
        assert player.position == before


async def test_a_sentence_that_uses_a_term_has_it_explained_below_where_there_is_room() -> None:
    async with (running := app()).run_test(size=(200, 60)) as pilot:
        player = await opened(pilot, running)
        explained = 0
        for position in range(0, player.timeline.length, 12):
            player.seek(position)
            running.repaint()
            await pilot.pause()
            explained += any("▪ " in row and ": " in row for row in rows(running))
        assert explained > 5
