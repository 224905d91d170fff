"""The application as its viewers drive it: keys, mouse, sizes, hostile text."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, OptionList, Static

from journey_tui.playback import Player
from journey_tui.trace import Trace
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.keymap import COMMANDS
from journey_tui.tui.layout import lay_out
from journey_tui.tui.panes import scrub, stage_map
from journey_tui.tui.themes import DARK, LIGHT, NAMES
from tests.samples import sample_events, sample_header

HOSTILE = "\x1b]0;owned\x07[@click=app.quit]x[/] [/] [0]"
SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]


def sample(_source: str = "") -> Trace:
    return Trace(sample_header(), sample_events())


def hostile(_source: str = "") -> Trace:
    return Trace(msgspec.structs.replace(sample_header(), title=HOSTILE, summary=HOSTILE), sample_events())


def refused(_source: str) -> Trace:
    raise ValueError(f"no such scenario {HOSTILE}")


def app(opener: Callable[[str], Trace] = sample) -> JourneyApp:
    return JourneyApp(opener, "hello", lambda: [("hello", HOSTILE), ("boot", "Nothing but boot")])


async def opened(pilot: Pilot[None], running: JourneyApp) -> Player:
    """Wait until the sample is open and pulled; stay paused in the middle of it."""
    while running.opening or (running.player is not None and not running.player.timeline.complete):
        await pilot.pause()
    assert running.player is not None, running.notice
    running.player.seek(running.player.timeline.length // 2)
    running.repaint()
    await pilot.pause()
    return running.player


def rows(running: JourneyApp) -> list[str]:
    return [running.canvas.render_line(y).text for y in range(running.canvas.size.height)]


@pytest.mark.parametrize("size", SIZES)
async def test_three_steps_and_three_back_give_the_same_screen(size: tuple[int, int]) -> None:
    async with (running := app()).run_test(size=size) as pilot:
        await opened(pilot, running)
        before = rows(running)
        await pilot.press("right", "right", "right")
        assert rows(running) != before
        await pilot.press("left", "left", "left")
        assert rows(running) == before


@pytest.mark.parametrize("size", SIZES)
async def test_where_a_run_opens_it_is_introduced_and_steps_go_there_and_back(size: tuple[int, int]) -> None:
    async with (running := app()).run_test(size=size) as pilot:
        player = await opened(pilot, running)
        player.open()
        running.repaint()
        before = rows(running)
        assert sample_header().title in "\n".join(before)
        await pilot.press("right", "right", "right", "left", "left", "left")
        assert rows(running) == before


async def test_it_plays_when_opened_and_space_pauses_and_plays_on() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        while running.opening:
            await pilot.pause()
        assert running.player is not None
        assert running.player.playing
        assert "PLAY" in rows(running)[0]
        await pilot.press("space")
        assert not running.player.playing
        assert "PAUSE" in rows(running)[0]
        await pilot.press("space")
        assert running.player.playing


@pytest.mark.parametrize("key", ["right", "left", "n", "N", "home", "end", "g", "pagedown", "ল"])
async def test_every_step_and_seek_pauses(key: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        player.play()
        await pilot.press(key)
        assert not player.playing


async def test_paused_it_has_no_timer_and_paints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        painted: list[int] = []
        render_line = running.canvas.render_line

        def counted(y: int) -> Strip:
            painted.append(y)
            return render_line(y)

        monkeypatch.setattr(running.canvas, "render_line", counted)
        assert running._timer is None
        running.repaint()
        await pilot.pause()
        assert painted == []
        await pilot.press("right")
        assert 0 < len(painted) < 120 * 40


async def test_go_to_takes_a_place_and_says_what_is_wrong_with_another() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("g")
        running.screen.query_one(Input).value = "soon"
        await pilot.press("enter")
        assert "no place in a trace" in str(running.screen.query_one(Static).content)
        running.screen.query_one(Input).value = "7"
        await pilot.press("enter")
        assert player.position == 7
        assert len(running.screen_stack) == 1


async def test_the_bar_takes_a_click_a_drag_and_the_wheel() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        y = lay_out(80, 24)["scrub"].y
        await pilot.click("Canvas", offset=(79, y))
        assert player.position == player.timeline.length
        await pilot.mouse_down("Canvas", offset=(40, y))
        first = player.position
        await pilot.hover("Canvas", offset=(60, 3))
        assert first < player.position < player.timeline.length
        await pilot.mouse_up("Canvas", offset=(60, 3))
        await pilot.hover("Canvas", offset=(30, 3))
        assert player.position > first


@pytest.mark.parametrize(("column", "moved"), [(0, "home"), (1, "back"), (3, "step"), (4, "end")])
async def test_the_buttons_do_what_their_keys_do(column: int, moved: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        start = player.position
        await pilot.click("Canvas", offset=(1 + 4 * column, lay_out(80, 24)["scrub"].y))
        wanted = {"home": 0, "back": start - 1, "step": start + 1, "end": player.timeline.length}[moved]
        assert player.position == wanted
        assert scrub.BUTTONS[column][0] == moved


async def test_a_click_on_a_key_in_the_footer_presses_it() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        x = rows(running)[-1].index("Help")
        await pilot.click("Canvas", offset=(x, 23))
        assert type(running.screen).__name__ == "HelpScreen"


@pytest.mark.parametrize(
    ("width", "words", "does"), [(80, "Play faster", "faster"), (120, "List all requests", "requests")]
)
async def test_a_click_on_a_line_of_the_help_does_what_it_says(width: int, words: str, does: str) -> None:
    async with (running := app()).run_test(size=(width, 60)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("question_mark")
        shown = [strip.text for strip in running.screen._compositor.render_strips()]
        await pilot.click(offset=(5, next(y for y, row in enumerate(shown) if " Move " in row)))
        assert len(running.screen_stack) == 2
        y = next(y for y, row in enumerate(shown) if words in row)
        await pilot.click(offset=(shown[y].index(words), y))
        while len(running.screen_stack) > 1 or (player.speed == 1 and running.sight.now.lens == "picture"):
            await pilot.pause()
        assert does == ("faster" if player.speed > 1 else running.sight.now.lens)


async def test_a_click_on_a_line_of_the_log_goes_there() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        start = player.position
        log = lay_out(120, 40)["log"]
        await pilot.click("Canvas", offset=(10, log.y + 1))
        assert player.position == start - (log.height - 3)


async def test_a_click_on_a_stage_looks_at_it_until_escape_or_the_next_step() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        mark = next(m for m in stage_map.marks(80, 2, "client") if m.stage.id == "mux")
        await pilot.click("Canvas", offset=(mark.x, 1 + mark.y))
        assert "ServeMux" in rows(running)[3]
        assert "Unpin" in rows(running)[-1]
        await pilot.press("escape")
        assert running.sight.now.pinned is None
        await pilot.click("Canvas", offset=(mark.x, 1 + mark.y))
        await pilot.press("right")
        assert running.sight.now.pinned is None


@pytest.mark.parametrize("key", ["z", "\N{BENGALI LETTER YYA}"])
async def test_zoom_gives_the_picture_the_room_and_escape_takes_it_back(key: str) -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        before = rows(running)
        await pilot.press(key)
        assert "Client" not in rows(running)[1]
        await pilot.press("escape")
        assert rows(running) == before


async def test_speed_keys_and_following_are_told_in_the_header() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("right_square_bracket", "f")
        assert "×2" in rows(running)[0]
        assert f"request #{player.follow}" in rows(running)[0]
        await pilot.press("backspace")
        assert "×1" in rows(running)[0]


async def test_the_picker_opens_the_chosen_scenario() -> None:
    asked: list[str] = []

    def recorded(source: str) -> Trace:
        asked.append(source)
        return sample()

    async with (running := app(recorded)).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("o", "down", "enter")
        await opened(pilot, running)
        assert asked == ["hello", "boot"]


async def test_help_lists_every_command() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("question_mark")
        shown = " ".join(str(running.screen.query_one(Static).content).split())
        assert all(command.words in shown and command.shown in shown for command in COMMANDS)


@pytest.mark.parametrize("stage", ["nic", "netpoller"])
async def test_tab_looks_along_the_map_and_enter_reads_about_the_stage(stage: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        presses = 0
        while running.sight.now.pinned != stage and presses < 16:
            await pilot.press("tab")
            presses += 1
        await pilot.press("shift+tab", "tab", "enter")
        shown = str(running.screen.query_one(Static).content)
        assert {"nic": "ethtool", "netpoller": "epoll_pwait"}[stage] in shown
        assert "What people get wrong" in shown


async def test_the_end_of_a_run_that_is_still_simulated_is_reached_when_it_is_known() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        while running.opening:
            await pilot.pause()
        assert running.player is not None
        await pilot.press("end")
        while not running.player.timeline.complete:
            await pilot.pause()
        await pilot.pause()
        assert running.player.position == running.player.timeline.length


@pytest.mark.parametrize(("key", "told"), [("n", "no later stage"), ("N", "no earlier stage")])
async def test_a_command_that_finds_nothing_says_so(key: str, told: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        (player.end if key == "n" else player.home)()
        await pilot.press(key)
        assert told in "\n".join(rows(running))


async def test_the_theme_says_its_name_and_changes_the_colours_and_nothing_else() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        before, colours = rows(running), running.canvas.render_line(5)
        await pilot.press("T")
        assert running.theme == LIGHT
        assert "Theme: light." in "".join(rows(running))
        await pilot.press("right", "left")
        assert rows(running) == before
        assert running.canvas.render_line(5) != colours
        seen = [DARK, LIGHT]
        for _ in NAMES[2:]:
            await pilot.press("T")
            seen.append(running.theme)
        assert seen == list(NAMES)
        await pilot.press("T")
        assert running.theme == DARK


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (30, 8), (12, 3), (1, 1)])
async def test_a_tiny_terminal_gets_one_line_that_says_so(size: tuple[int, int]) -> None:
    async with (running := app()).run_test(size=size) as pilot:
        player = await opened(pilot, running)
        shown = rows(running)
        assert not "".join(shown[1:]).strip()
        if size[0] >= 30:
            assert shown[0].startswith(f"{player.position}/")
            assert "40x10" in shown[0]
        else:
            assert shown[0].startswith("enlarge"[: size[0] - 1])


@pytest.mark.parametrize("size", SIZES)
async def test_text_from_files_is_shown_and_never_obeyed(size: tuple[int, int]) -> None:
    async with (running := app(hostile)).run_test(size=size) as pilot:
        await opened(pilot, running)
        await pilot.press("home")
        shown = "\n".join(rows(running))
        assert "\x1b" not in shown
        assert "[@click=app.quit]x[/]" in shown
        await pilot.press("o")
        option = running.screen.query_one(OptionList).get_option_at_index(0)
        assert "[@click=app.quit]" in str(option.prompt)
        assert "\x1b" not in str(option.prompt)


async def test_a_source_that_cannot_be_opened_is_told_and_another_can_be_opened() -> None:
    async with (running := app(refused)).run_test(size=(80, 24)) as pilot:
        while running.opening:
            await pilot.pause()
        shown = "\n".join(rows(running))
        assert "no such scenario" in shown
        assert "\x1b" not in shown
        await pilot.press("space", "right", "g", "O", "n", "f", "end", "tab", "enter")
        await pilot.press("o")
        assert running.screen.query(OptionList)
        await pilot.press("escape", "q")
    assert running.return_code == 2


async def test_a_source_that_breaks_later_shows_what_it_had_and_says_so() -> None:
    def broken() -> Any:
        yield from list(sample_events())[:60]
        raise ValueError("line 62 is damaged")

    async with (running := app(lambda _: Trace(sample_header(), broken()))).run_test(size=(80, 24)) as pilot:
        while running.opening:
            await pilot.pause()
        assert running.player is not None
        assert running.player.timeline.length == 60
        assert "line 62 is damaged" in "\n".join(rows(running))
