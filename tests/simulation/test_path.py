"""One request's way, stage by stage: what must come before what, and what each thing does."""

from journey_tui.simulation.tcp.listener import Listener, ListenSettings
from journey_tui.trace import Event
from journey_tui.trace.events.outside import SegmentSent
from tests.simulation.runs import ONE_CLIENT, events_of, of_kind

LOOPBACK = "network: {loopback: true}\n" + ONE_CLIENT


def first(events: tuple[Event, ...], kind: str, **fields: object) -> Event:
    return next(
        event
        for event in events
        if event.kind == kind and all(getattr(event, name) == value for name, value in fields.items())
    )


def test_the_handshake_is_done_before_accept_and_the_new_connection_has_no_fd_until_then() -> None:
    events = events_of()
    handshake = first(events, "HandshakeCompleted")
    accepted = first(events, "ConnectionAccepted")
    installed = first(events, "FdInstalled", object_kind="connection")
    goroutine = first(events, "GoroutineCreated", function="net/http.(*conn).serve")
    assert handshake.seq < accepted.seq < installed.seq < goroutine.seq
    assert installed.fd == 6


def test_a_packet_passes_ring_interrupt_softirq_and_tcp_in_this_order() -> None:
    events = events_of()
    packet = first(events, "RequestSent").seq
    sent = next(event for event in events[packet:] if event.kind == "SegmentSent")
    way = [event.kind for event in events if event.packet == sent.packet]
    wanted = [
        "SegmentSent",
        "PacketForwarded",
        "FrameArrived",
        "DmaWritten",
        "DescriptorFilled",
        "DescriptorCleaned",
        "SkbBuilt",
        "IpReceived",
        "SegmentReceived",
        "DataQueued",
    ]
    assert [kind for kind in way if kind in wanted] == wanted


def test_the_interrupt_is_masked_from_its_handler_until_the_ring_is_empty() -> None:
    masked = False
    for event in events_of():
        if event.kind == "InterruptRaised":
            assert not masked
            masked = True
        elif event.kind == "InterruptEnabled":
            assert masked
            masked = False


def test_on_loopback_there_is_no_card_and_the_softirq_runs_inside_the_system_call() -> None:
    events = events_of(LOOPBACK)
    assert not of_kind(events, "FrameArrived", "InterruptRaised", "DmaWritten", "TxDescriptorFilled")
    softirqs = of_kind(events, "SoftirqStarted")
    assert softirqs
    assert {event.context for event in softirqs} == {"syscall"}  # type: ignore[attr-defined]


def test_an_interrupted_thread_makes_up_what_the_interrupt_took() -> None:
    head = "machine: {cpus: 1}"
    tail = (
        "clients:\n"
        "  - {name: a, at: 0ms, requests: [{target: /hello, close: true}]}\n"
        "  - {name: b, at: 70us, requests: [{target: /hello, close: true}]}\n"
    )
    events = events_of(tail, head)
    stopped = [event for event in of_kind(events, "CpuInterrupted") if event.interrupted == "thread"]  # type: ignore[attr-defined]
    assert stopped
    assert all(event.thread is not None for event in stopped)
    resumed = [event for event in of_kind(events, "CpuResumed") if event.resumed == "thread"]  # type: ignore[attr-defined]
    assert resumed


def test_moderation_gathers_frames_for_one_interrupt() -> None:
    crowd = "clients: [{name: crowd, count: 8, every: 1us, requests: [{target: /hello, close: true}]}]"
    plain = len(of_kind(events_of(crowd), "InterruptRaised"))
    gathered = events_of(crowd, "machine: {nic: {rx_usecs: 50us, rx_frames: 0}}")
    assert of_kind(gathered, "InterruptDelayed")
    assert len(of_kind(gathered, "InterruptRaised")) < plain


def test_a_full_ring_drops_frames_and_the_clients_send_again() -> None:
    crowd = "clients: [{name: crowd, count: 12, requests: [{target: /hello, close: true}]}]"
    events = events_of(crowd, "machine: {nic: {rx_ring: 2}}\nnetwork: {path: [{bandwidth: 100Gbps}]}")
    drops = of_kind(events, "PacketDropped")
    assert drops
    assert {event.reason for event in drops} == {"no free RX descriptor"}  # type: ignore[attr-defined]
    assert of_kind(events, "RetransmissionTimedOut")
    assert {event.outcome for event in of_kind(events, "RequestFinished")} == {"ok"}  # type: ignore[attr-defined]


def test_a_large_answer_is_cut_into_segments_and_waits_for_acks() -> None:
    tail = "clients: [{name: alice, requests: [{target: /big, close: true}]}]"
    events = events_of(tail, size="400KiB")
    sent = [event for event in events if isinstance(event, SegmentSent)]
    segments = [event for event in sent if event.direction == "to_client" and event.payload]
    assert max(len(event.payload) for event in segments) == 1448
    assert len(segments) >= 400 * 1024 // 1448
    first_ack = first(events, "DataAcknowledged")
    assert sum(event.seq < first_ack.seq for event in segments) == 10
    (finished,) = of_kind(events, "RequestFinished")
    assert finished.outcome == "ok"  # type: ignore[attr-defined]


def test_a_second_request_on_a_connection_needs_no_handshake_accept_or_goroutine_for_it() -> None:
    tail = "clients: [{name: alice, requests: [{target: /hello}, {after: 5ms, target: /hello}]}]"
    events = events_of(tail)
    assert len(of_kind(events, "RequestFinished")) == 2
    assert len(of_kind(events, "HandshakeCompleted")) == 1
    assert len(of_kind(events, "ConnectionAccepted")) == 1
    serving = [event for event in of_kind(events, "GoroutineCreated") if event.function.endswith("serve")]  # type: ignore[attr-defined]
    assert len(serving) == 1


def test_two_clients_get_two_goroutines_and_lowest_free_descriptors() -> None:
    tail = "clients: [{name: pair, count: 2, every: 1us, requests: [{target: /slow}]}]"
    events = events_of(tail)
    fds = [event.fd for event in of_kind(events, "FdInstalled") if event.object_kind == "connection"]  # type: ignore[attr-defined]
    assert fds == [6, 9]


def test_a_waiting_handler_holds_no_thread() -> None:
    tail = "clients: [{name: alice, requests: [{target: /slow}]}]"
    events = events_of(tail)
    waiting = first(events, "HandlerWaiting")
    parked = next(event for event in events[waiting.seq :] if event.kind == "GoroutineParked")
    assert parked.goroutine == waiting.goroutine
    resumed = first(events, "HandlerResumed")
    assert resumed.time_ns - waiting.time_ns >= 20_000_000


def test_backlog_n_holds_n_plus_one_connections() -> None:
    class Quiet:
        def became_ready(self, *events: str) -> None:
            pass

    listener = Listener(3, ListenSettings(), Quiet())
    held = 0
    while not listener.accept_queue_full:
        listener.accept_queue.append(None)  # type: ignore[arg-type]
        held += 1
    assert held == 4
