"""The table of views, and what holds of each of them whatever the trace says."""

import itertools
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.header import MachineSetup
from journey_tui.views import VIEWS, Moment
from journey_tui.views.flights import Stream, ip_bytes, length_of
from journey_tui.world import World, apply, empty_world
from tests.arbitrary import any_events
from tests.samples import sample_events, sample_header
from tests.views.runs import run_of, shown

UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""Whatever a terminal would obey; a tab begins ss's second lines."""


def whole(trace: Trace) -> Trace:
    trace.pull_all()
    return trace


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_answers_at_every_position_of_the_sample(name: str) -> None:
    trace = whole(Trace(sample_header(), sample_events()))
    for position in range(0, len(trace) + 1, 9):
        assert all(isinstance(line, str) for line in shown(name, Moment(trace, position)))
    assert shown(name, Moment(trace, len(trace)))


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_a_pure_function_of_the_moment(name: str) -> None:
    trace = run_of("get-hello-close")
    for position in (0, len(trace) // 3, len(trace)):
        fresh = shown(name, Moment(trace, position))
        world = Moment(trace, position).world
        assert shown(name, Moment(trace, position, world)) == fresh
        assert world == Moment(trace, position).world


@settings(deadline=None, max_examples=60)
@given(events=any_events(), loopback=st.booleans(), name=st.text(max_size=5))
def test_no_trace_makes_a_view_fail_or_print_what_a_terminal_obeys(
    events: list[Event], loopback: bool, name: str
) -> None:
    header = TraceHeader(title="\x1b]0;x\x07", machine=MachineSetup(loopback=loopback, nic=name))
    moment = Moment(whole(Trace(header, events)), len(events))
    for view in VIEWS.values():
        assert not any(UNPRINTABLE.search(line) for line in view.lines(moment))


def test_every_view_says_what_it_is_and_what_to_type() -> None:
    assert list(VIEWS)[:2] == ["strace", "ss"]
    for view in VIEWS.values():
        assert view.command
        assert view.shows
        assert "\n" not in view.command + view.shows


# ── a moment ──


def test_a_moment_s_world_is_what_its_events_lead_to() -> None:
    trace = run_of("get-hello-close")
    position = len(trace) // 2
    world = empty_world(trace.header)
    for event in trace.events(0, position):
        apply(world, event)
    assert Moment(trace, position).world == world
    assert Moment(trace, position).time_ns == trace[position - 1].time_ns


def test_a_moment_lies_within_the_trace() -> None:
    trace = run_of("get-hello-close")
    assert Moment(trace, len(trace) + 5).position == len(trace)
    assert Moment(trace, -5).position == 0
    assert Moment(trace, 0).time_ns == 0


def test_a_world_that_is_given_along_is_not_made_again() -> None:
    world = World(time_ns=7)
    assert Moment(run_of("get-hello-close"), 3, world).world is world


# ── streams ──


def segment(number: int, place: int, payload: bytes, flags: tuple[str, ...] = ("ACK",)) -> SegmentSent:
    return SegmentSent(
        seq=number,
        direction="to_server",
        source="",
        destination="",
        flags=flags,
        sequence_number=(2**32 - 50 + place) % 2**32,
        acknowledgement_number=0,
        window=1,
        payload=payload,
    )


@given(data=st.binary(max_size=300), cuts=st.lists(st.integers(0, 300), max_size=8), seed=st.integers(0, 99))
def test_a_stream_gives_each_byte_once_in_order_however_its_segments_come(
    data: bytes, cuts: list[int], seed: int
) -> None:
    places = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    pieces = [data[start:end] for start, end in itertools.pairwise(places)]
    segments = [
        segment(number + 1, 1 + start, piece)
        for number, (start, piece) in enumerate(zip(places, pieces, strict=False))
    ]
    segments += [segment(100, 1 + places[len(places) // 2], data[places[len(places) // 2] :])]
    Random(seed).shuffle(segments)
    stream = Stream()
    assert stream.take(segment(0, 0, b"", ("SYN",))) == []
    assert b"".join(piece for each in segments for piece in stream.take(each)) == data
    assert stream.payload_bytes == len(data)
    assert stream.next == len(data) + 1


def test_syn_and_fin_take_a_number_each() -> None:
    assert length_of(segment(0, 0, b"", ("SYN",))) == 1
    assert length_of(segment(0, 0, b"abc", ("ACK", "FIN"))) == 4


def test_packet_lengths_are_those_of_the_frames() -> None:
    for event in run_of("get-hello-close"):
        if isinstance(event, SegmentSent):
            options = 20 if "SYN" in event.flags else 12
            assert ip_bytes(event) == 40 + options + len(event.payload)
