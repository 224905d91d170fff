"""What is counted when a segment leaves TCP: `__tcp_transmit_skb`, `tcp_event_new_data_sent` and IP behind them."""

from typing import Final

from journey_tui.trace.events.outside import SegmentSent
from journey_tui.world.counters.ends import SKB_BYTES, after, end_of, plus
from journey_tui.world.counters.repair import sent_again
from journey_tui.world.lookup import connection_of, count, counts_for
from journey_tui.world.state import CountedEnd, World

_LARGEST_SCALE: Final = 14  # TCP_MAX_WSCALE, include/net/tcp.h


def count_sent(world: World, event: SegmentSent, ip_bytes: int) -> None:
    """Count a segment of a host whose kernel is the server's."""
    host = "server" if event.direction == "to_client" else "client"
    if not counts_for(world, host):
        return
    count(world, "IpOutRequests")  # __ip_local_out
    count(world, "IpOutTransmits")  # ip_finish_output2
    count(world, "IpExtOutOctets", ip_bytes)
    _count_kind(world, event)
    if "SYN" in event.flags:
        _begin(world, event, host)
    elif "RST" not in event.flags:
        end = end_of(world, event, host)
        if end is not None:
            _follow(world, end, event)
            if event.retransmission:
                sent_again(world, end)


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
    length = len(event.payload)
    last = plus(event.sequence_number, length + ("FIN" in event.flags))
    if after(last, end.sent_next):
        end.sent_next = last
        _remember(end, last, length)
        count(world, "TcpExtTCPOrigDataSent")
    if "ACK" in event.flags:
        _tell(end, event.acknowledgement_number, event.window << end.scale)


def _tell(end: CountedEnd, number: int, window: int) -> None:
    """`tcp_select_window`: a closed window turns header prediction off."""
    end.told, end.edge = number, plus(number, window)
    if not window:
        end.predicts = False


def _begin(world: World, event: SegmentSent, host: str) -> None:
    """A client's SYN waits for its ACK like data; a SYN-ACK belongs to no socket yet. Windows of SYNs are not scaled."""
    connection = connection_of(world, event)
    if connection is None or (event.retransmission and end_of(world, event, host) is not None):
        return
    end = CountedEnd(sent_next=plus(event.sequence_number, 1))
    end.scale = min(max(event.window_scale or 0, 0), _LARGEST_SCALE)
    if "ACK" in event.flags:
        end.unacknowledged = end.sent_next
        _tell(end, event.acknowledgement_number, event.window)
    else:
        end.unacknowledged = event.sequence_number
        _remember(end, end.sent_next, 0)
    if host == "client":
        connection.counted_client = end
    else:
        connection.counted_server = end


def _remember(end: CountedEnd, last: int, length: int) -> None:
    end.flight.append(last)
    end.flight_memory.append(SKB_BYTES + length)
