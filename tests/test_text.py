"""What `clean` promises of text that somebody else wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.text import ELLIPSIS, clean, clean_line

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
HOSTILE_TEXT = st.text(
    st.sampled_from("a é\u0301\n\t\r\x00\x1b\x7f\x85\x9b\u200b\u200d\u200c\u202e\u2066\ufeff\u2028\ud800ক")
)


@given(ANY_TEXT | HOSTILE_TEXT)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    for character in clean(text):
        assert character in "\n\u200c\u200d" or unicodedata.category(character) not in {
            "Cc",
            "Cf",
            "Cs",
            "Zl",
            "Zp",
        }


@given(ANY_TEXT | HOSTILE_TEXT, st.integers(1, 30))
def test_cleaning_twice_changes_nothing_more(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once


@given(ANY_TEXT | HOSTILE_TEXT, st.integers(1, 30))
def test_no_more_than_the_limit_is_kept_and_a_cut_shows(text: str, limit: int) -> None:
    whole, cut = clean(text, 10_000), clean(text, limit)
    assert len(cut) <= limit
    assert cut == whole if len(whole) <= limit else cut == whole[: limit - 1] + ELLIPSIS


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_printable_ascii_passes_unchanged(text: str) -> None:
    assert clean(text) == text


@given(ANY_TEXT)
def test_the_result_is_in_normal_form_and_can_be_written_as_utf_8(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text))
    clean(text).encode("utf-8")


@given(ANY_TEXT | HOSTILE_TEXT, st.integers(1, 30))
def test_a_cleaned_line_is_one_line(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert "  " not in line


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b]0;owned\x07title", "]0;ownedtitle"),
        ("\x9b2Jcleared", "2Jcleared"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("pass\u200bword\ufeff", "password"),
        ("a\tb\r\nc", "a b\nc"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("e\u0301", "\u00e9"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ud800lone", "lone"),
    ],
)
def test_known_attacks_are_made_harmless(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


def test_bengali_keeps_the_joiners_it_is_spelled_with() -> None:
    word = "\u09b0\u200d\u09cd\u09af\u09be\u09ae"
    assert clean(word) == word


def test_text_that_composes_to_fit_is_not_cut() -> None:
    assert clean("e\u0301" * 5, limit=5) == "\u00e9" * 5


def test_a_long_run_of_combining_marks_is_cut_before_it_is_normalised() -> None:
    assert len(clean("a" + "\u0315\u0300" * 500_000)) == 2000
