"""What is counted when a segment comes: IP, then TCP's two ways through (`tcp_rcv_established`, net/ipv4/tcp_input.c).

Header prediction sends what it expects down a short way: the next bytes in order, the window unchanged, and memory for
them at hand. TCPHPHits and TCPHPAcks count the short way, TCPPureAcks the long one. A segment is judged when it
arrives, though one that waits for a program to let go of its socket would be judged a little later.
"""

from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events import kernel, limits, outside
from journey_tui.world.counters.ends import after, charged_ahead, end_of, may_predict, plus, received_memory
from journey_tui.world.counters.receive_queue import put, take_out
from journey_tui.world.counters.repair import acknowledged, hear_blocks
from journey_tui.world.lookup import count, counts_for, packet_of
from journey_tui.world.state import CountedEnd, Packet, World

_ETHERNET_BYTES: Final = 14
_LIMIT_NS: Final = 500_000_000  # tcp_invalid_ratelimit, HZ/2, include/net/tcp.h


def count_ip_received(world: World, length_bytes: int, segments: int = 1) -> None:
    """`ip_rcv_core`, `ip_local_deliver_finish`; each segment of a merged packet has its own ECN bits."""
    count(world, "IpInReceives")
    count(world, "IpInDelivers")
    count(world, "IpExtInOctets", length_bytes)
    count(world, "IpExtInNoECTPkts", segments)


def count_received(world: World, event: outside.SegmentReceived) -> None:
    """A segment has reached a host's TCP (`tcp_v4_rcv`); a client's own IP is not told."""
    if not counts_for(world, event.host):
        return
    count(world, "TcpInSegs")
    packet = packet_of(world, event)
    if packet is None:
        return
    if event.host == "client":
        count_ip_received(world, packet.length_bytes - _ETHERNET_BYTES)
    end = end_of(world, event, event.host)
    if end is not None and event.matched == "connection" and not end.timewait and "RST" not in packet.flags:
        _receive(world, end, packet, event)


def count_first_segment(world: World, event: kernel.HandshakeCompleted) -> None:
    """The segment that ended the handshake is its connection's first (`tcp_child_process`)."""
    end, packet = end_of(world, event, "server"), packet_of(world, event)
    if end is None or packet is None:
        return
    end.expected = end.copied = packet.sequence_number
    end.peer_window, end.window_from = packet.window, packet.sequence_number
    end.unacknowledged = packet.acknowledgement_number
    end.predicts = True  # tcp_fast_path_on
    _take_slowly(world, end, packet, event)


def count_read(world: World, event: Event, host: str, length_bytes: int) -> None:
    """The program has read so many bytes: sk_buffs that are read to their end are freed."""
    end = end_of(world, event, host)
    if end is not None and counts_for(world, host):
        take_out(end, length_bytes)


def ack_merged(world: World, event: limits.AckMerged) -> None:
    """Two segments become one before TCP looks at them: what was counted of one of them was one too many."""
    if not counts_for(world, event.host):
        return
    count(world, "TcpExtTCPBacklogCoalesce")
    end = end_of(world, event, event.host)
    if end is not None and end.latest_ack:
        count(world, end.latest_ack, -1)
        end.latest_ack = ""


def _receive(world: World, end: CountedEnd, packet: Packet, event: outside.SegmentReceived) -> None:
    if "SYN" in packet.flags:
        if event.state == "SYN_SENT":
            _synchronize(world, end, packet)
        else:
            _challenge(world, end, event.time_ns)
    elif end.expected is None:
        return
    elif event.state == "ESTABLISHED" and _is_predicted(end, packet) and _fits(world, end, packet):
        _take_quickly(world, end, packet, event)
    elif _is_outside_window(end, packet):
        _refuse(world, end, packet, event.time_ns)
    else:
        _take_slowly(world, end, packet, event)


# ── the beginning ──


def _synchronize(world: World, end: CountedEnd, packet: Packet) -> None:
    """`tcp_rcv_synsent_state_process`: header prediction is off until a window has come."""
    if "ACK" not in packet.flags:
        return
    end.expected = end.copied = plus(packet.sequence_number, 1)
    end.peer_window, end.window_from = packet.window, packet.sequence_number
    _acknowledge(world, end, packet.acknowledgement_number)


def _challenge(world: World, end: CountedEnd, now_ns: int) -> None:
    """A SYN for a connection that stands (`tcp_validate_incoming`, `tcp_send_challenge_ack`)."""
    count(world, "TcpInErrs")
    count(world, "TcpExtTCPSYNChallenge")
    if _is_limited(end, now_ns):
        count(world, "TcpExtTCPACKSkippedChallenge")
    else:
        count(world, "TcpExtTCPChallengeACK")


# ── the short way ──


def _is_predicted(end: CountedEnd, packet: Packet) -> bool:
    """ACK and at most PSH, no SACK, the window as before, the next bytes in order, no ACK of what was not sent."""
    return (
        end.predicts
        and not packet.sack_blocks
        and "FIN" not in packet.flags
        and packet.window == end.peer_window
        and packet.sequence_number == end.expected
        and not after(packet.acknowledgement_number, end.sent_next)
    )


def _fits(world: World, end: CountedEnd, packet: Packet) -> bool:
    """Data must fit into the window and into the memory that is charged already."""
    if not packet.payload_bytes:
        return True
    if after(_last(packet), end.edge):
        return False
    return received_memory(world, packet.payload_bytes) <= charged_ahead(end)


def _take_quickly(world: World, end: CountedEnd, packet: Packet, event: Event) -> None:
    number = packet.acknowledgement_number
    if packet.payload_bytes:
        count(world, "TcpExtTCPHPHits")
        put(world, end, packet, event)
        if after(number, end.unacknowledged):
            _count_ack(world, end, "TcpExtTCPHPAcks")
            _acknowledge(world, end, number)
    elif after(number, end.unacknowledged):
        _count_ack(world, end, "TcpExtTCPHPAcks")
        _acknowledge(world, end, number)
    elif number == end.unacknowledged:
        _count_ack(world, end, "TcpExtTCPPureAcks")
    end.window_from = packet.sequence_number


# ── the long way ──


def _take_slowly(world: World, end: CountedEnd, packet: Packet, event: Event) -> None:
    """`tcp_ack`, which refuses old ACKs and those of the future, then `tcp_data_queue`."""
    number = packet.acknowledgement_number
    if not after(end.unacknowledged, number) and not after(number, end.sent_next):
        if _last(packet) == packet.sequence_number:
            _count_ack(world, end, "TcpExtTCPPureAcks")
        _hear_window(end, packet)
        hear_blocks(world, end, packet)
        _acknowledge(world, end, number)
    if _last(packet) != packet.sequence_number:
        _queue(world, end, packet, event)


def _hear_window(end: CountedEnd, packet: Packet) -> None:
    """`tcp_may_update_window`, `tcp_ack_update_window`."""
    sequence, window = packet.sequence_number, packet.window
    if not (
        after(packet.acknowledgement_number, end.unacknowledged)
        or after(sequence, end.window_from)
        or (sequence == end.window_from and (window > end.peer_window or not window))
    ):
        return
    end.window_from = sequence
    if window != end.peer_window:
        end.peer_window = window
        end.predicts = may_predict(end)


def _queue(world: World, end: CountedEnd, packet: Packet, event: Event) -> None:
    """`tcp_data_queue`."""
    expected = end.expected or 0
    if not after(_last(packet), expected):
        _count_repeated(world)
    elif not after(end.edge, expected) and packet.payload_bytes:
        count(world, "TcpExtTCPZeroWindowDrop")
    elif after(packet.sequence_number, expected):
        count(world, "TcpExtTCPOFOQueue")
        end.early.append((packet.sequence_number, _last(packet)))
        end.predicts = False
    else:
        put(world, end, packet, event)
        end.predicts = may_predict(end)


def _is_outside_window(end: CountedEnd, packet: Packet) -> bool:
    """`tcp_sequence`."""
    expected = end.expected or 0
    edge = end.edge if after(end.edge, expected) else expected
    return after(end.told, _last(packet)) or after(packet.sequence_number, edge)


def _refuse(world: World, end: CountedEnd, packet: Packet, now_ns: int) -> None:
    """`tcp_send_dupack`; bare ACKs are answered at most twice a second (`tcp_oow_rate_limited`)."""
    if _last(packet) != packet.sequence_number:
        if after(end.expected or 0, packet.sequence_number):
            _count_repeated(world)
    elif _is_limited(end, now_ns):
        count(world, "TcpExtTCPACKSkippedSeq")


def _count_repeated(world: World) -> None:
    """Old data: an ACK was lost or late, and the answer says so with a D-SACK (`tcp_dsack_set`)."""
    count(world, "TcpExtDelayedACKLost")
    count(world, "TcpExtTCPDSACKOldSent")


# ── both ──


def _count_ack(world: World, end: CountedEnd, counter: str) -> None:
    count(world, counter)
    end.latest_ack = counter


def _acknowledge(world: World, end: CountedEnd, number: int) -> None:
    """`tcp_clean_rtx_queue`, `tcp_newly_delivered`."""
    if not after(number, end.unacknowledged) or after(number, end.sent_next):
        return
    end.unacknowledged = number
    delivered = 0
    while delivered < len(end.flight) and not after(end.flight[delivered], number):
        delivered += 1
    if delivered:
        told = [last for last in end.flight[:delivered] if last in end.sacked]
        del end.flight[:delivered], end.flight_memory[:delivered]
        end.sacked = [last for last in end.sacked if last not in told]
        count(world, "TcpExtTCPDelivered", delivered - len(told))
    acknowledged(end)


def _is_limited(end: CountedEnd, now_ns: int) -> bool:
    """`__tcp_oow_rate_limited`."""
    if end.refused_ns is not None and 0 <= now_ns - end.refused_ns < _LIMIT_NS:
        return True
    end.refused_ns = now_ns
    return False


def _last(packet: Packet) -> int:
    return plus(packet.sequence_number, packet.payload_bytes + ("FIN" in packet.flags))
