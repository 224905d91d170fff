"""How events outside the server change the world: clients, their requests, and packets on the path."""

from typing import Final

from journey_tui.text import clean_line
from journey_tui.trace.events import outside as events
from journey_tui.world.counters import count_read, count_received, count_sent
from journey_tui.world.crowd import enter_connection, enter_request, set_client, set_request
from journey_tui.world.lookup import (
    client_of,
    connection_of,
    count,
    counts_for,
    end_connection_if_left,
    end_packet,
    end_request,
    packet_of,
    put_in,
    request_of,
    softirq_of,
    take_out,
    total,
)
from journey_tui.world.state import Connection, Hop, Packet, Request, World

_LONGEST_LABEL: Final = 24
_LONGEST_TEXT: Final = 200
_LABEL_BYTES: Final = 256
"""How far into a payload its first line is looked for."""
_METHODS: Final = frozenset(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])

_ETHERNET_BYTES: Final = 14
_ETHERNET_IP_TCP_BYTES: Final = _ETHERNET_BYTES + 20 + 20


def client_connecting(world: World, event: events.ClientConnecting) -> None:
    """The client process has a connection under way."""
    client = client_of(world, event.client)
    set_client(world, client, "connecting")
    client.connection = event.connection
    if event.connection is not None:
        connection = Connection(
            id=event.connection,
            client=event.client,
            local=event.local,
            remote=event.remote,
            opened_ns=event.time_ns,
        )
        enter_connection(world, connection)
        take_out(world.closed_connections, event.connection)


def client_connected(world: World, event: events.ClientConnected) -> None:
    """connect() has returned."""
    set_client(world, client_of(world, event.client), "connected")


def connect_failed(world: World, event: events.ConnectFailed) -> None:
    """The client has no connection; what the server still holds of it stays."""
    set_client(world, client_of(world, event.client), "failed")
    if event.outcome == "refused" and counts_for(world, "client"):
        count(world, "TcpAttemptFails")
    connection = connection_of(world, event)
    if connection is not None:
        connection.client_state = "CLOSED"
        end_connection_if_left(world, connection, event.time_ns)


def request_sent(world: World, event: events.RequestSent) -> None:
    """A request begins."""
    client = client_of(world, event.client)
    set_client(world, client, "sending")
    client.request = event.request
    if event.request is None:
        return
    request = Request(
        id=event.request,
        client=event.client,
        connection=event.connection,
        method=clean_line(event.method, _LONGEST_TEXT),
        target=clean_line(event.target, _LONGEST_TEXT),
        host=clean_line(event.host, _LONGEST_TEXT),
        length_bytes=event.length_bytes,
        sent_ns=event.time_ns,
        stage_since_ns=event.time_ns,
    )
    enter_request(world, request)
    take_out(world.ended_requests, event.request)
    connection = connection_of(world, event)
    if connection is not None:
        connection.request = event.request
        connection.requests += 1


def response_data_received(world: World, event: events.ResponseDataReceived) -> None:
    """Part of an answer is with the client."""
    count_read(world, event, "client", event.length_bytes)
    client = client_of(world, event.client)
    set_client(world, client, "receiving")
    client.received_bytes = total(client.received_bytes, event.length_bytes)
    connection = connection_of(world, event)
    if connection is not None:
        connection.client_read = total(connection.client_read, event.length_bytes)
    request = request_of(world, event)
    if request is not None:
        request.response_bytes = event.total_bytes


def request_finished(world: World, event: events.RequestFinished) -> None:
    """The client has its answer, or none."""
    client = client_of(world, event.client)
    answered = event.outcome == "ok"
    set_client(world, client, "connected" if answered else "failed")
    if answered:
        client.answered += 1
    else:
        client.failed += 1
    world.finished_requests += 1
    request = request_of(world, event)
    if request is None:
        return
    request.outcome = event.outcome
    set_request(world, request, "done" if answered else "failed")
    request.response_bytes = event.response_bytes
    if event.status is not None:
        request.status = event.status
    end_request(world, request, event.time_ns)


def client_closed(world: World, event: events.ClientClosed) -> None:
    """The client's process has let go of its socket; TCP's own states follow by themselves."""
    set_client(world, client_of(world, event.client), "closed")


# ── packets ──


def segment_sent(world: World, event: events.SegmentSent) -> None:
    """A packet begins."""
    length_bytes = _ETHERNET_IP_TCP_BYTES + _option_bytes(event) + len(event.payload)
    count_sent(world, event, length_bytes - _ETHERNET_BYTES)
    if event.packet is None:
        return
    world.packets[event.packet] = Packet(
        id=event.packet,
        connection=event.connection,
        request=event.request,
        direction=event.direction,
        label=packet_label(event.flags, event.payload),
        flags=event.flags,
        source=event.source,
        destination=event.destination,
        sequence_number=event.sequence_number,
        acknowledgement_number=event.acknowledgement_number,
        window=event.window,
        payload_bytes=len(event.payload),
        length_bytes=length_bytes,
        retransmission=event.retransmission,
        sack_blocks=event.sack_blocks,
    )
    take_out(world.ended_packets, event.packet)
    connection = connection_of(world, event)
    if connection is not None and event.direction == "to_client" and {"SYN", "ACK"} <= set(event.flags):
        connection.receive_window = event.window  # never scaled in a SYN (RFC 7323, section 2.2)


def packet_label(flags: tuple[str, ...], payload: bytes) -> str:
    """What a viewer calls a segment: `SYN-ACK`, `GET /hello`, `200 OK`, `data 1448 B`; cleaned and short."""
    if "SYN" in flags:
        return "SYN-ACK" if "ACK" in flags else "SYN"
    if "RST" in flags:
        return "RST"
    if payload:
        return _payload_label(payload)
    return "FIN" if "FIN" in flags else "ACK"


def _payload_label(payload: bytes) -> str:
    words = payload[:_LABEL_BYTES].split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    if len(words) > 1 and words[0] in _METHODS:
        return clean_line(f"{words[0]} {words[1]}", _LONGEST_LABEL)
    if len(words) > 1 and words[0].startswith("HTTP/"):
        return clean_line(" ".join(words[1:]), _LONGEST_LABEL)
    return f"data {len(payload)} B"


def _option_bytes(event: events.SegmentSent) -> int:
    """TCP options as Linux lays them out (`tcp_options_write`): padded to words, SACK-permitted beside timestamps."""
    timestamps = event.timestamp_value is not None
    words = (event.mss is not None) + 3 * timestamps + (event.window_scale is not None)
    blocks = 1 + 2 * len(event.sack_blocks) if event.sack_blocks else 0
    return 4 * (words + (event.sack_permitted and not timestamps) + blocks)


def segment_received(world: World, event: events.SegmentReceived) -> None:
    """A packet's journey ends at a host's TCP."""
    count_received(world, event)
    packet = packet_of(world, event)
    if packet is not None:
        _leave(world, packet)


def packet_queued_at_hop(world: World, event: events.PacketQueuedAtHop) -> None:
    """A hop holds the packet for its outgoing link."""
    packet = packet_of(world, event)
    if packet is not None:
        _leave_links(world, packet)
        packet.hop_index = event.hop_index
    hop = _hop(world, event.hop_index)
    if hop is not None:
        put_in(hop.to_server if event.direction == "to_server" else hop.to_client, event.packet)


def packet_forwarded(world: World, event: events.PacketForwarded) -> None:
    """The hop's link has carried the packet."""
    hop = _hop(world, event.hop_index)
    if hop is not None:
        take_out(hop.to_server if event.direction == "to_server" else hop.to_client, event.packet)
        hop.forwarded += 1


def packet_dropped(world: World, event: events.PacketDropped) -> None:
    """A packet is lost: it leaves whatever held it, and the place counts it as a host would."""
    world.dropped_packets += 1
    packet = packet_of(world, event)
    _count_loss(world, event, packet)
    if packet is not None:
        _leave_rings(world, packet)
        _leave(world, packet)


def _count_loss(world: World, event: events.PacketDropped, packet: Packet | None) -> None:
    if event.where == "network":
        hop = _hop(world, packet.hop_index or 0) if packet is not None else None
        if hop is not None:
            hop.dropped += 1
    elif event.where in {"nic", "dma"}:
        count(world, "rx_missed_errors")
        if 0 <= event.queue < len(world.rx_rings):
            world.rx_rings[event.queue].dropped += 1
    elif event.where == "kernel":
        softirq = softirq_of(world, event)
        if softirq is not None:
            softirq.dropped += 1


def _leave_rings(world: World, packet: Packet) -> None:
    for ring in world.rx_rings:
        for slots in (ring.writing, ring.filled):
            for slot in [slot for slot, held in slots.items() if held == packet.id]:
                del slots[slot]


def _leave(world: World, packet: Packet) -> None:
    """Whatever held the packet on its way holds it no longer."""
    _leave_links(world, packet)
    for softirq in world.softirqs:
        if softirq.backlog:
            take_out(softirq.backlog, packet.id)
    end_packet(world, packet)


def _leave_links(world: World, packet: Packet) -> None:
    hop = _hop(world, packet.hop_index) if packet.hop_index is not None else None
    if hop is not None:
        take_out(hop.to_server, packet.id)
        take_out(hop.to_client, packet.id)


def _hop(world: World, index: int) -> Hop | None:
    return world.hops[index] if 0 <= index < len(world.hops) else None
