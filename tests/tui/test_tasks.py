"""What somebody wants to know, from the opening of a run, with so many keys and no mouse."""

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from journey_tui.playback import Player
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.events.runtime import GoroutineParked
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.target import Follow
from tests.tui.test_time_keys import open_bundled, opened, screen

SIZE = (80, 24)


async def asked(pilot: Pilot[None], running: JourneyApp, *keys: str) -> Player:
    player = await opened(pilot, running)
    await pilot.press(*keys)
    while running.seeking.told:
        await pilot.pause()
    return player


async def test_three_keys_show_the_bytes_of_the_syn_ack() -> None:
    async with (running := JourneyApp(open_bundled, "hello")).run_test(size=SIZE) as pilot:
        await asked(pilot, running, "i", "down", "enter")
        assert "Packet 2 ▸ SYN-ACK" in screen(running)
        assert "│ 0000  0200 0000 00fe" in screen(running)


async def test_two_keys_stop_at_the_first_dropped_packet() -> None:
    async with (running := JourneyApp(open_bundled, "lost-syn-ack")).run_test(size=SIZE) as pilot:
        player = await asked(pilot, running, "B", "enter")
        assert player.position == player.timeline.drops[0]
        assert isinstance(player.timeline.event_at(player.position), PacketDropped)


async def test_one_key_compares_what_kernel_and_go_took() -> None:
    async with (running := JourneyApp(open_bundled, "hello")).run_test(size=SIZE) as pilot:
        await asked(pilot, running, "d")
        first, second = (row for row in screen(running).splitlines() if row.startswith(("┃ kernel", "┃ Go")))
        assert "µs" in first
        assert "µs" in second


async def test_three_keys_lead_back_to_where_the_goroutine_parked() -> None:
    async with (running := JourneyApp(open_bundled, "hello")).run_test(size=SIZE) as pilot:
        player = await asked(pilot, running, "end", "B", "down", "C")
        parked = player.timeline.event_at(player.position)
        assert isinstance(parked, GoroutineParked)


async def test_of_many_requests_an_order_begins_with_its_first_and_a_number_finds_one() -> None:
    async with (running := JourneyApp(open_bundled, "new-connections-under-load")).run_test(
        size=SIZE
    ) as pilot:
        player = await asked(pilot, running, "end", "r", "r")
        assert (running.sight.now.tab, running.sight.now.scroll, running.sight.now.chosen) == (1, 0, 0)
        await pilot.click(offset=(screen(running).splitlines()[4].index("LONGEST"), 4))
        assert "longest wait first" in screen(running)
        await pilot.press("slash", *"connection 6", "enter")
        assert "Requests: 1 with “connection 6”" in screen(running)
        assert "Enter Follow" in screen(running)
        await pilot.press("enter")
        assert player.follow == 6
        await pilot.press("slash", *["backspace"] * 12, *"#6", "enter")
        assert "Requests: 1 with “#6”" in screen(running)


async def test_page_keys_turn_a_list_and_step_elsewhere() -> None:
    async with (running := JourneyApp(open_bundled, "new-connections-under-load")).run_test(
        size=SIZE
    ) as pilot:
        player = await asked(pilot, running, "pagedown", "r")
        position = player.position
        await pilot.press("pagedown")
        assert running.sight.now.scroll == 8
        await pilot.press(*["pagedown"] * 9)
        assert "┃      60 " in screen(running)
        chosen = running.focus_links()[running.sight.now.chosen or 0].target
        await pilot.press(*["pageup"] * 10)
        assert (running.sight.now.scroll, running.sight.now.chosen) == (0, 0)
        assert (chosen, player.position) == (Follow(60), position)
        await pilot.press("escape", "pagedown")
        assert player.position == position + 1


async def test_what_is_said_of_a_breakpoint_does_not_stay_when_one_goes_elsewhere() -> None:
    async with (running := JourneyApp(open_bundled, "lost-syn-ack")).run_test(size=SIZE) as pilot:
        await asked(pilot, running, "B", "enter")
        assert "Breakpoint: drop." in screen(running)
        await pilot.press("g", "escape")
        assert "Breakpoint: drop." in screen(running)
        await pilot.press("g", *"7", "enter")
        assert "Breakpoint: drop." not in screen(running)


async def test_a_question_leads_to_where_the_accept_queue_was_fullest() -> None:
    async with (running := JourneyApp(open_bundled, "accept-queue-full")).run_test(size=SIZE) as pilot:
        player = await asked(pilot, running, "ctrl+p")
        running.screen.query_one(Input).value = "when was the accept queue fullest"
        shown = running.screen.query_one(OptionList)
        while shown.option_count != 1:
            await pilot.pause()
        await pilot.press("enter")
        while player.stopped is None:
            await pilot.pause()
        assert player.stopped.text == "accept queue peaks"
        timeline = player.timeline
        lengths = [
            len(timeline.world_at(place).listener.accept_queue) for place in range(timeline.length + 1)
        ]
        assert lengths[player.position] == max(lengths) > lengths[player.position - 1]
