"""What happens at TCP's limits, once of each kind: cookies, closed windows, probes, faults."""

from journey_tui.trace import Event
from journey_tui.trace.events.kernel import SegmentMerged
from journey_tui.trace.events.limits import (
    AckMerged,
    ConnectionAborted,
    DelayedAckSent,
    FastRetransmitted,
    HalfOpenDropped,
    LossProbeSent,
    SynCookieChecked,
    SynCookieSent,
    SynDropped,
    WindowClosed,
    WindowKept,
    WindowOpened,
    WindowProbed,
)
from journey_tui.trace.events.outside import FaultStruck


def events() -> list[Event]:
    """Unstamped events, in order."""
    return [
        SynDropped(reason="syn_queue_full", syn_queue_length=5, connection=2),
        SynCookieSent(syn_queue_length=5, connection=2),
        SynCookieChecked(valid=True, connection=2),
        HalfOpenDropped(reason="no_ack", syn_queue_length=4, connection=2),
        WindowClosed(host="client", queued_bytes=114_176, connection=1),
        WindowKept(host="client", window_bytes=28_672, connection=1),
        WindowProbed(host="server", probes=1, timeout_ns=204_000_000, connection=1),
        WindowOpened(host="client", window_bytes=105_472, connection=1),
        LossProbeSent(host="client", timeout_ns=204_000_000, connection=1),
        FastRetransmitted(host="server", congestion_window=5, connection=1),
        DelayedAckSent(host="server", connection=1),
        AckMerged(host="client", connection=1),
        ConnectionAborted(host="server", reason="unread_data", connection=1),
        SegmentMerged(into=3, segments=2, length_bytes=2948, connection=1, cpu=0),
        FaultStruck(fault="limit_nofile", detail="RLIMIT_NOFILE is 16"),
    ]
