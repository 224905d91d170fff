"""Clients, requests and packets on the path."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ConnectFailed,
    PacketDropped,
    PacketForwarded,
    PacketQueuedAtHop,
    RequestFinished,
    ResponseDataReceived,
    SegmentReceived,
    SegmentSent,
)
from journey_tui.world import freeze, thaw
from journey_tui.world.lookup import LARGEST
from journey_tui.world.outside import packet_label
from tests.world.worlds import LOCAL, SERVER, connecting, request_sent, segment, world_after

QUEUED = PacketQueuedAtHop(hop="router", hop_index=0, direction="to_server", queue_length=1, packet=1)
FORWARDED = PacketForwarded(hop="router", hop_index=0, direction="to_server", ttl=63, packet=1)
FINISHED = RequestFinished(client="alice", outcome="ok", status=200, response_bytes=122, request=1)
RECEIVED = ResponseDataReceived(client="alice", length_bytes=100, total_bytes=100, request=1)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((), "waiting"),
        ((connecting(),), "connecting"),
        ((connecting(), ClientConnected(client="alice", duration_ns=1)), "connected"),
        ((connecting(), ConnectFailed(client="alice", outcome="refused", connection=1)), "failed"),
        ((connecting(), request_sent()), "sending"),
        ((connecting(), request_sent(), RECEIVED), "receiving"),
        ((connecting(), request_sent(), RECEIVED, FINISHED), "connected"),
        ((connecting(), ClientClosed(client="alice")), "closed"),
    ],
)
def test_a_client_is_in_the_state_of_its_last_event(events: tuple[Event, ...], state: str) -> None:
    assert world_after(*events).clients["alice"].state == state


def test_a_client_that_the_header_does_not_know_is_met() -> None:
    assert world_after(connecting(client="eve")).clients["eve"].connection == 1


def test_a_connection_begins_with_its_client() -> None:
    connection = world_after(connecting()).connections[1]
    assert (connection.client, connection.local, connection.remote) == ("alice", LOCAL, SERVER)
    assert (connection.client_state, connection.server_state) == ("CLOSED", "CLOSED")


def test_a_refused_connection_is_closed() -> None:
    world = world_after(connecting(), ConnectFailed(client="alice", outcome="refused", connection=1))
    assert world.connections[1].closed_ns == world.time_ns


def test_a_connection_counts_its_requests_and_knows_the_latest() -> None:
    connection = world_after(connecting(), request_sent(1), request_sent(2)).connections[1]
    assert (connection.request, connection.requests) == (2, 2)


def test_a_finished_request_has_its_outcome() -> None:
    world = world_after(connecting(), request_sent(), RECEIVED, FINISHED)
    request = world.requests[1]
    assert (request.outcome, request.state, request.status) == ("ok", "done", 200)
    assert (request.response_bytes, request.done_ns) == (122, world.time_ns)
    assert (world.clients["alice"].answered, world.clients["alice"].received_bytes) == (1, 100)


def test_a_failed_request_is_failed() -> None:
    world = world_after(
        connecting(), request_sent(), RequestFinished(client="alice", outcome="reset", request=1)
    )
    assert (world.requests[1].state, world.requests[1].status) == ("failed", None)
    assert (world.clients["alice"].answered, world.clients["alice"].failed) == (0, 1)


def test_a_request_that_was_never_sent_counts_as_finished() -> None:
    world = world_after(RequestFinished(client="bob", outcome="connect_timeout", request=9))
    assert (world.finished_requests, world.clients["bob"].failed, world.requests) == (1, 1, {})


@pytest.mark.parametrize(
    ("flags", "payload", "label"),
    [
        (("SYN",), b"", "SYN"),
        (("SYN", "ACK"), b"", "SYN-ACK"),
        (("ACK",), b"", "ACK"),
        (("ACK", "FIN"), b"", "FIN"),
        (("FIN",), b"", "FIN"),
        (("RST",), b"", "RST"),
        (("ACK", "RST"), b"", "RST"),
        (("ACK", "PSH"), b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", "GET /hello"),
        (("ACK", "PSH"), b"DELETE /a HTTP/1.1\r\n", "DELETE /a"),
        (("ACK", "PSH", "FIN"), b"GET / HTTP/1.1\r\n\r\n", "GET /"),
        (("ACK", "PSH"), b"HTTP/1.1 200 OK\r\nDate: x\r\n\r\nhello\n", "200 OK"),
        (("ACK", "PSH"), b"HTTP/1.1 404 Not Found\r\n\r\n", "404 Not Found"),
        (("ACK",), b"x" * 1448, "data 1448 B"),
        (("ACK",), b"hello world", "data 11 B"),
        (("ACK",), b"GET", "data 3 B"),
        (("ACK",), b"\xff\x00 \x1b", "data 4 B"),
        ((), b"", "ACK"),
    ],
)
def test_a_packet_is_called_by_what_it_carries(flags: tuple[str, ...], payload: bytes, label: str) -> None:
    assert packet_label(flags, payload) == label


def test_a_label_is_clean_and_short() -> None:
    label = packet_label(("ACK", "PSH"), b"GET /\x1b]0;x\x07\xe2\x80\xae" + b"a" * 500 + b" HTTP/1.1\r\n")
    assert label.isprintable()
    assert len(label) <= 24
    assert label.startswith("GET /]0;x")


@pytest.mark.parametrize(
    ("options", "length_bytes"),
    [
        ({}, 54),
        ({"timestamp_value": 1}, 66),
        ({"mss": 1460, "sack_permitted": True, "timestamp_value": 1, "window_scale": 7}, 74),
        ({"mss": 1460, "sack_permitted": True}, 62),
    ],
)
def test_a_segments_length_is_that_of_its_frame(options: dict[str, int], length_bytes: int) -> None:
    sent = SegmentSent(
        direction="to_server",
        source=LOCAL,
        destination=SERVER,
        flags=("SYN",),
        sequence_number=0,
        acknowledgement_number=0,
        window=0,
        packet=1,
        **options,  # type: ignore[arg-type]
    )
    assert world_after(sent).packets[1].length_bytes == length_bytes


def test_a_hop_holds_the_packet_until_its_link_has_carried_it() -> None:
    waiting = world_after(segment(), QUEUED)
    assert (waiting.hops[0].to_server, waiting.hops[0].to_client) == ([1], [])
    assert (waiting.packets[1].stage, waiting.packets[1].hop_index) == ("network", 0)
    carried = world_after(segment(), QUEUED, FORWARDED)
    assert (carried.hops[0].to_server, carried.hops[0].forwarded) == ([], 1)


def test_the_two_directions_of_a_hop_are_apart() -> None:
    back = PacketQueuedAtHop(hop="router", hop_index=0, direction="to_client", queue_length=1, packet=2)
    world = world_after(segment(1), QUEUED, segment(2, to_server=False), back)
    assert (world.hops[0].to_server, world.hops[0].to_client) == ([1], [2])


def test_a_packet_lost_on_the_path_leaves_its_hop_and_counts_there() -> None:
    world = world_after(segment(), QUEUED, PacketDropped(where="network", reason="loss", packet=1))
    assert (world.hops[0].to_server, world.hops[0].dropped, world.dropped_packets) == ([], 1, 1)
    assert world.ended_packets == [1]
    assert world.counters["rx_missed_errors"] == 0


def test_a_frame_without_a_descriptor_counts_as_missed() -> None:
    world = world_after(segment(), PacketDropped(where="nic", reason="no free descriptor", packet=1))
    assert (world.counters["rx_missed_errors"], world.rx_rings[0].dropped) == (1, 1)


@pytest.mark.parametrize("host", ["server", "client"])
def test_only_the_servers_segments_are_counted(host: str) -> None:
    to_server = host == "server"
    received = SegmentReceived(
        host="server" if to_server else "client",
        flags=("ACK",),
        payload_bytes=0,
        matched="connection",
        state="ESTABLISHED",
        packet=1,
    )
    counters = world_after(segment(to_server=to_server), received).counters
    assert counters["TcpInSegs"] == (1 if to_server else 0)
    assert counters["TcpOutSegs"] == (0 if to_server else 1)


@pytest.mark.parametrize(
    ("flags", "again", "out", "retransmitted", "resets"),
    [
        (("ACK",), False, 1, 0, 0),
        (("ACK", "PSH"), True, 0, 1, 0),
        (("SYN", "ACK"), True, 1, 1, 0),
        (("ACK", "RST"), False, 1, 0, 1),
    ],
)
def test_segments_count_as_linux_counts_them(
    flags: tuple[str, ...], again: bool, out: int, retransmitted: int, resets: int
) -> None:
    sent = SegmentSent(
        direction="to_client",
        source=SERVER,
        destination=LOCAL,
        flags=flags,
        sequence_number=0,
        acknowledgement_number=0,
        window=0,
        retransmission=again,
        packet=1,
    )
    counters = world_after(sent).counters
    assert (counters["TcpOutSegs"], counters["TcpRetransSegs"], counters["TcpOutRsts"]) == (
        out,
        retransmitted,
        resets,
    )


def test_sums_stop_where_a_snapshot_has_no_room() -> None:
    much = ResponseDataReceived(client="alice", length_bytes=LARGEST, total_bytes=LARGEST)
    less = ResponseDataReceived(client="bob", length_bytes=-5, total_bytes=0)
    world = world_after(much, much, much, less)
    assert world.clients["alice"].received_bytes == LARGEST
    assert world.clients["bob"].received_bytes == 0
    assert thaw(freeze(world)) == world
