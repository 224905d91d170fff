"""What happens outside the server machine: the client, its kernel, and the routers between."""

from typing import ClassVar, Final

from journey_tui.trace.events.base import Direction, Event, Host


class ClientConnecting(Event, frozen=True):
    """The client calls connect(): its kernel picks a local port and makes a SYN (`tcp_v4_connect`)."""

    at_stage: ClassVar[str] = "client"
    client: str
    local: str
    """`address:port` of the client."""
    remote: str
    """`address:port` of the server."""


class ClientConnected(Event, frozen=True):
    """connect() returns: the SYN-ACK came. The server process may know nothing of it yet."""

    at_stage: ClassVar[str] = "client"
    client: str
    duration_ns: int


class ConnectFailed(Event, frozen=True):
    """connect() gave up or was refused."""

    at_stage: ClassVar[str] = "client"
    client: str
    outcome: str
    """refused | timeout | reset | unfinished."""


class RequestSent(Event, frozen=True):
    """The client writes a whole request into its socket."""

    at_stage: ClassVar[str] = "client"
    client: str
    method: str
    target: str
    host: str
    length_bytes: int


class ResponseDataReceived(Event, frozen=True):
    """The client's read() returned bytes of an answer."""

    at_stage: ClassVar[str] = "client"
    client: str
    length_bytes: int
    total_bytes: int


class RequestFinished(Event, frozen=True):
    """The client has the whole answer, or knows that there will be none."""

    at_stage: ClassVar[str] = "client"
    client: str
    outcome: str
    """ok | refused | reset | eof | truncated | timeout | gave_up | connect_timeout | not_sent | unfinished."""
    status: int | None = None
    response_bytes: int = 0
    latency_ns: int = 0
    """Since it was due, waiting for a connection included."""
    method: str = ""
    target: str = ""
    """What was asked for; a request that had no connection any more was never sent and stands only here."""


class ClientClosed(Event, frozen=True):
    """The client closes its socket: FIN, or RST when it resets."""

    at_stage: ClassVar[str] = "client"
    client: str
    how: str = "close"


class SegmentSent(Event, frozen=True):
    """TCP hands one segment to IP (`__tcp_transmit_skb`, Linux 6.12), with every value that its bytes need."""

    direction: Direction
    source: str
    """`address:port`."""
    destination: str
    flags: tuple[str, ...]
    """Among SYN ACK PSH FIN RST, in that order."""
    sequence_number: int
    acknowledgement_number: int
    window: int
    """The window field as it stands in the header, before scaling."""
    payload: bytes = b""
    mss: int | None = None
    window_scale: int | None = None
    sack_permitted: bool = False
    timestamp_value: int | None = None
    timestamp_echo: int | None = None
    sack_blocks: tuple[tuple[int, int], ...] = ()
    """What the sender has received out of order, newest first: first sequence number, and the one after the last.

    A first block that is acknowledged already, or lies in the second, tells of a duplicate (D-SACK, RFC 2883)."""
    ip_id: int = 0
    retransmission: bool = False

    @property
    def stage(self) -> str:
        """The client, or the server's TCP: the send buffer when it carries data."""
        if self.direction == "to_server":
            return "client"
        return "send_buffer" if self.payload else "kernel"


class SegmentReceived(Event, frozen=True):
    """A segment reached TCP and found its socket (`tcp_v4_rcv`, `__inet_lookup_skb`): the packet's journey ends."""

    host: Host
    flags: tuple[str, ...]
    payload_bytes: int
    matched: str
    """listener | request | connection | time_wait | none."""
    state: str
    """TCP state of that socket when the segment came."""
    segments: int = 1
    """Segments that GRO made this one of (gso_segs)."""

    @property
    def stage(self) -> str:
        """The host whose TCP took it."""
        return "client" if self.host == "client" else "kernel"


class PacketQueuedAtHop(Event, frozen=True):
    """A router (or other hop) has the packet and queues it for its outgoing link."""

    at_stage: ClassVar[str] = "network"
    hop: str
    hop_index: int
    direction: Direction
    queue_length: int
    """Packets that wait on that link, this one included."""


class PacketForwarded(Event, frozen=True):
    """The hop's link has carried the packet: TTL one less, new MAC addresses, same IP addresses (RFC 1812)."""

    at_stage: ClassVar[str] = "network"
    hop: str
    hop_index: int
    direction: Direction
    ttl: int


class PacketDropped(Event, frozen=True):
    """A packet is lost here; its sender is told nothing and may send it again."""

    where: str
    """Stage id of the place of the loss."""
    reason: str
    queue: int = 0
    """RX queue, when its ring had no free descriptor."""

    @property
    def stage(self) -> str:
        """Where it was lost."""
        return self.where


class FaultStruck(Event, frozen=True):
    """Something goes wrong because the scenario says so."""

    fault: str
    """drop | stall_softirq | close_listener | limit_nofile."""
    detail: str
    """What exactly, in a few words."""

    @property
    def stage(self) -> str:
        """Where it strikes."""
        return _STRUCK.get(self.fault, "network")


_STRUCK: Final = {"stall_softirq": "kernel", "close_listener": "socket", "limit_nofile": "fd"}
