"""What the kernel counts while segments come and go, under the names that nstat prints (net/ipv4/proc.c).

Counted from the events for every host whose kernel it is: the server's, and over loopback the client's too, because
both are one kernel. The rules were found in Linux 6.12 and agree with recordings; each names its function.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from journey_tui.trace.events import Event, Host, kernel, outside
from journey_tui.trace.events.outside import SegmentReceived, SegmentSent
from journey_tui.views.flights import Flights, distance, ip_bytes, length_of

COUNTED: Final = (
    "IpInReceives",
    "IpInDelivers",
    "IpOutRequests",
    "IpOutTransmits",
    "TcpActiveOpens",
    "TcpPassiveOpens",
    "TcpAttemptFails",
    "TcpEstabResets",
    "TcpInSegs",
    "TcpOutSegs",
    "TcpRetransSegs",
    "TcpOutRsts",
    "TcpExtSyncookiesSent",
    "TcpExtSyncookiesRecv",
    "TcpExtTW",
    "TcpExtListenOverflows",
    "TcpExtListenDrops",
    "TcpExtTCPLostRetransmit",
    "TcpExtTCPTimeouts",
    "TcpExtTCPReqQFullDoCookies",
    "TcpExtTCPReqQFullDrop",
    "TcpExtTCPOFOQueue",
    "TcpExtTCPFromZeroWindowAdv",
    "TcpExtTCPToZeroWindowAdv",
    "TcpExtTCPSynRetrans",
    "TcpExtTCPOrigDataSent",
    "TcpExtTCPDelivered",
    "TcpExtTcpTimeoutRehash",
    "IpExtInOctets",
    "IpExtOutOctets",
    "IpExtInNoECTPkts",
)
"""In nstat's order."""
_OPEN: Final = frozenset({"ESTABLISHED", "CLOSE_WAIT"})
_OF_COUNTERS: Final = frozenset(
    {
        SegmentSent,
        SegmentReceived,
        outside.PacketDropped,
        kernel.IpReceived,
        kernel.TcpStateChanged,
        kernel.TimeWaitStarted,
        kernel.HandshakeCompleted,
        kernel.RetransmissionTimedOut,
        kernel.SegmentOutOfOrder,
        kernel.AcceptQueueOverflowed,
    }
)
"""The events that raise a counter; most do not."""


@dataclass(slots=True)
class _Side:
    """What is remembered of one side of a connection."""

    state: str = ""
    start: int | None = None
    waiting: deque[int] = field(default_factory=deque)
    """Where each segment ends that is not acknowledged."""
    zero_window: bool = False


class TcpCounters:
    """The counters, event by event."""

    def __init__(self, loopback: bool) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        self._hosts: tuple[Host, ...] = ("server", "client") if loopback else ("server",)
        self._flights = Flights()
        self._sides: dict[tuple[int, Host], _Side] = {}

    def see(self, event: Event) -> None:
        """Follow one event."""
        if type(event) not in _OF_COUNTERS:
            return
        arrived = self._flights.see(event)
        if arrived is not None and isinstance(event, SegmentReceived):
            self._see_received(event, arrived)
        elif isinstance(event, SegmentSent):
            self._see_sent(event)
        else:
            self._see_kernel(event)

    def _add(self, *names: str) -> None:
        for name in names:
            self.counts[name] += 1

    def _side(self, event: Event, host: Host) -> _Side:
        return self._sides.setdefault((event.connection or 0, host), _Side())

    # ── sending ──

    def _see_sent(self, segment: SegmentSent) -> None:
        host: Host = "client" if segment.direction == "to_server" else "server"
        side = self._side(segment, host)
        if "SYN" in segment.flags:
            side.start = segment.sequence_number
        if host not in self._hosts:
            return
        self._add("IpOutRequests", "IpOutTransmits")
        self.counts["IpExtOutOctets"] += ip_bytes(segment)
        self._count_kind(segment)
        if host == "server" and {"SYN", "ACK"} <= set(segment.flags):
            self._count_cookie(segment, side)
        elif "RST" not in segment.flags:
            self._count_data(segment, side)
            self._count_window(segment, side)

    def _count_kind(self, segment: SegmentSent) -> None:
        """`__tcp_transmit_skb`, `tcp_make_synack`, `__tcp_retransmit_skb`: only a SYN-ACK sent again is OutSegs too."""
        if not segment.retransmission or {"SYN", "ACK"} <= set(segment.flags):
            self._add("TcpOutSegs")
        if segment.retransmission:
            self._add("TcpRetransSegs", *(["TcpExtTCPSynRetrans"] if "SYN" in segment.flags else []))
        if "RST" in segment.flags:
            self._add("TcpOutRsts")

    def _count_cookie(self, segment: SegmentSent, side: _Side) -> None:
        """A SYN-ACK for which nothing is kept (`tcp_conn_request`, `cookie_init_sequence`)."""
        if side.state != "SYN_RECV":
            self._add("TcpExtSyncookiesSent")
            self.counts["TcpExtTCPReqQFullDoCookies"] += not segment.retransmission

    def _count_data(self, segment: SegmentSent, side: _Side) -> None:
        """`tcp_event_new_data_sent`; a SYN is no data, but its ACK delivers it (`tcp_newly_delivered`)."""
        length = length_of(segment)
        if length and not segment.retransmission and side.start is not None:
            side.waiting.append(distance(segment.sequence_number, side.start) + length)
            self.counts["TcpExtTCPOrigDataSent"] += "SYN" not in segment.flags

    def _count_window(self, segment: SegmentSent, side: _Side) -> None:
        """`tcp_select_window`."""
        if "SYN" in segment.flags or side.zero_window == (segment.window == 0):
            return
        side.zero_window = segment.window == 0
        self._add(
            "TcpExtTCPToZeroWindowAdv" if side.zero_window else "TcpExtTCPFromZeroWindowAdv",
        )

    # ── receiving ──

    def _see_received(self, event: SegmentReceived, segment: SegmentSent) -> None:
        if event.host not in self._hosts:
            return
        self._add("TcpInSegs")
        if event.host == "client":
            self._count_ip(ip_bytes(segment))
            self.counts["TcpAttemptFails"] += "RST" in event.flags and event.state == "SYN_SENT"
        side = self._side(event, event.host)
        if "ACK" in segment.flags and side.start is not None:
            number = distance(segment.acknowledgement_number, side.start)
            while side.waiting and side.waiting[0] <= number <= side.waiting[-1]:
                side.waiting.popleft()
                self._add("TcpExtTCPDelivered")

    def _count_ip(self, length_bytes: int) -> None:
        self._add("IpInReceives", "IpInDelivers", "IpExtInNoECTPkts")
        self.counts["IpExtInOctets"] += length_bytes

    # ── the rest ──

    def _see_kernel(self, event: Event) -> None:
        match event:
            case kernel.IpReceived():
                self._count_ip(event.length_bytes)
            case kernel.TcpStateChanged():
                self._see_state(event)
            case kernel.TimeWaitStarted() if event.host in self._hosts:
                self._add("TcpExtTW")
            case kernel.HandshakeCompleted():
                cookie = self._side(event, "server").state != "SYN_RECV"
                self._add("TcpPassiveOpens", *(["TcpExtSyncookiesRecv"] if cookie else []))
            case kernel.RetransmissionTimedOut() if event.host in self._hosts:
                self._see_timeout(event)
            case kernel.SegmentOutOfOrder():
                self._add("TcpExtTCPOFOQueue")
            case kernel.AcceptQueueOverflowed():
                self._add("TcpExtListenOverflows", "TcpExtListenDrops")
            case outside.PacketDropped(where="socket"):
                self._add("TcpExtListenDrops", "TcpInSegs")
                self.counts["TcpExtTCPReqQFullDrop"] += event.reason == "the SYN queue is full"
            case _:
                pass

    def _see_state(self, event: kernel.TcpStateChanged) -> None:
        self._side(event, event.host).state = event.new
        if event.host not in self._hosts:
            return
        if event.new == "SYN_SENT":
            self._add("TcpActiveOpens")
        elif event.new in {"CLOSED", "CLOSE"}:
            self.counts["TcpEstabResets"] += event.old in _OPEN  # tcp_set_state
            self._sides.pop((event.connection or 0, event.host), None)

    def _see_timeout(self, event: kernel.RetransmissionTimedOut) -> None:
        """`tcp_retransmit_timer`; a SYN-ACK's timer only counts itself (`tcp_syn_ack_timeout`)."""
        self._add("TcpExtTCPTimeouts")
        if event.host == "client" or self._side(event, "server").state != "SYN_RECV":
            self._add("TcpExtTcpTimeoutRehash")
            self.counts["TcpExtTCPLostRetransmit"] += event.retries > 1
