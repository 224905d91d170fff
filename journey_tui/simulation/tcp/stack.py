"""One host's TCP: finds the socket for a segment, tells what it changed, sends what it caused, keeps the timers."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

import simpy

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import ConnectionRecord, Registry
from journey_tui.simulation.tcp.connection import Received, TcpConnection
from journey_tui.simulation.tcp.endpoint import Endpoint, Owner
from journey_tui.simulation.tcp.notes import event_of
from journey_tui.simulation.tcp.segment import Segment, reset_for
from journey_tui.simulation.tcp.sizes import Sizes
from journey_tui.simulation.tcp.timer_wheel import WIDEST, TimerWheel
from journey_tui.simulation.tcp.wire import SegmentWriter
from journey_tui.trace.events import Host
from journey_tui.trace.events.kernel import RetransmissionTimedOut, TcpStateChanged, TimeWaitStarted
from journey_tui.trace.events.limits import AckMerged
from journey_tui.trace.events.outside import SegmentReceived

TIME_WAIT_NS: Final = 60_000_000_000  # TCP_TIMEWAIT_LEN, include/net/tcp.h, Linux 6.12
FIN_TIMEOUT_NS: Final = 60_000_000_000  # TCP_FIN_TIMEOUT
_SPIN_NS: Final = 100
"""Illustrative: how long one look at a held lock takes."""

Action = Callable[[Context], Process]


@dataclass(slots=True)
class Surroundings:
    """What both hosts share."""

    env: simpy.Environment
    recorder: Recorder
    registry: Registry
    costs: dict[str, int]
    rng: Random
    activity: Activity


@dataclass(slots=True)
class Below:
    """What lies below a host's TCP."""

    transmit: Callable[[Packet, Context], Process]
    """Send a packet, in the caller's context."""
    defer: Callable[[int, Action], None]
    """Run a timer's work in a softirq of that core."""
    wheel: TimerWheel
    """When timers fire that are due."""
    many_machines: bool = False
    """Each connection is one of a machine of its own, whose clock ticks at its own phase."""


class Stack:
    """A host's connections."""

    host: Host = "client"

    def __init__(self, around: Surroundings, writer: SegmentWriter, sizes: Sizes, below: Below) -> None:
        self.around = around
        self.endpoints: dict[int, Endpoint] = {}
        self._writer = writer
        self._sizes = sizes
        self.below = below

    # ── connections ──

    def new_connection(self, kind: type[TcpConnection] = TcpConnection) -> TcpConnection:
        """A closed connection with this host's sizes."""
        return kind(self.around.rng.randrange(1 << 32), self._sizes)

    def add(self, record: ConnectionRecord, tcp: TcpConnection, owner: Owner | None = None) -> Endpoint:
        """Put a connection into the table."""
        endpoint = self.endpoints[record.id] = Endpoint(record, tcp, owner)
        if self.below.many_machines:
            endpoint.tick_phase_ns = self.around.rng.randrange(self.below.wheel.tick_ns * WIDEST)
        return endpoint

    def _forget(self, endpoint: Endpoint) -> None:
        self.endpoints.pop(endpoint.record.id, None)
        self._writer.forget(endpoint.record.id)

    # ── a program's hold on its socket ──

    def lock(self, endpoint: Endpoint, context: Context) -> Process:
        """A system call takes the socket (`lock_sock`)."""
        while endpoint.locked:
            yield from context.run(_SPIN_NS)
        endpoint.owned = True

    def flush_backlog(self, endpoint: Endpoint, context: Context) -> Process:
        """It handles what has come meanwhile (`__release_sock`)."""
        while endpoint.backlog:
            yield from self._process(endpoint, endpoint.backlog.popleft(), context)

    def release(self, endpoint: Endpoint, context: Context) -> Process:
        """It lets go; first it handles what has come meanwhile (`release_sock`)."""
        yield from self.flush_backlog(endpoint, context)
        if endpoint.timers_put_off:
            endpoint.timers_put_off = False
            yield from self._timers(endpoint, context)
        endpoint.owned = False

    def saw(self, packet: Packet) -> int | None:
        """A segment of a handshake: remember its timestamp; answers how old the one is that it echoes."""
        self._writer.saw(packet.sent)
        return self._writer.echo_ns(packet.sent, self.around.recorder.now)

    # ── segments in ──

    def receive(self, packet: Packet, context: Context) -> Process:
        """A packet has come up to TCP."""
        endpoint = self.endpoints.get(packet.connection)
        if endpoint is None:
            yield from self.to_nobody(packet, context)
        else:
            yield from self._to_connection(endpoint, packet, context)

    def _to_connection(self, endpoint: Endpoint, packet: Packet, context: Context) -> Process:
        state = endpoint.tcp.state
        self.tell_received(packet, "time_wait" if state == "TIME_WAIT" else "connection", state, context)
        endpoint.cpu = context.cpu or 0
        while endpoint.in_softirq:
            yield from context.run(_SPIN_NS)
        if endpoint.owned:
            self._put_off(endpoint, packet)
            return
        endpoint.in_softirq = True
        yield from self._process(endpoint, packet, context)
        endpoint.in_softirq = False

    def _put_off(self, endpoint: Endpoint, packet: Packet) -> None:
        if endpoint.put_off(packet):
            self.around.recorder.emit(
                AckMerged(host=self.host, connection=endpoint.record.id, packet=packet.sent.packet)
            )

    def _process(self, endpoint: Endpoint, packet: Packet, context: Context) -> Process:
        costs = self.around.costs
        yield from context.run(costs["tcp_receive" if packet.segment.length else "tcp_ack"])
        yield from self.deliver(endpoint, packet, context)

    def deliver(self, endpoint: Endpoint, packet: Packet, context: Context) -> Process:
        """Give a segment to its connection, tell what it changed, and answer."""
        now, tcp = self.around.recorder.now, endpoint.tcp
        if tcp.state == "SYN_SENT" or tcp.receiver.expects(packet.segment.sequence):
            self._writer.saw(packet.sent)
        received = tcp.receive(packet.segment, now, self._writer.echo_ns(packet.sent, now))
        self.tell_data(endpoint, packet, received, context)
        self.tell(endpoint)
        if endpoint.owner is not None:
            endpoint.owner.changed(received)
        yield from self.flush(endpoint, context)

    def to_nobody(self, packet: Packet, context: Context) -> Process:
        """No socket: RST, unless it is one itself."""
        self.tell_received(packet, "none", "CLOSED", context)
        if not packet.segment.has("RST"):
            yield from self.reset_for(packet, context)

    def reset_for(self, packet: Packet, context: Context) -> Process:
        """RST for a segment that has no business here (`tcp_v4_send_reset`)."""
        yield from self.send(reset_for(packet.segment), packet.record, context)

    def tell_data(self, endpoint: Endpoint, packet: Packet, received: Received, context: Context) -> None:
        """What the segment did to the buffers; the server tells more."""

    def tell_received(self, packet: Packet, matched: str, state: str, context: Context) -> None:
        """The packet's journey ends here."""
        packet.end()
        self.around.recorder.emit(
            SegmentReceived(
                host=self.host,
                flags=packet.segment.flags,
                payload_bytes=len(packet.segment.payload),
                matched=matched,
                state=state,
                segments=len(packet.segment.parts),
                cpu=context.cpu,
                **packet.ids,
            )
        )

    # ── segments out ──

    def flush(self, endpoint: Endpoint, context: Context) -> Process:
        """Send what the connection has put into its outbox, and set its timer."""
        self.tell(endpoint)
        outbox = endpoint.tcp.outbox
        while outbox:
            yield from self.send(outbox.pop(0), endpoint.record, context)
        self._arm(endpoint)

    def send(self, segment: Segment, record: ConnectionRecord, context: Context) -> Process:
        """One segment: TCP's part, then the layers below."""
        around = self.around
        yield from context.run(around.costs["tcp_transmit"])
        sent = self._writer.write(segment, record, around.registry.next_packet(), around.recorder.now)
        around.recorder.emit(sent)
        yield from self.below.transmit(Packet(sent, segment, record, around.activity), context)

    def tell(self, endpoint: Endpoint) -> None:
        """Tell the state changes, and what else has not been told."""
        changes, notes = endpoint.tcp.changes, endpoint.tcp.notes
        while notes:
            self.around.recorder.emit(event_of(notes.pop(0), self.host, endpoint.record.id))
        while changes:
            old, new, shrinks = changes.pop(0)
            connection = endpoint.record.id
            self.around.recorder.emit(
                TcpStateChanged(host=self.host, old=old, new=new, timewait=shrinks, connection=connection)
            )
            if new == "TIME_WAIT":
                self.around.recorder.emit(
                    TimeWaitStarted(host=self.host, duration_ns=TIME_WAIT_NS, connection=connection)
                )
                self._end_later(endpoint, new, TIME_WAIT_NS)
            elif new == "FIN_WAIT2" and endpoint.tcp.orphan:
                self._end_later(endpoint, new, FIN_TIMEOUT_NS)
            elif new == "CLOSED":
                self._forget(endpoint)

    def _end_later(self, endpoint: Endpoint, state: str, delay_ns: int) -> None:
        """Nobody waits for this: it keeps no run going."""

        def end(_: object) -> None:
            if endpoint.tcp.state == state:
                endpoint.tcp.fail("")
                self.tell(endpoint)

        self.around.env.timeout(delay_ns).callbacks.append(end)

    # ── timers ──

    def _arm(self, endpoint: Endpoint) -> None:
        due = endpoint.tcp.due_ns
        if (due is not None) != endpoint.counted:
            endpoint.counted = due is not None
            (self.around.activity.begin if endpoint.counted else self.around.activity.end)()
        if due is None:
            return
        now = self.around.recorder.now
        if due != endpoint.due_ns:
            endpoint.due_ns = due
            endpoint.fires_ns = self.below.wheel.fires_ns(now, due, endpoint.tick_phase_ns)
        fires = endpoint.fires_ns
        if endpoint.armed_ns is not None and endpoint.armed_ns <= fires:
            return
        endpoint.armed_ns = fires
        timer = self.around.env.timeout(max(fires - now, 0))
        timer.callbacks.append(lambda _: self._fired(endpoint, fires))

    def _fired(self, endpoint: Endpoint, armed_ns: int) -> None:
        if endpoint.armed_ns != armed_ns:
            return
        endpoint.armed_ns = None
        due = endpoint.tcp.due_ns
        if due is not None and due == endpoint.due_ns and endpoint.fires_ns <= self.around.recorder.now:
            self.below.defer(endpoint.cpu, lambda context: self._timer_softirq(endpoint, context))
        else:
            self._arm(endpoint)

    def _timer_softirq(self, endpoint: Endpoint, context: Context) -> Process:
        while endpoint.in_softirq:
            yield from context.run(_SPIN_NS)
        if endpoint.owned:
            endpoint.timers_put_off = True
            return
        endpoint.in_softirq = True
        yield from self._timers(endpoint, context)
        endpoint.in_softirq = False

    def _timers(self, endpoint: Endpoint, context: Context) -> Process:
        repeated = endpoint.tcp.timers(self.around.recorder.now)
        if repeated is not None:
            what = "syn" if endpoint.tcp.state == "SYN_SENT" else "data"
            self.tell_timeout(endpoint.record, *repeated, what)
        if endpoint.tcp.state == "CLOSED" and endpoint.owner is not None:
            self.tell(endpoint)
            endpoint.owner.changed(Received(failed=True))
        yield from self.flush(endpoint, context)

    def tell_timeout(
        self, record: ConnectionRecord, timeout_ns: int, retries: int, what: str = "data"
    ) -> None:
        """No ACK came in time, and something is sent again."""
        self.around.recorder.emit(
            RetransmissionTimedOut(
                host=self.host, timeout_ns=timeout_ns, retries=retries, what=what, connection=record.id
            )
        )
