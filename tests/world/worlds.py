"""What the world's tests share: the world after some events, without the ceremony of stamping them."""

from journey_tui.trace import Event, TraceHeader
from journey_tui.trace.events.outside import ClientConnecting, RequestSent, SegmentSent
from journey_tui.world import World, apply, empty_world
from tests.samples import sample_header, stamped

LOCAL, SERVER = "198.51.100.1:40001", "192.0.2.10:3000"


def world_after(*events: Event, header: TraceHeader | None = None) -> World:
    """The sample's machine (or another) after these events, stamped from 0 on."""
    world = empty_world(header or sample_header())
    for event in stamped(events):
        apply(world, event)
    return world


def connecting(connection: int = 1, client: str = "alice") -> Event:
    """A client that connects."""
    return ClientConnecting(client=client, local=LOCAL, remote=SERVER, connection=connection)


def request_sent(request: int = 1, connection: int = 1, client: str = "alice") -> Event:
    """A client that asks for /hello."""
    return RequestSent(
        client=client,
        method="GET",
        target="/hello",
        host="localhost:3000",
        length_bytes=60,
        request=request,
        connection=connection,
    )


def segment(
    packet: int = 1, flags: tuple[str, ...] = ("ACK",), payload: bytes = b"", to_server: bool = True
) -> SegmentSent:
    """A packet that TCP sends."""
    return SegmentSent(
        direction="to_server" if to_server else "to_client",
        source=LOCAL if to_server else SERVER,
        destination=SERVER if to_server else LOCAL,
        flags=flags,
        sequence_number=1,
        acknowledgement_number=0,
        window=64240,
        payload=payload,
        packet=packet,
        connection=1,
    )
