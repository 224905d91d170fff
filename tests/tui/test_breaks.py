"""Breakpoints as a viewer sets them: few keys, and no key waits for a search."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from journey_tui.playback import Player
from journey_tui.trace import Trace
from journey_tui.tui import breaks
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.preferences import Preferences
from journey_tui.tui.settings import SettingsFile
from tests.cli.invoke import invoke
from tests.playback.traces import repeated
from tests.samples import sample_header
from tests.tui.test_app import app, opened, rows, sample


async def at(pilot: Pilot[None], running: JourneyApp, position: int) -> Player:
    player = await opened(pilot, running)
    player.seek(position)
    running.repaint()
    return player


def hits(running: JourneyApp, text: str) -> list[int]:
    assert running.player is not None
    one = running.player.breakpoints.find(text)
    assert one is not None
    while running.player.breakpoints.scan(1000):
        pass
    return one.hits.tolist()


async def searched(pilot: Pilot[None], running: JourneyApp) -> None:
    await pilot.pause()
    while running.seeking.told:
        await pilot.pause(0.001)


async def test_two_keys_go_to_the_first_dropped_packet() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await at(pilot, running, 0)
        await pilot.press("B", "enter")
        await searched(pilot, running)
        assert player.position == hits(running, "drop")[0]
        assert "Breakpoint: drop." in "\n".join(rows(running))
        assert "◆" in rows(running)[-3]
        await pilot.press("c")
        await searched(pilot, running)
        assert player.position == hits(running, "drop")[1]


async def test_three_keys_go_back_to_where_a_goroutine_parked() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        start = player.position
        await pilot.press("B", "down", "C")
        await searched(pilot, running)
        assert player.position == max(hit for hit in hits(running, "goroutine parks") if hit < start)
        assert running.sight.now.lens == "picture"


async def test_b_sets_a_breakpoint_on_the_stage_that_is_shown_and_takes_it_away() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await at(pilot, running, 0)
        running.sight.pin("mux")
        await pilot.press("b")
        assert [one.text for one in player.breakpoints.all] == ["stage mux"]
        await pilot.press("c")
        await searched(pilot, running)
        event = player.timeline.event_at(player.position)
        assert event is not None
        assert event.stage == "mux"
        running.sight.pin("mux")
        await pilot.press("b")
        assert not player.breakpoints.all


async def test_without_a_breakpoint_it_is_said_how_to_set_one() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("C")
        assert "b sets one on this stage, B offers others" in "\n".join(rows(running))


async def test_in_the_list_one_is_switched_off_and_removed() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("B", "b")
        (one,) = player.breakpoints.all
        assert one.enabled
        await pilot.press("b")
        assert not one.enabled
        assert "◇  drop" in "\n".join(rows(running))
        await pilot.press("delete")
        assert not player.breakpoints.all
        assert player.position == player.timeline.length // 2


async def test_the_prompt_says_what_is_wrong_and_takes_the_viewers_own_words() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("B", "up", "enter")
        running.screen.query_one(Input).value = "accept que > 0"
        await pilot.press("enter")
        assert "did you mean 'accept queue'?" in str(running.screen.query_one(Static).content)
        running.screen.query_one(Input).value = "accept queue>0"
        await pilot.press("enter")
        assert [one.text for one in player.breakpoints.all] == ["accept queue > 0"]
        assert len(running.screen_stack) == 1
        assert running.sight.now.lens == "picture"
        assert player.stopped is not None or "Not met after this moment: accept queue > 0." in "\n".join(
            rows(running)
        )
        await pilot.press("B", "down", "b")
        running.screen.query_one(Input).value = "stage nic"
        await pilot.press("enter")
        assert [one.text for one in player.breakpoints.all] == ["accept queue > 0", "stage nic"]
        assert running.sight.now.lens == "breaks"


async def test_a_long_search_tells_how_far_it_is_and_any_key_stops_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(breaks, "SLICE_S", 0.0)
    monkeypatch.setattr(breaks, "_SLICE_EVENTS", 1)
    events = repeated(4000)
    async with (running := app(lambda _: Trace(sample_header(), events))).run_test(size=(80, 24)) as pilot:
        player = await at(pilot, running, 7)
        player.breakpoints.add("accept queue > 99")
        await pilot.press("c")
        while not running.seeking.told:
            await pilot.pause(0.001)
        assert "searching … " in "\n".join(rows(running))
        await pilot.press("escape")
        assert not running.seeking.told
        assert "The search was stopped." in "\n".join(rows(running))
        assert player.position == 7


async def test_playing_stops_at_a_breakpoint_of_the_command_line_and_another_run_keeps_it() -> None:
    running = JourneyApp(lambda _: Trace(sample_header(), repeated(400)), "x", breakpoints=["drop"])
    async with running.run_test(size=(80, 24)) as pilot:
        player = await at(pilot, running, 0)
        hit = hits(running, "drop")[0]
        player.seek(hit - 1)
        player.play()
        for _ in range(3):
            running._last_tick -= 1.0
            running._tick()
        assert (player.position, player.playing) == (hit, False)
        assert running.notice == "Breakpoint: drop."
        running.open("y")
        await opened(pilot, running)
        assert running.player is not player
        assert [one.text for one in (running.player or player).breakpoints.all] == ["drop"]


async def test_the_pace_is_told_in_the_header() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        shown = []
        for _ in range(3):
            await pilot.press("a")
            shown.append(rows(running)[0].rstrip().rpartition("  ")[2])
        assert shown == ["1 s = 10 µs", "stages ×1", "×1"]


def test_the_command_line_refuses_a_condition_that_is_none() -> None:
    result = invoke("show", "hello", "--break", "dropp")
    assert result.exit_code == 2
    assert "did you mean 'drop'?" in result.stderr


async def test_the_pace_is_remembered_and_an_unknown_one_is_the_usual(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for kept, pressed, shown in (("true", [], "1 s = 10 µs"), ("ants", ["a", "a"], "stages ×1")):
        path.write_text(f'pace = "{kept}"\ntour_seen = true\n', encoding="utf-8")
        preferences = Preferences(SettingsFile(path))
        async with (running := JourneyApp(sample, "x", preferences=preferences)).run_test(
            size=(80, 24)
        ) as pilot:
            await opened(pilot, running)
            await pilot.press(*pressed)
            assert rows(running)[0].rstrip().endswith(shown)
    assert 'pace = "stages"' in path.read_text(encoding="utf-8")
