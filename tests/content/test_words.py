"""Every event has its sentence, every stage its page, and no sentence has a hole or an escape in it."""

import re
from collections import defaultdict
from string import Formatter
from typing import Final

import pytest

from journey_tui.content import UnknownPageError, explain, sentence, stage_page
from journey_tui.content.forms import forms
from journey_tui.content.loader import LANGUAGES, event_words
from journey_tui.content.values import Value, values_of
from journey_tui.stages import STAGES
from journey_tui.trace.events import EVENT_KINDS, Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.http import HeaderParsed
from journey_tui.trace.events.kernel import IpReceived, NapiPolled, TcpStateChanged
from journey_tui.trace.events.outside import RequestFinished, SegmentSent
from journey_tui.trace.events.runtime import GoroutineReadied
from journey_tui.world import apply, empty_world
from tests.content import known_sources
from tests.samples import sample_events, sample_header

LONGEST_SENTENCE = 260


def _samples_by_kind() -> dict[str, list[tuple[Event, dict[str, Value]]]]:
    found: dict[str, list[tuple[Event, dict[str, Value]]]] = defaultdict(list)
    header = sample_header()
    world = empty_world(header)
    for event in sample_events():
        apply(world, event)
        found[event.kind].append((event, values_of(event, world, header)))
    return found


SAMPLES = _samples_by_kind()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_has_words(language: str) -> None:
    assert set(EVENT_KINDS) <= set(event_words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_names_a_kind_of_event(language: str) -> None:
    assert {heading.split()[0] for heading in event_words(language)} == set(EVENT_KINDS)


@pytest.mark.parametrize("heading", sorted(event_words("en")))
def test_every_form_names_only_values_that_its_events_have(heading: str) -> None:
    words = event_words("en")[heading]
    for _, values in SAMPLES[heading.split()[0]]:
        named = {name for _, name, _, _ in Formatter().parse(words.say + words.why) if name is not None}
        assert named <= set(values)
    assert SAMPLES[heading.split()[0]]


@pytest.mark.parametrize("heading", sorted(event_words("en")))
def test_every_source_is_a_function_that_linux_or_go_has(heading: str) -> None:
    named = {one.removesuffix("(0)") for one in event_words("en")[heading].source.split(", ")}
    functions = {one.split(" (")[0] for one in named - known_sources.NO_FUNCTIONS}
    assert functions <= known_sources.NAMES


def test_each_sample_is_explained_in_a_length_that_a_pane_can_hold() -> None:
    header = sample_header()
    world = empty_world(header)
    for event in sample_events():
        apply(world, event)
        words = explain(event, world, header)
        assert words.say.endswith((".", "?", "⏎", "…")) or event.kind in ("HeaderParsed", "SyscallReturned")
        assert 10 < len(words.say) <= LONGEST_SENTENCE, event
        assert words.why
        assert words.source


def test_the_particular_form_wins_over_the_kind() -> None:
    event = SyscallReturned(name="read", result=-1, errno="EAGAIN", fd=6)
    assert list(forms(event)) == [
        "SyscallReturned EAGAIN read",
        "SyscallReturned EAGAIN",
        "SyscallReturned",
    ]
    assert next(forms(RequestFinished(client="alice", outcome="timeout"))) == "RequestFinished failed"


def test_the_sentence_holds_the_real_values() -> None:
    header, world = sample_header(), empty_world(sample_header())
    event = SyscallReturned(
        name="read", result=45, fd=6, size=4096, goroutine=7, data=b"GET /hello HTTP/1.1\r\n"
    )
    said = sentence(event, world, header)
    assert "read(6, 4096 bytes)" in said
    assert "45 bytes" in said
    assert "G7" in said
    assert "GET /hello HTTP/1.1" in said


def test_no_escape_sequence_or_direction_override_survives_in_a_sentence() -> None:
    header, world = sample_header(), empty_world(sample_header())
    hostile = "\x1b]0;owned\x07\u202eabc\x9b2J{client}"
    for event in (
        HeaderParsed(name="X", value=hostile),
        SyscallReturned(name="read", result=9, fd=6, size=4096, data=hostile.encode("utf-8")),
    ):
        said = sentence(event, world, header)
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", said)
    assert "{client}" in sentence(HeaderParsed(name="X", value=hostile), world, header)


_HEADINGS: Final = {
    "en": ["## Why", "## In the source", "## On your own machine", "## What people get wrong"],
    "bn": ["## কেন এমন", "## Source-এ কোথায়", "## নিজের মেশিনে দেখুন", "## যা ভুল বোঝা হয়"],
}


@pytest.mark.parametrize("stage", [stage.id for stage in STAGES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_a_page_with_its_five_parts(stage: str, language: str) -> None:
    headings = [line for line in stage_page(stage, language).splitlines() if line.startswith("#")]
    assert headings[0].startswith("# ")
    assert headings[1:] == _HEADINGS[language]


@pytest.mark.parametrize("name", ["nowhere", "../en/stages/nic", "", "nic.md"])
def test_an_unknown_page_is_refused(name: str) -> None:
    with pytest.raises(UnknownPageError):
        stage_page(name)


def _said(event: Event, *before: Event) -> str:
    header = sample_header()
    world = empty_world(header)
    for one in (*before, event):
        apply(world, one)
    return sentence(event, world, header)


def test_ip_is_said_to_know_addresses_and_no_ports() -> None:
    said = _said(
        IpReceived(source="198.18.0.1:40000", destination="192.0.2.10:3000", ttl=63, length_bytes=60)
    )
    assert "from 198.18.0.1 to 192.0.2.10," in said


def test_a_bare_acknowledgement_says_what_it_expects_and_not_that_it_carries_nothing_twice() -> None:
    said = _said(
        SegmentSent(
            direction="to_client",
            source="192.0.2.10:3000",
            destination="198.18.0.1:40000",
            flags=("ACK",),
            sequence_number=1,
            acknowledgement_number=4711,
            window=500,
        )
    )
    assert "expects byte 4711" in said


def test_a_listener_stays_in_listen_when_a_handshake_begins() -> None:
    assert "stays in LISTEN" in _said(TcpStateChanged(host="server", old="LISTEN", new="SYN_RECV"))


@pytest.mark.parametrize(
    ("queue", "place"),
    [("runnext", "next on P1"), ("local", "queue of P1"), ("global", "global queue"), ("direct", "at once")],
)
def test_a_readied_goroutine_is_said_to_go_to_its_place(queue: str, place: str) -> None:
    assert place in _said(GoroutineReadied(goroutine=7, queue=queue, processor=1))


def test_a_poll_that_finds_no_frame_is_not_said_to_find_packets() -> None:
    assert "no frame has come in" in _said(NapiPolled(queue=0, weight=64, waiting=0, cpu=0))
    assert "1 packet is ready" in _said(NapiPolled(queue=0, weight=64, waiting=1, cpu=0))


def test_the_runtimes_own_calls_are_told_by_their_thread() -> None:
    assert _said(SyscallEntered(name="read", fd=3, size=20)).startswith("a thread enters the kernel")
    assert "G7" in _said(SyscallEntered(name="read", fd=6, size=20, goroutine=7))


def test_of_many_ready_files_the_numbers_are_told() -> None:
    many = tuple((fd, ("EPOLLIN", "EPOLLOUT")) for fd in range(5, 9))
    said = _said(SyscallReturned(name="epoll_pwait", fd=4, result=4, ready=many))
    assert "fd 5, fd 6, fd 7, fd 8 are ready" in said
    crowd = tuple((fd, ("EPOLLIN",)) for fd in range(5, 105))
    assert "100 files are ready" in _said(SyscallReturned(name="epoll_pwait", fd=4, result=100, ready=crowd))
