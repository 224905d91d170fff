"""Questions about time, answered with a few keys."""

from textual.pilot import Pilot

from journey_tui.playback import Player
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.tui.app import JourneyApp


def open_bundled(name: str) -> Trace:
    return simulate(load(bundled.path(name)))


async def opened(pilot: Pilot[None], running: JourneyApp) -> Player:
    while running.opening or (running.player is not None and not running.player.timeline.complete):
        await pilot.pause()
    assert running.player is not None, running.notice
    running.player.open()
    running.repaint()
    await pilot.pause()
    return running.player


def screen(running: JourneyApp) -> str:
    return "\n".join(running.canvas.render_line(y).text for y in range(running.canvas.size.height))


async def test_four_keys_lead_to_where_request_2_waited_longest() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("f", "f", "d")
        assert "Time of request #2" in screen(running)
        assert "longest wait" in screen(running)
        await pilot.press("enter")
        span = player.timeline.request(2)
        longest = None if span is None else span.longest_wait()
        assert longest is not None
        assert player.position == longest.position


async def test_from_the_list_of_all_each_look_is_into_the_request_that_is_chosen_there() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        before = player.position
        for key, title in (("d", "Time of request #2"), ("y", "Timeline of request #2")):
            await pilot.press("r", "down", key)
            assert title in screen(running)
            await pilot.press("escape", "escape", "escape")
        assert player.position == before
        await pilot.press("r", "down", "enter")
        assert player.follow == 2


async def test_the_same_key_turns_the_pages_and_then_leads_back() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        picture = screen(running)
        await pilot.press("s")
        assert "Sequence: connection" in screen(running)
        await pilot.press("s")
        assert "all connections" in screen(running)
        await pilot.press("s")
        assert screen(running).splitlines()[3] == picture.splitlines()[3]


async def test_following_goes_back_as_it_goes_on() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("f")
        assert player.follow == 1
        await pilot.press("f")
        assert player.follow == 2
        await pilot.press("F")
        assert player.follow == 1
        await pilot.press("F")
        assert player.follow is None


async def test_a_click_near_a_loss_on_the_bar_leads_to_it() -> None:
    async with (running := JourneyApp(open_bundled, "lost-syn-ack")).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        x = screen(running).splitlines()[-3].index("✗")
        await pilot.click(offset=(x + 1, running.size.height - 3))
        assert player.position == player.timeline.drops[0]


async def test_on_a_large_screen_timeline_and_packet_stand_beside_the_picture() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(200, 60)) as pilot:
        player = await opened(pilot, running)
        player.seek(player.timeline.length // 2)
        running.repaint()
        await pilot.pause()
        text = screen(running)
        assert "Timeline of request" in text
        assert "Packet " in text
        assert "Event log" in text


async def test_the_list_of_all_is_narrowed_to_what_is_asked_for() -> None:
    async with (running := JourneyApp(open_bundled, "two-clients")).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("r", "slash", *[*"BOB", "space", *"hello"], "enter")
        assert "Requests: 1 with “BOB hello”" in screen(running)
        await pilot.press("down", "enter")
        assert player.follow == 2
        await pilot.press("slash", *[*("backspace",) * 9, "x", "enter"])
        assert "No request is like that" in screen(running)
        await pilot.press("slash", "backspace", "enter")
        assert "Requests: 2, by number" in screen(running)
