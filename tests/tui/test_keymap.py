"""The keymap: what every key press of a real keyboard means."""

import unicodedata
from collections import Counter

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from journey_tui.tui.keymap import COMMAND_BY_ID, COMMANDS, FOOTER, FOOTER_FIRST


def typed(key: str) -> str:
    """What is typed for a key that Textual names after its character: vowel signs are no letters to it."""
    return unicodedata.lookup(key.replace("_", " ")) if key.startswith("bengali_") else key


LETTERS = [
    (command.id, character)
    for command in COMMANDS
    for key in command.keys
    if len(character := typed(key)) == 1 and unicodedata.category(character)[0] in "LM"
]
BENGALI = [(command, key) for command, key in LETTERS if not key.isascii()]


def test_no_key_has_two_meanings() -> None:
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert max(keys.values()) == 1


def test_every_latin_letter_has_its_twin_on_a_bengali_keyboard() -> None:
    for command in COMMANDS:
        own = [key for name, key in LETTERS if name == command.id]
        assert sum(key.isascii() for key in own) == sum(not key.isascii() for key in own), command.id


@pytest.mark.parametrize(("command", "key"), BENGALI)
def test_a_terminal_reports_a_bengali_letter_as_the_key_that_is_bound(command: str, key: str) -> None:
    pressed = [event.key for event in XTermParser().feed(key) if isinstance(event, Key)]
    assert [typed(one) for one in pressed] == [key], command


def test_the_footer_shows_only_commands_with_a_word_for_it_and_ranks_all_of_them() -> None:
    assert all(COMMAND_BY_ID[name].short for name in FOOTER)
    assert sorted(FOOTER) == sorted(FOOTER_FIRST)
