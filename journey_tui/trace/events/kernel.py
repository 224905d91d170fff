"""What the kernel's softirq, IP and TCP do, and the sockets with their queues and buffers."""

from typing import ClassVar

from journey_tui.trace.events.base import Event, Host


class SoftirqStarted(Event, frozen=True):
    """NET_RX_SOFTIRQ begins on this core (`net_rx_action`, net/core/dev.c)."""

    at_stage: ClassVar[str] = "kernel"
    context: str
    """irq_exit | ksoftirqd | syscall (loopback: inside the sender's system call)."""
    budget: int
    """Packets that this run may handle: netdev_budget."""


class NapiPolled(Event, frozen=True):
    """The driver's poll function is called for one queue, for at most `weight` packets."""

    at_stage: ClassVar[str] = "kernel"
    queue: int
    """RX queue; -1 is the per-CPU backlog that loopback uses (`process_backlog`)."""
    weight: int
    waiting: int
    """Packets that are ready in the ring or backlog."""


class SkbBuilt(Event, frozen=True):
    """An sk_buff is built around the page: the payload is not copied."""

    at_stage: ClassVar[str] = "kernel"
    length_bytes: int


class SegmentMerged(Event, frozen=True):
    """GRO: a segment joins the sk_buff before it (`tcp_gro_receive`, `skb_gro_receive`); its own journey ends here.

    IP and TCP see one packet, the first one, with all the bytes; it goes up when the flow changes or the poll ends.
    """

    at_stage: ClassVar[str] = "kernel"
    into: int
    """The packet that it joins."""
    segments: int
    """Segments in that one now (gso_segs)."""
    length_bytes: int
    """IP packet's length of that one now, headers included: at most 65,535."""


class BacklogQueued(Event, frozen=True):
    """Loopback: the sender puts the skb on this CPU's backlog (`netif_rx`, `enqueue_to_backlog`)."""

    at_stage: ClassVar[str] = "kernel"
    length_bytes: int
    queue_length: int


class NapiCompleted(Event, frozen=True):
    """The poll function returns: `work` packets handled."""

    at_stage: ClassVar[str] = "kernel"
    queue: int
    work: int


class TimeSqueezed(Event, frozen=True):
    """The softirq's budget or time is used up; what is left, if anything, goes on later or in ksoftirqd."""

    at_stage: ClassVar[str] = "kernel"
    work: int


class SoftirqFinished(Event, frozen=True):
    """NET_RX_SOFTIRQ ends on this core."""

    at_stage: ClassVar[str] = "kernel"
    work: int


class IpReceived(Event, frozen=True):
    """`ip_rcv`: header and checksum are right, the address is ours, the payload goes to `tcp_v4_rcv`."""

    at_stage: ClassVar[str] = "kernel"
    source: str
    destination: str
    ttl: int
    length_bytes: int
    segments: int = 1
    """Segments that GRO made this packet of (gso_segs)."""


class TcpStateChanged(Event, frozen=True):
    """A TCP socket changes its state (RFC 9293, section 3.3.2)."""

    host: Host
    old: str
    new: str
    timewait: bool = False
    """A small timewait socket takes the place of the full one with this (`tcp_time_wait`), perhaps still in FIN_WAIT2."""

    @property
    def stage(self) -> str:
        """The host whose socket it is."""
        return "client" if self.host == "client" else "kernel"


class TimeWaitStarted(Event, frozen=True):
    """The side that closed first keeps the address pair for 60 s (TCP_TIMEWAIT_LEN, include/net/tcp.h)."""

    host: Host
    duration_ns: int

    @property
    def stage(self) -> str:
        """The host that closed first."""
        return "client" if self.host == "client" else "kernel"


class AckDelayed(Event, frozen=True):
    """The receiver keeps its ACK back, hoping to send it along with data (40 to 200 ms)."""

    at_stage: ClassVar[str] = "kernel"
    until_ns: int


class SegmentOutOfOrder(Event, frozen=True):
    """A segment came before the bytes it follows: it waits in the out-of-order queue."""

    at_stage: ClassVar[str] = "receive_buffer"
    length_bytes: int
    expected: int
    received: int


class SocketCreated(Event, frozen=True):
    """socket(): a socket without an address, and a file descriptor for it."""

    at_stage: ClassVar[str] = "socket"
    protocol: str


class SocketBound(Event, frozen=True):
    """bind(): the socket gets its address and port."""

    at_stage: ClassVar[str] = "socket"
    address: str


class ListenStarted(Event, frozen=True):
    """listen(): the socket gets its SYN queue and accept queue (`inet_csk_listen_start`)."""

    at_stage: ClassVar[str] = "socket"
    address: str
    backlog: int
    """After the cap at somaxconn; the queue holds one more (`sk_acceptq_is_full`)."""


class SynReceived(Event, frozen=True):
    """The listener makes a request_sock: a half-open connection in the SYN queue (`tcp_conn_request`)."""

    at_stage: ClassVar[str] = "socket"
    client: str
    syn_queue_length: int


class HandshakeCompleted(Event, frozen=True):
    """The final ACK: the kernel makes the full socket and appends it to the accept queue. No fd, no goroutine yet."""

    at_stage: ClassVar[str] = "socket"
    accept_queue_length: int
    syn_queue_length: int


class AcceptQueueOverflowed(Event, frozen=True):
    """The accept queue is full (`sk_acceptq_is_full`): the SYN or the final ACK is ignored."""

    at_stage: ClassVar[str] = "socket"
    accept_queue_length: int
    cause: str
    """syn | ack."""
    cookie: bool = False
    """The SYN queue is full too: a cookie would have been the answer."""


class ConnectionAccepted(Event, frozen=True):
    """accept4 takes the oldest connection from the accept queue (`inet_csk_accept`)."""

    at_stage: ClassVar[str] = "socket"
    accept_queue_length: int


class DataQueued(Event, frozen=True):
    """In-order bytes join the socket's receive queue (`tcp_data_queue`)."""

    at_stage: ClassVar[str] = "receive_buffer"
    length_bytes: int
    queued_bytes: int
    window_bytes: int
    capacity_bytes: int


class FinQueued(Event, frozen=True):
    """The peer's FIN is in order: after the queued bytes read() will return 0 (`tcp_fin`)."""

    at_stage: ClassVar[str] = "receive_buffer"
    queued_bytes: int


class DataRead(Event, frozen=True):
    """read() copies bytes from the receive queue to user space (`tcp_recvmsg`)."""

    at_stage: ClassVar[str] = "receive_buffer"
    length_bytes: int
    queued_bytes: int
    window_bytes: int


class DataWritten(Event, frozen=True):
    """write() copies bytes from user space into the send queue (`tcp_sendmsg`). Nothing says that they arrived."""

    at_stage: ClassVar[str] = "send_buffer"
    length_bytes: int
    queued_bytes: int
    capacity_bytes: int


class SendBufferFull(Event, frozen=True):
    """The send queue has no room: a non-blocking write() stops here."""

    at_stage: ClassVar[str] = "send_buffer"
    queued_bytes: int
    capacity_bytes: int


class DataAcknowledged(Event, frozen=True):
    """An ACK frees bytes of the send queue (`tcp_clean_rtx_queue`)."""

    at_stage: ClassVar[str] = "send_buffer"
    length_bytes: int
    queued_bytes: int
    congestion_window: int
    """In segments."""


class RetransmissionTimedOut(Event, frozen=True):
    """No ACK in time: the oldest segment is sent again and the timeout doubles (`tcp_retransmit_timer`)."""

    host: Host
    timeout_ns: int
    retries: int
    what: str = "data"
    """What is sent again: syn | syn_ack | data."""

    @property
    def stage(self) -> str:
        """The host whose timer fired."""
        return "client" if self.host == "client" else "send_buffer"
