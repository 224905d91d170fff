"""The glossary: each line short, true of the code's own constants, and found by all its spellings."""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import is_normalized

import pytest

from journey_tui.content.glossary import found, glossary, mentioned, terms_of
from journey_tui.content.ui import LANGUAGES
from journey_tui.scenario.machine import Kernel, Nic
from journey_tui.simulation import dma, epoll, loopback, rss, softirq, transmit
from journey_tui.simulation.go import (
    find_runnable,
    parser,
    processor,
    read_buffer,
    request,
    response,
    server,
    sysmon,
)
from journey_tui.simulation.tcp import congestion, receiver, round_trip, selective, stack, wire
from journey_tui.stages import STAGE_BY_ID, STAGES
from journey_tui.trace.wire import DEFAULT_TTL

SECOND, MILLISECOND, KIB, MIB = 10**9, 10**6, 2**10, 2**20
NIC, KERNEL = Nic(), Kernel()
HEADERS = 40
HTTP_1_1 = (1, 1)

NUMBERS: dict[str, Sequence[int]] = {
    "request line": HTTP_1_1,
    "TTL": (DEFAULT_TTL, 0),
    "MTU": (NIC.mtu, wire._LOOPBACK_MTU),
    "Toeplitz hash": (rss.INDIRECTION_ENTRIES,),
    "RX ring": (NIC.rx_ring,),
    "posted descriptor": (dma.REFILL_BATCH,),
    "qdisc": (transmit.QUEUE_LENGTH,),
    "NAPI": (KERNEL.napi_weight,),
    "budget": (KERNEL.netdev_budget,),
    "ksoftirqd": (softirq.MAX_TIME_NS // MILLISECOND, softirq.MAX_RESTARTS),
    "backlog queue": (loopback.MAX_BACKLOG,),
    "MSS": (HEADERS, NIC.mtu - HEADERS),
    "delayed ACK": (receiver.DELAYED_ACK_NS // MILLISECOND,),
    "RTO": (round_trip.RTO_INITIAL_NS // SECOND, round_trip.RTO_MIN_NS // MILLISECOND),
    "SACK": (selective._FIT,),
    "congestion window": (congestion.INITIAL_WINDOW,),
    "SYN queue": (300,),  # sizeof(struct tcp_request_sock) is 304, Linux 6.12
    "backlog": (KERNEL.somaxconn, 1),
    "FIN": (0,),
    "TIME_WAIT": (4, stack.TIME_WAIT_NS // SECOND),
    "receive buffer": (KERNEL.tcp_rmem[1] // KIB,),
    "send buffer": (KERNEL.tcp_wmem[1] // KIB,),
    "listening socket": (4,),
    "FD table": (4,),
    "EMFILE": (4, server.FIRST_RETRY_NS // MILLISECOND),
    "ready list": (epoll.MAX_EVENTS,),
    "run queue": (processor.RUN_QUEUE_LENGTH,),
    "global queue": (find_runnable.GLOBAL_QUEUE_PERIOD,),
    "work stealing": (find_runnable.STEAL_TRIES,),
    "sysmon": (sysmon.POLL_PERIOD_NS // MILLISECOND,),
    "preemption": (sysmon.PREEMPT_AFTER_NS // MILLISECOND,),
    "bufio.Reader": (read_buffer.READ_BUFFER_BYTES,),
    "header field": (parser.MAX_HEADER_BYTES // MIB, request.MAX_HEADER_VALUES),
    "Host": (*HTTP_1_1, 400),
    "Content-Length": (response.RESPONSE_BUFFER_BYTES,),
    "100-continue": (100,),
    "status code": (2, 3, 4, 5),
    "ResponseWriter": (response.RESPONSE_BUFFER_BYTES, response.CONNECTION_BUFFER_BYTES),
}
"""What each number in a line is in the code, or in the standard."""


LENGTHS = {"en": (60, 140), "bn": (60, 150)}
"""Characters of a line; Bengali writes its vowels as characters of their own."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_line_is_the_code_s(language: str) -> None:
    terms = glossary(language)
    told = {name: sorted(map(int, re.findall(r"\d+", term.say))) for name, term in terms.items()}
    assert {name: numbers for name, numbers in told.items() if numbers} == {
        name: sorted(numbers) for name, numbers in NUMBERS.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_one_sentence_or_a_few_in_a_line_s_length(language: str) -> None:
    terms = glossary(language)
    assert len(terms) >= 80
    for term in terms.values():
        shortest, longest = LENGTHS[language]
        assert shortest <= len(term.say) <= longest, term.name
        assert term.say.isprintable()
        assert term.say.endswith({"en": ".", "bn": "।"}[language])


def test_every_term_is_told_in_bengali_under_the_field_s_own_name() -> None:
    glossed = 0
    for term in glossary("bn").values():
        assert re.search(r"[\u0980-\u09ff]", term.say), term.name
        assert is_normalized("NFC", term.say + term.gloss)
        assert term.name.isascii()
        assert term.title == (f"{term.gloss} ({term.name})" if term.gloss else term.name)
        glossed += bool(re.fullmatch(r"[\u0980-\u09ff A-Z-]+", term.gloss))
    assert glossed > 50
    assert glossary("bn")["ring buffer"].title == "রিং বাফার (ring buffer)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spelling_names_two_terms(language: str) -> None:
    spellings = Counter(
        spelling.casefold() for term in glossary(language).values() for spelling in term.spellings
    )
    assert not [spelling for spelling, count in spellings.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_met_at_a_stage_and_leads_to_terms(language: str) -> None:
    terms = glossary(language)
    for term in terms.values():
        assert term.stages
        assert set(term.stages) <= set(STAGE_BY_ID), term.name
        assert set(term.see) <= set(terms) - {term.name}, term.name


@pytest.mark.parametrize("stage", [stage.id for stage in STAGES])
def test_every_stage_has_terms_of_its_own(stage: str) -> None:
    terms = terms_of(stage)
    assert len(terms) >= 3
    assert any(term.stages[0] == stage for term in terms)
    assert found("", stage)[: len(terms)] == list(terms)


def test_a_sentence_is_explained_by_the_longest_term_that_it_holds() -> None:
    def name(text: str, stage: str) -> str | None:
        term = mentioned(text, stage)
        return None if term is None else term.name

    assert name("The connection waits in the accept queue.", "socket") == "accept queue"
    assert name("SYN queues are full.", "socket") == "SYN queue"
    assert name("The readiness of M0 is parkland.", "goroutine") is None
    assert name("The accept queue is long.", "dma") is None


def test_a_bengali_ending_does_not_part_a_term_from_its_sentence() -> None:
    def name(text: str, stage: str) -> str | None:
        term = mentioned(text, stage, "bn")
        return None if term is None else term.name

    assert name("Connection এখন accept queueতে।", "socket") == "accept queue"
    assert name("NIC-এর doorbellটা বাজল।", "transmit") == "doorbell"
    assert name("রিং বাফার ভরা।", "dma") == "ring buffer"
    assert name("doorbells2 নয়।", "transmit") is None


def test_a_term_is_found_by_name_by_other_spellings_and_by_its_line() -> None:
    assert found("dma", "http")[0].name == "DMA"
    assert found("cwnd", "http")[0].name == "congestion window"
    assert found("SOMAXCONN", "nic")[0].name == "backlog"
    assert "frame" in [term.name for term in found("check sequence", "mux")]
    assert found("no such term", "client") == []
    assert found("রিং বাফার", "client", "bn")[0].name == "ring buffer"
    assert found("ring buffer", "client", "bn")[0].name == "ring buffer"
