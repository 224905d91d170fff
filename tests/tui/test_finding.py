"""Finding things, teaching, and what is remembered, as a viewer does it with the keyboard."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from journey_tui.content.ui import _, speaking
from journey_tui.tui import tour
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.keymap import COMMAND_BY_ID
from journey_tui.tui.layout import Rect, lay_out
from journey_tui.tui.looks import Depth, Looks
from journey_tui.tui.preferences import Preferences
from journey_tui.tui.screens.everything import everything, written
from journey_tui.tui.settings import SettingsFile
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Follow
from journey_tui.tui.themes import DARK, LIGHT, MONO, NAMES
from tests.tui.colours import contrast
from tests.tui.test_app import HOSTILE, opened, rows, sample

KEYS = {"?": "question_mark", "\r": "enter", "\x10": "ctrl+p"}
HOSTILE_TITLES = [("hello", HOSTILE), ("boot", "Nothing but boot")]


def app(looks: Looks | None = None, preferences: Preferences | None = None, theme: str = DARK) -> JourneyApp:
    return JourneyApp(sample, "hello", lambda: HOSTILE_TITLES, theme, looks or Looks(), preferences)


def kept(tmp_path: Path, text: str = "tour_seen = true\n") -> Preferences:
    file = tmp_path / "settings.toml"
    if text:
        file.write_text(text, encoding="utf-8")
    return Preferences(SettingsFile(file))


def painted(running: JourneyApp) -> str:
    """Every character that is sent for the screen at hand, overlays included."""
    return "\n".join(strip.text for strip in running.screen._compositor.render_strips())


def listed(running: App[None]) -> list[str]:
    """What the list of the overlay shows."""
    return [str(option.prompt) for option in running.screen.query_one(OptionList).options] or [""]


def starts(running: JourneyApp, text: str) -> bool:
    """Whether the first thing listed begins so."""
    return listed(running)[0].startswith(text)


def subtitle(running: JourneyApp) -> str:
    return str(running.screen.query_one(".box").border_subtitle)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the program go on until it holds; a wait for nothing ends."""
    for _turn in range(2000):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(listed(pilot.app))


# ── the palette ──


async def test_the_palette_finds_by_plain_words_shows_titles_as_text_and_goes_there() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("ctrl+p")
        for query, first in (
            ("step back", "Step back one event"),
            ("follow #1", "Follow #1 GET /details/7"),
            ("nothing but", "Open: boot - Nothing but boot"),
            ("blank", "Blank the screen until the next key  (w)"),
            ("open: h", "Open: hello - ]0;owned[@click=app.quit]x[/] [/] [0]"),
            ("back step", "Step back one event"),
            ("go back", "Step back one event"),
            ("colour", "Theme: dark."),
            ("light theme", "Theme: light."),
            ("real time", "Change the pace"),
            ("true time slowed", "Pace: true time"),
            ("rst", "Term: RST"),
            ("GoroutineParked", "Run to the next: GoroutineParked"),
            ("first drop", "Run to the next: drop"),
            ("accept queue > 5", "Run to the next: accept queue > 5"),
            ("40%", "Go to 40%"),
            ("#1", "Follow #1 GET"),
            ("ss", "On a real host: ss"),
            ("sock", "Look at: Listening socket"),
            ("hex", "Inspect the packet"),
            ("goroutine life", "Look into the goroutine"),
            ("when was the accept queue fullest?", "Go to where it was largest: accept queue"),
            ("fd", "Look at: File descriptors and epoll"),
            ("accept queue fullest", "Go to where it was largest: accept queue"),
            ("netp", "Look at: Netpoller"),
        ):
            running.screen.query_one(Input).value = query
            await until(pilot, partial(starts, running, first))
        assert "\x1b" not in painted(running)
        await pilot.press("enter")
        await until(pilot, lambda: running.sight.now.pinned == "netpoller")


async def test_the_palette_knows_a_run_that_comes_after_it_was_opened() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        player, running.player = running.player, None
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Quit  (q, Ctrl+Q)" in listed(running))
        assert not any("Look at: " in option for option in listed(running))
        running.player = player
        running.screen.query_one(Input).value = "netpoller"
        await until(pilot, partial(starts, running, "Look at: Netpoller"))


async def test_what_lies_behind_a_key_that_turns_is_named_and_done_at_once(tmp_path: Path) -> None:
    async with (running := app(preferences=kept(tmp_path))).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        acts = {found.text: found.act for found in everything(running)}
        acts["Theme: mono."]()
        acts["Pace: true time, slowed down; long gaps are shortened."]()
        assert (running.theme, player.pace) == (MONO, "true")
        settings = SettingsFile(tmp_path / "settings.toml").settings
        assert (settings.theme, settings.pace) == ("mono", "true")
        acts["On a real host: nstat"]()
        assert "$ nstat" in "\n".join(rows(running))
        acts["Look into the goroutine: its life, stay by stay"]()
        assert running.sight.now.lens == "goroutine"
        for query, position in (("#1", player.timeline.requests[0].first), ("100%", player.timeline.length)):
            next(written(running, query)).act()
            assert player.position == position
        next(written(running, "99s")).act()
        assert "no moment 99s" in running.notice
        assert not list(written(running, "#99"))
        assert not list(written(running, "nic"))


# ── the log ──


async def test_a_search_counts_and_goes_to_the_chosen_match() -> None:
    async with (running := app()).run_test(size=(100, 30)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("slash")
        latest, position = listed(running), player.position
        assert len(latest) == min(position, 500)
        await pilot.press("z", "q", "x")
        await until(pilot, lambda: listed(running) == ["Nothing holds this."])
        assert "0 found" in subtitle(running)
        await pilot.press("enter")
        assert len(running.screen_stack) == 2
        running.screen.query_one(Input).value = ""
        await until(pilot, lambda: listed(running) == latest)
        running.screen.query_one(Input).value = "HEADER"
        await until(pilot, lambda: re.match("[1-9][0-9]* found", subtitle(running)) is not None)
        assert all("header" in option.casefold() for option in listed(running))
        assert f"{len(listed(running))} found" in subtitle(running)
        running.screen.query_one(Input).value = "accept4 fd sock"  # words in any order, and the stage's label
        await until(pilot, lambda: "found" in subtitle(running) and "accept4" in listed(running)[0])
        assert all("SOCK" in option for option in listed(running))
        running.screen.query_one(Input).value = "HEADER"
        await until(pilot, lambda: "header" in listed(running)[0].casefold())
        await pilot.press("down", "enter")
        assert len(running.screen_stack) == 1
        assert running.gatherer is not None
        assert "header" in running.gatherer.lines(player.position, 1)[0].text.casefold()


# ── teaching ──


async def test_the_projector_is_light_and_shows_at_any_size_what_reads_from_the_back() -> None:
    async with (running := app()).run_test(size=(200, 60)) as pilot:
        await opened(pilot, running)
        before = rows(running)
        await pilot.press("P")
        assert running.theme == LIGHT
        assert set(running.layout_now) == {"header", "stage_map", "focus", "explanation", "scrub", "footer"}
        assert "80x24" in "\n".join(rows(running))
        await pilot.press("P")
        assert running.theme == DARK
        assert rows(running) == before


async def test_a_blank_screen_comes_back_with_any_key_that_does_nothing_else() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        position = player.position
        for key in ("x", "right", "escape"):
            await pilot.press("w")
            assert not painted(running).strip()
            await pilot.press(key)
            await pilot.pause()
            assert len(running.screen_stack) == 1
            assert player.position == position


# ── the tour ──


SIZES = [(40, 10), (60, 16), (80, 24), (120, 30), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lens", [False, True])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_tour_has_rows_of_its_own_at_every_size(size: tuple[int, int], lens: bool, language: str) -> None:
    with speaking(language):
        layout = tour.arranged(lay_out(*size, lens=lens), COMMAND_BY_ID)
        room = layout["tour"]
        surface = Surface(room.width, room.height)
        tour.draw(surface, COMMAND_BY_ID)
        shown = surface.to_text()
        assert _("plays and pauses the run") in shown
        assert _("acts, and ends this for good") in shown
    assert "…" not in shown
    covered = [(x, y) for place in layout.values() for x, y in _cells(place)]
    assert len(covered) == len(set(covered)) == size[0] * size[1]


def _cells(place: Rect) -> Iterator[tuple[int, int]]:
    return product(range(place.x, place.x + place.width), range(place.y, place.y + place.height))


async def test_at_the_first_start_the_whole_introduction_can_be_read(tmp_path: Path) -> None:
    async with (running := app(preferences=kept(tmp_path, ""))).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        first = rows(running)[-9:-3]
        await pilot.press("f12")
        assert rows(running)[-9:-3] == first


async def test_a_click_beside_the_tour_means_what_was_seen_there(tmp_path: Path) -> None:
    async with (running := app(preferences=kept(tmp_path, ""))).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        link = next(one for one in running.focus_links() if one.target == Follow(1))
        await pilot.click(offset=(link.x, link.y))
        await until(pilot, lambda: player.follow == 1)
        assert not running.preferences.tour


async def test_any_key_ends_the_tour_for_good_and_acts(tmp_path: Path) -> None:
    async with (running := app(preferences=kept(tmp_path, ""))).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        position = player.position
        assert "ends this for good" in "\n".join(rows(running))
        await pilot.press("right")
        assert player.position == position + 1
        assert "ends this for good" not in "\n".join(rows(running))
        assert SettingsFile(tmp_path / "settings.toml").settings.tour_seen


async def test_the_tour_is_not_shown_to_who_has_seen_it_or_does_not_want_it(tmp_path: Path) -> None:
    assert not kept(tmp_path).tour
    assert not Preferences(SettingsFile(tmp_path / "other.toml"), tour=False).tour
    assert not Preferences().tour


# ── settings ──


async def test_only_what_is_changed_in_the_program_is_remembered(tmp_path: Path) -> None:
    before = 'theme = "mono"\ntour_seen = true\n'
    preferences = kept(tmp_path, before)
    async with (running := app(preferences=preferences, theme=LIGHT)).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("space", "space", "z", "P", "P")
        assert (tmp_path / "settings.toml").read_text() == before
        await pilot.press("T", "right_square_bracket", "right_square_bracket")
        assert running.theme == MONO
    assert SettingsFile(tmp_path / "settings.toml").settings.speed == 4
    assert 'theme = "mono"' in (tmp_path / "settings.toml").read_text()


async def test_a_run_begins_at_the_speed_that_was_chosen_last(tmp_path: Path) -> None:
    preferences = kept(tmp_path, "tour_seen = true\nspeed = 0.5\n")
    async with (running := app(preferences=preferences)).run_test(size=(80, 24)) as pilot:
        assert (await opened(pilot, running)).speed == 0.5
        await pilot.press("right_square_bracket")
        running.open("other")
        assert (await opened(pilot, running)).speed == 1


async def test_what_is_wrong_with_the_file_is_told_on_the_screen(tmp_path: Path) -> None:
    preferences = kept(tmp_path, "tour_seen = true\n[keys]\nfly = ['f']\n")
    async with (running := app(preferences=preferences)).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        assert f"{tmp_path}/settings.toml:3: no command 'fly'" == preferences.wrong[0].partition(";")[0]
        assert "'fly';" in "\n".join(rows(running))


async def test_keys_can_be_given_to_other_commands_and_are_shown_as_they_are(tmp_path: Path) -> None:
    preferences = kept(tmp_path, "tour_seen = true\n[keys]\nplay = ['x']\nstep = ['space']\n")
    async with (running := app(preferences=preferences)).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        position = player.position
        await pilot.press("space", "right")
        assert player.position == position + 1
        await pilot.press("x")
        assert player.playing
        await pilot.press("k")
        assert player.playing
        await pilot.press("শ")  # the same key on a Bengali keyboard
        assert not player.playing
        footer = rows(running)[-1]
        assert "x Play" in footer
        assert "Space Step" in footer
        await pilot.press("question_mark")
        assert "\nx Play or pause " in re.sub(r" +", " ", str(running.screen.query_one(Static).content))


# ── what is written ──


async def test_ascii_means_every_pane_and_everything_that_lies_over_it() -> None:
    async with (running := app(Looks(Depth.SIXTEEN, ascii=True))).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        for keys in ("", "?", "O", "o", "\x10n", "g", "\r", "r", "i", "y"):
            await pilot.press(*(KEYS.get(key, key) for key in keys))
            await pilot.pause()
            shown = painted(running)
            assert shown.isascii(), sorted({character for character in shown if not character.isascii()})
            assert len(shown.split("\n")) == 40
            if len(running.screen_stack) > 1:
                await pilot.press("escape")


@pytest.mark.parametrize("theme", NAMES)
async def test_what_lies_over_the_picture_is_readable_in_every_theme(theme: str) -> None:
    async with (running := app(theme=theme)).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        for key, box in (
            ("slash", ".box"),
            ("o", ".box"),
            ("question_mark", ".box"),
            ("ctrl+p", "#--results"),
        ):
            await pilot.press(key)
            await pilot.pause(0.05)
            if key == "slash":
                running.screen.query_one(Input).value = "header"
                await until(pilot, lambda: "found" in subtitle(running))
            region = running.screen.query_one(box).region
            for y, strip in enumerate(running.screen._compositor.render_strips()):
                if region.y <= y < region.bottom:
                    for segment in strip.crop(region.x, region.right):
                        assert stands_out(segment), (key, y, segment)
            await pilot.press("escape")


def stands_out(segment: Segment) -> bool:
    """Whether a text can be read; blanks, and the bar beside a list, are none."""
    style = segment.style
    if (
        style is None
        or style.color is None
        or style.bgcolor is None
        or not any(map(str.isalnum, segment.text))
    ):
        return True
    return contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 7.0
