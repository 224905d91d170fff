"""What is counted when a segment leaves TCP: `__tcp_transmit_skb`, `tcp_event_new_data_sent` and IP behind them."""

from journey_tui.trace.events.outside import SegmentSent
from journey_tui.world.counters.ends import SKB_BYTES, after, end_of, plus
from journey_tui.world.lookup import count, counts_for
from journey_tui.world.state import CountedEnd, World


def count_sent(world: World, event: SegmentSent, ip_bytes: int) -> None:
    """Count a segment of a host whose kernel is the server's."""
    host = "server" if event.direction == "to_client" else "client"
    if not counts_for(world, host):
        return
    count(world, "IpOutRequests")  # __ip_local_out
    count(world, "IpOutTransmits")  # ip_finish_output2
    count(world, "IpExtOutOctets", ip_bytes)
    _count_kind(world, event)
    end = end_of(world, event, host)
    if end is not None and "RST" not in event.flags:
        _follow(world, end, event)


def _count_kind(world: World, event: SegmentSent) -> None:
    """`tcp_make_synack`, `__tcp_retransmit_skb`: of what is sent again only a SYN-ACK is OutSegs too."""
    if event.retransmission:
        count(world, "TcpRetransSegs")
        if "SYN" in event.flags:
            count(world, "TcpExtTCPSynRetrans")
    if not event.retransmission or {"SYN", "ACK"} <= set(event.flags):
        count(world, "TcpOutSegs")
    if "RST" in event.flags:
        count(world, "TcpOutRsts")


def _follow(world: World, end: CountedEnd, event: SegmentSent) -> None:
    if "SYN" in event.flags:
        _begin(end, event)
    elif (length := len(event.payload) + ("FIN" in event.flags)) and end.sent_next is not None:
        last = plus(event.sequence_number, length)
        if after(last, end.sent_next):
            end.sent_next = last
            _remember(end, last, len(event.payload))
            count(world, "TcpExtTCPOrigDataSent")
    if "ACK" in event.flags:
        end.told = event.acknowledgement_number
        window = event.window if "SYN" in event.flags else event.window << end.scale
        end.edge = plus(end.told, window)
        if not window:
            end.predicts = False  # tcp_select_window


def _begin(end: CountedEnd, event: SegmentSent) -> None:
    """A client's SYN waits for its ACK like data; a SYN-ACK belongs to no socket yet."""
    end.scale = min(max(event.window_scale or 0, 0), 14)  # TCP_MAX_WSCALE
    if event.retransmission and end.sent_next is not None:
        return
    end.sent_next = plus(event.sequence_number, 1)
    active = "ACK" not in event.flags
    end.unacknowledged = event.sequence_number if active else end.sent_next
    if active:
        _remember(end, end.sent_next, 0)


def _remember(end: CountedEnd, last: int, length: int) -> None:
    end.flight.append(last)
    end.flight_memory.append(SKB_BYTES + length)
