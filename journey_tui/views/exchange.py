"""One request and its answer as the client's process has them: the bytes that it sent and those that it has read.

The bytes stand in the segments. What was sent is known when it leaves; what was read is known from the client's reads,
which may be shorter than what has arrived.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from journey_tui.trace import Event
from journey_tui.trace.events import outside
from journey_tui.trace.trace import CHUNK_EVENTS
from journey_tui.views.flights import Flights, Stream
from journey_tui.views.moment import Moment


@dataclass(slots=True)
class Exchange:
    """What the client's side of one request has come to."""

    request: int
    connection: int | None = None
    remote: str = ""
    local: str = ""
    method: str = ""
    target: str = ""
    began_ns: int = 0
    """When it began to connect, or to send on a connection that was there."""
    connected: bool = False
    reused: bool = False
    """It was not the first on its connection."""
    sent: bytes = b""
    reads: list[bytes] = field(default_factory=list)
    """One piece for each read()."""
    failed: outside.ConnectFailed | None = None
    finished: outside.RequestFinished | None = None
    closed: bool = False
    """The client has closed the connection."""


def request_at(moment: Moment) -> int | None:
    """The request that was spoken of last; None before the first."""
    return next((event.request for event in _backwards(moment) if event.request is not None), None)


def _backwards(moment: Moment) -> Iterator[Event]:
    """What has happened, the latest first."""
    for start in range((moment.position - 1) // CHUNK_EVENTS * CHUNK_EVENTS, -1, -CHUNK_EVENTS):
        yield from reversed(list(moment.trace.events(start, min(start + CHUNK_EVENTS, moment.position))))


class ExchangeReader:
    """Follows one request; the requests before it on its connection only count."""

    def __init__(self, request: int, connection: int | None, reused: bool = False) -> None:
        self.exchange = Exchange(request, connection)
        self._flights = Flights()
        self._sent = Stream()
        self._received = Stream()
        self._arrived = bytearray()
        """Received and not yet read."""
        self._others = reused

    def see(self, event: Event) -> None:
        """Follow one event of the connection, or of the request."""
        exchange = self.exchange
        if event.request == exchange.request:
            self._see_request(event)
        if event.connection is None or event.connection != exchange.connection:
            return
        arrived = self._flights.see(event)
        if arrived is not None and arrived.direction == "to_client" and "RST" not in arrived.flags:
            self._arrived += b"".join(self._received.take(arrived))
        match event:
            case outside.SegmentSent(direction="to_server"):
                self._send(event)
            case outside.ClientConnecting():
                exchange.local, exchange.remote, exchange.began_ns = event.local, event.remote, event.time_ns
            case outside.ClientConnected():
                exchange.connected = True
            case outside.ConnectFailed():
                exchange.failed = event
            case outside.ResponseDataReceived():
                self._read(event)
            case outside.ClientClosed():
                exchange.closed = True
            case _:
                pass

    def _see_request(self, event: Event) -> None:
        exchange = self.exchange
        match event:
            case outside.RequestSent():
                exchange.method, exchange.target = event.method, event.target
                exchange.reused = self._others
                exchange.began_ns = event.time_ns if self._others else exchange.began_ns
            case outside.RequestFinished():
                exchange.finished = event
                exchange.method = exchange.method or event.method
                exchange.target = exchange.target or event.target
            case _:
                pass

    def _send(self, segment: outside.SegmentSent) -> None:
        pieces = self._sent.take(segment)
        if segment.request == self.exchange.request:
            self.exchange.sent += b"".join(pieces)
        elif segment.request is not None:
            self._others = True

    def _read(self, event: outside.ResponseDataReceived) -> None:
        length = max(event.length_bytes, 0)
        piece = bytes(self._arrived[:length])
        del self._arrived[:length]
        if event.request == self.exchange.request:
            self.exchange.reads.append(piece)


def exchange_of(moment: Moment, request: int) -> Exchange:
    """A request's exchange so far; an empty one when the request is unknown."""
    of_request = (event.connection for event in _backwards(moment) if event.request == request)
    connection = next((number for number in of_request if number is not None), None)
    reader = ExchangeReader(request, connection)
    for event in moment.events():
        if event.connection == connection or event.request == request:
            reader.see(event)
    return reader.exchange
