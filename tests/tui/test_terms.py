"""The glossary and the tools of a real host, as a viewer reaches them."""

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from journey_tui.content.glossary import found
from journey_tui.content.pages import topics
from journey_tui.stages import STAGES
from journey_tui.tui.panes.about import paragraphs, paragraphs_in
from journey_tui.tui.screens.about import AboutScreen
from journey_tui.tui.screens.glossary import GlossaryScreen
from journey_tui.tui.screens.palette import everything
from journey_tui.tui.surface import Role
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


async def test_a_topic_is_found_among_the_terms_and_its_page_is_read() -> None:
    async with (running := app()).run_test(size=(60, 16)) as pilot:
        await opened(pilot, running)
        await pilot.press("t", *"listenandserve", "enter")
        assert isinstance(running.screen, AboutScreen)
        assert "an infinite accept loop starts" in str(running.screen.query_one(Static).content)
        await pilot.press("escape")
        assert len(running.screen_stack) == 1


async def test_the_palette_knows_topics_and_bengali_names_of_terms() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        found = {each.text: each for each in everything(running)}
        assert "রিং বাফার" in found["Term: ring buffer"].also
        found["Topic: Why goroutines"].act()
        await pilot.pause()
        assert isinstance(running.screen, AboutScreen)


@pytest.mark.parametrize("language", ["bn", "both"])
def test_a_page_is_shown_in_the_language_that_was_chosen(language: str) -> None:
    shown = "\n".join(text for block in paragraphs_in(language, "nic", 60) for text, _ in block)
    assert "NIC হলো সার্ভারের নেটওয়ার্ক হার্ডওয়্যার।" in shown
    assert ("What people get wrong" in shown) is (language == "both")


@pytest.mark.parametrize("name", [*(stage.id for stage in STAGES), *topics()])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_page_has_room_in_its_reader_but_for_commands(name: str, language: str) -> None:
    for block in paragraphs(name, 44, language):
        for text, role in block:
            assert role is Role.STRONG or cell_len(text) <= 44
