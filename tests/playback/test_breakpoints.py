"""Breakpoints are met where they hold, however the trace is read, and a run stops at the first of them."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback import Breakpoints, Player
from journey_tui.playback.breakpoints import MARKS
from journey_tui.trace import Event
from journey_tui.trace.events.kernel import AcceptQueueOverflowed
from journey_tui.trace.events.limits import SynDropped
from journey_tui.trace.events.outside import PacketDropped, RequestFinished, SegmentSent
from journey_tui.world import World, apply, empty_world
from tests.playback.traces import player_of, pulled, repeated
from tests.samples import sample_events, sample_header

EVENTS = sample_events()
LENGTH = len(EVENTS)
SOME = (
    "drop",
    "stage nic",
    "accept queue > 0",
    "goroutines peaks",
    "receive buffer > 0",
    "goroutine parks",
    "goroutines < 3",
)


def hits_of(text: str, events: list[Event] = EVENTS) -> list[int]:
    points = Breakpoints(pulled(events))
    one = points.add(text)
    points.scan(len(events))
    return one.hits.tolist()


def where(test: Callable[[Event], bool]) -> list[int]:
    return [place for place, event in enumerate(EVENTS, 1) if test(event)]


def rises(holds: Callable[[World], bool]) -> list[int]:
    world = empty_world(sample_header())
    held = [holds(world)]
    for event in EVENTS:
        apply(world, event)
        held.append(holds(world))
    return [place for place, (before, now) in enumerate(pairwise(held), 1) if now and not before]


# ── where a condition is met ──


def test_a_drop_is_a_lost_packet_a_refused_syn_or_a_full_accept_queue() -> None:
    lost = where(lambda event: isinstance(event, PacketDropped | SynDropped | AcceptQueueOverflowed))
    assert hits_of("drop") == lost
    assert lost


@pytest.mark.parametrize("kind", sorted({event.kind for event in EVENTS}))
def test_a_kind_of_event_is_met_by_all_of_its_kind(kind: str) -> None:
    assert hits_of(f"event {kind}") == where(lambda event: event.kind == kind)


def test_a_request_begins_and_ends_once() -> None:
    (begin,), (end,) = hits_of("request 1"), hits_of("request 1 ends")
    assert EVENTS[begin - 1].kind == "RequestSent"
    assert isinstance(EVENTS[end - 1], RequestFinished)
    assert begin < end


def test_a_status_and_a_repeated_segment_are_met_by_what_they_say() -> None:
    assert hits_of("status 200") == where(
        lambda event: event.kind == "ResponseHeaderWritten" and getattr(event, "status", 0) == 200
    )
    assert hits_of("retransmission") == where(
        lambda event: isinstance(event, SegmentSent) and event.retransmission
    )
    assert hits_of("status 2xx") == hits_of("status 200") == hits_of("status < 300") != []
    assert hits_of("retransmission")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("accept queue > 0", lambda world: len(world.listener.accept_queue) > 0),
        ("fds open >= 5", lambda world: len(world.fds) >= 5),
        ("goroutines < 3", lambda world: len(world.goroutines) < 3),
        ("ring used = 0", lambda world: not any(r.filled or r.writing for r in world.rx_rings)),
        ("interrupts > 1", lambda world: sum(cpu.hardirqs for cpu in world.cpus) > 1),
    ],
)
def test_a_measure_is_met_where_it_becomes_true(text: str, holds: Callable[[World], bool]) -> None:
    assert hits_of(text) == rises(holds)
    assert rises(holds)


def test_a_measure_peaks_where_it_is_larger_than_ever_before() -> None:
    world, lengths = empty_world(sample_header()), [0]
    for event in EVENTS:
        apply(world, event)
        lengths.append(len(world.goroutines))
    wanted = [place for place in range(1, LENGTH + 1) if lengths[place] > max(lengths[:place])]
    assert hits_of("goroutines peaks") == wanted
    assert lengths[wanted[-1]] == max(lengths)


def test_a_measure_of_connections_is_met_by_each_of_them() -> None:
    world = empty_world(sample_header())
    wanted = []
    for place, event in enumerate(EVENTS, 1):
        before = {one.id: one.receive_queued > 0 for one in world.connections.values()}
        apply(world, event)
        if any(one.receive_queued > 0 and not before.get(one.id) for one in world.connections.values()):
            wanted.append(place)
    assert hits_of("receive buffer > 0") == wanted
    assert wanted


def test_a_stage_is_met_where_the_run_or_a_packet_comes_to_it() -> None:
    hits = hits_of("stage nic")
    assert hits
    assert all(EVENTS[hit - 1].stage == "nic" for hit in hits)
    missed = [
        place
        for place in where(lambda event: event.stage == "nic")
        if EVENTS[place - 2].stage != "nic" and place not in hits
    ]
    assert all(EVENTS[place - 1].packet is not None for place in missed)


def test_a_condition_of_one_thing_is_met_by_it_alone() -> None:
    goroutine = next(event.goroutine for event in EVENTS if event.kind == "GoroutineParked")
    narrowed = hits_of(f"goroutine parks in goroutine {goroutine}")
    assert narrowed == [hit for hit in hits_of("goroutine parks") if EVENTS[hit - 1].goroutine == goroutine]
    assert 0 < len(narrowed) < len(hits_of("goroutine parks"))


# ── the index ──


@given(st.lists(st.tuples(st.sampled_from(SOME), st.integers(1, 150)), min_size=1, max_size=12))
def test_however_it_is_sliced_the_index_is_the_same(turns: list[tuple[str, int]]) -> None:
    points = Breakpoints(pulled(EVENTS))
    for text, count in turns:
        points.add(text)
        if points.scan(count) == 0:
            points.switch(points.all[0])
    for one in points.all:
        one.enabled = True
    while points.scan(100):
        pass
    assert points.scanned == LENGTH
    for one in points.all:
        assert one.hits.tolist() == hits_of(one.text)


@given(st.integers(0, LENGTH), st.booleans(), st.integers(1, 300))
def test_a_search_finds_the_nearest_hit_and_goes_there(start: int, forward: bool, slice_events: int) -> None:
    player = player_of(EVENTS)
    player.seek(start)
    player.breakpoints.add("drop")
    player.breakpoints.add("goroutine parks")
    hits = sorted({*hits_of("drop"), *hits_of("goroutine parks")})
    wanted = (
        [hit for hit in hits if hit > start][:1] if forward else [hit for hit in hits if hit < start][-1:]
    )
    while not (search := player.run_to(forward, slice_events)).over:
        assert player.position == start
    assert [player.position] == (wanted or [start])
    assert (search.hit is None) == (not wanted)
    if search.hit is not None:
        assert search.hit.text in ("drop", "goroutine parks", "drop, goroutine parks")


def test_what_is_switched_off_or_removed_is_not_found() -> None:
    player = player_of(EVENTS)
    one = player.breakpoints.add("drop")
    player.breakpoints.switch(one)
    assert player.run_to(True).over
    assert player.position == 0
    player.breakpoints.switch(one)
    player.breakpoints.remove(one)
    assert not player.breakpoints.all
    assert player.run_to(True).over


def test_a_breakpoint_that_is_set_twice_is_one_and_is_on() -> None:
    points = Breakpoints(pulled(EVENTS))
    points.switch(points.add("any drop"))
    assert points.add("drop") is points.all[0]
    assert [one.enabled for one in points.all] == [True]


def test_the_bar_gets_all_hits_or_one_for_each_part_of_the_run() -> None:
    points = Breakpoints(pulled(repeated(6000)))
    points.add("drop")
    points.scan(6000)
    assert list(points.marks()) == points.all[0].hits.tolist()
    often = points.add("error")
    often.hits.extend(range(1, 6001, 2))
    assert len(points.marks()) <= MARKS + len(points.all[0].hits)
    assert {mark * MARKS // 6000 for mark in points.marks()} == {hit * MARKS // 6000 for hit in often.hits}


# ── playing ──


@given(st.integers(0, LENGTH - 1), st.sampled_from([0.25, 1.0, 64.0]), st.floats(0.05, 1.0))
def test_playing_stops_at_the_first_hit_and_says_which(start: int, speed: float, elapsed_s: float) -> None:
    hit = next((hit for hit in hits_of("drop") if hit > start), LENGTH)
    player: Player = player_of(EVENTS)
    player.seek(max(start, hit - 5))
    player.set_speed(speed)
    player.breakpoints.add("drop")
    player.play()
    for _ in range(1000):
        if not player.playing:
            break
        player.advance(elapsed_s)
        assert player.position <= hit
    assert player.position == hit
    assert (player.stopped is not None and player.stopped.text == "drop") == (hit in hits_of("drop"))


def test_playing_goes_on_from_a_breakpoint() -> None:
    player = player_of(EVENTS)
    player.breakpoints.add("drop")
    player.run_to(True)
    hit = player.position
    player.play()
    player.advance(1.0)
    player.advance(1.0)
    assert (player.playing, player.position, player.stopped) == (True, hit + 1, None)
