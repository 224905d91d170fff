"""One pass over a trace that gathers what became of each request and each connection."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from journey_tui.trace.events import Event, descriptors, http, kernel, outside, runtime
from journey_tui.trace.trace import Trace
from journey_tui.world import apply, empty_world


class RequestResult(msgspec.Struct, kw_only=True):
    """One request, from when it was due to its last byte."""

    id: int
    client: str
    connection: int | None = None
    method: str = ""
    target: str = ""
    pattern: str | None = None
    """The route that served it; null when none did."""
    status: int | None = None
    """Null: no answer."""
    outcome: str = "unfinished"
    """not_sent: its connection had ended before it was due, so it has no times."""
    sent_ns: int | None = None
    done_ns: int | None = None
    latency_ns: int | None = None
    """The sum of the next three, where all of them are known."""
    waited_ns: int | None = None
    """At the client, for a free connection of its pool."""
    server_ns: int | None = None
    """From the request's first byte at the server's TCP to the answer's last byte out of it, all queues included."""
    wire_ns: int | None = None
    """The rest: connecting, the way there and back, the client's own work."""
    response_bytes: int = 0


class ConnectionResult(msgspec.Struct, kw_only=True):
    """One connection. `closed_ns` is when `closed_by` sent the first FIN or RST."""

    id: int
    client: str
    local: str
    remote: str
    outcome: str = "unfinished"
    fd: int | None = None
    goroutine: int | None = None
    syn_sent_ns: list[int] = []
    established_ns: int | None = None
    accepted_ns: int | None = None
    closed_ns: int | None = None
    closed_by: str | None = None


@dataclass(slots=True)
class Moments:
    """Of one request, those that its parts are reckoned from."""

    written: int | None = None
    """The client writes it."""
    arrived: int | None = None
    """The server's TCP has its first byte."""
    answered: int | None = None
    """The server's TCP sends the last segment of the answer."""


@dataclass
class Folded:
    """What one pass has gathered."""

    moments: dict[int, Moments] = field(default_factory=dict)
    """By request."""
    connecting: dict[int, int] = field(default_factory=dict)
    """When each connection began to be made."""
    requests: dict[int, RequestResult] = field(default_factory=dict)
    connections: dict[int, ConnectionResult] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    last_ns: int = 0


def fold(trace: Trace) -> Folded:
    """Read the whole trace."""
    folded = Folded()
    world = empty_world(trace.header)
    for event in trace:
        apply(world, event)
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(folded, event)
        folded.last_ns = event.time_ns
    folded.counters = dict(world.counters)
    for number, request in folded.requests.items():
        _part(folded, request, folded.moments.get(number, Moments()))
    return folded


def _part(folded: Folded, request: RequestResult, moments: Moments) -> None:
    """Tell waiting at the client from the time in the server; what is left was spent on the wire.

    A request waits at its client while all connections are busy, or until a lost one is made anew. Connecting for its
    sake is no waiting.
    """
    due, latency, written = request.sent_ns, request.latency_ns, moments.written
    if due is None or latency is None:
        return
    began = folded.connecting.get(request.connection, due) if request.connection is not None else None
    if began is None:  # no connection was ever free
        request.waited_ns, request.server_ns, request.wire_ns = latency, 0, 0
        return
    if written is None or moments.arrived is None or moments.answered is None:
        return
    request.waited_ns = (began if began >= due else written) - due
    request.server_ns = moments.answered - moments.arrived
    request.wire_ns = latency - request.waited_ns - request.server_ns


def _request(folded: Folded, event: Event, client: str = "") -> RequestResult | None:
    if event.request is None:
        return None
    known = folded.requests.get(event.request)
    if known is None:
        known = folded.requests[event.request] = RequestResult(id=event.request, client=client)
    if event.connection is not None:
        known.connection = event.connection
    return known


def _request_sent(folded: Folded, event: outside.RequestSent) -> None:
    request = _request(folded, event, event.client)
    if request is not None:
        request.method, request.target = event.method, event.target
        request.sent_ns = event.time_ns
        _moments(folded, event).written = event.time_ns


def _moments(folded: Folded, event: Event) -> Moments:
    assert event.request is not None
    return folded.moments.setdefault(event.request, Moments())


def _segment_merged(folded: Folded, event: kernel.SegmentMerged) -> None:
    """The packet that it is part of now goes up in the same poll."""
    if event.request is not None:
        moments = _moments(folded, event)
        moments.arrived = event.time_ns if moments.arrived is None else moments.arrived


def _segment_received(folded: Folded, event: outside.SegmentReceived) -> None:
    if event.host == "server" and event.payload_bytes and event.request is not None:
        moments = _moments(folded, event)
        moments.arrived = event.time_ns if moments.arrived is None else moments.arrived


def _request_finished(folded: Folded, event: outside.RequestFinished) -> None:
    request = _request(folded, event, event.client)
    if request is None:
        return
    request.outcome, request.status = event.outcome, event.status
    request.response_bytes = event.response_bytes
    request.method, request.target = event.method or request.method, event.target or request.target
    if event.outcome == "not_sent":
        return
    request.sent_ns = event.time_ns - event.latency_ns
    if event.outcome != "unfinished":
        request.done_ns, request.latency_ns = event.time_ns, event.latency_ns


def _route_matched(folded: Folded, event: http.RouteMatched) -> None:
    request = _request(folded, event)
    if request is not None:
        request.pattern = event.pattern


def _connecting(folded: Folded, event: outside.ClientConnecting) -> None:
    if event.connection is not None:
        folded.connecting[event.connection] = event.time_ns
        folded.connections[event.connection] = ConnectionResult(
            id=event.connection, client=event.client, local=event.local, remote=event.remote
        )


def _connection(folded: Folded, event: Event) -> ConnectionResult | None:
    return folded.connections.get(event.connection) if event.connection is not None else None


def _connected(folded: Folded, event: outside.ClientConnected) -> None:
    if connection := _connection(folded, event):
        connection.outcome, connection.established_ns = "established", event.time_ns


def _connect_failed(folded: Folded, event: outside.ConnectFailed) -> None:
    if connection := _connection(folded, event):
        connection.outcome = event.outcome


def _answer_sent(folded: Folded, event: outside.SegmentSent) -> None:
    if event.request is not None:
        _moments(folded, event).answered = event.time_ns


def _segment_sent(folded: Folded, event: outside.SegmentSent) -> None:
    if event.payload and event.direction == "to_client" and not event.retransmission:
        _answer_sent(folded, event)
    connection = _connection(folded, event)
    if connection is None:
        return
    if "SYN" in event.flags and event.direction == "to_server":
        connection.syn_sent_ns.append(event.time_ns)
    if connection.closed_by is None and ("FIN" in event.flags or "RST" in event.flags):
        connection.closed_by = "client" if event.direction == "to_server" else "server"
        connection.closed_ns = event.time_ns


def _accepted(folded: Folded, event: kernel.ConnectionAccepted) -> None:
    if connection := _connection(folded, event):
        connection.accepted_ns = event.time_ns


def _fd_installed(folded: Folded, event: descriptors.FdInstalled) -> None:
    connection = _connection(folded, event)
    if connection is not None and event.object_kind == "connection":
        connection.fd = event.fd


def _goroutine_created(folded: Folded, event: runtime.GoroutineCreated) -> None:
    connection = _connection(folded, event)
    if connection is not None and event.function.endswith("serve"):
        connection.goroutine = event.goroutine


_HANDLERS: Final[dict[type[Event], Callable[[Folded, Any], None]]] = {
    outside.RequestSent: _request_sent,
    outside.RequestFinished: _request_finished,
    http.RouteMatched: _route_matched,
    outside.ClientConnecting: _connecting,
    outside.ClientConnected: _connected,
    outside.ConnectFailed: _connect_failed,
    outside.SegmentSent: _segment_sent,
    outside.SegmentReceived: _segment_received,
    kernel.SegmentMerged: _segment_merged,
    kernel.ConnectionAccepted: _accepted,
    descriptors.FdInstalled: _fd_installed,
    runtime.GoroutineCreated: _goroutine_created,
}
