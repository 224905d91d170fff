"""The world at a position is the fold of the events before it, however the viewer came there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.playback import Timeline, snapshots
from journey_tui.playback.snapshots import SNAPSHOT_EVENTS
from journey_tui.trace import Event, Trace
from journey_tui.world import World, apply, freeze
from tests.arbitrary import any_events
from tests.playback.traces import folded, pulled, repeated
from tests.samples import sample_events, sample_header

LONG = repeated(3 * SNAPSHOT_EVENTS + 100)
TIMELINE = pulled(LONG)
"""Every example seeks in the same one, so that each begins wherever the last one ended."""

positions = st.integers(0, len(LONG)) | st.sampled_from(
    [
        place + offset
        for place in (0, SNAPSHOT_EVENTS, 2 * SNAPSHOT_EVENTS, 3 * SNAPSHOT_EVENTS)
        for offset in (0, 1, 255, 256, 257)
        if place + offset <= len(LONG)
    ]
)


@given(st.lists(positions, min_size=1, max_size=4))
@settings(max_examples=25)
def test_the_world_at_a_position_is_the_fold_of_the_events_before_it(places: list[int]) -> None:
    for place in places:
        assert TIMELINE.world_at(place) == folded(LONG[:place])


@given(positions.filter(lambda place: place > 0))
@settings(max_examples=25)
def test_a_step_back_is_the_inverse_of_a_step(place: int) -> None:
    before = freeze(TIMELINE.world_at(place - 1))
    after = freeze(TIMELINE.world_at(place))
    assert freeze(TIMELINE.world_at(place - 1)) == before
    assert freeze(TIMELINE.world_at(place)) == after
    assert before != after


@given(any_events(40), st.lists(st.integers(0, 40), max_size=5))
def test_seek_and_fold_agree_on_absurd_traces_too(events: list[Event], places: list[int]) -> None:
    timeline = pulled(events)
    for place in (place for place in places if place <= len(events)):
        assert timeline.world_at(place) == folded(events[:place])


@given(st.lists(st.integers(1, 900), min_size=1, max_size=8), st.integers(0, 2000))
@settings(max_examples=20)
def test_how_a_trace_was_pulled_changes_no_world(slices: list[int], place: int) -> None:
    timeline = Timeline(Trace(sample_header(), LONG[:2500]))
    for count in slices:
        timeline.pull(count)
        timeline.world_at(timeline.length)
    place = min(place, timeline.length)
    assert timeline.world_at(place) == folded(LONG[:place])


def test_going_forward_applies_only_the_events_between() -> None:
    timeline = pulled(LONG)
    first = timeline.world_at(10)
    assert timeline.world_at(500) is first
    assert timeline.world_at(500) is first
    assert timeline.world_at(499) is not first


def test_where_snapshots_lie_far_apart_steps_back_begin_close_by(monkeypatch: pytest.MonkeyPatch) -> None:
    events = repeated(6000)
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVENTS", len(events))
    timeline, applied = pulled(events), list[Event]()

    def counted(world: World, event: Event) -> None:
        applied.append(event)
        apply(world, event)

    monkeypatch.setattr("journey_tui.playback.timeline.apply", counted)
    assert timeline.world_at(5900) == folded(events[:5900])
    for place in (5899, 5700, 2000, 5898):
        applied.clear()
        assert timeline.world_at(place) == folded(events[:place])
        assert len(applied) <= (256 if place > 2000 else 2000)


def test_however_large_the_world_the_next_snapshot_is_not_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    events = repeated(2000)
    monkeypatch.setattr(snapshots, "SNAPSHOT_BYTES_AN_EVENT", 0.001)  # as if a world took megabytes
    monkeypatch.setattr(snapshots, "MOST_APART", 900)
    timeline, applied = pulled(events), list[Event]()
    monkeypatch.setattr("journey_tui.playback.timeline.apply", lambda world, event: applied.append(event))
    timeline.world_at(1799)
    assert len(applied) == 899


def test_a_jump_far_ahead_begins_at_the_nearest_snapshot() -> None:
    timeline = pulled(LONG)
    first = timeline.world_at(0)
    assert timeline.world_at(len(LONG)) is not first


def test_a_world_that_somebody_spoils_is_not_seen_after_a_seek() -> None:
    timeline = pulled(sample_events())
    timeline.world_at(100).clients.clear()
    assert timeline.world_at(99) == folded(sample_events()[:99])


def test_a_timeline_reads_only_as_far_as_it_is_asked() -> None:
    timeline = Timeline(Trace(sample_header(), LONG))
    assert (timeline.length, timeline.complete) == (0, False)
    assert timeline.pull(700) == 700
    assert (timeline.length, timeline.complete) == (700, False)
    assert timeline.pull(10**9) == len(LONG) - 700
    assert (timeline.length, timeline.complete) == (len(LONG), True)
    assert timeline.pull(5) == 0


@pytest.mark.parametrize("count", [0, -1])
def test_pulling_nothing_pulls_nothing(count: int) -> None:
    assert Timeline(Trace(sample_header(), LONG)).pull(count) == 0


def test_what_a_trace_held_before_is_there() -> None:
    trace = Trace(sample_header(), sample_events())
    trace.pull(50)
    timeline = Timeline(trace)
    assert timeline.length == 50
    assert timeline.world_at(50) == folded(sample_events()[:50])


class DamagedError(Exception):
    """What a broken source raises."""


def test_the_events_before_the_damage_can_be_seen() -> None:
    def damaged() -> object:
        yield from sample_events()[:60]
        raise DamagedError

    timeline = Timeline(Trace(sample_header(), damaged()))  # type: ignore[arg-type]
    with pytest.raises(DamagedError):
        timeline.pull(1000)
    assert timeline.length == 60
    assert timeline.world_at(60) == folded(sample_events()[:60])
    assert timeline.pull(10) == 0
    assert timeline.complete


@pytest.mark.parametrize("position", [-1, 51, 10**12])
def test_a_position_that_is_not_there_is_an_index_error(position: int) -> None:
    timeline = Timeline(Trace(sample_header(), sample_events()))
    timeline.pull(50)
    for ask in (timeline.world_at, timeline.event_at, timeline.time_at):
        with pytest.raises(IndexError):
            ask(position)


def test_the_event_at_a_position_is_the_one_that_led_there() -> None:
    timeline = pulled(sample_events())
    assert timeline.event_at(0) is None
    for position, event in enumerate(sample_events(), start=1):
        assert timeline.event_at(position) == event
        assert timeline.time_at(position) == event.time_ns


def test_time_begins_with_the_first_event() -> None:
    assert pulled(sample_events()).time_at(0) == sample_events()[0].time_ns
    assert pulled([]).time_at(0) == 0


@given(st.integers(-20_000, 60_000) | st.sampled_from([event.time_ns for event in LONG]))
def test_the_position_at_a_time_is_after_all_that_has_happened_by_then(time_ns: int) -> None:
    assert TIMELINE.position_at_time(time_ns) == sum(event.time_ns <= time_ns for event in LONG)


@pytest.mark.parametrize("time_ns", [-(2**62), 2**62])
def test_a_time_outside_the_trace_is_one_of_its_ends(time_ns: int) -> None:
    assert TIMELINE.position_at_time(time_ns) == (0 if time_ns < 0 else len(LONG))


def test_the_opening_is_the_first_client_after_boot() -> None:
    timeline = Timeline(Trace(sample_header(), sample_events()))
    timeline.pull(10)
    assert timeline.opening is None
    timeline.pull(1000)
    assert timeline.opening is not None
    event = timeline.event_at(timeline.opening)
    assert event is not None
    assert event.kind == "ClientConnecting"
    assert event.time_ns >= 0


def test_a_trace_without_clients_has_no_opening() -> None:
    assert pulled(sample_events()[:30]).opening is None


def test_drops_are_where_packets_are_lost() -> None:
    assert list(TIMELINE.drops) == [
        position for position, event in enumerate(LONG, 1) if event.kind == "PacketDropped"
    ]
    assert len(TIMELINE.drops) > 1


def test_all_that_is_known_costs_at_most_thirty_bytes_an_event_more() -> None:
    timeline = Timeline(Trace(sample_header(), repeated(36_000)))
    timeline.pull(18_000)  # with what is kept unpacked however long the run is
    before = timeline.size_bytes()
    timeline.pull(18_000)
    parts = timeline.parts_bytes()
    assert min(parts.values()) > 0
    assert timeline.size_bytes() == sum(parts.values()) <= before + 30 * 18_000
