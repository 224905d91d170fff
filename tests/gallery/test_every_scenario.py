"""What holds of every bundled scenario: it explains itself, is right, ends, stays small, and is told in whole sentences."""

import re
from functools import cache

import pytest

from journey_tui.exporters.transcript import transcript_lines
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.stages import STAGES
from tests.cli.invoke import invoke
from tests.gallery.runs import SECOND, result_of, trace_of

MOST_EVENTS = 6_000
UNDER_LOAD = 20_000
"""Where load is the subject."""
FIRST_SEVEN = {"boot", "hello", "keepalive", "not-found", "slow-handler", "three-routes", "two-clients"}
PLACES = "|".join(re.escape(stage.title) for stage in STAGES)
BEFORE_THE_SENTENCE = re.compile(rf"^ *[0-9]+ +\S+ \S+ +(?:{PLACES}) +")
every_scenario = pytest.mark.parametrize("name", bundled.names())


@cache
def told(name: str) -> list[str]:
    """The transcript's sentences, without number, time and place."""
    lines = list(transcript_lines(trace_of(name)))[4:]
    return [BEFORE_THE_SENTENCE.sub("", line) for line in lines]


def test_there_are_at_least_twenty_beyond_the_first_seven() -> None:
    assert set(bundled.names()) > FIRST_SEVEN
    assert len(set(bundled.names()) - FIRST_SEVEN) >= 20


@every_scenario
def test_it_says_what_to_look_at_and_what_can_be_learnt(name: str) -> None:
    scenario = load(bundled.path(name))
    assert 1 <= len(re.findall(r"[.?!](?: |$)", scenario.summary)) <= 6
    assert 1 <= len(scenario.goals) <= 3
    assert "level" in scenario.model_fields_set


@every_scenario
def test_its_file_is_checked_without_a_word_of_blame(name: str) -> None:
    checked = invoke("check", str(bundled.path(name)))
    assert checked.exit_code == 0
    assert checked.stdout == f"{bundled.path(name)}: ok\n"
    assert checked.stderr == ""


@every_scenario
def test_it_ends_by_itself_and_is_small_enough_to_watch(name: str) -> None:
    result = result_of(name)
    assert load(bundled.path(name)).until is None
    assert "unfinished" not in {request.outcome for request in result.requests}
    assert "unfinished" not in {connection.outcome for connection in result.connections}
    assert result.duration_ns < 120 * SECOND
    assert 150 < result.events <= (UNDER_LOAD if name.endswith("under-load") else MOST_EVENTS)


@every_scenario
def test_its_transcript_is_whole_sentences(name: str) -> None:
    sentences = told(name)
    assert len(sentences) == len(trace_of(name))
    wrong = [sentence for sentence in sentences if not re.search(r"\w.*\S$", sentence)]
    assert wrong == []
    assert [sentence for sentence in sentences if BEFORE_THE_SENTENCE.match(sentence)] == []
    unspoken = re.compile(r"\b(?:None|True|False|null)\b|\.\.\s|  +\.")
    assert [sentence for sentence in sentences if unspoken.search(sentence)] == []


@every_scenario
def test_no_braces_are_left_in_its_transcript_but_those_of_its_patterns(name: str) -> None:
    patterns = sorted(
        (route.pattern for route in load(bundled.path(name)).server.routes), key=len, reverse=True
    )
    for sentence in told(name):
        for pattern in patterns:
            sentence = sentence.replace(pattern, "")
        assert not set(sentence) & {"{", "}"}, sentence
