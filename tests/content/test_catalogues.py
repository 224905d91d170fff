"""The program's own messages: every one in every language, compiled as it is written."""

import ast
import re
import unicodedata
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import journey_tui
from journey_tui import content
from journey_tui.content import ui

PACKAGE = Path(journey_tui.__file__).parent
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2), "ngettext": (1, 2)}
TRANSLATED = [language for language in ui.LANGUAGES if language != "en"]
MARKED = re.compile(r"""f["'].*\b(_|N_|_n|ngettext)\(""")
"""A line on which a message may stand in an f-string."""
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
BENGALI = re.compile(r"[\u0980-\u09ff]")


def folder(language: str) -> Path:
    return PACKAGE / "content" / "locale" / language / "LC_MESSAGES"


@cache
def written(language: str) -> Catalog:
    with (folder(language) / f"{ui.DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in written(language) if message.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if isinstance(text, str) or text is None else list(text)


@cache
def in_the_code() -> frozenset[str | tuple[str, ...]]:
    found = chain.from_iterable(
        extract_from_file("python", file, keywords=KEYWORDS) for file in speaking_files()
    )
    return frozenset(message for _, message, _, _ in found)


@cache
def speaking_files() -> list[Path]:
    """Those that can hold a message: they import what marks it."""
    return [file for file in PACKAGE.rglob("*.py") if "content.ui import" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_code_is_in_the_catalogue_and_no_other(language: str) -> None:
    """`make words` brings it up to date; then whatever is new is translated by hand."""
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(language)
    }
    assert in_the_code() - known == set()
    assert known - in_the_code() == set()


def test_no_message_stands_in_an_f_string_where_nobody_finds_it() -> None:
    """Before Python 3.12 an f-string is one token: what is marked in it is not seen."""
    hidden = [
        f"{file.relative_to(PACKAGE)}:{text.lineno}: {ast.unparse(call)}"
        for file in speaking_files()
        if MARKED.search(file.read_text(encoding="utf-8"))
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KEYWORDS
        if any(isinstance(argument, ast.Constant | ast.JoinedStr) for argument in call.args)
    ]
    assert hidden == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    lacking = [
        message.id for message in messages(language) if message.fuzzy or not all(forms(message.string))
    ]
    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_message(language: str) -> None:
    for message in messages(language):
        wanted = sorted(PLACEHOLDER.findall(forms(message.id)[0]))
        for text in forms(message.string):
            assert sorted(PLACEHOLDER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_composed_and_holds_nothing_that_no_keyboard_writes(language: str) -> None:
    for message in messages(language):
        for text in forms(message.string):
            assert unicodedata.normalize("NFC", text) == text
            assert all(unicodedata.category(character) not in ("Cc", "Cf") for character in text), message.id


def test_what_is_said_in_bengali_has_bengali_in_it_and_ends_with_a_dari() -> None:
    for message in messages("bn"):
        said, shown = forms(message.id)[0], forms(message.string)[0]
        if said.endswith("."):
            assert shown.endswith("।"), said
            assert BENGALI.search(shown) or len(PLACEHOLDER.sub("", said).split()) < 3, said


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, written(language))
    assert (folder(language) / f"{ui.DOMAIN}.mo").read_bytes() == compiled.getvalue(), (
        "make words compiles it"
    )


# ── speaking ──


def test_a_message_is_said_in_the_language_that_is_spoken() -> None:
    with ui.speaking("bn"):
        assert ui.current() == "bn"
        assert ui._("Esc closes") == "Esc বন্ধ করে"
        assert ui._("no message of ours") == "no message of ours"
        assert ui._("") == ""
    assert ui.current() == "en"
    assert ui._("Esc closes") == "Esc closes"


def test_a_count_takes_its_form_in_english_and_is_the_same_in_bengali() -> None:
    assert [ui._n("{count} point", "{count} points", count) for count in (0, 1, 2)] == [
        "{count} points",
        "{count} point",
        "{count} points",
    ]
    with ui.speaking("bn"):
        assert BENGALI.search(ui._n("{count} point", "{count} points", 2))


def test_both_speaks_bengali_beside_the_english_prose() -> None:
    with ui.speaking(ui.BOTH):
        assert ui.current() == "bn"
    assert ui.parts(ui.BOTH) == ("en", "bn")


def test_a_language_without_a_catalogue_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="en, bn, both"):
        ui.speak("xx")
    assert ui.current() == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "bn_BD.UTF-8"}, "bn"),
        ({"LANG": "bn_IN"}, "bn"),
        ({"LANG": "bn_BD.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "bn_BD"}, "bn"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_systems_where_there_is_a_catalogue(
    environment: dict[str, str], language: str
) -> None:
    assert ui.asked_for(environment) == language


def test_a_message_is_found_in_every_language() -> None:
    assert ui.everywhere("Esc closes").split("\n") == ["Esc closes", "Esc বন্ধ করে"]


# ── the room ──


def test_every_name_of_the_room_is_found_when_it_is_asked_for() -> None:
    assert [name for name in content.__all__ if getattr(content, name, None) is None] == []
    with pytest.raises(AttributeError):
        content.no_such_name  # noqa: B018 - the asking is the test
