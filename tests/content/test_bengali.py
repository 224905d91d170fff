"""The Bengali sentences say what the English ones say, with the same values, and are Bengali."""

import pytest

from journey_tui.content import explain
from journey_tui.content.loader import event_words
from journey_tui.content.phrases import phrases, said_in
from journey_tui.playback import Timeline
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.world import apply, empty_world
from tests.content.bengali import (
    ROW,
    bare,
    bengali_letters,
    cells,
    english_words,
    faults_of_script,
    figures,
    functions,
    named,
    rows,
)
from tests.samples import sample_events, sample_header

ENGLISH, BENGALI = event_words("en"), event_words("bn")
MOST_ROWS = 2
TRIED = ("hello", "accept-queue-full", "slow-reader", "lost-data", "pattern-precedence", "client-leaves")


def test_every_heading_is_in_both_languages() -> None:
    assert list(BENGALI) == list(ENGLISH)


@pytest.mark.parametrize("heading", list(BENGALI))
def test_a_sentence_and_its_twin_name_the_same_values_figures_and_functions(heading: str) -> None:
    for ours, english in (
        (BENGALI[heading].say, ENGLISH[heading].say),
        (BENGALI[heading].why, ENGLISH[heading].why),
    ):
        assert named(ours) == named(english)
        assert figures(ours) == figures(english)
        assert functions(ours) == functions(english)
    assert BENGALI[heading].source == ENGLISH[heading].source


@pytest.mark.parametrize("heading", list(BENGALI))
def test_a_sentence_is_bengali_and_written_as_bengali_is(heading: str) -> None:
    words = BENGALI[heading]
    for text in (words.say, words.why):
        assert bengali_letters(text) > 2
        assert not english_words(text)
        assert not faults_of_script(text)
    assert bengali_letters(words.why) > 0.2 * len(bare(words.why))
    assert words.why.endswith(("।", "?"))
    assert words.say.endswith(("।", "?", "{data}", "{value}"))


def test_a_forgotten_english_sentence_would_be_seen() -> None:
    assert english_words("This is the frame.") == {"is", "the"}
    assert not english_words("Go আগে পড়ে: net/http, is_set(), r.Context()")
    assert faults_of_script("ডাটা আসে.")
    assert faults_of_script("ডাটা  আসে ।")
    assert figures("{count}টি 10 ms, 2 KiB") == ["10", "2"]


@pytest.mark.parametrize("heading", list(BENGALI))
def test_a_reason_fits_into_two_rows(heading: str) -> None:
    assert rows(BENGALI[heading].why) <= MOST_ROWS


def test_a_row_is_counted_in_cells_and_not_in_letters() -> None:
    assert cells("কা") == 2
    assert cells("ক্ষু") == 2
    assert rows("ক" * ROW) == 1
    assert rows("ক" * ROW + " ক") == 2


def test_small_words_have_the_same_names_and_values_in_both_languages() -> None:
    assert list(phrases("bn")) == list(phrases("en"))
    for name, english in phrases("en").items():
        assert named(phrases("bn")[name]) == named(english), name
        assert not faults_of_script(phrases("bn")[name])


def test_what_a_trace_says_is_told_in_bengali_with_what_it_quotes() -> None:
    assert said_in("bn", "no free RX descriptor") == "খালি RX descriptor নেই"
    told = said_in("bn", "method is POST, pattern wants GET: it is in Allow")
    assert told == "method POST, pattern চায় GET: Allow-তে আছে"
    assert said_in("bn", "segment 2 '{number}' is not 'x'") == "segment 2 '{number}', 'x' নয়"
    assert said_in("bn", "nobody knows this") == "nobody knows this"
    assert said_in("bn", "segment 1 " + " is not" * 1000).startswith("segment 1 ")


def test_each_sample_is_told_in_bengali_without_a_hole() -> None:
    header = sample_header()
    world = empty_world(header)
    for event in sample_events():
        apply(world, event)
        words = explain(event, world, header, "bn")
        assert bengali_letters(words.say) > 2, event
        assert not {"{", "}"} & set(words.why), event


@pytest.mark.parametrize("name", TRIED)
def test_a_run_is_told_in_bengali_in_rows_that_a_pane_can_hold(name: str) -> None:
    assert name in bundled.names()
    timeline = Timeline(simulate(load(bundled.path(name))))
    while timeline.pull(4096):
        assert timeline.length < 100_000
    seen = set()
    for position in range(1, timeline.length + 1):
        event = timeline.event_at(position)
        assert event is not None
        told = str([getattr(event, field, "") for field in ("outcome", "reason", "detail", "queue")])
        if (event.kind, told) in seen:
            continue
        seen.add((event.kind, told))
        words = explain(event, timeline.world_at(position), timeline.header, "bn")
        assert rows(words.say) <= MOST_ROWS, words.say
        if event.kind not in {"GoroutineParked", "HeaderParsed", "SyscallReturned"}:
            assert not english_words(words.say), words.say
    assert len(seen) > 60
