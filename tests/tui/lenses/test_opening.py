"""Opening what is drawn, as a viewer does it: with the keys, and with the mouse."""

from collections.abc import Collection

import pytest
from textual.pilot import Pilot

from journey_tui.playback import Player
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.trace.events.kernel import IpReceived
from journey_tui.trace.events.runtime import GoroutineParked
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.lenses import LENSES
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from tests.tui.lenses.runs import events_of, first, run_of


def hello(_source: str = "") -> Trace:
    return simulate(load(bundled.path("hello")))


async def opened(pilot: Pilot[None], running: JourneyApp, position: int) -> Player:
    while running.opening or (running.player is not None and not running.player.timeline.complete):
        await pilot.pause()
    assert running.player is not None, running.notice
    running.player.pause()
    running.player.seek(position)
    running.repaint()
    await pilot.pause()
    return running.player


def screen(running: JourneyApp) -> str:
    return "\n".join(running.canvas.render_line(y).text for y in range(running.canvas.size.height))


async def test_i_turns_the_pages_of_the_packet_at_hand_and_leads_back() -> None:
    received = first(run_of("hello"), IpReceived)
    async with (running := JourneyApp(hello, "hello")).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running, received)
        before = screen(running)
        pages = []
        for _ in range(3):
            await pilot.press("i")
            pages.append(screen(running))
        assert ["[fields]" in pages[0], "[bytes]" in pages[1], "[way]" in pages[2]] == [True] * 3
        assert "time to live" in pages[0] or "destination" in pages[0]
        await pilot.press("i")
        assert screen(running).splitlines()[3] == before.splitlines()[3]


async def test_down_chooses_fields_and_enter_keeps_one_lit() -> None:
    received = first(run_of("hello"), IpReceived)
    async with (running := JourneyApp(hello, "hello")).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running, received)
        await pilot.press("i", *["down"] * 7, "enter", "up")
        assert running.sight.now.picked is not None
        lit = [cell for y in range(24) for cell in running.canvas.surface.row(y) if cell[1] is Role.CHOSEN]
        assert lit


async def test_a_click_on_the_goroutine_opens_its_life_and_a_stay_leads_to_its_moment() -> None:
    parked = next(
        place
        for place, event in events_of(run_of("hello"))
        if isinstance(event, GoroutineParked) and event.goroutine == 1
    )
    async with (running := JourneyApp(hello, "hello")).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running, parked)
        link = next(one for one in running.focus_links() if one.target == Look("goroutine", 1))
        await pilot.click(offset=(link.x, link.y))
        assert "Goroutine 1" in screen(running)
        assert "parked: " in screen(running)
        await pilot.press("up", "enter")
        before = run_of("hello").history.goroutine(1)
        assert player.position == before[list(before).index(parked) - 1]
        assert "Goroutine 1" in screen(running)
        await pilot.press("escape")
        assert "Goroutine 1 ▸" not in screen(running)


async def test_tab_turns_a_lens_s_pages_and_a_click_on_a_page_s_name_does_too() -> None:
    received = first(run_of("hello"), IpReceived)
    async with (running := JourneyApp(hello, "hello")).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running, received)
        await pilot.press("v", "v", "tab")
        row = screen(running).splitlines()[3]
        assert "[changes]" in row
        await pilot.click(offset=(row.index("packets"), 3))
        assert "[packets]" in screen(running).splitlines()[3]
        await pilot.press("shift+tab", "shift+tab")
        assert "[state]" in screen(running).splitlines()[3]


async def test_v_leads_through_every_lens_and_back_to_the_picture() -> None:
    received = first(run_of("hello"), IpReceived)
    async with (running := JourneyApp(hello, "hello")).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running, received)
        seen = []
        for _ in LENSES:
            seen.append(running.sight.now.lens)
            await pilot.press("v")
        assert seen == list(LENSES)
        assert running.sight.now.lens == "picture"
        await pilot.press("V")
        assert running.sight.now.lens == seen[-1]


async def test_the_ids_of_the_explanation_open_what_they_name_to_keys_and_mouse() -> None:
    received = first(run_of("hello"), IpReceived)
    async with (running := JourneyApp(hello, "hello")).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running, received)
        y, row = next((y, row) for y, row in enumerate(screen(running).splitlines()) if "· packet 1" in row)
        await pilot.click(offset=(row.index("packet 1"), y))
        assert "Packet 1 ▸ SYN" in screen(running)
        await pilot.press("escape", "up", "enter")
        assert "Packet 1 ▸ SYN" in screen(running)


@pytest.mark.parametrize("size", [(78, 10)])
def test_every_drawing_has_things_to_open_at_some_moment_and_all_of_them_exist(size: tuple[int, int]) -> None:
    timeline = run_of("hello")
    met = set()
    for position in range(1, timeline.length + 1, 3):
        near = timeline.request_near(position)
        event, world = timeline.event_at(position), timeline.world_at(position)
        for name, drawing in DRAWINGS.items():
            surface = Surface(*size)
            drawing.picture(Scene(timeline.header, world, event, None, near), surface)
            for target in [link.target for link in surface.links()]:
                met.add(name)
                if isinstance(target, Look):
                    things: dict[str, Collection[int]] = {
                        "packet": world.packets,
                        "connection": world.connections,
                        "buffer": world.connections,
                        "goroutine": world.goroutines,
                        "route": world.requests,
                    }
                    known = things[target.lens]
                    assert target.subject in known, (name, target)
    assert met == set(DRAWINGS)
