"""The server's half of the handshake: SYN queue, SYN cookies, accept queue. All of it in softirqs; no process takes part.

The tests stand in the kernel's order (`tcp_conn_request`, net/ipv4/tcp_input.c, and `tcp_check_req`,
net/ipv4/tcp_minisocks.c, Linux 6.12): a SYN meets the SYN queue first and the accept queue second; the final ACK meets
the accept queue alone, and where that is full it is ignored, unless tcp_abort_on_overflow asks for RST.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.tcp.endpoint import Endpoint
from journey_tui.simulation.tcp.listener import HalfOpen, Listener
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events import kernel, limits

if TYPE_CHECKING:
    from journey_tui.simulation.tcp.server import ServerStack


class Handshakes:
    """What the server's TCP does between a SYN and a whole connection."""

    def __init__(self, stack: "ServerStack") -> None:
        self._stack = stack
        self._around = stack.around
        self._emit: Callable[..., None] = stack.around.recorder.emit

    # ── the SYN ──

    def syn(self, listener: Listener, packet: Packet, context: Context) -> Process:
        """`tcp_conn_request`."""
        self._stack.tell_received(packet, "listener", "LISTEN", context)
        yield from context.run(self._around.costs["syn_receive"])
        cookie = listener.syn_queue_full
        if cookie and not listener.settings.syncookies:
            self._drop_syn(listener, packet, "syn_queue_full", context)
            return
        if cookie:
            listener.overflowed_ns = self._around.recorder.now
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "syn", context, cookie=cookie)
            return
        if listener.keeps_rest_for_proven_peers:
            self._drop_syn(listener, packet, "reserved", context)
            return
        self._stack.saw(packet)
        half_open = HalfOpen(
            packet.record,
            self._stack.new_connection(),
            packet.segment.sequence,
            self._around.recorder.now,
            cookie=cookie,
            cpu=context.cpu or 0,
        )
        self._remember(listener, half_open, packet, context)
        yield from self._send_syn_ack(half_open, context)

    def _drop_syn(self, listener: Listener, packet: Packet, reason: str, context: Context) -> None:
        length = len(listener.syn_queue)
        self._emit(limits.SynDropped(reason=reason, syn_queue_length=length, cpu=context.cpu, **packet.ids))

    def _remember(self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context) -> None:
        record, length = half_open.record, len(listener.syn_queue)
        if half_open.cookie:
            listener.cookies[record.id] = half_open
            self._emit(limits.SynCookieSent(syn_queue_length=length, cpu=context.cpu, **packet.ids))
            return
        listener.begin_handshake(half_open)
        self._around.activity.begin()
        half_open.finished = self._around.activity.end
        self._emit(
            kernel.SynReceived(
                client=record.client, syn_queue_length=length + 1, cpu=context.cpu, **packet.ids
            )
        )
        self._tell_state(half_open, "LISTEN", "SYN_RECV")
        self._wait_for_ack(listener, half_open)

    def _send_syn_ack(self, half_open: HalfOpen, context: Context, again: bool = False) -> Process:
        tcp = half_open.tcp
        window, next_sequence = tcp.receiver.first_window, half_open.peer_sequence + 1
        answer = Segment(("SYN", "ACK"), tcp.initial_sequence, next_sequence, window, b"", again)
        yield from self._stack.send(answer, half_open.record, context)

    # ── waiting for the ACK ──

    def _wait_for_ack(self, listener: Listener, half_open: HalfOpen) -> None:
        now = self._around.recorder.now
        fires = self._stack.below.wheel.fires_ns(now, now + half_open.timeout_ns)
        timer = self._around.env.timeout(fires - now)
        timer.callbacks.append(lambda _: self._no_ack(listener, half_open))

    def _no_ack(self, listener: Listener, half_open: HalfOpen) -> None:
        """`reqsk_timer_handler`: repeat the SYN-ACK, or give up."""
        if half_open.done:
            return
        if half_open.retries >= listener.most_retries:
            self._give_up(listener, half_open, "no_ack")
            return
        waited = half_open.timeout_ns
        listener.retried(half_open)
        self._wait_for_ack(listener, half_open)

        def repeat(context: Context) -> Process:
            if not half_open.done:
                self._stack.tell_timeout(half_open.record, waited, half_open.retries, "syn_ack")
                yield from self._send_syn_ack(half_open, context, again=True)

        self._stack.below.defer(half_open.cpu, repeat)

    def _give_up(self, listener: Listener, half_open: HalfOpen, reason: str) -> None:
        """It leaves its queue; of a cookie nothing was kept."""
        listener.end_handshake(half_open)
        if half_open.cookie:
            return
        self._emit(
            limits.HalfOpenDropped(
                reason=reason,
                syn_queue_length=len(listener.syn_queue),
                cpu=half_open.cpu,
                connection=half_open.record.id,
            )
        )
        self._tell_state(half_open, "SYN_RECV", "CLOSED")

    # ── the ACK ──

    def continue_with(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Process:
        """A segment for a handshake that is under way (`tcp_check_req`)."""
        segment = packet.segment
        self._stack.tell_received(packet, "request", "SYN_RECV", context)
        if segment.has("RST"):
            self._give_up(listener, half_open, "reset")
        elif segment.has("SYN"):
            yield from self._send_syn_ack(half_open, context, again=True)
        elif segment.acknowledgement == half_open.tcp.initial_sequence + 1:
            yield from self._final_ack(listener, half_open, packet, context)

    def cookie(self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context) -> Process:
        """An ACK that carries a cookie back (`cookie_v4_check`); any first segment of the client does."""
        self._stack.tell_received(packet, "listener", "LISTEN", context)
        valid = packet.segment.sequence == half_open.peer_sequence + 1
        self._emit(limits.SynCookieChecked(valid=valid, cpu=context.cpu, **packet.ids))
        if valid:
            yield from self._final_ack(listener, half_open, packet, context)
        else:
            yield from self._stack.reset_for(packet, context)

    def _final_ack(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Process:
        """`tcp_v4_syn_recv_sock`: the connection, if the accept queue has room."""
        yield from context.run(self._around.costs["handshake_complete"])
        if half_open.done:
            return
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "ack", context)
            if listener.settings.abort_on_overflow and not half_open.cookie:
                self._give_up(listener, half_open, "overflow")
                yield from self._stack.reset_for(packet, context)
            return
        listener.end_handshake(half_open)
        endpoint = self._complete(listener, half_open, packet, context)
        endpoint.in_softirq = True
        listener.file.became_ready("EPOLLIN")
        if packet.segment.length:
            yield from self._stack.deliver(endpoint, packet, context)
        endpoint.in_softirq = False

    def _complete(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Endpoint:
        now, record = self._around.recorder.now, half_open.record
        round_trip = self._stack.saw(packet)
        if not half_open.retries and not half_open.cookie:
            round_trip = now - half_open.sent_ns  # tcp_synack_rtt_meas; else the timestamp says it
        half_open.tcp.accepted(half_open.peer_sequence + 1, packet.segment.window, round_trip)
        endpoint = self._stack.add(record, half_open.tcp)
        endpoint.cpu = context.cpu or 0
        listener.accept_queue.append(endpoint)
        self._emit(
            kernel.HandshakeCompleted(
                accept_queue_length=len(listener.accept_queue),
                syn_queue_length=len(listener.syn_queue),
                cpu=context.cpu,
                **packet.ids,
            )
        )
        self._stack.tell(endpoint)
        return endpoint

    # ── the listener goes ──

    def close(self, listener: Listener, context: Context) -> Process:
        """RST to whoever waits for accept(), silence for the rest (`inet_csk_listen_stop`)."""
        for half_open in [*listener.syn_queue.values(), *listener.cookies.values()]:
            self._give_up(listener, half_open, "listener_closed")
        while listener.accept_queue:
            endpoint = listener.accept_queue.popleft()
            endpoint.tcp.abandon()
            yield from self._stack.flush(endpoint, context)

    # ── telling ──

    def _tell_overflow(
        self, listener: Listener, packet: Packet, cause: str, context: Context, *, cookie: bool = False
    ) -> None:
        self._emit(
            kernel.AcceptQueueOverflowed(
                accept_queue_length=len(listener.accept_queue),
                cause=cause,
                cookie=cookie,
                cpu=context.cpu,
                **packet.ids,
            )
        )

    def _tell_state(self, half_open: HalfOpen, old: str, new: str) -> None:
        self._emit(kernel.TcpStateChanged(host="server", old=old, new=new, connection=half_open.record.id))
