"""The sample's good request: Alice connects, asks for /details/7, is answered, and both sides close."""

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import (
    EpollEventQueued,
    EpollEventsDelivered,
    EpollInterestAdded,
    EpollInterestRemoved,
    FdClosed,
    FdInstalled,
    SyscallEntered,
    SyscallReturned,
)
from journey_tui.trace.events.hardware import InterruptDelayed
from journey_tui.trace.events.http import (
    BackgroundReadStarted,
    BackgroundReadStopped,
    ConnStateChanged,
    HandlerComputed,
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    HandlerWrote,
    HeaderParsed,
    RequestLineParsed,
    RequestParsed,
    ResponseBuffered,
    ResponseFinished,
    ResponseHeaderWritten,
    RouteMatched,
    RoutePatternTried,
)
from journey_tui.trace.events.kernel import (
    AckDelayed,
    ConnectionAccepted,
    DataAcknowledged,
    DataQueued,
    DataRead,
    DataWritten,
    FinQueued,
    HandshakeCompleted,
    SynReceived,
    TcpStateChanged,
    TimeWaitStarted,
)
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ClientConnecting,
    RequestFinished,
    RequestSent,
    ResponseDataReceived,
)
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutineReadied,
    GoroutineStarted,
    GoroutineStolen,
    NetpollCalled,
    NetpollReturned,
    PollDescriptorArmed,
    PollDescriptorReady,
    ProcessorAcquired,
    ProcessorReleased,
    ThreadBlocked,
    ThreadScheduled,
    ThreadWoken,
    TimerFired,
    TimerStarted,
)
from tests import sample_packets
from tests.sample_boot import CONNECTION_EVENTS, EPOLL, LISTENER, M0, M1, MAIN
from tests.sample_packets import GoroutineIds, Ids, Segment

ALICE = "198.51.100.1:40001"
REQUEST = b"GET /details/7 HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n"
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nseven\n"
SERVE, BACKGROUND = 18, 19
"""Goroutines: the connection's, and its background reader."""
FD = 6


def events() -> list[Event]:
    """Unstamped events, in order."""
    return [*_handshake(), *_accept(), *_request(), *_parsing(), *_handling(), *_answer(), *_close()]


def _handshake() -> list[Event]:
    syn = Segment(1, 1, ALICE, ("SYN",), 1000, slot=0, matched="listener", state="LISTEN")
    syn_ack = Segment(2, 1, ALICE, ("SYN", "ACK"), 5000, 1001, slot=0, state="SYN_SENT")
    ack = Segment(3, 1, ALICE, ("ACK",), 1001, 5001, slot=1, matched="request", state="NEW_SYN_RECV")
    return [
        NetpollCalled(caller="findRunnable", blocking=True, thread=M0),
        ProcessorReleased(processor=0, thread=M0),
        SyscallEntered(name="epoll_pwait", fd=EPOLL, thread=M0),
        ThreadBlocked(where="epoll_pwait", thread=M0, fd=EPOLL),
        ClientConnecting(client="alice", local=ALICE, remote=sample_packets.SERVER, connection=1),
        TcpStateChanged(host="client", old="CLOSED", new="SYN_SENT", connection=1),
        *sample_packets.from_client(syn),
        *sample_packets.into_ring(syn),
        InterruptDelayed(queue=0, frames_waiting=1, until_ns=20_000_000, packet=1, connection=1),
        *sample_packets.interrupted(),
        *sample_packets.carried_up(syn),
        SynReceived(client=ALICE, syn_queue_length=1, connection=1, packet=1),
        TcpStateChanged(host="server", old="LISTEN", new="SYN_RECV", connection=1),
        *sample_packets.to_client(syn_ack),
        *sample_packets.poll_over(slot=0),
        TcpStateChanged(host="client", old="SYN_SENT", new="ESTABLISHED", connection=1),
        ClientConnected(client="alice", duration_ns=20_000_000, connection=1),
        *sample_packets.from_client(ack),
        *sample_packets.into_ring(ack),
        *sample_packets.interrupted(),
        *sample_packets.carried_up(ack),
        HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=1),
        TcpStateChanged(host="server", old="SYN_RECV", new="ESTABLISHED", connection=1),
    ]


def _accept() -> list[Event]:
    return [
        EpollEventQueued(events=("EPOLLIN",), ready_length=1, fd=LISTENER, cpu=0),
        ThreadWoken(where="epoll_pwait", cause="EPOLLIN", thread=M0, fd=EPOLL),
        *sample_packets.poll_over(slot=1),
        ThreadScheduled(thread=M0, cpu=0),
        EpollEventsDelivered(fds=(LISTENER,), ready_length=0, fd=EPOLL, thread=M0),
        SyscallReturned(name="epoll_pwait", result=1, ready=((LISTENER, ("EPOLLIN",)),), fd=EPOLL, thread=M0),
        PollDescriptorReady(mode="r", remembered=False, fd=LISTENER, goroutine=MAIN),
        NetpollReturned(goroutines=(MAIN,), thread=M0),
        ProcessorAcquired(processor=0, thread=M0),
        GoroutineReadied(queue="direct", goroutine=MAIN, thread=M0),
        GoroutineStarted(processor=0, source="netpoll", goroutine=MAIN, thread=M0),
        SyscallEntered(name="accept4", fd=LISTENER, thread=M0, goroutine=MAIN),
        ConnectionAccepted(accept_queue_length=0, connection=1, fd=FD),
        FdInstalled(object_kind="connection", description=f"TCP {ALICE}", fd=FD, connection=1, thread=M0),
        SyscallReturned(name="accept4", result=FD, address=ALICE, fd=LISTENER, thread=M0, goroutine=MAIN),
        EpollInterestAdded(events=CONNECTION_EVENTS, fd=FD, connection=1),
        ConnStateChanged(state="new", connection=1, goroutine=MAIN),
        GoroutineCreated(
            function="net/http.(*conn).serve",
            creator=MAIN,
            processor=0,
            queue_length=1,
            goroutine=SERVE,
            connection=1,
        ),
        PollDescriptorArmed(mode="r", fd=LISTENER, goroutine=MAIN),
        GoroutineParked(reason="IO wait", goroutine=MAIN, thread=M0, fd=LISTENER),
        GoroutineStarted(processor=0, source="runnext", goroutine=SERVE, thread=M0, connection=1),
        SyscallEntered(name="read", size=4096, fd=FD, thread=M0, goroutine=SERVE, connection=1),
        SyscallReturned(
            name="read", result=-1, errno="EAGAIN", fd=FD, thread=M0, goroutine=SERVE, connection=1
        ),
        PollDescriptorArmed(mode="r", fd=FD, goroutine=SERVE, connection=1),
        GoroutineParked(reason="IO wait", goroutine=SERVE, thread=M0, fd=FD, connection=1),
    ]


def _request() -> list[Event]:
    data = Segment(4, 1, ALICE, ("ACK", "PSH"), 1001, 5001, REQUEST, request=1, slot=2)
    ack = Segment(5, 1, ALICE, ("ACK",), 5001, 1001 + len(REQUEST), slot=1)
    size = len(REQUEST)
    return [
        RequestSent(
            client="alice",
            method="GET",
            target="/details/7",
            host="localhost:3000",
            length_bytes=size,
            request=1,
            connection=1,
        ),
        *sample_packets.from_client(data),
        *sample_packets.into_ring(data),
        *sample_packets.interrupted(),
        *sample_packets.carried_up(data),
        DataQueued(
            length_bytes=size,
            queued_bytes=size,
            window_bytes=65_535 - size,
            capacity_bytes=131_072,
            connection=1,
            request=1,
            packet=4,
        ),
        AckDelayed(until_ns=200_000_000, connection=1),
        EpollEventQueued(events=("EPOLLIN",), ready_length=1, fd=FD, connection=1, request=1),
        *sample_packets.to_client(ack),
        *sample_packets.poll_over(slot=2),
        EpollEventsDelivered(fds=(FD,), ready_length=0, fd=EPOLL, thread=M0),
        PollDescriptorReady(mode="r", remembered=False, fd=FD, goroutine=SERVE, connection=1, request=1),
        NetpollReturned(goroutines=(SERVE,), thread=M0),
        GoroutineReadied(queue="local", processor=0, queue_length=1, goroutine=SERVE, request=1),
        GoroutineStolen(victim=0, processor=1, count=1, thread=M1),
        ThreadWoken(where="futex", cause="wakep", thread=M1),
        ThreadScheduled(thread=M1, cpu=1),
        ProcessorAcquired(processor=1, thread=M1, spinning=True),
        GoroutineStarted(processor=1, source="stolen", goroutine=SERVE, thread=M1, connection=1, request=1),
        SyscallEntered(name="read", size=4096, fd=FD, thread=M1, goroutine=SERVE, connection=1, request=1),
        DataRead(length_bytes=size, queued_bytes=0, window_bytes=65_535, connection=1, request=1, fd=FD),
        SyscallReturned(
            name="read",
            result=size,
            data=REQUEST,
            fd=FD,
            thread=M1,
            goroutine=SERVE,
            connection=1,
            request=1,
        ),
    ]


def _parsing() -> list[Event]:
    about: GoroutineIds = {"goroutine": SERVE, "connection": 1, "request": 1}
    return [
        ConnStateChanged(state="active", **about),
        RequestLineParsed(method="GET", target="/details/7", protocol="HTTP/1.1", **about),
        HeaderParsed(name="Host", value="localhost:3000", **about),
        HeaderParsed(name="Connection", value="close", **about),
        RequestParsed(header_count=2, consumed_bytes=len(REQUEST), buffered_bytes=0, **about),
        GoroutineCreated(
            function="net/http.(*connReader).backgroundRead",
            creator=SERVE,
            processor=1,
            queue_length=1,
            goroutine=BACKGROUND,
            connection=1,
            request=1,
        ),
        BackgroundReadStarted(goroutine=BACKGROUND, connection=1, request=1),
        RoutePatternTried(pattern="GET /hello", matched=False, reason="another path", **about),
        RoutePatternTried(pattern="GET /details/{id}", matched=True, reason="{id} is 7", **about),
        RouteMatched(pattern="GET /details/{id}", handler="detailHandler", values=(("id", "7"),), **about),
    ]


def _handling() -> list[Event]:
    about: GoroutineIds = {"goroutine": SERVE, "connection": 1, "request": 1}
    return [
        HandlerStarted(handler="detailHandler", **about),
        HandlerComputed(handler="detailHandler", duration_ns=20_000, **about),
        HandlerWaiting(handler="detailHandler", duration_ns=300_000, **about),
        TimerStarted(when_ns=300_000_000, **about),
        GoroutineParked(reason="sleep", thread=M1, **about),
        TimerFired(**about),
        GoroutineReadied(queue="runnext", processor=1, queue_length=1, **about),
        GoroutineStarted(processor=1, source="runnext", thread=M1, **about),
        HandlerResumed(handler="detailHandler", **about),
        HandlerWrote(handler="detailHandler", length_bytes=6, **about),
        ResponseBuffered(buffer="response", length_bytes=6, used_bytes=6, capacity_bytes=2048, **about),
        HandlerReturned(handler="detailHandler", duration_ns=320_000, **about),
        ResponseHeaderWritten(status=200, header_bytes=len(RESPONSE) - 6, content_length=6, **about),
        ResponseBuffered(
            buffer="connection",
            length_bytes=len(RESPONSE),
            used_bytes=len(RESPONSE),
            capacity_bytes=4096,
            **about,
        ),
    ]


def _answer() -> list[Event]:
    about: Ids = {"connection": 1, "request": 1}
    size = len(RESPONSE)
    read_to = 1001 + len(REQUEST)
    data = Segment(6, 1, ALICE, ("ACK", "PSH"), 5001, read_to, RESPONSE, request=1, slot=2)
    ack = Segment(7, 1, ALICE, ("ACK",), read_to, 5001 + size, slot=3)
    return [
        SyscallEntered(name="write", size=size, fd=FD, thread=M1, goroutine=SERVE, **about),
        DataWritten(length_bytes=size, queued_bytes=size, capacity_bytes=16_384, fd=FD, **about),
        *sample_packets.to_client(data),
        SyscallReturned(name="write", result=size, data=RESPONSE, fd=FD, thread=M1, goroutine=SERVE, **about),
        BackgroundReadStopped(outcome="aborted", goroutine=BACKGROUND, **about),
        GoroutineEnded(
            function="net/http.(*connReader).backgroundRead", goroutine=BACKGROUND, thread=M1, **about
        ),
        ResponseFinished(status=200, keep_alive=False, goroutine=SERVE, **about),
        ResponseDataReceived(client="alice", length_bytes=size, total_bytes=size, **about),
        RequestFinished(
            client="alice", outcome="ok", status=200, response_bytes=size, latency_ns=20_400_000, **about
        ),
        *sample_packets.from_client(ack),
        *sample_packets.into_ring(ack),
        *sample_packets.interrupted("thread"),
        *sample_packets.carried_up(ack),
        DataAcknowledged(
            length_bytes=size, queued_bytes=0, congestion_window=11, connection=1, request=1, packet=7
        ),
        *sample_packets.poll_over(slot=3, resumed="thread"),
    ]


def _close() -> list[Event]:
    read_to, written_to = 1001 + len(REQUEST), 5001 + len(RESPONSE)
    fin = Segment(8, 1, ALICE, ("ACK", "FIN"), written_to, read_to, slot=3)
    client_fin = Segment(9, 1, ALICE, ("ACK", "FIN"), read_to, written_to + 1, slot=4, state="FIN_WAIT2")
    return [
        EpollInterestRemoved(fd=FD, connection=1),
        FdClosed(object_kind="connection", fd=FD, connection=1, thread=M1),
        ConnStateChanged(state="closed", connection=1, goroutine=SERVE),
        TcpStateChanged(host="server", old="ESTABLISHED", new="FIN_WAIT1", connection=1),
        *sample_packets.to_client(fin),
        GoroutineEnded(function="net/http.(*conn).serve", goroutine=SERVE, thread=M1, connection=1),
        TcpStateChanged(host="client", old="ESTABLISHED", new="CLOSE_WAIT", connection=1),
        TcpStateChanged(host="server", old="FIN_WAIT1", new="FIN_WAIT2", connection=1),
        ClientClosed(client="alice", connection=1),
        TcpStateChanged(host="client", old="CLOSE_WAIT", new="LAST_ACK", connection=1),
        *sample_packets.from_client(client_fin),
        *sample_packets.into_ring(client_fin),
        *sample_packets.interrupted(),
        *sample_packets.carried_up(client_fin),
        FinQueued(queued_bytes=0, connection=1, packet=9),
        TcpStateChanged(host="server", old="FIN_WAIT2", new="TIME_WAIT", connection=1),
        TimeWaitStarted(host="server", duration_ns=60_000_000_000, connection=1),
        *sample_packets.poll_over(slot=4),
        TcpStateChanged(host="client", old="LAST_ACK", new="CLOSED", connection=1),
    ]
