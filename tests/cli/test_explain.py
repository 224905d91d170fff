"""`journey explain`: found in any language, told in one, in plain lines that fit; one clear error for what there is not."""

import re

import pytest

from journey_tui.cli.explain import everything, explained
from journey_tui.cli.words import cells, wrapped
from journey_tui.content.finding import MISCONCEPTIONS, meant
from journey_tui.content.glossary import glossary
from journey_tui.content.nearest import nearest, speaking_of
from journey_tui.content.pages import topics
from journey_tui.content.ui import LANGUAGES
from journey_tui.stages import STAGES
from journey_tui.trace.events import EVENT_KINDS
from tests.cli.invoke import invoke

NAMES = [*(stage.id for stage in STAGES), *topics(), *glossary(), *EVENT_KINDS, MISCONCEPTIONS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_listed_is_explained_in_lines_that_fit(language: str) -> None:
    listed = " ".join(" ".join(everything(language, 80)).split())
    for name in NAMES:
        assert name in listed
        lines = list(explained(name, language, 60))
        assert len(lines) > 1
        for line in lines:
            assert line == line.rstrip()
            assert cells(line) <= 60 or line.startswith("    ") or len(line.split()) <= 2, line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [[], ["ring", "buffer"], ["misconceptions"], ["SyscallReturned"]])
def test_it_is_plain_text_without_box_art_or_holes(words: list[str], language: str) -> None:
    result = invoke("explain", "--lang", language, *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2500-\u259f{}]", result.stdout.replace("{id}", ""))
    assert bool(re.search(r"[\u0980-\u09ff]", result.stdout)) is (language == "bn")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ring buffer", "A buffer of fixed size"),
        ("রিং বাফার", "A buffer of fixed size"),
        ("RING_BUFFER", "A buffer of fixed size"),
        ("cwnd", "How much the sender trusts the network"),
        ("nic", "RSS: Documentation/networking/scaling.rst"),
        ("SCHED", "A P without work steals"),
        ("নেটপোলার", "The netpoller is a thread"),
        ("framearrived", "FrameArrived (Network card)"),
        ("accept()", "With no request the goroutine sleeps"),
        ("Why goroutines", "one for each client"),
        ("ভুল ধারণা", "21. "),
        ("/netpoller", "Go's link to epoll"),
        ("what is a syn cookie?", "With a full SYN queue"),
        ("SYN cookies", "With a full SYN queue"),
        ("keepalive", "A connection stays open"),
        ("http.ServeMux", "Chooses the handler"),
        ("FrameArrived event", "FrameArrived (Network card)"),
        ("how does epoll work", "Tells which of many descriptors"),
        ("goroutine কী?", "A function that runs beside others"),
        ("read()", "Bytes that have come and wait for read()"),
        ("thread", "A thread of the operating system"),
        ("epoll_wait", "Go's epoll_pwait takes"),
    ],
)
def test_a_word_is_found_however_it_is_written(asked: str, told: str) -> None:
    assert told in " ".join(invoke("explain", "--lang", "en", *asked.split()).stdout.split())


def test_a_word_that_means_several_things_is_told_shortest_first() -> None:
    assert [thing.kind for thing in meant("handler")] == ["term", "stage"]
    lines = list(explained("handler", "en", 80))
    assert lines[0] == "handler"
    assert "Handler" in lines


def test_an_unknown_word_is_refused_with_the_nearest_names_and_no_escape() -> None:
    result = invoke("explain", "netpolle")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "nothing is called 'netpolle'; did you mean netpoller?",
        "journey explain lists all that can be explained",
    ]
    hostile = invoke("explain", "\x1b]0;owned\x07\u202e" + "x" * 500)
    assert hostile.exit_code == 2
    assert not re.search(r"[\x1b\x07\u202e]", hostile.stderr)
    assert len(hostile.stderr.splitlines()[0]) < 100


def test_a_word_in_bengali_letters_is_answered_in_bengali_unless_another_language_is_asked_for() -> None:
    assert invoke("explain", "রিং", "বাফার").stdout == invoke("explain", "--lang", "bn", "ring buffer").stdout
    assert invoke("explain", "ring", "buffer").stdout == invoke("explain", "--lang", "en", "রিং বাফার").stdout


def test_both_languages_are_told_one_after_the_other() -> None:
    both = invoke("explain", "--lang", "both", "ring", "buffer").stdout
    each = [invoke("explain", "--lang", language, "ring buffer").stdout for language in ("en", "bn")]
    assert both == "\n".join(each)


def test_a_word_that_is_only_spoken_of_leads_to_where() -> None:
    assert "kernel" in speaking_of("/proc/net/softnet_stat")
    assert speaking_of("zzz") == speaking_of("") == speaking_of("y" * 1000) == []
    assert "it is spoken of under: rx_missed_errors" in invoke("explain", "tcpdump", "-i", "eth0").stderr
    assert "it is spoken of under: socket" in invoke("explain", "ss", "-ltn").stderr


def test_near_names_hold_the_word_or_stand_in_it_or_look_like_it() -> None:
    assert "three-way handshake" in nearest("way hand")
    assert nearest("gorutine")[0] == "goroutine"
    assert nearest("socket versus syn cookie") == ["socket", "SYN cookie"]
    assert nearest("কার্নেল নেটওয়ার্ক") == ["কার্নেল নেটওয়ার্ক স্ট্যাক"]
    assert nearest("") == []
    assert nearest("y" * 1000) == []


def test_lines_are_broken_by_cells() -> None:
    assert list(wrapped("one two three", 7)) == ["one two", "three"]
    assert list(wrapped("one two three", 8, "- ", "  ")) == ["- one", "  two", "  three"]
    assert list(wrapped("averylongword no", 5)) == ["averylongword", "no"]
    assert (cells("কি"), cells("ক্ষ"), cells("漢"), cells("abc")) == (2, 2, 2, 3)
    assert list(wrapped("", 5)) == [""]
