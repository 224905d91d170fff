"""What an event may hold beyond its types, so that whoever makes bytes or times of it need not ask again.

A trace file is anybody's text: an mss of -1 decodes, and no packet can carry it. The reader asks here once, at the
border; a simulation makes no such event.
"""

import ipaddress
from typing import Final

from journey_tui.trace.events import Event
from journey_tui.trace.events.base import UNSTAMPED_TIME_NS
from journey_tui.trace.events.kernel import IpReceived
from journey_tui.trace.events.outside import SegmentReceived, SegmentSent
from journey_tui.trace.wire import ETHERNET_HEADER, LARGEST_PACKET, header_bytes, split_address

FARTHEST_NS: Final = 10**18
"""31 years before and after zero: a pcap counts its seconds in 32 bits, from 1970 to 2106."""

_LARGEST_PACKET: Final = 65_535  # the total length field of IPv4 (RFC 791, section 3.1)


def fault_of(event: Event) -> str | None:
    """Return what no host could have done in an event, or None."""
    if not -FARTHEST_NS <= event.time_ns <= FARTHEST_NS:
        return (
            "has no time_ns"
            if event.time_ns == UNSTAMPED_TIME_NS
            else f"time_ns {event.time_ns} is too far away"
        )
    if isinstance(event, IpReceived):
        return _out_of_range("ttl", event.ttl, 255) or _out_of_range("segments", event.segments, 65_535)
    if isinstance(event, SegmentReceived):
        return _out_of_range("segments", event.segments, 65_535)
    return _fault_of_segment(event) if isinstance(event, SegmentSent) else None


def _fault_of_segment(segment: SegmentSent) -> str | None:
    for name, address in (("source", segment.source), ("destination", segment.destination)):
        if not _is_endpoint(address):
            return f"{name} is not an IPv4 address and a port"
    # A scale beyond 14 is read as 14 (RFC 7323, section 2.3); its field has eight bits.
    found = _out_of_range("mss", segment.mss, 65_535) or _out_of_range(
        "window_scale", segment.window_scale, 255
    )
    if found is None and header_bytes(segment) - ETHERNET_HEADER + len(segment.payload) > LARGEST_PACKET:
        return f"a payload of {len(segment.payload):,} bytes fits into no packet"
    return found


def _out_of_range(name: str, value: int | None, highest: int) -> str | None:
    if value is None or 0 <= value <= highest:
        return None
    return f"{name} {value} is out of range; from 0 to {highest:,}"


def _is_endpoint(address: str) -> bool:
    try:
        host, port = split_address(address)
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return 0 <= port <= 65_535
