"""The clients: what each sends on its one connection, and how it behaves."""

from typing import Annotated, Final, Literal

from pydantic import Field

from journey_tui.scenario.base import Model
from journey_tui.scenario.quantity import NS_PER_SECOND, ByteRate, PositiveTime, Size, Time
from journey_tui.scenario.values import Choice, Flag, Line, Whole
from journey_tui.scenario.wire import Headers, Host, Method, Raw, Target

MOST_CLIENTS: Final = 1_000_000
MOST_AT_ONCE: Final = 100_000
"""Clients alive at one moment: each takes about 25 KB of this program's memory."""
MOST_ON_LOOPBACK: Final = 20_000
"""Clients alive at one moment on one host: each needs a port of the one address (`net.ipv4.ip_local_port_range`)."""
DEFAULT_HOST: Final = "localhost:3000"


class Request(Model):
    """One request: its line, `Host`, the headers in their order, then what its body and `close` need."""

    after: Time = 0
    """Pause since the answer before it (the first: since the connection stands)."""
    method: Method = "GET"
    """Method."""
    target: Target = "/"
    """A path from `/`, an absolute URL, `*`, or host:port with CONNECT."""
    host: Host = DEFAULT_HOST
    """Value of the Host header."""
    headers: Headers = ()
    """Further header fields, in this order."""
    close: Flag = False
    """Sends `Connection: close`."""
    body_size: Size | None = None
    """Sends a body of so many bytes, and its Content-Length."""
    expect_continue: Flag = False
    """Sends `Expect: 100-continue` and waits for the 100 before the body."""
    raw: Raw | None = None
    """The whole request as it stands, mistakes and all, instead of everything above but `after`."""


PieceSize = Annotated[int, Whole(1, 2**30)]


class Segments(Model):
    """Each request's bytes in pieces, written so far apart: pieces of these sizes, or so many alike."""

    sizes: Annotated[tuple[PieceSize, ...], Field(min_length=1)] | None = None
    """Bytes of each piece."""
    count: Annotated[int, Whole(1, 100_000)] | None = None
    """Number of pieces of about one size."""
    gap: Time = 0
    """Time between two pieces."""


class Reads(Model):
    """How the client reads the answer."""

    start_after: Time = 0
    """Time without reading, since its last request was sent."""
    rate: ByteRate | None = None
    """Bytes per second that it takes out of its socket; as fast as they come unless it is said."""


class GivesUp(Model):
    """The client leaves before its answer has come."""

    after: PositiveTime = 100_000_000
    """Time since its first request."""
    how: Annotated[Literal["close", "reset"], Choice()] = "close"
    """close: FIN; reset: RST."""


class Client(Model):
    """A client with one connection, or `count` clients alike."""

    name: Annotated[str, Line("a client's name", 60)] = "client"
    """Name; unless it is said, client1, client2 … by its place in the file."""
    count: Annotated[int, Whole(1, MOST_CLIENTS)] = 1
    """How many alike."""
    at: Time = 0
    """When it starts."""
    every: Time = 0
    """How much later each of the `count` starts than the one before."""
    requests: tuple[Request, ...] = ()
    """Requests on its one connection, in order."""
    pipelined: Flag = False
    """true: the bytes of all requests in one write, then waits for the answers."""
    segments: Segments | None = None
    """Each request in pieces."""
    reads: Reads | None = None
    """A slow reader."""
    gives_up: GivesUp | None = None
    """Leaves before its answer has come."""
    timeout: PositiveTime = 30 * NS_PER_SECOND
    """From its start, connecting included."""
    handshake: Annotated[Literal["full", "syn_only"], Choice()] = "full"
    """syn_only: sends its SYN and never answers the SYN-ACK."""
    keep_open: Time = 0
    """Time that it keeps the connection after its last answer."""
