"""Conditions are said in plain words; what is wrong with the words is told with what would be right."""

import pytest

from journey_tui.playback.conditions import BreakpointError, parse_condition
from journey_tui.playback.measures import MEASURES
from journey_tui.playback.phrases import PHRASES
from journey_tui.stages import STAGES
from journey_tui.trace.events import EVENT_KINDS

SAID = [
    ("drop", "drop"),
    ("any drop", "drop"),
    ("  Any   DROP ", "drop"),
    ("stage nic", "stage nic"),
    ("stage RING", "stage dma"),
    ("ServeMux", "stage mux"),
    ("event GoroutineParked", "GoroutineParked"),
    ("goroutine parked", "goroutine parks"),
    ("tcpstatechanged", "TcpStateChanged"),
    ("request 2", "request 2 begins"),
    ("request #2 ends", "request 2 ends"),
    ("status 404", "status 404"),
    ("status 5xx", "status 5xx"),
    ("status>=500", "status >= 500"),
    ("accept queue>3", "accept queue > 3"),
    ("accept queue ≥ 3", "accept queue >= 3"),
    ("accept queue peaks", "accept queue peaks"),
    ("accept queue fullest", "accept queue peaks"),
    ("highest cwnd", "congestion window peaks"),
    ("recv-q max", "receive buffer peaks"),
    ("receive buffer >= 64 KiB", "receive buffer >= 65536"),
    ("send-q > 1,000", "send buffer > 1000"),
    ("goroutine parks in request 2", "goroutine parks in request 2"),
    ("stage nic of packet 7", "stage nic in packet 7"),
]


@pytest.mark.parametrize(("text", "normal"), SAID)
def test_the_same_condition_has_the_same_words_however_it_is_said(text: str, normal: str) -> None:
    assert parse_condition(text).text == normal
    assert parse_condition(normal).text == normal


def test_all_that_is_offered_is_understood() -> None:
    for text in [
        *(phrase.words for phrase in PHRASES),
        *(other for phrase in PHRASES for other in phrase.others),
        *(f"{measure.words} > 3" for measure in MEASURES),
        *(f"stage {stage.id}" for stage in STAGES),
        *(f"event {kind}" for kind in EVENT_KINDS),
    ]:
        assert parse_condition(parse_condition(text).text).text == parse_condition(text).text


WRONG = [
    ("", "write a stage"),
    ("dropp", "did you mean 'drop'?"),
    ("stage nik", "did you mean 'nic'?"),
    ("stage moon", "There are: client, network, nic"),
    ("event GoroutinParkd", "did you mean GoroutineParked"),
    ("goroutineparkd", "did you mean 'GoroutineParked'?"),
    ("accept que > 3", "did you mean 'accept queue'?"),
    ("accept queue", "write accept queue > 3"),
    ("accept queue >", "write accept queue > 3"),
    ("status teapot", "write status 404"),
    ("goroutines > 3 in request 2", "write goroutines > 3"),
    ("when it rains", "write a stage (stage nic)"),
    ("\x1b]0;owned\x07", "no condition"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_an_error_says_what_is_allowed_or_what_may_have_been_meant(text: str, told: str) -> None:
    with pytest.raises(BreakpointError) as error:
        parse_condition(text)
    assert told in str(error.value)
    assert "\x1b" not in str(error.value)
