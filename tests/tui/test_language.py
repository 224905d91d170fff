"""The language on the screen: what turns with it, what never does, and where English stays."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Input, OptionList, Static

from journey_tui.content import Explanation, explain, ui
from journey_tui.playback import Player, Timeline
from journey_tui.tui.apart import told
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.language import Speech
from journey_tui.tui.layout import lay_out
from journey_tui.tui.looking import Sight
from journey_tui.tui.panes import compose, explanation
from journey_tui.tui.preferences import Preferences
from journey_tui.tui.screen_view import Gatherer
from journey_tui.tui.screens.glossary import GlossaryScreen
from journey_tui.tui.screens.palette import Palette
from journey_tui.tui.screens.picker import PickerScreen
from journey_tui.tui.settings import SettingsFile
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View
from journey_tui.tui.widths import Model
from tests.tui.test_app import opened, rows, sample

SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]


def bengali(text: str) -> bool:
    return any("\u0980" <= character <= "\u09ff" for character in text)


def app(choice: str = "en", file: Path | None = None) -> JourneyApp:
    preferences = None if file is None else Preferences(SettingsFile(file), tour=False)
    speech = Speech(choice, bengali="mc1")
    return JourneyApp(
        sample, "hello", lambda: [("hello", "One request")], preferences=preferences, speech=speech
    )


def frame(size: tuple[int, int], language: str) -> Surface:
    """The middle of the sample, drawn without an app."""
    Speech(language, bengali="mc1")
    player = Player(Timeline(sample()))
    while player.timeline.pull(1000):
        pass
    player.seek(player.timeline.length // 2)
    layout = lay_out(*size, False, False, False, False)
    view = Gatherer(player).view(layout, Sight(), "", False, 1.0, language)
    return compose(view, layout, *size)


def explained(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where it is said what happens."""
    place = lay_out(*size, False, False, False, False)["explanation"]
    return place.x, place.y, place.width, place.height


# ── turning it ──


async def test_e_turns_english_bengali_and_both_and_says_so() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        for key, language, told in (
            ("e", "bn", "ভাষা: বাংলা"),
            ("bengali_vowel_sign_ii", "both", "English আর বাংলা"),
            ("e", "en", "Language: English"),
        ):
            await pilot.press(key)
            assert running.speech.language == language
            assert told in "\n".join(rows(running))


async def test_what_was_turned_to_is_remembered_and_what_was_asked_for_once_is_not(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with (running := app("bn", file)).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.press("right")
        assert SettingsFile(file).settings.language is None
        await pilot.press("e")
        assert SettingsFile(file).settings.language == "both"


async def test_where_bengali_cannot_stand_english_stays_and_says_why() -> None:
    running = JourneyApp(sample, "hello", speech=Speech(ascii=True))
    async with running.run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press("e")
        assert running.speech.language == "en"
        assert "With ASCII alone there is only English." in "\n".join(rows(running))
        assert not bengali("\n".join(rows(running)))


def test_bengali_that_was_switched_off_stays_off() -> None:
    speech = Speech("both", bengali="off", ask=lambda: Model.MC1)
    assert (speech.language, speech.refusal) == ("en", "Bengali was switched off (--bengali off).")


@pytest.mark.parametrize(("model", "told"), [(Model.UNKNOWN, "does not say"), (Model.OTHER, "line up")])
def test_a_terminal_that_cannot_line_it_up_is_told_how_to_be_asked_anyway(model: Model, told: str) -> None:
    speech = Speech("bn", ask=lambda: model)
    assert told in speech.refusal
    assert "journey narrate --lang bn" in speech.refusal
    assert speech.language == ui.current() == "en"


def test_what_the_viewer_says_of_the_terminal_counts_more_than_what_it_says_itself() -> None:
    speech = Speech("both", bengali="mc0", ask=lambda: Model.OTHER)
    assert (speech.refusal, speech.language) == ("", "both")


def test_a_terminal_is_asked_only_where_bengali_is_wanted_and_once() -> None:
    asked: list[str] = []

    def ask() -> Model:
        asked.append("once")
        return Model.MC1

    speech = Speech("en", ask=ask)
    assert asked == []
    assert speech.say("bn", ask) == speech.say("both", ask) == ""
    assert asked == ["once"]


# ── what is shown in it ──


@pytest.mark.parametrize("size", SIZES)
def test_only_prose_turns_and_every_row_keeps_its_width(size: tuple[int, int]) -> None:
    english, turned = frame(size, "en"), frame(size, "bn")
    layout = lay_out(*size, False, False, False, False)
    assert bengali(turned.to_text())
    assert all(len(turned.row(y)) == size[0] for y in range(size[1]))
    for name, place in layout.items():
        if name not in ("explanation", "about"):
            part = (place.x, place.y, place.width, place.height)
            assert turned.area(*part).to_text() == english.area(*part).to_text(), name


def test_both_says_the_sentence_in_one_language_below_the_other() -> None:
    player = Player(Timeline(sample()))
    while player.timeline.pull(1000):
        pass
    place = player.timeline.length // 2
    event, world = player.timeline.event_at(place), player.timeline.world_at(place)
    assert event is not None
    first, second = (
        explain(event, world, player.timeline.header, code).say.split()[0] for code in ("en", "bn")
    )
    shown = frame((120, 40), "both")
    said = shown.area(*explained((120, 40))).to_text()
    assert said.index(first) < said.index(second, said.index(first) + 1)


async def test_what_lies_over_the_picture_speaks_it_too() -> None:
    async with (running := app("bn")).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        for key, title in (
            ("question_mark", "Key"),
            ("g", "কোথায় যাবেন"),
            ("enter", "পরিচয়"),
            ("t", "শব্দকোষ"),
            ("O", "Event log"),
        ):
            await pilot.press(key)
            box = running.screen.query_one(".box")
            assert title in str(box.border_title)
            assert bengali(str(box.border_subtitle))
            texts = [str(static.content) for static in running.screen.query(Static)]
            assert bengali("\n".join(texts)) or not texts
            await pilot.press("escape")


async def test_the_palette_finds_a_command_by_its_words_in_either_language() -> None:
    async with (running := app()).run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press("ctrl+p")
        assert isinstance(running.screen, Palette)
        for words in ("theme বদলান", "Change the theme"):
            running.screen.query_one(Input).value = words
            found = running.screen.query_one(OptionList)
            while found.option_count != 1:
                await pilot.pause()
            assert "Change the theme" in str(found.get_option_at_index(0).prompt)
            running.screen.query_one(Input).value = ""
            while found.option_count == 1:
                await pilot.pause()


@pytest.mark.parametrize("typed", ["রিং বাফার", "ring buffer"])
@pytest.mark.parametrize(("language", "title"), [("en", "ring buffer"), ("bn", "রিং বাফার (ring buffer)")])
def test_the_glossary_finds_a_term_by_its_words_in_either_language(
    typed: str, language: str, title: str
) -> None:
    with ui.speaking(language):
        assert GlossaryScreen("dma").found(typed)[0].title == title


def test_where_there_is_no_room_for_both_the_last_language_is_whole() -> None:
    view = View(explanation=Explanation("One. " * 20, "", ""), translation=Explanation("এক। " * 20, "", ""))
    room, little = Surface(40, 12), Surface(40, 5)
    for surface in (room, little):
        explanation.draw(view, surface)
    assert "One." in room.to_text()
    assert "One." not in little.to_text()
    assert little.to_text().count("এক।") == room.to_text().count("এক।") == 20


def test_a_scenario_is_found_by_its_title_in_either_language() -> None:
    titled = ("boot", "A server boots and waits")
    picker = PickerScreen([titled, ("mine", "Something of mine")])
    assert picker.found("অপেক্ষা") == picker.found("waits") == [titled]
    with ui.speaking("bn"):
        assert bengali(str(picker.entry(titled, 70)))
        assert not bengali(str(picker.entry(("mine", "Something of mine"), 70)))


def test_apart_from_the_picture_the_moment_is_told_last_where_it_stays_in_sight() -> None:
    rows = list(told(Explanation("কাজ শেষ।", "কারণ আছে।", "tcp_v4_rcv"), "nic", 40))
    assert rows[-5:] == ["কাজ শেষ।", "", "কারণ আছে।", "", "Enter ছবিতে ফিরিয়ে নেয়।"]
    assert sum(map(bengali, rows)) > 10
    assert all(cell_len(row) <= 36 for row in rows if not row.isascii())
    assert ui.current() == "en"


async def test_where_frames_would_be_crooked_and_nothing_can_be_shown_apart_it_is_said() -> None:
    running = JourneyApp(sample, "hello", speech=Speech(bengali="", ask=lambda: Model.OTHER))
    assert running.speech.say("bn", lambda: Model.OTHER) != ""
    async with running.run_test(size=(120, 40)) as pilot:
        await opened(pilot, running)
        await pilot.press("e")
        assert running.speech.crooked
        assert "would not line up" in "\n".join(rows(running))
