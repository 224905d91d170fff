"""The trace is a list that is read from its source only as far as somebody asks."""

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.trace import Event, Trace
from journey_tui.trace.events.runtime import TimerFired
from journey_tui.trace.trace import CHUNK_EVENTS
from tests.samples import sample_events, sample_header, stamped


def many(count: int) -> list[Event]:
    return stamped(TimerFired(goroutine=number) for number in range(count))


class Source:
    """A source that knows how far it has been read."""

    def __init__(self, events: list[Event]) -> None:
        self.read = 0
        self._events = events

    def __iter__(self) -> Iterator[Event]:
        for event in self._events:
            self.read += 1
            yield event


def test_nothing_is_read_before_somebody_asks() -> None:
    source = Source(many(1000))
    trace = Trace(sample_header(), source)
    assert (len(trace), source.read, trace.complete) == (0, 0, False)


@given(st.lists(st.integers(0, 700), max_size=6))
def test_pull_reads_no_more_than_it_was_asked_for(counts: list[int]) -> None:
    source = Source(many(1000))
    trace = Trace(sample_header(), source)
    for count in counts:
        before = len(trace)
        assert trace.pull(count) == min(count, 1000 - before)
        assert source.read == len(trace) == min(before + count, 1000)


def test_a_trace_is_complete_when_its_source_has_ended() -> None:
    trace = Trace(sample_header(), many(10))
    assert trace.pull(10) == 10
    assert not trace.complete  # nobody can know yet
    assert trace.pull(1) == 0
    assert trace.complete


@pytest.mark.parametrize("count", [0, 1, CHUNK_EVENTS - 1, CHUNK_EVENTS, CHUNK_EVENTS + 1, 3 * CHUNK_EVENTS])
def test_what_is_pulled_is_what_the_source_gave(count: int) -> None:
    trace = Trace(sample_header(), many(count))
    trace.pull_all()
    assert len(trace) == count
    assert [trace[position] for position in range(count)] == many(count)
    assert list(trace) == many(count)


@given(st.integers(-5, 1300), st.integers(-5, 1300))
def test_a_slice_of_events_is_the_slice_of_the_list(start: int, stop: int) -> None:
    trace = Trace(sample_header(), many(1200))
    trace.pull(1100)
    assert list(trace.events(start, stop)) == many(1200)[max(start, 0) : max(min(stop, 1100), 0)]


def test_chunks_that_are_no_longer_at_hand_are_decoded_again() -> None:
    events = many(40 * CHUNK_EVENTS)
    trace = Trace(sample_header(), events)
    trace.pull_all()
    positions = [*range(0, len(events), 97), *range(len(events) - 1, -1, -101)]
    assert [trace[position] for position in positions] == [events[position] for position in positions]


def test_only_a_few_chunks_are_kept_decoded() -> None:
    trace = Trace(sample_header(), many(40 * CHUNK_EVENTS))
    trace.pull_all()
    first = trace[0]
    assert trace[0] is first
    for chunk in range(40):
        trace[chunk * CHUNK_EVENTS]
    assert trace[0] is not first
    assert trace[0] == first


def test_what_was_just_pulled_is_at_hand() -> None:
    events = many(2 * CHUNK_EVENTS)
    trace = Trace(sample_header(), events)
    trace.pull_all()
    assert trace[0] is events[0]


def test_iterating_pulls_as_it_goes() -> None:
    source = Source(many(2000))
    trace = Trace(sample_header(), source)
    assert list(islice(trace, 5)) == many(2000)[:5]
    assert source.read < 2000


@pytest.mark.parametrize("position", [-1, 3, 1000])
def test_an_event_that_is_not_there_is_an_index_error(position: int) -> None:
    trace = Trace(sample_header(), many(10))
    trace.pull(3)
    with pytest.raises(IndexError):
        trace[position]


def test_events_at_rest_are_small() -> None:
    trace = Trace(sample_header(), sample_events() * 20)
    trace.pull_all()
    assert 0 < trace.size_bytes() < 50 * len(trace)
