"""What each place on a packet's way does to its bytes: which headers are on it then, in words.

Functions are those of Linux 6.12; the driver's are igb's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from journey_tui.text import clean_line
from journey_tui.trace.events import Event, hardware, kernel, outside
from journey_tui.tui.lenses.fields import Layer

_ALL: Final = frozenset(Layer)
_FROM_IP: Final = _ALL - {Layer.ETHERNET}
_FROM_TCP: Final = _FROM_IP - {Layer.IP}
_DATA: Final = frozenset({Layer.DATA})
_NONE: Final[frozenset[Layer]] = frozenset()
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a packet."""

    position: int
    time_ns: int
    stage: str
    headers: frozenset[Layer]
    """What the packet still has, or has by now."""
    words: str
    ends: bool
    """Its journey is over."""


Told = tuple[frozenset[Layer], str]


def steps_of(events: list[tuple[int, Event]], loopback: bool) -> list[Step]:
    """The way of one packet, from its sending on."""
    steps = []
    headers = _NONE
    for position, event in events:
        tell = _TOLD.get(type(event))
        if tell is None:
            continue
        headers, words = tell(event, headers, loopback)
        ends = isinstance(event, outside.PacketDropped | outside.SegmentReceived | kernel.SegmentMerged)
        steps.append(Step(position, event.time_ns, event.stage, headers, words, ends))
    return steps


def headers_at(event: Event | None, loopback: bool) -> frozenset[Layer] | None:
    """What a packet has after its event; None where that kind says nothing of its bytes."""
    if event is None or isinstance(event, outside.PacketDropped):
        return None
    tell = _TOLD.get(type(event))
    return None if tell is None else tell(event, _ALL, loopback)[0]


def _sent(event: outside.SegmentSent, _headers: frozenset[Layer], _loopback: bool) -> Told:
    what = f"before {len(event.payload):,} B of data" if event.payload else "with nothing behind it"
    again = "again: " if event.retransmission else ""
    return _FROM_TCP, f"{again}TCP puts its header on, {what} (__tcp_transmit_skb)"


def _at_hop(event: outside.PacketQueuedAtHop, headers: frozenset[Layer], _loopback: bool) -> Told:
    if headers != _ALL:
        return _ALL, f"IP and Ethernet headers are on; {_name(event.hop)} has the frame"
    return _ALL, f"{_name(event.hop)} has the frame and queues it"


def _forwarded(event: outside.PacketForwarded, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _ALL, f"{_name(event.hop)}: TTL {event.ttl}, IP checksum and Ethernet header are new"


def _mapped(event: hardware.TxDescriptorFilled, _headers: frozenset[Layer], _loopback: bool) -> Told:
    words = f"IP and Ethernet headers are on (ip_queue_xmit, neigh_hh_output); TX slot {event.slot}"
    return _ALL, words


def _backlog(_event: kernel.BacklogQueued, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _FROM_IP, "IP header on; loopback_xmit takes Ethernet's off again (eth_type_trans)"


def _built(_event: kernel.SkbBuilt, _headers: frozenset[Layer], loopback: bool) -> Told:
    return _FROM_IP, "the sk_buff goes up" if loopback else "Ethernet header taken off (eth_type_trans)"


def _ip(event: kernel.IpReceived, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _FROM_TCP, f"IP header checked, TTL {event.ttl}, and taken off (ip_rcv, ip_local_deliver)"


def _merged(event: kernel.SegmentMerged, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _DATA, f"GRO: headers dropped, its bytes join packet {event.into} (skb_gro_receive)"


def _received(event: outside.SegmentReceived, _headers: frozenset[Layer], _loopback: bool) -> Told:
    if event.host == "client":
        return _DATA, "the client's kernel has taken all headers off"
    found = {"none": "no socket: RST", "listener": "the listener", "request": "a half-open connection"}
    where = found.get(event.matched, f"its socket, {event.state}")
    return _DATA, f"TCP header read and taken off (tcp_v4_rcv); found {where}"


def _queued(event: kernel.DataQueued, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _DATA, f"{event.length_bytes:,} B join the receive queue (tcp_data_queue)"


def _early(event: kernel.SegmentOutOfOrder, _headers: frozenset[Layer], _loopback: bool) -> Told:
    return _DATA, f"{event.length_bytes:,} B wait for the ones before them (tcp_data_queue_ofo)"


def _lost(event: outside.PacketDropped, headers: frozenset[Layer], _loopback: bool) -> Told:
    on_the_wire = event.where in {"network", "nic", "dma"}
    return _ALL if on_the_wire else headers, f"✗ lost here: {_name(event.reason)}"


def _whole(words: str) -> Callable[[Event, frozenset[Layer], bool], Told]:
    """A place that neither adds nor takes."""

    def tell(_event: Event, _headers: frozenset[Layer], _loopback: bool) -> Told:
        return _ALL, words

    return tell


def _name(text: str) -> str:
    return clean_line(text, _LONGEST).replace("_", " ")


_TOLD: Final[dict[type[Event], Callable[[Any, frozenset[Layer], bool], Told]]] = {
    outside.SegmentSent: _sent,
    outside.PacketQueuedAtHop: _at_hop,
    outside.PacketForwarded: _forwarded,
    outside.PacketDropped: _lost,
    outside.SegmentReceived: _received,
    hardware.FrameArrived: _whole("whole frame: the NIC has checked FCS and address"),
    hardware.DmaWritten: _whole("copied into RAM by DMA, all headers on"),
    hardware.DescriptorFilled: _whole("length and done bit are in the descriptor"),
    hardware.DescriptorCleaned: _whole("the driver takes the frame out of the ring"),
    hardware.TxDescriptorFilled: _mapped,
    hardware.TxDmaRead: _whole("the NIC reads the frame by DMA"),
    hardware.FrameTransmitted: _whole("on the wire: preamble before it, FCS behind it"),
    kernel.BacklogQueued: _backlog,
    kernel.SkbBuilt: _built,
    kernel.SegmentMerged: _merged,
    kernel.IpReceived: _ip,
    kernel.DataQueued: _queued,
    kernel.SegmentOutOfOrder: _early,
}
"""The kinds that say something of a packet's bytes."""
