"""The page: whole by itself, in both languages, and whatever a lesson says is text on it."""

import json
import re
from html.parser import HTMLParser
from typing import Final

import pytest

from journey_tui.exporters.chosen import MOST_FRAMES, chosen_positions
from journey_tui.exporters.frames import Film
from journey_tui.exporters.html import Handout, page
from journey_tui.exporters.outline import Chapter, Outline
from journey_tui.exporters.terms import terms_in
from tests.exporters.films import film
from tests.exporters.outlines import LANGUAGES, outline

HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "'><b>",
    "<!-- ",
    "]]>",
    "&lt;b&gt;",
    "</title></style>",
)
PLACES: Final = 40
"""At least so often does the outline's one text stand on the page."""
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title></svg>'


class Read(HTMLParser):
    """What a browser would make of a page: its elements in order, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""
        self.attributes: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def handout(text: str, recorded: Film | None = None) -> Handout:
    shown = recorded or film(("ab", text[:9]), ("ab", "cd"))
    captions = {language: [(text, text, text)] * len(shown.frames) for language in LANGUAGES}
    return Handout(outline(text), dict.fromkeys(("card", "kernel"), SVG), shown, captions, (), "Go 1.27")


def written(text: str = "plain") -> str:
    return "".join(page(handout(text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_lesson_says_is_text_and_adds_no_element(text: str) -> None:
    hostile, plain = Read(written(text)), Read(written())
    assert hostile.elements == plain.elements
    assert hostile.words.count(text) > PLACES


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028a\u2029"])
def test_the_data_of_the_player_says_what_it_was_given(text: str) -> None:
    block = re.search(r'<script id="film"[^>]*>(.*?)</script>', written(text), re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    assert data["captions"]["bn"] == [[text, text, text]] * 2
    assert not set(block[1]) & set("<>&\u2028\u2029")


def test_it_asks_for_nothing_from_anywhere() -> None:
    text = written()
    read = Read(text)
    assert "://" not in text
    assert not {"src", "srcset", "action"} & set(read.attributes)
    assert all(address.startswith("#") for address in read.attributes["href"])
    policy = next(value for value in read.attributes["content"] if "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_no_element_carries_code_or_a_style_of_its_own() -> None:
    read = Read(written())
    assert not [name for name in read.attributes if name.startswith("on") or name == "style"]


def test_both_languages_are_there_and_say_which_they_are() -> None:
    text = written()
    for language in LANGUAGES:
        assert f'<span lang="{language}" data-said>plain {language}</span>' in text
    assert [name for name in ("English", "বাংলা") if name in Read(text).words] == ["English", "বাংলা"]


def test_chapters_and_stops_are_headings_and_answers_are_folded_away() -> None:
    read = Read(written())
    names = [name for name, _ in read.elements]
    assert names.count("h1") == 1
    assert names.count("h3") == 2 * 3
    assert [attributes for name, attributes in read.elements if name == "details"] == [()] * 3
    assert "4217" in read.words


def test_what_happens_is_read_aloud() -> None:
    assert Read(written()).attributes["aria-live"] == ["polite"]


def frames_of(text: str) -> list[list[str]]:
    """The rows of every frame, put together as the page's script does it."""
    block = re.search(r'<script id="film"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    rows, shown = [0] * data["height"], []
    for _position, _time, changes in data["frames"]:
        for y, row in zip(changes[::2], changes[1::2], strict=True):
            rows[y] = row
        shown.append([_row(data["rows"][row]) for row in rows])
    return shown


def _row(runs: list[tuple[int, int, int, str]]) -> str:
    line = ""
    for column, _width, _look, text in runs:
        line = line.ljust(column) + text
    return line


def test_the_player_shows_every_frame_that_it_was_given() -> None:
    recorded = film(("ab", "c  d"), ("ab", "x"), ("", "x"))
    text = "".join(page(handout("plain", recorded)))
    assert frames_of(text) == [["ab", "c  d"], ["ab", "x"], ["", "x"]]


def test_the_same_handout_gives_the_same_bytes() -> None:
    assert written() == written()


# ── long runs ──


def long_outline(length: int, *positions: int) -> Outline:
    chapters = tuple(
        Chapter(str(place), place, {}, position, position, "", "", {}, "", ())
        for place, position in enumerate(positions, 1)
    )
    return Outline("t", "", (), ("en",), 0, chapters, length)


def test_a_short_run_is_there_from_its_opening_on() -> None:
    assert chosen_positions(long_outline(100, 20), 10) == list(range(10, 101))


def test_of_a_long_run_there_is_what_follows_each_chapter() -> None:
    positions = chosen_positions(long_outline(100_000, 10, 20, 50_000, 99_990), 5)
    assert positions == sorted(set(positions))
    assert len(positions) <= MOST_FRAMES
    assert len(positions) > MOST_FRAMES * 0.95
    assert set(range(10, 20)) <= set(positions)
    assert {20, 21, 50_000, 50_100, 99_990, 100_000} <= set(positions)


def test_terms_are_found_as_words_of_their_own_in_both_languages() -> None:
    found = terms_in(["The softirqs run before epoll_pwait."], LANGUAGES)
    assert {entry.name["en"] for entry in found} >= {"softirq"}
    assert all(entry.say["bn"] for entry in found)
    assert terms_in(["nothing"], LANGUAGES) == []
