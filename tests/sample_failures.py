"""What goes wrong in the sample, and what else its kinds of events need: a full queue, nonsense, loopback."""

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled
from journey_tui.trace.events.http import RequestRejected, RouteNotMatched
from journey_tui.trace.events.kernel import (
    AcceptQueueOverflowed,
    BacklogQueued,
    ConnectionAccepted,
    DataQueued,
    HandshakeCompleted,
    NapiCompleted,
    NapiPolled,
    RetransmissionTimedOut,
    SegmentOutOfOrder,
    SendBufferFull,
    SoftirqFinished,
    SoftirqStarted,
    SynReceived,
    TcpStateChanged,
    TimeSqueezed,
)
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ClientConnecting,
    ConnectFailed,
    PacketDropped,
    RequestFinished,
    RequestSent,
    SegmentReceived,
    SegmentSent,
)
from tests import sample_packets
from tests.sample_boot import M1
from tests.sample_packets import SERVER, Ids, Segment

BOB, CAROL, DAVE = "198.51.100.2:40002", "198.51.100.3:40003", "198.51.100.4:40004"


def events() -> list[Event]:
    """Unstamped events, in order."""
    return [*_overflow(), *_nonsense(), *_not_found()]


def _overflow() -> list[Event]:
    syn = Segment(10, 2, BOB, ("SYN",), 2000, slot=5, matched="listener", state="LISTEN")
    again = Segment(11, 2, BOB, ("SYN",), 2000, slot=5, retransmission=True)
    return [
        ClientConnecting(client="bob", local=BOB, remote=SERVER, connection=2),
        TcpStateChanged(host="client", old="CLOSED", new="SYN_SENT", connection=2),
        *sample_packets.from_client(syn),
        *sample_packets.into_ring(syn),
        *sample_packets.interrupted(),
        *sample_packets.carried_up(syn),
        AcceptQueueOverflowed(accept_queue_length=4097, cause="syn", connection=2, packet=10),
        TimeSqueezed(work=1, cpu=0),
        *sample_packets.poll_over(slot=5),
        RetransmissionTimedOut(host="client", timeout_ns=1_000_000_000, retries=1, connection=2),
        *sample_packets.from_client(again),
        PacketDropped(where="nic", reason="no free descriptor", packet=11, connection=2),
        ConnectFailed(client="bob", outcome="timeout", connection=2),
    ]


def _nonsense() -> list[Event]:
    """Carol speaks over loopback, out of order, and then resets."""
    about: Ids = {"connection": 3, "request": 2}
    return [
        ClientConnecting(client="carol", local=CAROL, remote=SERVER, connection=3),
        SynReceived(client=CAROL, syn_queue_length=1, connection=3),
        HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=3),
        ClientConnected(client="carol", duration_ns=50_000, connection=3),
        TcpStateChanged(host="client", old="SYN_SENT", new="ESTABLISHED", connection=3),
        TcpStateChanged(host="server", old="SYN_RECV", new="ESTABLISHED", connection=3),
        ConnectionAccepted(accept_queue_length=0, connection=3, fd=9),
        FdInstalled(object_kind="connection", description=f"TCP {CAROL}", fd=9, connection=3),
        RequestSent(client="carol", method="?", target="?", host="localhost:3000", length_bytes=4, **about),
        SegmentSent(
            direction="to_server",
            source=CAROL,
            destination=SERVER,
            flags=("ACK", "PSH"),
            sequence_number=3003,
            acknowledgement_number=7001,
            window=64,
            payload=b"\r\n",
            packet=12,
            **about,
        ),
        BacklogQueued(length_bytes=68, queue_length=1, cpu=1, packet=12, connection=3),
        SoftirqStarted(context="syscall", budget=300, cpu=1),
        NapiPolled(queue=-1, weight=64, waiting=1, cpu=1),
        SegmentReceived(
            host="server",
            flags=("ACK", "PSH"),
            payload_bytes=2,
            matched="connection",
            state="ESTABLISHED",
            cpu=1,
            packet=12,
            **about,
        ),
        SegmentOutOfOrder(length_bytes=2, expected=3001, received=3003, packet=12, **about),
        NapiCompleted(queue=-1, work=1, cpu=1),
        SoftirqFinished(work=1, cpu=1),
        DataQueued(length_bytes=4, queued_bytes=4, window_bytes=65_531, capacity_bytes=131_072, **about),
        RequestRejected(status=400, reason="malformed HTTP request", goroutine=20, **about),
        SendBufferFull(queued_bytes=16_384, capacity_bytes=16_384, fd=9, **about),
        RequestFinished(client="carol", outcome="reset", status=None, **about),
        ClientClosed(client="carol", how="reset", connection=3),
        TcpStateChanged(host="client", old="ESTABLISHED", new="CLOSED", connection=3),
        TcpStateChanged(host="server", old="ESTABLISHED", new="CLOSED", connection=3),
        FdClosed(object_kind="connection", fd=9, connection=3),
    ]


def _not_found() -> list[Event]:
    about: Ids = {"connection": 4, "request": 3}
    return [
        ClientConnecting(client="dave", local=DAVE, remote=SERVER, connection=4),
        TcpStateChanged(host="client", old="SYN_SENT", new="ESTABLISHED", connection=4),
        TcpStateChanged(host="server", old="SYN_RECV", new="ESTABLISHED", connection=4),
        RequestSent(
            client="dave", method="GET", target="/nothing", host="localhost:3000", length_bytes=60, **about
        ),
        RouteNotMatched(status=404, goroutine=21, thread=M1, **about),
        RequestFinished(client="dave", outcome="ok", status=404, response_bytes=176, **about),
        TcpStateChanged(host="client", old="ESTABLISHED", new="CLOSED", connection=4),
        TcpStateChanged(host="server", old="ESTABLISHED", new="CLOSED", connection=4),
    ]
