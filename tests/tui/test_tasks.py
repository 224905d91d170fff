"""What somebody wants to know, from the opening of a run, with so many keys and no mouse."""

from textual.pilot import Pilot

from journey_tui.playback import Player
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.events.runtime import GoroutineParked
from journey_tui.tui.app import JourneyApp
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
