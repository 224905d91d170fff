"""Looking into a connection, a goroutine, a buffer and a route: what is shown is what the world holds."""

import pytest

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import RouteMatched, RouteNotMatched
from journey_tui.trace.events.kernel import DataQueued
from journey_tui.trace.events.limits import FastRetransmitted
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.lenses.buffer import Buffer
from journey_tui.tui.lenses.connection_view import End, Seen
from journey_tui.tui.lenses.goroutine import Life
from journey_tui.tui.lenses.route import Match
from journey_tui.tui.target import Look, Seek
from journey_tui.tui.view import View
from tests.tui.lenses.runs import drawn, events_of, first, looked, run_of

SIZES = [(0, 0), (12, 3), (58, 5), (78, 10), (70, 32), (118, 30)]
INSIDE = ("connection", "goroutine", "buffer", "route")


@pytest.mark.parametrize("run", ["hello", "closed-port"])
def test_each_ends_way_leads_to_the_state_that_the_world_holds(run: str) -> None:
    timeline = run_of(run)
    gather = LENSES["connection"].gatherer(timeline)

    def now(end: End, position: int) -> str:
        return next((state for state, entered in reversed(end.path) if entered <= position), "")

    for position in range(0, timeline.length + 1, 3):
        for number, held in list(timeline.world_at(position).connections.items()):
            client, server = held.client_state, held.server_state
            seen = gather(Ask(position, None, subject=number))
            assert isinstance(seen, Seen)
            if seen.client.path and seen.client.path[0][0] == "CLOSED":
                assert now(seen.client, position) == client
            if any(0 < entered <= position for _, entered in seen.server.path):
                assert now(seen.server, position) == server


@pytest.mark.parametrize("run", ["sample", "hello"])
def test_a_goroutines_life_tells_the_state_that_the_world_holds(run: str) -> None:
    timeline = run_of(run)
    gather = LENSES["goroutine"].gatherer(timeline)
    names = {"syscall": "in a call"}
    for position in range(0, timeline.length + 1, 3):
        goroutines = timeline.world_at(position).goroutines
        for number, state in [(one.id, one.state) for one in goroutines.values()]:
            life = gather(Ask(position, None, subject=number, height=9))
            assert isinstance(life, Life)
            current = [stay for stay in life.stays if stay.position == life.here]
            assert [stay.state for stay in current] == [names.get(state, state)]


def test_the_times_of_a_goroutines_states_sum_to_its_life() -> None:
    timeline = run_of("hello")
    made = {
        event.goroutine: place for place, event in events_of(timeline) if event.kind == "GoroutineCreated"
    }
    for number, place in made.items():
        life = looked("goroutine", timeline, Ask(timeline.length, None, subject=number, height=99))
        begin = timeline.time_at(place)
        end = life.stays[-1].time_ns if life.stays[-1].state == "ended" else timeline.time_at(timeline.length)
        assert sum(spent for _, spent in life.sums) == end - begin


def test_the_receive_buffer_holds_the_bytes_that_read_will_return() -> None:
    timeline = run_of("hello")
    queued = first(timeline, DataQueued)
    read = next(
        event
        for _, event in events_of(timeline)
        if isinstance(event, SyscallReturned) and event.name == "read" and event.data and event.connection
    )
    ask = Ask(queued, 1, subject=read.connection, width=78, height=20)
    held = looked("buffer", timeline, ask)
    assert isinstance(held, Buffer)
    assert (held.start, held.taken, held.held) == (0, 0, len(read.data))
    assert held.data == read.data
    assert "GET /hello" in drawn("buffer", held, 78, 20).to_text()
    after = looked("buffer", timeline, Ask(timeline.length, 1, subject=read.connection, width=78, height=20))
    assert after.taken == after.held == len(read.data)


def test_the_send_buffer_holds_what_the_client_has_not_acknowledged() -> None:
    timeline = run_of("hello")
    answer = next(
        (place, event)
        for place, event in events_of(timeline)
        if isinstance(event, SegmentSent) and event.direction == "to_client" and event.payload
    )
    ask = Ask(answer[0], 1, subject=answer[1].connection, tab=1, width=78, height=20)
    held = looked("buffer", timeline, ask)
    assert (held.taken, held.held, held.sent) == (0, len(answer[1].payload), len(answer[1].payload))
    assert held.data == answer[1].payload


def test_a_stream_longer_than_the_pane_is_read_from_where_it_is_scrolled_to() -> None:
    timeline = run_of("slow-reader")
    data = [
        event
        for _, event in events_of(timeline)
        if isinstance(event, SegmentSent) and event.direction == "to_client" and event.payload
        if event.connection == 1 and not event.retransmission
    ]
    stream = b"".join(event.payload for event in data)
    for position in range(timeline.length // 4, timeline.length, timeline.length // 7):
        for scroll in (0, 700, 10**6):
            ask = Ask(position, 1, subject=1, tab=1, scroll=scroll, width=78, height=13)
            held = looked("buffer", timeline, ask)
            assert held.data == stream[held.start : held.start + len(held.data)]
            assert len(held.data) == min(160, held.held - held.start)
            brought = {event.packet: event.payload for event in data}
            shown = {link.target for link in drawn("buffer", held, 78, 13).links()}
            for start, stop, packet in held.pieces:
                assert held.data[start - held.start : stop - held.start] in brought[packet]
                assert Look("packet", packet) in shown


def test_every_pattern_has_its_reason_and_one_wins() -> None:
    timeline = run_of("pattern-precedence")
    for position, event in events_of(timeline):
        if isinstance(event, RouteMatched):
            match = looked("route", timeline, Ask(position, event.request))
            assert isinstance(match, Match)
            assert [one.text for one in match.patterns if one.matched] == [event.pattern]
            assert {one.text for one in match.patterns} >= {
                one.pattern for one in timeline.header.server.routes
            }
            assert all(one.reason for one in match.patterns)
            text = drawn("route", match, 78, 20, position=position).to_text()
            assert f"✓ {event.pattern}" in text
            before = drawn("route", looked("route", timeline, Ask(position - 1, event.request)), 78, 20)
            assert "not decided yet" in before.text_row(0)


def test_a_path_without_a_pattern_says_what_is_answered() -> None:
    timeline = run_of("not-found")
    position = first(timeline, RouteNotMatched)
    event = timeline.event_at(position)
    assert event is not None
    match = looked("route", timeline, Ask(position, event.request))
    assert "404" in drawn("route", match, 78, 12).text_row(0)
    assert not any(one.matched for one in match.patterns)


def test_the_things_of_a_connection_are_a_link_away() -> None:
    timeline = run_of("hello")
    matched = first(timeline, RouteMatched)
    seen = looked("connection", timeline, Ask(matched, 1))
    targets = [link.target for link in drawn("connection", seen, 78, 20, position=matched).links()]
    life = looked("goroutine", timeline, Ask(matched, 1))
    assert Look("goroutine", life.number) in targets
    assert Look("buffer", seen.number) in targets
    packets = looked("connection", timeline, Ask(matched, 1, tab=2, height=10))
    first_packet = drawn("connection", packets, 78, 10).links()[0].target
    assert isinstance(first_packet, Look)
    assert first_packet.lens == "packet"
    assert any(isinstance(link.target, Seek) for link in drawn("goroutine", life, 78, 10).links())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lens", INSIDE)
def test_it_is_drawn_at_any_size_and_moment(lens: str, size: tuple[int, int]) -> None:
    timeline = run_of("sample")
    gather = LENSES[lens].gatherer(timeline)
    for position in range(0, timeline.length + 1, 40):
        for tab in range(len(LENSES[lens].tabs) or 1):
            data = gather(
                Ask(position, timeline.request_near(position), tab=tab, width=size[0], height=size[1])
            )
            surface = drawn(lens, data, *size, position=position)
            assert bool(surface.to_text().strip()) == (size[0] > 0)
            assert LENSES[lens].title(View(), data)
            assert LENSES[lens].most_scroll(data, size[1]) >= 0


@pytest.mark.parametrize("lens", INSIDE)
def test_what_nobody_has_heard_of_is_said_to_be_unknown(lens: str) -> None:
    data = looked(lens, run_of("sample"), Ask(5, None, subject=10**12, width=58, height=5))
    assert drawn(lens, data, 58, 5).to_text().strip()


def test_repairs_are_told_only_where_something_was_lost() -> None:
    lossy, quiet = run_of("lost-data"), run_of("hello")
    mended = first(lossy, FastRetransmitted)
    told = dict(looked("connection", lossy, Ask(mended, 2, width=100, height=30)).server.numbers)
    assert told["came too early"].endswith(" segments")
    for position in range(200, quiet.length, 40):
        names = dict(looked("connection", quiet, Ask(position, 1, width=100, height=30)).server.numbers)
        assert not names.keys() & {"SACKed", "repairs a loss", "came too early"}


def test_what_is_in_flight_is_told_in_segments_too() -> None:
    run = run_of("hello")
    place, sent = [
        (place, event)
        for place, event in events_of(run)
        if isinstance(event, SegmentSent) and event.direction == "to_client" and event.payload
    ][-1]
    numbers = dict(looked("connection", run, Ask(place, 1, width=100, height=30)).server.numbers)
    assert numbers["not acknowledged"] == f"{len(sent.payload):,} B in flight, 1 segment"
