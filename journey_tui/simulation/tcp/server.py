"""The server's TCP: IP's last step, the listener's handshakes, and connections whose buffers are told."""

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.tcp.connection import Received
from journey_tui.simulation.tcp.endpoint import Endpoint
from journey_tui.simulation.tcp.listener import HalfOpen, Listener
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.stack import Stack
from journey_tui.trace.events import Host, kernel
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.wire import ETHERNET_HEADER

_WRAP = 1 << 32


class ServerStack(Stack):
    """The server machine's TCP. Handshakes are finished here, in softirqs; no process takes part."""

    host: Host = "server"
    listener: Listener | None = None

    def receive(self, packet: Packet, context: Context) -> Process:
        """A packet from the ring or the backlog: IP, then the socket that it is for."""
        yield from context.run(self.around.costs["ip_receive"])
        self.around.recorder.emit(
            kernel.IpReceived(
                source=packet.sent.source,
                destination=packet.sent.destination,
                ttl=packet.ttl,
                length_bytes=packet.length_bytes - ETHERNET_HEADER,
                cpu=context.cpu,
                **packet.ids,
            )
        )
        yield from super().receive(packet, context)

    def to_nobody(self, packet: Packet, context: Context) -> Process:
        """No connection: a handshake, the listener, or really nobody."""
        listener = self.listener
        half_open = listener.half_open(packet.connection) if listener else None
        if listener and half_open:
            yield from self._to_half_open(listener, half_open, packet, context)
        elif listener and packet.segment.flags == ("SYN",):
            yield from self._to_listener(listener, packet, context)
        else:
            yield from super().to_nobody(packet, context)

    # ── the SYN ──

    def _to_listener(self, listener: Listener, packet: Packet, context: Context) -> Process:
        """`tcp_conn_request`: first the SYN queue, then the accept queue, in this order."""
        full = listener.syn_queue_full
        if full and not listener.settings.syncookies:
            self._drop(packet, "the SYN queue is full", context)
            return
        if not listener.accept_queue_full and listener.keeps_rest_for_proven_peers:
            self._drop(packet, "the rest of the SYN queue is for peers that have proven themselves", context)
            return
        self.tell_received(packet, "listener", "LISTEN", context)
        yield from context.run(self.around.costs["syn_receive"])
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "syn", context)
            return
        half_open = HalfOpen(
            packet.record,
            self.new_connection(),
            packet.segment.sequence,
            self.around.recorder.now,
            cookie=full,
            cpu=context.cpu or 0,
        )
        self._remember(listener, half_open, packet, context)
        yield from self._send_syn_ack(half_open, context)

    def _remember(self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context) -> None:
        record, around = half_open.record, self.around
        if half_open.cookie:
            listener.cookies[record.id] = half_open
            return
        listener.syn_queue[record.id] = half_open
        around.activity.begin()
        half_open.finished = around.activity.end
        around.recorder.emit(
            kernel.SynReceived(
                client=record.client,
                syn_queue_length=len(listener.syn_queue),
                cpu=context.cpu,
                **packet.ids,
            )
        )
        around.recorder.emit(
            kernel.TcpStateChanged(host="server", old="LISTEN", new="SYN_RECV", connection=record.id)
        )
        self._wait_for_ack(listener, half_open)

    def _send_syn_ack(self, half_open: HalfOpen, context: Context, again: bool = False) -> Process:
        tcp = half_open.tcp
        window, next_sequence = tcp.receiver.first_window, half_open.peer_sequence + 1
        answer = Segment(("SYN", "ACK"), tcp.initial_sequence, next_sequence, window, b"", again)
        yield from self.send(answer, half_open.record, context)

    # ── waiting for the ACK ──

    def _wait_for_ack(self, listener: Listener, half_open: HalfOpen) -> None:
        timer = self.around.env.timeout(half_open.timeout_ns)
        timer.callbacks.append(lambda _: self._syn_ack_timer(listener, half_open))

    def _syn_ack_timer(self, listener: Listener, half_open: HalfOpen) -> None:
        if half_open.done:
            return
        if half_open.retries >= listener.settings.synack_retries:
            listener.end_handshake(half_open)
            return
        waited = half_open.timeout_ns
        half_open.retries += 1
        self._wait_for_ack(listener, half_open)

        def repeat(context: Context) -> Process:
            if not half_open.done:
                self.tell_timeout(half_open.record, waited, half_open.retries)
                yield from self._send_syn_ack(half_open, context, again=True)

        self.below.defer(half_open.cpu, repeat)

    def _to_half_open(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Process:
        """`tcp_check_req`: the final ACK makes the connection."""
        self.tell_received(packet, "request", "SYN_RECV", context)
        segment = packet.segment
        if segment.has("RST"):
            listener.end_handshake(half_open)
        elif segment.has("SYN"):
            yield from self._send_syn_ack(half_open, context, again=True)
        elif segment.acknowledgement == half_open.tcp.initial_sequence + 1:
            yield from self._final_ack(listener, half_open, packet, context)

    def _final_ack(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Process:
        yield from context.run(self.around.costs["handshake_complete"])
        if half_open.done:
            return
        if listener.accept_queue_full:
            self._tell_overflow(listener, packet, "ack", context)
            if listener.settings.abort_on_overflow:
                listener.end_handshake(half_open)
                yield from self.send(
                    Segment(("RST",), packet.segment.acknowledgement, 0, 0), half_open.record, context
                )
            return
        listener.end_handshake(half_open)
        endpoint = self._complete(listener, half_open, packet, context)
        endpoint.in_softirq = True
        listener.file.became_ready("EPOLLIN")
        if packet.segment.length:
            yield from self.deliver(endpoint, packet, context)
        endpoint.in_softirq = False

    def _complete(
        self, listener: Listener, half_open: HalfOpen, packet: Packet, context: Context
    ) -> Endpoint:
        now = self.around.recorder.now
        round_trip = None if half_open.retries else now - half_open.sent_ns
        half_open.tcp.accepted(half_open.peer_sequence + 1, packet.segment.window, round_trip)
        endpoint = self.add(half_open.record, half_open.tcp)
        endpoint.cpu = context.cpu or 0
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

    # ── the listener goes ──

    def close_listener(self, context: Context) -> Process:
        """Nobody will accept any more: RST to whoever waits (`inet_csk_listen_stop`)."""
        listener, self.listener = self.listener, None
        if listener is None:
            return
        for half_open in [*listener.syn_queue.values(), *listener.cookies.values()]:
            listener.end_handshake(half_open)
        while listener.accept_queue:
            endpoint = listener.accept_queue.popleft()
            endpoint.tcp.reset()
            yield from self.flush(endpoint, context)

    # ── telling ──

    def _drop(self, packet: Packet, reason: str, context: Context) -> None:
        packet.end()
        self.around.recorder.emit(PacketDropped(where="socket", reason=reason, cpu=context.cpu, **packet.ids))

    def _tell_overflow(self, listener: Listener, packet: Packet, cause: str, context: Context) -> None:
        self.around.recorder.emit(
            kernel.AcceptQueueOverflowed(
                accept_queue_length=len(listener.accept_queue), cause=cause, cpu=context.cpu, **packet.ids
            )
        )

    def tell_data(self, endpoint: Endpoint, packet: Packet, received: Received, context: Context) -> None:
        """What the segment did to the send and receive buffers."""
        emit, sender, receiver = self.around.recorder.emit, endpoint.tcp.sender, endpoint.tcp.receiver
        ids = {**packet.ids, "cpu": context.cpu}
        if received.acknowledged_bytes:
            emit(
                kernel.DataAcknowledged(
                    length_bytes=received.acknowledged_bytes,
                    queued_bytes=len(sender.queue),
                    congestion_window=sender.congestion.window,
                    **ids | {"request": endpoint.record.serving},
                )
            )
        if received.too_early:
            emit(
                kernel.SegmentOutOfOrder(
                    length_bytes=len(packet.segment.payload),
                    expected=receiver.next % _WRAP,
                    received=packet.segment.sequence % _WRAP,
                    **ids,
                )
            )
        if received.data_bytes:
            emit(
                kernel.DataQueued(
                    length_bytes=received.data_bytes,
                    queued_bytes=len(receiver.queue),
                    window_bytes=receiver.window,
                    capacity_bytes=receiver.capacity_bytes,
                    **ids,
                )
            )
        if received.fin:
            emit(kernel.FinQueued(queued_bytes=len(receiver.queue), **ids))
        if receiver.ack_due_ns is not None and (received.data_bytes or received.fin):
            emit(kernel.AckDelayed(until_ns=receiver.ack_due_ns, **ids))
