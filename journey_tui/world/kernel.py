"""How the kernel's events change the world: softirq, IP, TCP, the listener's queues, the sockets' buffers."""

from journey_tui.trace.events import kernel as events
from journey_tui.world.counters import count_first_segment, count_ip_received, count_read, timed_out
from journey_tui.world.counters.ends import end_of
from journey_tui.world.crowd import (
    enter_connection,
    set_received,
    set_request,
    set_sent,
    set_server_state,
)
from journey_tui.world.hardware import go_back
from journey_tui.world.lookup import (
    connection_of,
    count,
    counts_for,
    cpu_of,
    end_connection_if_left,
    end_packet,
    packet_of,
    put_in,
    request_of,
    set_state,
    softirq_of,
    take_out,
    total,
)
from journey_tui.world.state import Connection, World

_LOOPBACK_QUEUE = -1
"""The per-CPU backlog's place among the polled queues (`softnet_data.backlog`)."""
_ENDS = frozenset({"FIN", "PSH"})
"""Flags that the last of several merged segments may add."""


# ── softirq and IP ──


def softirq_started(world: World, event: events.SoftirqStarted) -> None:
    """NET_RX runs on this core."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.running = True
        softirq.context = event.context
        softirq.budget = event.budget
        softirq.work = 0
    cpu = cpu_of(world, event)
    if cpu is not None:
        cpu.context = "softirq"
        cpu.softirqs += 1


def napi_polled(world: World, event: events.NapiPolled) -> None:
    """One queue is being polled."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.queue = event.queue
        softirq.weight = event.weight
        softirq.work = 0


def skb_built(world: World, event: events.SkbBuilt) -> None:
    """The packet is in the kernel's hands."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.packet = event.packet
        softirq.work += 1
        take_out(softirq.backlog, event.packet)


def segment_merged(world: World, event: events.SegmentMerged) -> None:
    """The packet is part of another one; that one has its bytes."""
    part = packet_of(world, event)
    whole = world.packets.get(event.into)
    if part is None or part is whole:
        return
    if whole is not None:
        whole.payload_bytes = total(whole.payload_bytes, part.payload_bytes)
        whole.length_bytes = total(whole.length_bytes, part.payload_bytes)
        added = _ENDS.intersection(part.flags).difference(whole.flags)
        whole.flags += tuple(flag for flag in part.flags if flag in added)
    end_packet(world, part)


def backlog_queued(world: World, event: events.BacklogQueued) -> None:
    """Loopback: the packet waits for this core's softirq."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        put_in(softirq.backlog, event.packet)
        put_in(softirq.poll_list, _LOOPBACK_QUEUE)


def napi_completed(world: World, event: events.NapiCompleted) -> None:
    """The poll function has returned."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.queue = None
        softirq.packet = None
        softirq.work = event.work
        if event.queue == _LOOPBACK_QUEUE and not softirq.backlog:
            take_out(softirq.poll_list, _LOOPBACK_QUEUE)


def time_squeezed(world: World, event: events.TimeSqueezed) -> None:
    """The softirq stopped with work left."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.time_squeeze += 1


def softirq_finished(world: World, event: events.SoftirqFinished) -> None:
    """NET_RX is over; a core that it had not interrupted goes back at once."""
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.running = False
        softirq.context = ""
        softirq.queue = None
        softirq.packet = None
        softirq.work = event.work
    cpu = cpu_of(world, event)
    if cpu is not None and not cpu.interrupted:
        go_back(cpu)


def ip_received(world: World, event: events.IpReceived) -> None:
    """The packet passes IP; `processed` counts where `__netif_receive_skb_core` does."""
    count_ip_received(world, event.length_bytes, event.segments)
    softirq = softirq_of(world, event)
    if softirq is not None:
        softirq.packet = event.packet
        softirq.processed += 1
        softirq.work += softirq.queue == _LOOPBACK_QUEUE  # a card's frames count when they leave the ring
        take_out(softirq.backlog, event.packet)


# ── TCP ──


def tcp_state_changed(world: World, event: events.TcpStateChanged) -> None:
    """One end of the connection is in another state."""
    _count_state_change(world, event)
    connection = connection_of(world, event)
    if connection is None:
        return
    if event.host == "client":
        connection.client_state = event.new
    else:
        set_server_state(world, connection, event.new)
    end_connection_if_left(world, connection, event.time_ns)


def _count_state_change(world: World, event: events.TcpStateChanged) -> None:
    """As `tcp_set_state` and `tcp_connect` count (net/ipv4, Linux 6.12)."""
    if not counts_for(world, event.host):
        return
    if event.new == "CLOSED" and event.old in {"ESTABLISHED", "CLOSE_WAIT"}:
        count(world, "TcpEstabResets")
    elif event.new == "SYN_SENT":
        count(world, "TcpActiveOpens")
    if event.timewait:
        count(world, "TcpExtTW")
        end = end_of(world, event, event.host)
        if end is not None:
            end.timewait = True


def time_wait_started(world: World, event: events.TimeWaitStarted) -> None:
    """One side keeps the address pair."""
    connection = connection_of(world, event)
    if connection is not None:
        connection.time_wait = event.host


def ack_delayed(world: World, event: events.AckDelayed) -> None:
    """Nothing that can be seen from outside the socket changes."""


def segment_out_of_order(world: World, event: events.SegmentOutOfOrder) -> None:
    """The segment waits for the ones before it; it counted itself when it came."""


def retransmission_timed_out(world: World, event: events.RetransmissionTimedOut) -> None:
    """As `tcp_retransmit_timer`, `tcp_write_timeout`, `tcp_syn_ack_timeout` count; segments count themselves."""
    if not counts_for(world, event.host):
        return
    count(world, "TcpExtTCPTimeouts")
    if event.what in {"syn", "data"}:
        count(world, "TcpExtTcpTimeoutRehash")
        if event.retries > 1:
            count(world, "TcpExtTCPLostRetransmit")
    if event.what == "data":
        timed_out(world, event, event.host)


# ── the listening socket ──


def socket_created(world: World, event: events.SocketCreated) -> None:
    """A socket without an address; a later one is not the listener once that one listens."""
    if world.listener.state not in {"listening", "bound"}:
        world.listener.state = "created"
        world.listener.fd = event.fd
        world.listener.protocol = event.protocol


def socket_bound(world: World, event: events.SocketBound) -> None:
    """The socket has its address."""
    if world.listener.state == "created" and event.fd in {None, world.listener.fd}:
        world.listener.state = "bound"
        world.listener.address = event.address


def listen_started(world: World, event: events.ListenStarted) -> None:
    """The socket has its two queues."""
    listener = world.listener
    listener.state = "listening"
    listener.address = event.address
    listener.backlog = event.backlog
    if event.fd is not None:
        listener.fd = event.fd


def syn_received(world: World, event: events.SynReceived) -> None:
    """A half-open connection."""
    _meet(world, event.connection, event.client, event.time_ns)
    put_in(world.listener.syn_queue, event.connection)


def handshake_completed(world: World, event: events.HandshakeCompleted) -> None:
    """A full connection that no process knows of (`tcp_create_openreq_child` counts it)."""
    _meet(world, event.connection, "", event.time_ns)
    take_out(world.listener.syn_queue, event.connection)
    put_in(world.listener.accept_queue, event.connection)
    count(world, "TcpPassiveOpens")
    count_first_segment(world, event)


def accept_queue_overflowed(world: World, event: events.AcceptQueueOverflowed) -> None:
    """Both of nstat's counters go up; only ListenDrops has other causes too."""
    world.listener.overflows += 1
    if event.cookie and event.cause == "syn":
        count(world, "TcpExtTCPReqQFullDoCookies")
    count(world, "TcpExtListenOverflows")
    count(world, "TcpExtListenDrops")


def connection_accepted(world: World, event: events.ConnectionAccepted) -> None:
    """The process has taken the connection."""
    _meet(world, event.connection, "", event.time_ns)
    take_out(world.listener.accept_queue, event.connection)
    world.listener.accepted += 1
    connection = connection_of(world, event)
    if connection is not None and event.fd is not None:
        connection.fd = event.fd


def _meet(world: World, number: int | None, local: str, time_ns: int) -> None:
    """A recording made on the server alone first shows a connection when its SYN comes."""
    if number is not None and number not in world.connections:
        address = world.listener.address
        connection = Connection(id=number, client="", local=local, remote=address, opened_ns=time_ns)
        enter_connection(world, connection)


# ── the connections' buffers ──


def data_queued(world: World, event: events.DataQueued) -> None:
    """Bytes wait for read()."""
    request = request_of(world, event)
    if request is not None and request.state == "sent":
        set_request(world, request, "received")
    connection = connection_of(world, event)
    if connection is None:
        return
    set_received(world, connection, event.queued_bytes)
    connection.receive_window = event.window_bytes
    connection.receive_capacity = event.capacity_bytes
    connection.received_total = total(connection.received_total, event.length_bytes)
    put_in(connection.receive_requests, event.request)


def fin_queued(world: World, event: events.FinQueued) -> None:
    """After the bytes that wait there is nothing more."""
    connection = connection_of(world, event)
    if connection is not None:
        set_received(world, connection, event.queued_bytes)
        connection.receive_eof = True


def data_read(world: World, event: events.DataRead) -> None:
    """The process has the bytes."""
    count_read(world, event, "server", event.length_bytes)
    connection = connection_of(world, event)
    if connection is not None:
        set_received(world, connection, event.queued_bytes)
        connection.receive_window = event.window_bytes
        if event.queued_bytes <= 0:
            connection.receive_requests.clear()


def data_written(world: World, event: events.DataWritten) -> None:
    """The answer's bytes have left net/http's buffers for the send queue."""
    request = request_of(world, event)
    if request is not None:
        request.connection_buffered = max(0, request.connection_buffered - event.length_bytes)
        set_state(world, request, "responding")
    connection = connection_of(world, event)
    if connection is not None:
        set_sent(world, connection, event.queued_bytes)
        connection.send_capacity = event.capacity_bytes
        connection.sent_total = total(connection.sent_total, event.length_bytes)


def send_buffer_full(world: World, event: events.SendBufferFull) -> None:
    """No room for more."""
    connection = connection_of(world, event)
    if connection is not None:
        set_sent(world, connection, event.queued_bytes)
        connection.send_capacity = event.capacity_bytes


def data_acknowledged(world: World, event: events.DataAcknowledged) -> None:
    """The client's TCP has the bytes: they leave the send queue."""
    connection = connection_of(world, event)
    if connection is not None:
        set_sent(world, connection, event.queued_bytes)
        connection.acked_total = total(connection.acked_total, event.length_bytes)
        connection.congestion_window = event.congestion_window
