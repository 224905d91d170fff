"""State outside the server: clients, requests as the client sees them, packets on their way."""

import msgspec


class Packet(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One segment on its journey."""

    id: int
    connection: int | None
    request: int | None
    direction: str
    """to_server | to_client."""
    label: str
    """What a viewer calls it: SYN, SYN-ACK, ACK, GET /hello, 200 OK, data, FIN, RST."""
    flags: tuple[str, ...]
    source: str
    destination: str
    sequence_number: int
    acknowledgement_number: int
    window: int
    payload_bytes: int
    length_bytes: int = 0
    stage: str = "client"
    """Where it is now."""
    hop_index: int | None = None
    retransmission: bool = False
    sack_blocks: tuple[tuple[int, int], ...] = ()
    """Of its header: first sequence number, and the one after the last."""


class Hop(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One hop's two links: packets that wait or are on the wire."""

    name: str
    to_server: list[int] = []
    to_client: list[int] = []
    forwarded: int = 0
    dropped: int = 0


class Client(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One client process."""

    name: str
    state: str = "waiting"
    """waiting | connecting | connected | sending | receiving | closed | failed."""
    connection: int | None = None
    request: int | None = None
    received_bytes: int = 0
    answered: int = 0
    failed: int = 0


class Tried(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One pattern that ServeMux held against a request."""

    pattern: str
    matched: bool
    reason: str


class Request(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One request, from the client's write to the client's last byte of the answer."""

    id: int
    client: str
    connection: int | None
    method: str
    target: str
    host: str
    length_bytes: int
    sent_ns: int
    stage: str = "client"
    """The stage of its last event: where it is now."""
    stage_since_ns: int = 0
    state: str = "sent"
    """sent | received | parsing | routed | handling | waiting | responding | done | failed."""
    goroutine: int | None = None
    method_parsed: str = ""
    target_parsed: str = ""
    protocol: str = ""
    headers: list[tuple[str, str]] = []
    header_complete: bool = False
    consumed_bytes: int = 0
    tried: list[Tried] = []
    pattern: str = ""
    values: dict[str, str] = {}
    handler: str = ""
    handler_started_ns: int | None = None
    handler_wait_until_ns: int | None = None
    handler_returned: bool = False
    body_written: int = 0
    """Bytes of the answer's body that the handler, or net/http in its place, has written."""
    response_buffered: int = 0
    """Bytes in the 2048-byte response buffer."""
    connection_buffered: int = 0
    """Bytes in the connection's 4096-byte bufio.Writer."""
    status: int | None = None
    header_written: bool = False
    """The answer's header is settled: how its body ends is known."""
    content_length: int | None = None
    chunked: bool = False
    keep_alive: bool | None = None
    background_read: bool = False
    context_cancelled: bool = False
    """The handler's r.Context() says that the client is gone."""
    outcome: str = ""
    response_bytes: int = 0
    done_ns: int | None = None
