"""One host's TCP: finds the socket for a segment, tells what it changed, sends what it caused, keeps the timers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

import simpy

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import ConnectionRecord, Registry
from journey_tui.simulation.tcp.connection import LINEAR_SYN_TIMEOUTS, Received, TcpConnection
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.wire import TIMESTAMP_BYTES, SegmentWriter
from journey_tui.trace.events import Host
from journey_tui.trace.events.kernel import RetransmissionTimedOut, TcpStateChanged, TimeWaitStarted
from journey_tui.trace.events.outside import SegmentReceived

TIME_WAIT_NS = 60_000_000_000  # TCP_TIMEWAIT_LEN, include/net/tcp.h, Linux 6.12

MOST_RETRIES = 15  # net.ipv4.tcp_retries2


class Owner(Protocol):
    """Whoever is told when something has happened to a connection."""

    def changed(self, received: Received) -> None:
        """A segment changed it."""


@dataclass(slots=True)
class Endpoint:
    """One end of a connection in its host's table."""

    record: ConnectionRecord
    tcp: TcpConnection
    owner: Owner | None = None
    armed_ns: int | None = None
    told_time_wait: bool = field(default=False)


class InTimer:
    """The context of a timer: it takes time from no thread (the TIMER softirq is not modelled)."""

    cpu: int | None = None

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env

    def run(self, cost_ns: int) -> Process:
        """Let the time pass."""
        if cost_ns:
            yield self._env.timeout(cost_ns)


@dataclass(slots=True)
class Surroundings:
    """What both hosts share."""

    env: simpy.Environment
    recorder: Recorder
    registry: Registry
    costs: dict[str, int]
    rng: Random


class Stack:
    """A host's connections."""

    host: Host = "client"
    syn_retries: int = 6 + LINEAR_SYN_TIMEOUTS

    def __init__(
        self,
        around: Surroundings,
        writer: SegmentWriter,
        buffers: tuple[int, tuple[int, int, int]],
        transmit: Callable[[Packet, Context], Process],
    ) -> None:
        self.around = around
        self.writer = writer
        self.endpoints: dict[int, Endpoint] = {}
        self._receive_bytes, self._send_memory = buffers
        self._transmit = transmit

    # ── connections ──

    def new_connection(self, sequence: int | None = None) -> TcpConnection:
        """A closed connection with this host's sizes."""
        first = self.around.rng.randrange(1 << 32) if sequence is None else sequence
        mss = self.writer.mss - TIMESTAMP_BYTES
        return TcpConnection(first, mss, self.writer.first_window(), self._receive_bytes, self._send_memory)

    def add(self, record: ConnectionRecord, tcp: TcpConnection, owner: Owner | None = None) -> Endpoint:
        """Put a connection into the table."""
        endpoint = self.endpoints[record.id] = Endpoint(record, tcp, owner)
        return endpoint

    # ── segments in ──

    def receive(self, packet: Packet, context: Context) -> Process:
        """A packet has come up to TCP."""
        self.writer.saw(packet.sent)
        endpoint = self.endpoints.get(packet.connection)
        if endpoint is not None and endpoint.tcp.state == "CLOSED":
            endpoint = None
        yield from context.run(self.around.costs["tcp_receive" if packet.segment.length else "tcp_ack"])
        if endpoint is None:
            yield from self._to_nobody(packet, context)
            return
        self._tell_received(packet, "connection", endpoint.tcp.state)
        yield from self.deliver(endpoint, packet, context)

    def _to_nobody(self, packet: Packet, context: Context) -> Process:
        """No socket fits: RST (`tcp_v4_send_reset`)."""
        self._tell_received(packet, "none", "CLOSED")
        segment = packet.segment
        if segment.has("RST"):
            return
        answer = Segment(("ACK", "RST"), segment.acknowledgement, segment.sequence + segment.length, 0)
        yield from self.send(answer, self.around.registry.connections[packet.connection], context)

    def deliver(self, endpoint: Endpoint, packet: Packet, context: Context) -> Process:
        """Give a segment to its connection, tell what it changed, and answer."""
        received = endpoint.tcp.receive(packet.segment, self.around.recorder.now)
        self.tell(endpoint)
        self.tell_data(endpoint, packet, received)
        if endpoint.owner is not None:
            endpoint.owner.changed(received)
        yield from self.flush(endpoint, context)

    def tell_data(self, endpoint: Endpoint, packet: Packet, received: Received) -> None:
        """What the segment did to the buffers; the server tells more."""

    def _tell_received(self, packet: Packet, matched: str, state: str) -> None:
        self.around.recorder.emit(
            SegmentReceived(
                host=self.host,
                flags=packet.segment.flags,
                payload_bytes=len(packet.segment.payload),
                matched=matched,
                state=state,
                **packet.ids,
            )
        )

    # ── segments out ──

    def flush(self, endpoint: Endpoint, context: Context) -> Process:
        """Send what the connection has put into its outbox, and set its timer."""
        self.tell(endpoint)
        while endpoint.tcp.outbox:
            yield from self.send(endpoint.tcp.outbox.pop(0), endpoint.record, context)
        self._arm(endpoint)

    def send(self, segment: Segment, record: ConnectionRecord, context: Context) -> Process:
        """One segment: TCP's part, then the layers below."""
        yield from context.run(self.around.costs["tcp_transmit"])
        request = self._request_of(segment, record)
        number = self.around.registry.next_packet()
        sent = self.writer.write(segment, record, number, request, self.around.recorder.now)
        self.around.recorder.emit(sent)
        yield from self._transmit(Packet(number, segment, sent, record.id, request), context)

    def _request_of(self, segment: Segment, record: ConnectionRecord) -> int | None:
        return record.sending if segment.payload else None

    def tell(self, endpoint: Endpoint) -> None:
        """Tell the state changes that have not been told."""
        for old, new in endpoint.tcp.changes:
            self.around.recorder.emit(
                TcpStateChanged(host=self.host, old=old, new=new, connection=endpoint.record.id)
            )
            if new == "TIME_WAIT":
                self.around.recorder.emit(
                    TimeWaitStarted(host=self.host, duration_ns=TIME_WAIT_NS, connection=endpoint.record.id)
                )
        endpoint.tcp.changes.clear()

    # ── timers ──

    def _arm(self, endpoint: Endpoint) -> None:
        due = endpoint.tcp.due_ns
        if due is None or (endpoint.armed_ns is not None and endpoint.armed_ns <= due):
            return
        endpoint.armed_ns = due
        timer = self.around.env.timeout(max(due - self.around.recorder.now, 0))
        timer.callbacks.append(lambda _: self._timer_fired(endpoint, due))

    def _timer_fired(self, endpoint: Endpoint, due: int) -> None:
        if endpoint.armed_ns != due:
            return
        endpoint.armed_ns = None
        if endpoint.tcp.due_ns is not None:
            self.around.env.process(self._act(endpoint))

    def _act(self, endpoint: Endpoint) -> Process:
        tcp, now = endpoint.tcp, self.around.recorder.now
        if tcp.receiver.ack_due_ns is not None and tcp.receiver.ack_due_ns <= now:
            tcp.delayed_ack()
        if tcp.syn_retries >= self.syn_retries or tcp.sender.retries >= MOST_RETRIES:
            self._give_up(endpoint)
            return
        if tcp.syn_due_ns is not None and tcp.syn_due_ns <= now:
            self._tell_timeout(endpoint, 1_000_000_000, tcp.syn_retries + 1)
            tcp.repeat_syn(now)
        if tcp.sender.due_ns is not None and tcp.sender.due_ns <= now:
            self._tell_timeout(endpoint, tcp.sender.rto_ns, tcp.sender.retries + 1)
            tcp.retransmit(now)
        yield from self.flush(endpoint, InTimer(self.around.env))

    def _give_up(self, endpoint: Endpoint) -> None:
        """ETIMEDOUT: the connection is forgotten and its owner told."""
        endpoint.tcp.abandon()
        self.tell(endpoint)
        if endpoint.owner is not None:
            endpoint.owner.changed(Received(reset=True))

    def _tell_timeout(self, endpoint: Endpoint, timeout_ns: int, retries: int) -> None:
        self.around.recorder.emit(
            RetransmissionTimedOut(
                host=self.host, timeout_ns=timeout_ns, retries=retries, connection=endpoint.record.id
            )
        )

    @property
    def busy(self) -> bool:
        """Whether a timer will still cause something."""
        return any(endpoint.tcp.due_ns is not None for endpoint in self.endpoints.values())
