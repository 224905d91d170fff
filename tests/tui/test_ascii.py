"""ASCII: every character that is drawn with has its twin of the same width; other scripts keep theirs."""

import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from journey_tui.text import clean_line
from journey_tui.tui.ascii import TABLE, to_ascii
from journey_tui.tui.surface import Border

PACKAGE = Path(__file__).resolve().parents[2] / "journey_tui"
DRAWN = sorted(
    {
        character
        for pattern in ("**/*.py", "content/**/*.toml", "content/**/*.md")
        for file in PACKAGE.glob(pattern)
        for character in file.read_text(encoding="utf-8")
        if not character.isascii() and not unicodedata.name(character, "").startswith("BENGALI")
    }
    - {"é"}
)


def test_what_is_drawn_is_found() -> None:
    assert {"╔", "●", "…", "▶"} <= set(DRAWN)


@pytest.mark.parametrize("character", DRAWN, ids=unicodedata.name)
def test_every_character_of_the_program_has_one_in_ascii(character: str) -> None:
    assert character in TABLE, f"add {character} to journey_tui/tui/ascii.py"


def test_each_takes_one_cell_and_is_printable() -> None:
    for character, plain in TABLE.items():
        assert cell_len(character) == len(plain) == 1, character
        assert plain.isascii()
        assert plain.isprintable()


@given(st.text(max_size=30).map(clean_line))
def test_any_text_keeps_its_width_and_is_ascii(text: str) -> None:
    spelled = to_ascii(text)
    assert spelled.isascii()
    assert len(spelled) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [("café", "cafe"), ("কি", "?"), ("漢", "??"), ("a ── b", "a -- b"), ("e\N{COMBINING ACUTE ACCENT}", "e")],
)
def test_other_scripts_keep_their_place(text: str, spelled: str) -> None:
    assert to_ascii(text) == spelled


@pytest.mark.parametrize(("one", "other"), list(combinations(Border, 2)))
def test_lanes_keep_apart_without_colour_and_in_ascii(one: Border, other: Border) -> None:
    if {one, other} == {Border.LIGHT, Border.ROUND}:  # outside and user space never share a row
        return
    assert to_ascii(one.value) != to_ascii(other.value)


def test_no_frame_begins_a_word_and_nothing_good_points_down() -> None:
    for border in Border:
        assert to_ascii(border.value[3]) in "|:"
    assert to_ascii("▐Eth▌▐IP▌ ✓ ▼") == "[Eth][IP] + v"
