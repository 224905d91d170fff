"""Finding things, teaching, and what is remembered, as a viewer does it with the keyboard."""

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from journey_tui.tui.app import JourneyApp
from journey_tui.tui.looks import Depth, Looks
from journey_tui.tui.preferences import Preferences
from journey_tui.tui.settings import SettingsFile
from journey_tui.tui.themes import DARK, LIGHT, MONO
from tests.tui.test_app import HOSTILE, opened, rows, sample

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


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if character == " " else character for character in text))


# ── the palette ──


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("netp", "Look at: Netpoller"),
        ("step back", "Step back one event"),
        ("follow #1", "Follow #1 GET /details/7"),
        ("nothing but", "Open: boot - Nothing but boot"),
        ("blank", "Blank the screen until the next key  (w)"),
    ],
)
async def test_the_palette_finds_by_plain_words(query: str, first: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("ctrl+p")
        await typed(pilot, query)
        await pilot.pause(0.3)
        options = running.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt).startswith(first)


async def test_what_the_palette_found_is_gone_to() -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("ctrl+p")
        await typed(pilot, "netp")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert running.sight.now.pinned == "netpoller"


async def test_hostile_titles_are_text_in_the_palette() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press("ctrl+p")
        await typed(pilot, "open: h")
        await pilot.pause(0.3)
        shown = painted(running)
        assert "[@click=app.quit]x[/] [/] [0]" in shown
        assert "\x1b" not in shown


# ── the log ──


async def test_a_search_counts_and_goes_to_the_chosen_match() -> None:
    async with (running := app()).run_test(size=(100, 30)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("slash")
        await typed(pilot, "HEADER")
        await pilot.pause(0.2)
        listed = running.screen.query_one(OptionList)
        found = listed.option_count
        assert found > 1
        assert all("header" in str(option.prompt).casefold() for option in listed.options)
        assert f"{found} found" in str(running.screen.query_one(".box").border_subtitle)
        await pilot.press("down", "enter")
        assert len(running.screen_stack) == 1
        assert running.gatherer is not None
        assert "header" in running.gatherer.lines(player.position, 1)[0].text.casefold()


async def test_a_search_for_nothing_there_finds_nothing_and_an_empty_one_shows_the_latest() -> None:
    async with (running := app()).run_test(size=(100, 30)) as pilot:
        player = await opened(pilot, running)
        await pilot.press("slash")
        latest = running.screen.query_one(OptionList).option_count
        await typed(pilot, "zzz")
        await pilot.pause(0.2)
        assert "0 found" in str(running.screen.query_one(".box").border_subtitle)
        position = player.position
        await pilot.press("enter")
        assert len(running.screen_stack) == 2
        running.screen.query_one(Input).value = ""
        await pilot.pause()
        assert running.screen.query_one(OptionList).option_count == latest == min(position, 500)
        await pilot.press("escape")
        assert player.position == position


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


@pytest.mark.parametrize("key", ["x", "right", "escape"])
async def test_a_blank_screen_comes_back_with_any_key_that_does_nothing_else(key: str) -> None:
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        position = player.position
        await pilot.press("w")
        assert not painted(running).strip()
        await pilot.press(key)
        await pilot.pause()
        assert len(running.screen_stack) == 1
        assert player.position == position


# ── the tour ──


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (80, 24), (120, 40), (200, 60)])
async def test_the_tour_leaves_the_middle_free_and_any_key_ends_it_and_acts(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with (running := app(preferences=kept(tmp_path, ""))).run_test(size=size) as pilot:
        player = await opened(pilot, running)
        position, shown = player.position, rows(running)
        assert "ends this for good" in "\n".join(shown)
        middle = running.layout_now["focus"]
        row = middle.y + middle.height // 2
        await pilot.press("right")
        assert player.position == position + 1
        player.seek(position)
        running.repaint()
        assert "ends this for good" not in "\n".join(rows(running))
        assert rows(running)[row] == shown[row]
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


@pytest.mark.parametrize(
    "keys", [(), ("question_mark",), ("O",), ("o",), ("ctrl+p", "n"), ("g",), ("enter",), ("r",)]
)
async def test_ascii_means_every_pane_and_everything_that_lies_over_it(keys: tuple[str, ...]) -> None:
    async with (running := app(Looks(Depth.SIXTEEN, ascii=True))).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press(*keys)
        await pilot.pause(0.1)
        shown = painted(running)
        assert shown.isascii(), sorted({character for character in shown if not character.isascii()})
        assert len(shown.split("\n")) == 40
