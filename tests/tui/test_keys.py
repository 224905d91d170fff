"""Keys that a viewer gives, and the lists of all of them."""

import pytest

from journey_tui.tui.keymap import COMMAND_BY_ID, COMMANDS
from journey_tui.tui.keys import GROUPS, changed, grouped, in_force, latin, shown, textual_name


def test_without_wishes_the_keymap_holds() -> None:
    commands, wrong = in_force({})
    assert commands == COMMAND_BY_ID
    assert wrong == []
    assert changed(commands) == {}


def test_a_wish_takes_the_place_of_the_keys_and_brings_the_bengali_twin() -> None:
    commands, wrong = in_force({"play": ["space", "j"], "help": ["?", "ctrl+h"]})
    assert wrong == []
    assert commands["play"].keys == ("space", "j", "জ")
    assert commands["play"].shown == "Space, j"
    assert commands["help"].keys == ("question_mark", "ctrl+h")
    assert commands["help"].shown == "?, Ctrl+h"
    assert changed(commands)["play"] == "space,j,জ"


def test_two_commands_may_change_places() -> None:
    commands, wrong = in_force({"play": ["right"], "step": ["space"]})
    assert wrong == []
    assert (commands["play"].keys, commands["step"].keys) == (("right",), ("space",))


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"fly": ["f"]}, ["no command 'fly'; journey keys lists them"]),
        (
            {"play": ["hyperspace"]},
            ["play: no key 'hyperspace'", "play: keeps its keys, since none is left of those given"],
        ),
        ({"play": ["x"], "step": ["x", "right"]}, ["step: 'x' is a key of play already"]),
        ({"play": ["q"]}, ["quit: has no key left; play took q"]),
        ({"play": ["\t"]}, ["play: no key ''", "play: keeps its keys, since none is left of those given"]),
    ],
)
def test_what_cannot_be_met_is_told_in_a_line(wishes: dict[str, list[str]], told: list[str]) -> None:
    assert in_force(wishes)[1] == told


def test_hostile_names_are_told_without_what_a_terminal_would_obey() -> None:
    _, wrong = in_force({"\x1b]0;x\x07": ["q"], "play": ["\x1b[2J"]})
    assert wrong
    assert not any("\x1b" in line or "\x07" in line for line in wrong)


@pytest.mark.parametrize("key", sorted({key for command in COMMANDS for key in command.keys}))
def test_every_key_of_the_keymap_could_be_written_in_the_settings(key: str) -> None:
    assert textual_name(key) == key
    assert shown(key)


def test_every_command_is_listed_once_with_its_keys() -> None:
    listed = [row for title, rows in grouped(COMMAND_BY_ID) if title != "Mouse" for row in rows]
    for command in COMMANDS:
        assert listed.count((command.shown, command.words)) == 1
    assert len(listed) == len(COMMANDS) + 1  # and the palette


def test_no_command_stands_in_two_groups() -> None:
    names = [name for group in GROUPS.values() for name in group]
    assert len(set(names)) == len(names)


def test_the_twins_are_those_of_the_keymap() -> None:
    for command in COMMANDS:
        assert in_force({command.id: latin(command)})[0][command.id] == command
        renamed = in_force({command.id: [*latin(command), "f9"]})[0][command.id]
        assert set(renamed.keys) - {"f9"} >= set(command.keys), command.id
