"""Softirq, the listener's two queues, and the buffers of a connection."""

from journey_tui.trace import Event
from journey_tui.trace.events.hardware import NapiScheduled
from journey_tui.trace.events.kernel import (
    AcceptQueueOverflowed,
    BacklogQueued,
    ConnectionAccepted,
    DataAcknowledged,
    DataQueued,
    DataRead,
    DataWritten,
    FinQueued,
    HandshakeCompleted,
    IpReceived,
    ListenStarted,
    NapiCompleted,
    NapiPolled,
    SegmentMerged,
    SendBufferFull,
    SkbBuilt,
    SocketBound,
    SocketCreated,
    SoftirqFinished,
    SoftirqStarted,
    SynReceived,
    TcpStateChanged,
    TimeSqueezed,
    TimeWaitStarted,
)
from journey_tui.trace.events.outside import SegmentReceived
from tests.world.worlds import LOCAL, connecting, request_sent, segment, world_after

IP = IpReceived(source=LOCAL, destination="", ttl=64, length_bytes=40, packet=1, cpu=0)
SYN = SynReceived(client=LOCAL, syn_queue_length=1, connection=1)
HANDSHAKE = HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=1)


def queued(length: int, in_all: int, request: int = 1) -> Event:
    return DataQueued(
        length_bytes=length,
        queued_bytes=in_all,
        window_bytes=65_535 - in_all,
        capacity_bytes=131_072,
        connection=1,
        request=request,
    )


def read(length: int, left: int) -> Event:
    return DataRead(length_bytes=length, queued_bytes=left, window_bytes=65_535 - left, connection=1)


def test_the_softirq_carries_one_packet_up() -> None:
    events = (
        segment(),
        NapiScheduled(queue=0, cpu=0),
        SoftirqStarted(context="irq_exit", budget=300, cpu=0),
        NapiPolled(queue=0, weight=64, waiting=1, cpu=0),
        SkbBuilt(length_bytes=54, packet=1, cpu=0),
        IP,
    )
    softirq = world_after(*events).softirqs[0]
    assert (softirq.running, softirq.context, softirq.budget) == (True, "irq_exit", 300)
    assert (softirq.queue, softirq.weight, softirq.packet, softirq.processed) == (0, 64, 1, 1)
    ended = world_after(*events, NapiCompleted(queue=0, work=1, cpu=0), SoftirqFinished(work=1, cpu=0))
    softirq = ended.softirqs[0]
    assert (softirq.running, softirq.context, softirq.queue, softirq.packet) == (False, "", None, None)
    assert (softirq.work, softirq.poll_list) == (1, [0])  # until its interrupt is enabled again


def test_the_poll_counts_frames_of_the_ring_and_packets_of_the_backlog() -> None:
    started = SoftirqStarted(context="irq_exit", budget=300, cpu=0)
    built = SkbBuilt(length_bytes=54, packet=1, cpu=0)
    polled = NapiPolled(queue=0, weight=64, waiting=2, cpu=0)
    assert world_after(started, polled, built, built, IP).softirqs[0].work == 2
    backlog = NapiPolled(queue=-1, weight=64, waiting=1, cpu=0)
    assert world_after(started, backlog, IP).softirqs[0].work == 1


def test_a_merged_segment_is_gone_and_the_packet_that_it_joined_has_its_bytes() -> None:
    first, second = (
        segment(packet=1, payload=b"one"),
        segment(packet=2, payload=b"second", flags=("ACK", "PSH")),
    )
    merged = SegmentMerged(into=1, segments=2, length_bytes=61, packet=2, cpu=0)
    world = world_after(first, second, merged)
    whole = world.packets[1]
    assert (whole.payload_bytes, whole.flags[-1]) == (9, "PSH")
    assert whole.length_bytes - world_after(first).packets[1].length_bytes == 6
    assert world.ended_packets == [2]


def test_segments_that_join_themselves_or_what_is_not_there_change_nothing_else() -> None:
    for into, packet in ((1, 1), (1, None), (7, None)):
        merged = SegmentMerged(into=into, segments=2, length_bytes=61, packet=packet, cpu=0)
        world = world_after(segment(packet=1, payload=b"one"), merged)
        assert (world.packets[1].payload_bytes, world.ended_packets) == (3, [])


def test_a_merged_packet_is_one_for_ip_and_as_many_as_its_segments_for_ecn() -> None:
    counters = world_after(
        IpReceived(source=LOCAL, destination="", ttl=64, length_bytes=2948, segments=2)
    ).counters
    assert (counters["IpInReceives"], counters["IpExtInNoECTPkts"]) == (1, 2)


def test_a_softirq_inside_a_system_call_gives_its_core_back_at_once() -> None:
    started = SoftirqStarted(context="syscall", budget=300, cpu=0)
    assert world_after(started).cpus[0].context == "softirq"
    assert world_after(started, SoftirqFinished(work=1, cpu=0)).cpus[0].context == "idle"


def test_time_squeeze_counts_on_its_core() -> None:
    assert [softirq.time_squeeze for softirq in world_after(TimeSqueezed(work=300, cpu=1)).softirqs] == [0, 1]


def test_the_loopback_backlog_is_a_polled_queue_of_its_own() -> None:
    backlogged = BacklogQueued(length_bytes=54, queue_length=1, packet=1, cpu=0)
    softirq = world_after(segment(), backlogged).softirqs[0]
    assert (softirq.backlog, softirq.poll_list) == ([1], [-1])
    softirq = world_after(segment(), backlogged, IP, NapiCompleted(queue=-1, work=1, cpu=0)).softirqs[0]
    assert (softirq.backlog, softirq.poll_list) == ([], [])


def test_a_received_packet_waits_in_no_backlog() -> None:
    backlogged = BacklogQueued(length_bytes=54, queue_length=1, packet=1, cpu=1)
    received = SegmentReceived(
        host="client", flags=(), payload_bytes=0, matched="connection", state="ESTABLISHED", packet=1
    )
    assert world_after(segment(), backlogged, received).softirqs[1].backlog == []


def test_each_end_of_a_connection_has_its_state() -> None:
    connection = world_after(
        connecting(),
        TcpStateChanged(host="client", old="CLOSED", new="SYN_SENT", connection=1),
        TcpStateChanged(host="server", old="LISTEN", new="SYN_RECV", connection=1),
    ).connections[1]
    assert (connection.client_state, connection.server_state) == ("SYN_SENT", "SYN_RECV")


def test_a_connection_is_closed_when_both_sides_have_left_it() -> None:
    events = (
        connecting(),
        TcpStateChanged(host="client", old="CLOSED", new="ESTABLISHED", connection=1),
        TcpStateChanged(host="server", old="SYN_RECV", new="ESTABLISHED", connection=1),
        TcpStateChanged(host="server", old="FIN_WAIT2", new="TIME_WAIT", connection=1),
        TimeWaitStarted(host="server", duration_ns=60_000_000_000, connection=1),
    )
    half = world_after(*events).connections[1]
    assert (half.closed_ns, half.time_wait) == (None, "server")
    world = world_after(*events, TcpStateChanged(host="client", old="LAST_ACK", new="CLOSED", connection=1))
    assert world.connections[1].closed_ns == world.time_ns


def test_a_socket_becomes_the_listener() -> None:
    created = SocketCreated(protocol="MPTCP", fd=5)
    bound = SocketBound(address="0.0.0.0:3000", fd=5)
    listening = ListenStarted(address="0.0.0.0:3000", backlog=4096, fd=5)
    states = [
        world_after(*events).listener.state
        for events in ((created,), (created, bound), (created, bound, listening))
    ]
    assert states == ["created", "bound", "listening"]
    listener = world_after(created, bound, listening).listener
    assert (listener.fd, listener.protocol) == (5, "MPTCP")
    assert (listener.address, listener.backlog) == ("0.0.0.0:3000", 4096)


def test_another_socket_is_not_the_listener_once_that_one_listens() -> None:
    listening = ListenStarted(address="0.0.0.0:3000", backlog=4096, fd=5)
    listener = world_after(listening, SocketCreated(protocol="TCP", fd=9)).listener
    assert (listener.state, listener.fd) == ("listening", 5)


def test_a_connection_passes_both_queues_of_the_listener() -> None:
    events = (connecting(), SYN, HANDSHAKE, ConnectionAccepted(accept_queue_length=0, connection=1, fd=6))
    queues = [
        (world_after(*events[:count]).listener.syn_queue, world_after(*events[:count]).listener.accept_queue)
        for count in (2, 3, 4)
    ]
    assert queues == [([1], []), ([], [1]), ([], [])]
    world = world_after(*events)
    assert (world.listener.accepted, world.connections[1].fd) == (1, 6)
    assert world.counters["TcpPassiveOpens"] == 1


def test_the_accept_queue_keeps_the_order_of_arrival() -> None:
    events = [
        HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=number)
        for number in (3, 1, 2)
    ]
    assert world_after(*events).listener.accept_queue == [3, 1, 2]


def test_a_connection_that_was_not_seen_to_begin_is_met_at_its_syn() -> None:
    connection = world_after(SYN).connections[1]
    assert (connection.client, connection.local) == ("", LOCAL)


def test_an_overflow_counts_in_both_of_nstats_counters() -> None:
    world = world_after(AcceptQueueOverflowed(accept_queue_length=5, cause="syn", connection=1))
    assert world.listener.overflows == 1
    assert world.counters["TcpExtListenOverflows"] == world.counters["TcpExtListenDrops"] == 1


def test_bytes_wait_in_the_receive_queue_until_they_are_read() -> None:
    world = world_after(connecting(), request_sent(), queued(60, 60))
    connection = world.connections[1]
    assert (connection.receive_queued, connection.receive_window) == (60, 65_475)
    assert (connection.received_total, connection.receive_requests) == (60, [1])
    assert world.requests[1].state == "received"
    connection = world_after(connecting(), request_sent(), queued(60, 60), read(60, 0)).connections[1]
    assert (connection.receive_queued, connection.received_total) == (0, 60)
    assert connection.receive_requests == []


def test_requests_stay_in_the_queue_while_bytes_are_left() -> None:
    events = (connecting(), request_sent(1), request_sent(2), queued(60, 60, 1), queued(60, 120, 2))
    assert world_after(*events, read(80, 40)).connections[1].receive_requests == [1, 2]


def test_a_fin_is_the_end_behind_the_bytes() -> None:
    connection = world_after(
        connecting(), queued(60, 60), FinQueued(queued_bytes=60, connection=1)
    ).connections[1]
    assert (connection.receive_queued, connection.receive_eof) == (60, True)


def test_sent_bytes_stay_until_they_are_acknowledged() -> None:
    written = DataWritten(length_bytes=122, queued_bytes=122, capacity_bytes=16_384, connection=1, request=1)
    world = world_after(connecting(), request_sent(), written)
    connection = world.connections[1]
    assert (connection.send_queued, connection.sent_total, connection.acked_total) == (122, 122, 0)
    assert world.requests[1].state == "responding"
    acknowledged = DataAcknowledged(length_bytes=122, queued_bytes=0, congestion_window=11, connection=1)
    connection = world_after(connecting(), request_sent(), written, acknowledged).connections[1]
    assert (connection.send_queued, connection.sent_total, connection.acked_total) == (0, 122, 122)
    assert connection.congestion_window == 11


def test_a_full_send_buffer_shows_its_size() -> None:
    full = SendBufferFull(queued_bytes=87_040, capacity_bytes=87_040, connection=1)
    connection = world_after(connecting(), full).connections[1]
    assert (connection.send_queued, connection.send_capacity) == (87_040, 87_040)
