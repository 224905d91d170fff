"""One end of a TCP connection, as far as the events tell of it: what `ss` prints of a socket.

Both ends of a connection are this class. What the server's end holds in its queues is said by the server's own
events; of a client's end only its segments and its reads are told.
"""

from dataclasses import dataclass, field
from typing import Final

from journey_tui.trace.events.outside import SegmentSent
from journey_tui.views.flights import Stream, distance, length_of

INITIAL_WINDOW: Final = 10  # TCP_INIT_CWND, include/net/tcp.h, Linux 6.12
TIMESTAMP_BYTES: Final = 12
"""TCPOLEN_TSTAMP_ALIGNED, include/net/tcp.h: what the timestamp option takes of each segment."""


@dataclass(slots=True)
class SocketEnd:
    """A socket of one host."""

    local: str
    peer: str
    passive: bool
    """The server's."""
    state: str = "CLOSED"
    since_ns: int = 0
    """When it entered its state."""
    fd: int | None = None
    orphan: bool = False
    """No process holds it any more."""

    receive_queued: int = 0
    """Of the server's end, as are the next three."""
    send_queued: int = 0
    end_read: bool = True
    """No FIN waits for a read() that answers 0."""
    congestion_window: int = INITIAL_WINDOW
    """In segments."""
    bytes_read: int = 0
    """Of a client's end: what its process has read."""

    timer_ns: int = 0
    """When the retransmission timer was last started, and for how long; 0 where no event tells it."""
    timeout_ns: int = 0
    retries: int = 0
    persist_until_ns: int | None = None
    """When the next window probe is due, while the peer's window is closed and one has been sent."""
    keepalive_ns: int | None = None
    """When the keep-alive timer is due."""
    keepalive_idle_ns: int = 0
    heard_ns: int = 0
    """When the last segment came."""

    start: int | None = None
    """Its SYN's sequence number."""
    next: int = 0
    """The next number to be sent, and the first that is not acknowledged, counted from there."""
    unacknowledged: int = 0
    stream: Stream = field(default_factory=Stream)
    """What the peer has sent it."""

    options: SegmentSent | None = None
    """Its own SYN or SYN-ACK."""
    peer_options: SegmentSent | None = None
    bytes_sent: int = 0
    bytes_repeated: int = 0
    segments_out: int = 0
    segments_in: int = 0
    data_segments_out: int = 0
    data_segments_in: int = 0

    def sends(self, segment: SegmentSent) -> None:
        """A segment leaves this end."""
        if "SYN" in segment.flags:
            self.options = segment
            if not segment.retransmission:
                self.start = segment.sequence_number
        if self.start is None:
            return
        end = distance(segment.sequence_number, self.start) + length_of(segment)
        self.next = max(self.next, end)
        self.segments_out += not (self.passive and "SYN" in segment.flags)  # a request_sock counts nothing
        if segment.payload:
            self.data_segments_out += 1
            self.bytes_sent += len(segment.payload)
            self.bytes_repeated += len(segment.payload) if segment.retransmission else 0

    def receives(self, segment: SegmentSent, now_ns: int, count: int = 1) -> None:
        """A segment of the peer has arrived, or so many that GRO made one (`tcp_segs_in`, include/net/tcp.h)."""
        self._keep_alive(now_ns)
        self.heard_ns = now_ns
        self.segments_in += count
        self.data_segments_in += count if segment.payload else 0
        if "SYN" in segment.flags:
            self.peer_options = segment
        if "RST" not in segment.flags:
            self.stream.take(segment)
        if segment.window:
            self.persist_until_ns = None
        if self.start is not None and "ACK" in segment.flags:
            self._acknowledged(distance(segment.acknowledgement_number, self.start))

    def _acknowledged(self, number: int) -> None:
        if self.unacknowledged < number <= self.next:
            self.unacknowledged = number
            self.retries = self.timeout_ns = 0

    # ── the keep-alive timer (`tcp_keepalive_timer`, net/ipv4/tcp_timer.c, Linux 6.12) ──

    def keep_alive_after(self, idle_ns: int, now_ns: int) -> None:
        """TCP_KEEPIDLE is set on a socket that keeps alive."""
        self.keepalive_idle_ns = max(idle_ns, 1)
        self.keepalive_ns = now_ns + self.keepalive_idle_ns

    def keepalive_left_ns(self, now_ns: int) -> int | None:
        """What is left of the keep-alive timer."""
        self._keep_alive(now_ns)
        return None if self.keepalive_ns is None else self.keepalive_ns - now_ns

    def _keep_alive(self, now_ns: int) -> None:
        """When it is due it looks when the peer was last heard, and waits for the rest, or another turn."""
        idle = self.keepalive_idle_ns
        if self.keepalive_ns is None or self.keepalive_ns > now_ns:
            return
        self.keepalive_ns = max(self.heard_ns + idle, self.keepalive_ns)
        if self.keepalive_ns <= now_ns:
            self.keepalive_ns += ((now_ns - self.keepalive_ns) // idle + 1) * idle
