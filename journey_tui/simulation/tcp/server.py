"""The server's TCP: a listening socket with its two queues, and connections whose buffers are told."""

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import Received, TcpConnection
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.stack import Endpoint, InTimer, Stack
from journey_tui.trace.events import Host, kernel
from journey_tui.trace.events.outside import PacketDropped

_SYN_ACK_TIMEOUT_NS = 1_000_000_000  # TCP_TIMEOUT_INIT; doubles with each retry (reqsk_timer_handler)


class Readiness(Protocol):
    """The file of a socket: told when its readiness may have changed."""

    def became_ready(self, *events: str) -> None:
        """Say what it became ready for."""


@dataclass(slots=True)
class HalfOpen:
    """A request_sock: the SYN came, the final ACK has not."""

    record: ConnectionRecord
    tcp: TcpConnection
    """Made from the final ACK in Linux; here it keeps the numbers until then."""
    peer_sequence: int
    retries: int = 0
    done: bool = False


class Listener:
    """A listening socket."""

    def __init__(self, backlog: int, retries: int, file: Readiness) -> None:
        self.backlog = backlog
        self.retries = retries
        self.file = file
        self.syn_queue: dict[int, HalfOpen] = {}
        self.accept_queue: deque[Endpoint] = deque()

    @property
    def accept_queue_full(self) -> bool:
        """`sk_acceptq_is_full`: more than the backlog, so that backlog N holds N + 1 (include/net/sock.h)."""
        return len(self.accept_queue) > self.backlog

    @property
    def syn_queue_full(self) -> bool:
        """`inet_csk_reqsk_queue_is_full`, Linux 6.12: more than the backlog."""
        return len(self.syn_queue) > self.backlog


class ServerStack(Stack):
    """The server machine's TCP."""

    host: Host = "server"
    listener: Listener | None = None

    def receive(self, packet: Packet, context: Context) -> Process:
        """A packet from the ring or the backlog: IP, then the socket that it is for."""
        costs, recorder = self.around.costs, self.around.recorder
        self.writer.saw(packet.sent)
        yield from context.run(costs["ip_receive"])
        recorder.emit(
            kernel.IpReceived(
                source=packet.sent.source,
                destination=packet.sent.destination,
                ttl=packet.ttl,
                length_bytes=packet.length_bytes - 14,
                cpu=context.cpu,
                **packet.ids,
            )
        )
        endpoint = self.endpoints.get(packet.connection)
        half_open = self.listener.syn_queue.get(packet.connection) if self.listener else None
        if endpoint is not None and endpoint.tcp.state != "CLOSED":
            yield from self._to_connection(endpoint, packet, context)
        elif half_open is not None:
            yield from self._to_half_open(half_open, packet, context)
        elif packet.segment.has("SYN") and self.listener is not None:
            yield from self._to_listener(self.listener, packet, context)
        else:
            yield from self._to_nobody(packet, context)

    def _to_connection(self, endpoint: Endpoint, packet: Packet, context: Context) -> Process:
        state = endpoint.tcp.state
        yield from context.run(self.around.costs["tcp_receive" if packet.segment.length else "tcp_ack"])
        self._tell_received(packet, "time_wait" if state == "TIME_WAIT" else "connection", state)
        yield from self.deliver(endpoint, packet, context)

    def _to_listener(self, listener: Listener, packet: Packet, context: Context) -> Process:
        recorder, record = self.around.recorder, self.around.registry.connections[packet.connection]
        self._tell_received(packet, "listener", "LISTEN")
        yield from context.run(self.around.costs["syn_receive"])
        if listener.syn_queue_full:
            recorder.emit(PacketDropped(where="socket", reason="the SYN queue is full", **packet.ids))
            return
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "syn")
            return
        half_open = HalfOpen(record, self.new_connection(), packet.segment.sequence)
        listener.syn_queue[record.id] = half_open
        recorder.emit(
            kernel.SynReceived(
                client=record.client, syn_queue_length=len(listener.syn_queue), cpu=context.cpu, **packet.ids
            )
        )
        recorder.emit(
            kernel.TcpStateChanged(host="server", old="LISTEN", new="SYN_RECV", connection=record.id)
        )
        yield from self._send_syn_ack(half_open, context)

    def _send_syn_ack(self, half_open: HalfOpen, context: Context, again: bool = False) -> Process:
        sequence = half_open.tcp.initial_sequence
        window = half_open.tcp.receiver.window
        answer = Segment(("SYN", "ACK"), sequence, half_open.peer_sequence + 1, window, b"", again)
        timer = self.around.env.timeout(_SYN_ACK_TIMEOUT_NS << half_open.retries)
        timer.callbacks.append(lambda _: self._syn_ack_timer(half_open))
        yield from self.send(answer, half_open.record, context)

    def _syn_ack_timer(self, half_open: HalfOpen) -> None:
        listener = self.listener
        if half_open.done or listener is None:
            return
        half_open.retries += 1
        if half_open.retries > listener.retries:
            listener.syn_queue.pop(half_open.record.id, None)
            half_open.done = True
            return
        self._tell_timeout(
            Endpoint(half_open.record, half_open.tcp),
            _SYN_ACK_TIMEOUT_NS << (half_open.retries - 1),
            half_open.retries,
        )
        self.around.env.process(self._send_syn_ack(half_open, InTimer(self.around.env), again=True))

    def _to_half_open(self, half_open: HalfOpen, packet: Packet, context: Context) -> Process:
        listener = self.listener
        assert listener is not None
        self._tell_received(packet, "request", "SYN_RECV")
        if packet.segment.has("SYN"):
            yield from self._send_syn_ack(half_open, context, again=True)
            return
        if packet.segment.has("RST"):
            listener.syn_queue.pop(half_open.record.id)
            half_open.done = True
            return
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "ack")
            return
        yield from context.run(self.around.costs["handshake_complete"])
        endpoint = self._complete(listener, half_open, packet, context)
        listener.file.became_ready("EPOLLIN")
        if packet.segment.payload or packet.segment.has("FIN"):
            yield from self.deliver(endpoint, packet, context)

    def _complete(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Endpoint:
        half_open.done = True
        del listener.syn_queue[half_open.record.id]
        half_open.tcp.accepted(packet.segment.sequence, packet.segment.window)
        endpoint = self.add(half_open.record, half_open.tcp)
        listener.accept_queue.append(endpoint)
        self.around.recorder.emit(
            kernel.HandshakeCompleted(
                accept_queue_length=len(listener.accept_queue),
                syn_queue_length=len(listener.syn_queue),
                cpu=context.cpu,
                **packet.ids,
            )
        )
        self.tell(endpoint)
        return endpoint

    def _tell_overflow(self, listener: Listener, packet: Packet, cause: str) -> None:
        self.around.recorder.emit(
            kernel.AcceptQueueOverflowed(
                accept_queue_length=len(listener.accept_queue), cause=cause, **packet.ids
            )
        )

    def tell_data(self, endpoint: Endpoint, packet: Packet, received: Received) -> None:
        """What the segment did to the send and receive buffers."""
        emit, sender, receiver = self.around.recorder.emit, endpoint.tcp.sender, endpoint.tcp.receiver
        if received.acknowledged_bytes:
            emit(
                kernel.DataAcknowledged(
                    length_bytes=received.acknowledged_bytes,
                    queued_bytes=len(sender.queue),
                    congestion_window=sender.cwnd,
                    packet=packet.id,
                    connection=packet.connection,
                    request=endpoint.record.serving,
                )
            )
        if received.too_early:
            emit(
                kernel.SegmentOutOfOrder(
                    length_bytes=len(packet.segment.payload),
                    expected=receiver.next % (1 << 32),
                    received=packet.segment.sequence % (1 << 32),
                    **packet.ids,
                )
            )
        if received.data_bytes:
            emit(
                kernel.DataQueued(
                    length_bytes=received.data_bytes,
                    queued_bytes=len(receiver.queue),
                    window_bytes=receiver.window,
                    capacity_bytes=receiver.capacity_bytes,
                    **packet.ids,
                )
            )
        if received.fin:
            emit(kernel.FinQueued(queued_bytes=len(receiver.queue), **packet.ids))
        if receiver.ack_due_ns is not None and received.data_bytes:
            emit(kernel.AckDelayed(until_ns=receiver.ack_due_ns, **packet.ids))

    def _request_of(self, segment: Segment, record: ConnectionRecord) -> int | None:
        return record.serving if segment.payload else None

    @property
    def busy(self) -> bool:
        """Whether a timer will still cause something."""
        return super().busy or bool(self.listener and self.listener.syn_queue)
