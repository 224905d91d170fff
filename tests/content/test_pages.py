"""The pages: each in both languages, with the same commands and figures, and no name or number that the code does not know."""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from unicodedata import is_normalized

import pytest

from journey_tui.content.misconceptions import misconceptions, misconceptions_of
from journey_tui.content.pages import (
    Block,
    Part,
    UnknownPageError,
    blocks,
    page,
    stage_page,
    topic_page,
    topics,
    topics_found,
)
from journey_tui.content.ui import LANGUAGES
from journey_tui.scenario.machine import Kernel, Nic
from journey_tui.simulation.go import processor, read_buffer, response, server, sysmon
from journey_tui.stages import STAGE_BY_ID, STAGES
from tests.content.bengali import english_words
from tests.content.known_names import NAMES

MILLISECOND, SECOND, KIB, MIB = 10**6, 10**9, 2**10, 2**20
STAGE_NAMES = [stage.id for stage in STAGES]
PAGES = [*STAGE_NAMES, *topics()]
HEADINGS = {
    "en": ["Why", "In the source", "On your own machine", "What people get wrong"],
    "bn": ["কেন এমন", "Source-এ কোথায়", "নিজের মেশিনে দেখুন", "যা ভুল বোঝা হয়"],
}
BUFFERS = (read_buffer.READ_BUFFER_BYTES, response.RESPONSE_BUFFER_BYTES, response.CONNECTION_BUFFER_BYTES)
PREEMPTED_AFTER_MS = sysmon.PREEMPT_AFTER_NS // MILLISECOND
PORT = 3000
"""The source document's."""
NUMBERS: dict[str, Sequence[int]] = {
    "network": (5,),  # us for a kilometre: light in glass goes about 200,000 km/s
    "kernel": (PORT,),
    "socket": (0, PORT, 1),  # 0.0.0.0 : 3000; N + 1; ino:0
    "fd": (3, 4, 5, 0),  # a few numbers; ino:0
    "goroutine": (2,),  # KiB of a stack at first, stackMin in runtime/stack.go
    "http": (*BUFFERS, 400, 1),  # nc -q 1
    "dma": (4096,),  # the most that igb allows, IGB_MAX_RXD
    "mux": (404, 405),
    "handler": (PREEMPTED_AFTER_MS,),
    "send_buffer": (Kernel().tcp_wmem[2] // MIB,),
    "journey": (PORT,),
    "listen_and_serve": (PORT, Kernel().somaxconn),
    "accept": (server.FIRST_RETRY_NS // MILLISECOND, server.LONGEST_RETRY_NS // SECOND),
    "why_goroutines": (PREEMPTED_AFTER_MS,),
    "ring_buffer": (Nic().rx_ring, Nic().tx_ring, processor.RUN_QUEUE_LENGTH),
    "request_handling": (3, 5),  # the steps
    "routing": (404, 307, 301),
    "response_path": (response.RESPONSE_BUFFER_BYTES, response.CONNECTION_BUFFER_BYTES),
}
"""What each number in a page's prose is in the code, in a standard or in the source document."""
_NO_NUMBERS = re.compile(r"(?:Linux|Go|go|HTTP/1\.1|RFC) ?[\d.]+|IPv\d|64-bit")
_NAMES = re.compile(
    r"(?:net/http|internal/poll|runtime)\.[\w().*]*\w|[a-zA-Z]+(?:_[a-zA-Z0-9]+)+(?:\(\))?|\b[\w.]+\(\)"
)
_BENGALI = re.compile(r"[\u0980-\u09ff]")


def _prose(name: str, language: str) -> Iterator[Block]:
    return (block for block in blocks(page(name, language)) if block.part is not Part.CODE)


def _numbers(name: str, language: str) -> list[int]:
    text = " ".join(block.text for block in _prose(name, language))
    return [int(number) for number in re.findall(r"(?<![\w/.-])\d+(?![\w/])", _NO_NUMBERS.sub("", text))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_every_stage_has_a_page_with_its_five_parts(stage: str, language: str) -> None:
    title, *rest = blocks(stage_page(stage, language))
    assert title.part is Part.TITLE
    assert rest[0].part in (Part.TEXT, Part.ITEM)
    assert [block.text for block in rest if block.part is Part.HEADING] == HEADINGS[language]
    for block, after in zip(rest, [*rest[1:], None], strict=True):
        assert block.part is not Part.HEADING or (after is not None and after.part is not Part.HEADING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_topics_are_those_of_the_table_in_the_table_s_stages(language: str) -> None:
    folder = files("journey_tui.content") / language / "topics"
    assert {Path(str(file)).stem for file in folder.iterdir()} == set(topics(language))
    for topic in topics(language).values():
        assert topic.title
        assert topic.stages
        assert set(topic.stages) <= set(STAGE_BY_ID)
        assert (
            HEADINGS[language][0] in {block.text for block in _prose(topic.name, language)}
            or topic.name == "journey"
        )


def test_both_languages_have_the_same_pages_with_the_same_commands() -> None:
    for name in PAGES:
        english, bengali = (
            [block.text for block in blocks(page(name, language)) if block.part is Part.CODE]
            for language in ("en", "bn")
        )
        assert english == bengali, name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_numbers_in_both_languages_and_they_are_the_code_s(name: str) -> None:
    assert set(_numbers(name, "en")) == set(NUMBERS.get(name, ()))
    assert set(_numbers(name, "bn")) == set(NUMBERS.get(name, ()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_only_functions_and_files_that_are_known(name: str, language: str) -> None:
    named = {found for block in _prose(name, language) for found in _NAMES.findall(block.text)}
    assert named <= set(NAMES)


@pytest.mark.parametrize("name", PAGES)
def test_bengali_pages_are_bengali_and_normalised(name: str) -> None:
    text = page(name, "bn")
    assert is_normalized("NFC", text)
    assert not re.search(r"[\u09e6-\u09ef\u200b-\u200f\u202a-\u202e]", text)
    for block in _prose(name, "bn"):
        if block.part is Part.TEXT:
            assert english_words(block.text) == set()
            assert _BENGALI.search(block.text) or not re.search("[a-z] [a-z]", block.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_misconception_is_told_on_the_pages_of_its_stages(language: str) -> None:
    table = misconceptions(language)
    assert [each.number for each in table] == list(range(1, 22))
    for each in table:
        assert each.stages
        for stage in each.stages:
            assert each in misconceptions_of(stage, language)
            assert each.told in stage_page(stage, language)
        assert each.wrong.endswith((".", "।"))
        assert each.right.endswith((".", "।"))


def test_every_misconception_is_in_bengali_too() -> None:
    for each in misconceptions("bn"):
        assert english_words(each.told) == set()
        assert _BENGALI.search(each.wrong)
        assert _BENGALI.search(each.right)
        assert is_normalized("NFC", each.told)


@pytest.mark.parametrize("name", ["nowhere", "../en/stages/nic", "", "nic.md", "journey"])
def test_an_unknown_stage_or_language_has_no_page(name: str) -> None:
    with pytest.raises(UnknownPageError):
        stage_page(name)
    with pytest.raises(UnknownPageError):
        topic_page(f"{name}x")
    with pytest.raises(UnknownPageError):
        topic_page("journey", "../en")


def test_a_topic_is_found_by_its_title_before_what_only_mentions_the_word() -> None:
    assert topics_found("ring buffer")[0].name == "ring_buffer"
    assert topics_found("রিং বাফার", "bn")[0].name == "ring_buffer"
    assert [topic.name for topic in topics_found("")] == list(topics())
    assert topics_found("no such words") == []


def test_a_page_is_read_as_its_parts() -> None:
    text = "# Title\n\nA `word`\nor two.\n\n- one\n  and more\n- two\n\n```\na\n\nb\n```\n\n## Head\n\n1. first\n"
    assert blocks(text) == (
        Block(Part.TITLE, "Title"),
        Block(Part.TEXT, "A word or two."),
        Block(Part.ITEM, "one and more", "-"),
        Block(Part.ITEM, "two", "-"),
        Block(Part.CODE, "a\n\nb"),
        Block(Part.HEADING, "Head"),
        Block(Part.ITEM, "first", "1."),
    )
