"""Every kind of event has its handler; the world follows events, whatever they say, and stays as large as what lives."""

import pytest
from hypothesis import given

from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.trace.events.outside import (
    ClientClosed,
    PacketDropped,
    RequestFinished,
    SegmentReceived,
    SegmentSent,
)
from journey_tui.trace.header import MachineSetup, ServerSetup, TraceHeader
from journey_tui.world import COUNTERS, apply, empty_world, freeze, thaw
from journey_tui.world.apply import HANDLERS
from journey_tui.world.lookup import KEPT_CONNECTIONS, KEPT_PACKETS, KEPT_REQUESTS
from tests.arbitrary import any_events
from tests.samples import sample_events, sample_header, stamped
from tests.world.worlds import connecting, request_sent, segment, world_after


def test_every_kind_of_event_has_a_handler() -> None:
    assert HANDLERS.keys() == EVENT_KINDS.keys()


def test_no_handler_serves_two_kinds() -> None:
    assert len(set(HANDLERS.values())) == len(HANDLERS)


def test_the_machine_is_as_large_as_the_header_says() -> None:
    world = empty_world(sample_header())
    assert [ring.size for ring in world.rx_rings] == [8]
    assert len(world.interrupts) == 1
    assert (len(world.cpus), len(world.softirqs), len(world.processors)) == (2, 2, 2)
    assert [hop.name for hop in world.hops] == ["router"]
    assert list(world.clients) == ["alice", "bob", "carol", "dave"]
    assert world.listener.state == "none"
    assert not world.process_started


def test_all_descriptors_but_one_are_posted_at_first() -> None:
    ring = empty_world(sample_header()).rx_rings[0]
    assert (ring.tail - ring.write_pointer) % ring.size == ring.size - 1


def test_a_loopback_machine_has_no_nic() -> None:
    header = TraceHeader(title="t", machine=MachineSetup(loopback=True))
    world = empty_world(header)
    assert (world.rx_rings, world.interrupts) == ([], [])


@pytest.mark.parametrize("size", [-5, 0, 2**62])
def test_absurd_sizes_in_a_header_give_a_world(size: int) -> None:
    machine = MachineSetup(cpus=size, queues=size, rx_ring=size, tx_ring=size)
    header = TraceHeader(title="t", machine=machine, server=ServerSetup(gomaxprocs=size))
    world = world_after(*sample_events(), header=header)
    assert thaw(freeze(world)) == world


def test_position_time_stage_and_ids_are_the_last_events() -> None:
    world = empty_world(sample_header())
    for position, event in enumerate(sample_events(), start=1):
        apply(world, event)
        assert (world.position, world.time_ns, world.stage) == (position, event.time_ns, event.stage)
        assert (world.request, world.connection, world.packet) == (
            event.request,
            event.connection,
            event.packet,
        )


def test_boot_events_name_no_request() -> None:
    world = empty_world(sample_header())
    for event in sample_events():
        if event.time_ns > 0:
            break
        apply(world, event)
        assert world.request is None


def test_visits_count_the_events_of_each_stage() -> None:
    world = world_after(*sample_events())
    assert sum(world.stage_visits.values()) == len(sample_events())
    assert world.stage_visits.keys() == STAGE_BY_ID.keys()


def test_request_and_packet_are_where_their_last_event_was() -> None:
    world = empty_world(sample_header())
    for event in sample_events():
        apply(world, event)
        if event.request is not None:
            assert world.requests[event.request].stage == event.stage
        if event.packet is not None:
            assert world.packets[event.packet].stage == event.stage


def test_a_request_knows_since_when_it_is_where_it_is() -> None:
    since: dict[int, tuple[str, int]] = {}
    world = empty_world(sample_header())
    for event in sample_events():
        apply(world, event)
        if event.request is None:
            continue
        stage, _ = since.get(event.request, ("", 0))
        if stage != event.stage:
            since[event.request] = (event.stage, event.time_ns)
        request = world.requests[event.request]
        assert (request.stage, request.stage_since_ns) == since[event.request]


def test_a_loss_at_no_known_stage_leaves_the_stage_as_it_was() -> None:
    world = world_after(segment(), PacketDropped(where="<nowhere>", reason="?", packet=1))
    assert world.stage == "client"
    assert world.packets[1].stage == "client"
    assert world.stage_visits == {"client": 1}


def test_the_packet_of_the_present_event_is_always_there() -> None:
    world = empty_world(sample_header())
    sent: set[int] = set()
    for event in sample_events():
        apply(world, event)
        if isinstance(event, SegmentSent) and event.packet is not None:
            sent.add(event.packet)
        assert event.packet is None or event.packet in world.packets
        assert len(world.ended_packets) <= KEPT_PACKETS
    assert len(sent) > KEPT_PACKETS
    assert sent > world.packets.keys()


def received(packet: int) -> Event:
    return SegmentReceived(
        host="server",
        flags=("ACK",),
        payload_bytes=0,
        matched="connection",
        state="ESTABLISHED",
        packet=packet,
    )


def test_packets_under_way_stay_however_many_end() -> None:
    ends = [event for packet in range(2, 40) for event in (segment(packet), received(packet))]
    world = world_after(segment(1), *ends)
    assert list(world.packets) == [1, *range(40 - KEPT_PACKETS, 40)]


def test_a_packet_that_ends_twice_counts_once() -> None:
    world = world_after(segment(1), *[received(1)] * 20, segment(2), received(2))
    assert world.ended_packets == [1, 2]


def test_the_latest_finished_requests_stay() -> None:
    events: list[Event] = []
    for request in range(1, 101):
        events += [request_sent(request), RequestFinished(client="alice", outcome="ok", request=request)]
    world = world_after(connecting(), request_sent(1000), *events)
    assert list(world.requests) == [1000, *range(101 - KEPT_REQUESTS, 101)]
    assert world.finished_requests == 100


def test_the_latest_closed_connections_stay() -> None:
    events: list[Event] = []
    for connection in range(1, 61):
        events += [connecting(connection), *closed_by_both(connection)]
    world = world_after(connecting(1000), *events)
    assert list(world.connections) == [1000, *range(61 - KEPT_CONNECTIONS, 61)]


def closed_by_both(connection: int) -> list[Event]:
    kind = EVENT_KINDS["TcpStateChanged"]
    return [
        kind(host="client", old="FIN_WAIT2", new="TIME_WAIT", connection=connection),  # type: ignore[call-arg]
        kind(host="server", old="LAST_ACK", new="CLOSED", connection=connection),  # type: ignore[call-arg]
        ClientClosed(client="alice", connection=connection),
    ]


def test_a_snapshot_is_the_world() -> None:
    world = empty_world(sample_header())
    for event in sample_events():
        apply(world, event)
        assert thaw(freeze(world)) == world


def test_worlds_share_nothing() -> None:
    first, second = world_after(*sample_events()), empty_world(sample_header())
    assert second == empty_world(sample_header())
    thawed = thaw(freeze(first))
    apply(first, request_sent(7))
    assert thawed == world_after(*sample_events())


def test_counters_begin_at_zero_and_keep_their_names() -> None:
    assert empty_world(sample_header()).counters == dict.fromkeys(COUNTERS, 0)
    assert list(world_after(*sample_events()).counters) == list(COUNTERS)


@given(any_events(60))
def test_no_event_breaks_the_world(events: list[Event]) -> None:
    world = empty_world(sample_header())
    for event in events:
        apply(world, event)
    assert world.position == len(events)
    assert thaw(freeze(world)) == world


@given(any_events(20))
def test_no_event_breaks_a_world_in_the_middle_of_its_work(events: list[Event]) -> None:
    world = world_after(*sample_events()[:180])
    for event in [*events, *events, *stamped(sample_events()[180:])]:
        apply(world, event)
    assert thaw(freeze(world)) == world
    assert world.stage in STAGE_BY_ID
    assert len(world.ended_packets) <= KEPT_PACKETS
