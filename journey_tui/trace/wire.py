"""A segment as the bytes that travel: Ethernet, IPv4 and TCP headers with right lengths and checksums.

Built from the values of one `SegmentSent` event, so that an export and a packet inspector show the same bytes.
"""

import socket
import struct
from typing import Final

import dpkt
from msgspec.structs import replace

from journey_tui.trace.events.outside import SegmentSent

ETHERNET_HEADER: Final = 14
LARGEST_PACKET: Final = 65_535
"""In the 16 bits of the IPv4 header's total length (RFC 791, section 3.1)."""
DEFAULT_TTL: Final = 64  # net.ipv4.ip_default_ttl, Linux 6.12
LOOPBACK_MAC: Final = bytes(6)
SACK_BYTES: Final = 4  # TCPOLEN_SACK_BASE_ALIGNED, include/net/tcp.h, Linux 6.12
SACK_BLOCK_BYTES: Final = 8  # TCPOLEN_SACK_PERBLOCK
_MOST_OPTION_BYTES: Final = 40  # MAX_TCP_OPTION_SPACE
_FLAG_BITS: Final = {
    "FIN": dpkt.tcp.TH_FIN,
    "SYN": dpkt.tcp.TH_SYN,
    "RST": dpkt.tcp.TH_RST,
    "PSH": dpkt.tcp.TH_PUSH,
    "ACK": dpkt.tcp.TH_ACK,
}
_SERVER_MAC: Final = bytes.fromhex("020000000001")
_ROUTER_MAC: Final = bytes.fromhex("0200000000fe")
"""Locally administered addresses (IEEE 802, bit 1 of the first byte); illustrative."""


def split_address(address: str) -> tuple[str, int]:
    """`192.0.2.10:3000` as host and port; raises `ValueError` when it is none."""
    host, separator, port = address.rpartition(":")
    if not separator:
        raise ValueError(f"no address and port: {address}")
    return host, int(port)


def tcp_options(segment: SegmentSent) -> bytes:
    """The options in the order in which Linux writes them (`tcp_options_write`, net/ipv4/tcp_output.c)."""
    options = b""
    if segment.mss is not None:
        options += struct.pack("!BBH", dpkt.tcp.TCP_OPT_MSS, 4, segment.mss)
    stamp = None
    if segment.timestamp_value is not None:
        stamp = struct.pack(
            "!BBII",
            dpkt.tcp.TCP_OPT_TIMESTAMP,
            10,
            segment.timestamp_value & 0xFFFFFFFF,
            (segment.timestamp_echo or 0) & 0xFFFFFFFF,
        )
    nop = bytes([dpkt.tcp.TCP_OPT_NOP])
    if segment.sack_permitted:
        options += bytes([dpkt.tcp.TCP_OPT_SACKOK, 2]) + (stamp or nop * 2)
    elif stamp:
        options += nop * 2 + stamp
    if segment.window_scale is not None:
        options += nop + bytes([dpkt.tcp.TCP_OPT_WSCALE, 3, segment.window_scale])
    room = (_MOST_OPTION_BYTES - len(options) - SACK_BYTES) // SACK_BLOCK_BYTES
    blocks = segment.sack_blocks[: max(room, 0)]
    if blocks:
        options += nop * 2 + bytes([dpkt.tcp.TCP_OPT_SACK, 2 + SACK_BLOCK_BYTES * len(blocks)])
        options += b"".join(struct.pack("!II", *(edge & 0xFFFFFFFF for edge in block)) for block in blocks)
    return options


def header_bytes(segment: SegmentSent) -> int:
    """Length of Ethernet, IPv4 and TCP header together, options included."""
    return ETHERNET_HEADER + 20 + 20 + len(tcp_options(segment))


def frame_length(segment: SegmentSent) -> int:
    """Length of the whole frame without preamble and FCS, in bytes."""
    return header_bytes(segment) + len(segment.payload)


def joined(first: SegmentSent, second: SegmentSent) -> SegmentSent:
    """Both as the one packet that GRO makes of them; the first alone where that would be longer than a packet can be."""
    if frame_length(first) + len(second.payload) > LARGEST_PACKET + ETHERNET_HEADER:
        return first
    added = tuple(flag for flag in ("PSH", "FIN") if flag in second.flags and flag not in first.flags)
    return replace(first, flags=first.flags + added, payload=first.payload + second.payload)


def frame_bytes(segment: SegmentSent, *, ttl: int = DEFAULT_TTL, loopback: bool = False) -> bytes:
    """The frame as the server's interface sees it. Raises `ValueError` for what no IPv4 frame can say."""
    try:
        return _frame(segment, ttl, loopback)
    except (struct.error, dpkt.Error) as error:  # a length or a port beyond 16 bits
        raise ValueError(f"no IPv4 frame: {error}") from None


def _frame(segment: SegmentSent, ttl: int, loopback: bool) -> bytes:
    (source, source_port), (destination, destination_port) = map(
        split_address, (segment.source, segment.destination)
    )
    tcp = dpkt.tcp.TCP(
        sport=source_port,
        dport=destination_port,
        seq=segment.sequence_number & 0xFFFFFFFF,
        ack=segment.acknowledgement_number & 0xFFFFFFFF,
        flags=sum(_FLAG_BITS.get(flag, 0) for flag in segment.flags),
        win=min(max(segment.window, 0), 0xFFFF),
        opts=tcp_options(segment),
        data=segment.payload,
    )
    tcp.off = (20 + len(tcp.opts)) // 4
    ip = dpkt.ip.IP(
        src=_packed(source),
        dst=_packed(destination),
        id=segment.ip_id & 0xFFFF,
        ttl=ttl,
        p=dpkt.ip.IP_PROTO_TCP,
        df=1,
        data=tcp,
    )
    ip.len = len(ip)
    away, here = _macs(segment, loopback)
    return bytes(dpkt.ethernet.Ethernet(src=away, dst=here, type=dpkt.ethernet.ETH_TYPE_IP, data=ip))


def _packed(host: str) -> bytes:
    try:
        return socket.inet_aton(host)
    except OSError:
        raise ValueError(f"no IPv4 address: {host}") from None


def _macs(segment: SegmentSent, loopback: bool) -> tuple[bytes, bytes]:
    if loopback:
        return LOOPBACK_MAC, LOOPBACK_MAC
    macs = (_ROUTER_MAC, _SERVER_MAC)
    return macs if segment.direction == "to_server" else macs[::-1]
