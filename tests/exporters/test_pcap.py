"""The pcap: every packet once, where tcpdump stands, with right lengths and checksums."""

import io
from collections.abc import Iterator

import dpkt
import pytest
from msgspec.structs import replace

from journey_tui.exporters.pcap import START_S, pcap_chunks
from journey_tui.trace import Trace
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.header import MachineSetup
from journey_tui.trace.wire import frame_bytes, frame_length, tcp_options
from tests.samples import sample_events, sample_header

SEGMENT = SegmentSent(
    direction="to_client",
    source="192.0.2.10:3000",
    destination="198.51.100.1:40000",
    flags=("ACK", "PSH"),
    sequence_number=2**32 - 1,
    acknowledgement_number=7,
    window=501,
    payload=b"HTTP/1.1 200 OK\r\n\r\n",
    timestamp_value=1,
    timestamp_echo=2,
    ip_id=9,
)
SYN = replace(
    SEGMENT,
    flags=("SYN",),
    payload=b"",
    mss=1460,
    window=64240,
    window_scale=7,
    sack_permitted=True,
)


def packets(trace: Trace) -> Iterator[tuple[float, bytes]]:
    yield from dpkt.pcap.UniversalReader(io.BytesIO(b"".join(pcap_chunks(trace))))


def test_what_the_card_dropped_is_not_in_the_capture() -> None:
    events = list(sample_events())
    dropped = {event.packet for event in events if event.kind == "PacketDropped"}
    assert dropped
    arrived = {event.packet for event in events if event.kind == "IpReceived"}
    left = [event for event in events if isinstance(event, SegmentSent) and event.direction == "to_client"]
    assert len(list(packets(Trace(sample_header(), events)))) == len(arrived) + len(left)


def test_on_loopback_every_segment_is_seen_once_without_mac_addresses() -> None:
    header = replace(sample_header(), machine=MachineSetup(loopback=True))
    sent = [event for event in sample_events() if isinstance(event, SegmentSent)]
    frames = [frame for _, frame in packets(Trace(header, sample_events()))]
    assert len(frames) == len(sent)
    assert {frame[:12] for frame in frames} == {bytes(12)}


def test_times_run_from_the_simulated_calendar() -> None:
    times = [time for time, _ in packets(Trace(sample_header(), sample_events()))]
    assert times == sorted(times)
    assert START_S <= times[0] < START_S + 1


@pytest.mark.parametrize("segment", [SEGMENT, SYN], ids=["data", "syn"])
def test_lengths_and_checksums_are_right(segment: SegmentSent) -> None:
    frame = frame_bytes(segment)
    ip = dpkt.ethernet.Ethernet(frame).data
    assert len(frame) == frame_length(segment) == 14 + ip.len
    assert dpkt.in_cksum(bytes(ip)[:20]) == 0
    tcp = bytes(ip.data)
    pseudo = ip.src + ip.dst + bytes([0, 6]) + len(tcp).to_bytes(2, "big")
    assert dpkt.in_cksum(pseudo + tcp) == 0
    assert ip.data.data == segment.payload


def test_options_of_a_syn_are_those_that_linux_sends() -> None:
    kinds = [kind for kind, _ in dpkt.tcp.parse_opts(tcp_options(SYN))]
    assert kinds == [
        dpkt.tcp.TCP_OPT_MSS,
        dpkt.tcp.TCP_OPT_SACKOK,
        dpkt.tcp.TCP_OPT_TIMESTAMP,
        dpkt.tcp.TCP_OPT_NOP,
        dpkt.tcp.TCP_OPT_WSCALE,
    ]
    assert len(tcp_options(SYN)) == 20
    assert len(tcp_options(SEGMENT)) == 12


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no IPv4 address"):
        frame_bytes(replace(SEGMENT, source="nonsense:1"))
