"""Segments as bytes: like those on the wire of a real host, with lengths and checksums that hold."""

from collections.abc import Iterator
from pathlib import Path
from socket import inet_ntoa
from typing import Final

import dpkt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.wire import frame_bytes, frame_length, header_bytes, split_address

RECORDINGS: Final = Path(__file__).parents[1] / "truth" / "recordings"
FLAGS: Final = {"SYN": 2, "ACK": 16, "PSH": 8, "FIN": 1, "RST": 4}
IP_CHECKSUM: Final = slice(24, 26)
TCP_CHECKSUM: Final = slice(50, 52)


def recorded_frames() -> Iterator[bytes]:
    """Whole frames of real connections over loopback; the capture cut long ones."""
    for path in sorted(RECORDINGS.glob("*.pcap")):
        with path.open("rb") as file:
            for _, frame in dpkt.pcap.Reader(file):
                if len(frame) == 14 + dpkt.ethernet.Ethernet(frame).data.len:
                    yield bytes(frame)


def read_back(frame: bytes) -> SegmentSent:
    ip = dpkt.ethernet.Ethernet(frame).data
    tcp = ip.data
    options = dict(dpkt.tcp.parse_opts(tcp.opts))
    stamps = options.get(dpkt.tcp.TCP_OPT_TIMESTAMP)
    number = {kind: int.from_bytes(value) for kind, value in options.items()}
    return SegmentSent(
        direction="to_server" if tcp.dport == 3000 else "to_client",
        source=f"{inet_ntoa(ip.src)}:{tcp.sport}",
        destination=f"{inet_ntoa(ip.dst)}:{tcp.dport}",
        flags=tuple(name for name, bit in FLAGS.items() if tcp.flags & bit),
        sequence_number=tcp.seq,
        acknowledgement_number=tcp.ack,
        window=tcp.win,
        payload=bytes(tcp.data),
        mss=number.get(dpkt.tcp.TCP_OPT_MSS),
        window_scale=number.get(dpkt.tcp.TCP_OPT_WSCALE),
        sack_permitted=dpkt.tcp.TCP_OPT_SACKOK in options,
        timestamp_value=int.from_bytes(stamps[:4]) if stamps else None,
        timestamp_echo=int.from_bytes(stamps[4:]) if stamps else None,
        ip_id=ip.id,
    )


def without_tcp_checksum(frame: bytes) -> bytes:
    """Loopback leaves it to hardware that is not there, so a recording holds half a sum."""
    return frame[: TCP_CHECKSUM.start] + bytes(2) + frame[TCP_CHECKSUM.stop :]


def test_frames_of_a_real_host_come_out_byte_for_byte() -> None:
    frames = list(recorded_frames())
    assert len(frames) > 40
    for frame in frames:
        built = frame_bytes(read_back(frame), loopback=True)
        assert without_tcp_checksum(built) == without_tcp_checksum(frame)


def checksum_holds(data: bytes) -> bool:
    """The one's complement sum of all 16-bit words, the checksum's own among them, is all ones (RFC 1071)."""
    total = sum(int.from_bytes(data[place : place + 2].ljust(2, b"\0")) for place in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total == 0xFFFF


WORDS: Final = st.integers(0, 2**32 - 1)
ENDPOINTS: Final = st.tuples(st.ip_addresses(v=4), st.integers(0, 65535)).map(
    lambda end: f"{end[0]}:{end[1]}"
)
SEGMENTS: Final = st.builds(
    SegmentSent,
    direction=st.sampled_from(["to_server", "to_client"]),
    source=ENDPOINTS,
    destination=ENDPOINTS,
    flags=st.lists(st.sampled_from(list(FLAGS)), unique=True).map(tuple),
    sequence_number=WORDS,
    acknowledgement_number=WORDS,
    window=st.integers(0, 65535),
    payload=st.binary(max_size=200),
    mss=st.none() | st.integers(0, 65535),
    window_scale=st.none() | st.integers(0, 14),
    sack_permitted=st.booleans(),
    timestamp_value=st.none() | WORDS,
    timestamp_echo=st.none() | WORDS,
    ip_id=st.integers(0, 65535),
)


@given(SEGMENTS, st.integers(1, 255), st.booleans())
def test_lengths_and_checksums_hold_for_every_segment(segment: SegmentSent, ttl: int, loopback: bool) -> None:
    frame = frame_bytes(segment, ttl=ttl, loopback=loopback)
    assert len(frame) == frame_length(segment) == header_bytes(segment) + len(segment.payload)
    header, rest = frame[14:34], frame[34:]
    assert int.from_bytes(header[2:4]) == len(frame) - 14
    assert header[8] == ttl
    assert checksum_holds(header)
    assert (rest[12] >> 4) * 4 == len(rest) - len(segment.payload)
    assert checksum_holds(header[12:20] + bytes([0, 6]) + len(rest).to_bytes(2) + rest)


@given(SEGMENTS)
def test_the_option_bytes_fill_whole_words(segment: SegmentSent) -> None:
    assert header_bytes(segment) % 4 == (14 + 20 + 20) % 4


def test_the_largest_segment_of_loopback_fits() -> None:
    segment = SegmentSent(
        direction="to_client",
        source="127.0.0.1:3000",
        destination="127.0.0.1:40000",
        flags=("ACK",),
        sequence_number=0,
        acknowledgement_number=0,
        window=512,
        payload=bytes(65483),  # MSS 65495 less 12 bytes of timestamps
        timestamp_value=1,
        timestamp_echo=1,
    )
    assert int.from_bytes(frame_bytes(segment, loopback=True)[16:18]) == 65535


@pytest.mark.parametrize("address", ["3000", "192.0.2.1:http", "192.0.2.1:"])
def test_an_address_without_a_port_number_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"no address and port|invalid literal"):
        split_address(address)


@pytest.mark.parametrize(("port", "length", "mss"), [(99999, 0, None), (80, 70_000, None), (80, 0, -5)])
def test_what_no_frame_can_say_is_refused(port: int, length: int, mss: int | None) -> None:
    segment = SegmentSent(
        direction="to_server",
        source=f"127.0.0.1:{port}",
        destination="127.0.0.1:80",
        flags=("ACK",),
        sequence_number=0,
        acknowledgement_number=0,
        window=512,
        payload=bytes(length),
        mss=mss,
    )
    with pytest.raises(ValueError, match="no IPv4 frame"):
        frame_bytes(segment)
