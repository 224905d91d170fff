"""The server's TCP: IP's last step, the way to the listener, and connections whose buffers are told."""

from functools import cached_property

from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.tcp.connection import Received
from journey_tui.simulation.tcp.endpoint import Endpoint
from journey_tui.simulation.tcp.handshake import Handshakes
from journey_tui.simulation.tcp.listener import Listener
from journey_tui.simulation.tcp.stack import Stack
from journey_tui.trace.events import Host, kernel
from journey_tui.trace.wire import ETHERNET_HEADER

_WRAP = 1 << 32


class ServerStack(Stack):
    """The server machine's TCP."""

    host: Host = "server"
    listener: Listener | None = None

    @cached_property
    def _handshakes(self) -> Handshakes:
        return Handshakes(self)

    def receive(self, packet: Packet, context: Context) -> Process:
        """A packet from the ring or the backlog: IP, then the socket that it is for."""
        yield from context.run(self.around.costs["ip_receive"])
        self.around.recorder.emit(
            kernel.IpReceived(
                source=packet.sent.source,
                destination=packet.sent.destination,
                ttl=packet.ttl,
                length_bytes=packet.length_bytes - ETHERNET_HEADER,
                segments=len(packet.segment.parts),
                cpu=context.cpu,
                **packet.ids,
            )
        )
        yield from super().receive(packet, context)

    def to_nobody(self, packet: Packet, context: Context) -> Process:
        """No connection: a handshake, the listener, or really nobody (`tcp_v4_rcv`, `tcp_v4_cookie_check`)."""
        listener, segment = self.listener, packet.segment
        if listener is None:
            yield from super().to_nobody(packet, context)
            return
        half_open = listener.syn_queue.get(packet.connection)
        cookie = listener.cookies.get(packet.connection)
        if half_open:
            yield from self._handshakes.continue_with(listener, half_open, packet, context)
        elif segment.flags == ("SYN",):
            yield from self._handshakes.syn(listener, packet, context)
        elif cookie and not segment.has("RST") and listener.believes_cookies(self.around.recorder.now):
            yield from self._handshakes.cookie(listener, cookie, packet, context)
        else:
            yield from super().to_nobody(packet, context)

    def close_listener(self, context: Context) -> Process:
        """The program closes its listening socket."""
        listener = self.detach_listener()
        if listener is not None:
            yield from self.end_listener(listener, context)

    def detach_listener(self) -> Listener | None:
        """Nobody will accept any more; from now on a SYN finds nobody."""
        listener, self.listener = self.listener, None
        if listener is not None:
            listener.closed = True
        return listener

    def end_listener(self, listener: Listener, context: Context) -> Process:
        """Let go of whoever waits there."""
        yield from self._handshakes.close(listener, context)

    # ── telling ──

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
