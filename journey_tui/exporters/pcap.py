"""The packets of a run as tcpdump on the server's interface sees them, each once, as a pcap file.

tcpdump's tap stands in the kernel: a packet on its way in is seen when the driver has built its sk_buff
(`__netif_receive_skb_core`, after the ring: what the card dropped is not there) and GRO has joined what follows it
(segments that were merged are one long packet), one on its way out when TCP hands it down (`dev_queue_xmit_nit`). On loopback every packet passes the tap once, when it is sent.
"""

from collections.abc import Iterator
from typing import Final

import dpkt

from journey_tui.trace.events.kernel import IpReceived, SegmentMerged
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.trace import Trace
from journey_tui.trace.wire import frame_bytes, joined

START_S: Final = 1_795_435_200
"""Time zero of a run, as the captures show it: 2026-11-23 12:00:00 UTC, the simulated calendar's first moment."""
_SNAP_LENGTH: Final = 262_144
_NANOSECONDS: Final = 1_000_000_000


def pcap_chunks(trace: Trace) -> Iterator[bytes]:
    """The file in pieces: its header, then a record a packet, with nanosecond times."""
    yield _file_header()
    on_the_way: dict[int, SegmentSent] = {}
    loopback = trace.header.machine.loopback
    for event in trace:
        if isinstance(event, SegmentSent):
            if loopback or event.direction == "to_client":
                yield _record(event.time_ns, frame_bytes(event, loopback=loopback))
            elif event.packet is not None:
                on_the_way[event.packet] = event
        elif isinstance(event, SegmentMerged):
            _merge(on_the_way, event)
        elif isinstance(event, IpReceived) and event.packet in on_the_way:
            segment = on_the_way.pop(event.packet)
            yield _record(event.time_ns, frame_bytes(segment, ttl=event.ttl))


def _merge(on_the_way: dict[int, SegmentSent], event: SegmentMerged) -> None:
    part = on_the_way.pop(event.packet, None) if event.packet not in {None, event.into} else None
    whole = on_the_way.get(event.into)
    if part is not None and whole is not None:
        on_the_way[event.into] = joined(whole, part)


def _file_header() -> bytes:
    return bytes(
        dpkt.pcap.LEFileHdr(
            magic=dpkt.pcap.TCPDUMP_MAGIC_NANO, snaplen=_SNAP_LENGTH, linktype=dpkt.pcap.DLT_EN10MB
        )
    )


def _record(time_ns: int, frame: bytes) -> bytes:
    seconds, nanoseconds = divmod(START_S * _NANOSECONDS + time_ns, _NANOSECONDS)
    header = dpkt.pcap.LEPktHdr(tv_sec=seconds, tv_usec=nanoseconds, caplen=len(frame), len=len(frame))
    return bytes(header) + frame
