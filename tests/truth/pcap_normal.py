"""What two captures of the same experiment must agree on, whatever races there were.

For each connection, in the order of the first SYN: direction, flags among SYN FIN RST, and payload length of each
segment. Pure ACKs are left out, payload that follows in the same direction is added up, and of two FINs that cross
the client's is put first.
"""

from collections.abc import Iterator
from pathlib import Path

import dpkt

Segment = tuple[str, str, int]
Address = tuple[bytes, int]
_NAMES = ((dpkt.tcp.TH_SYN, "S"), (dpkt.tcp.TH_FIN, "F"), (dpkt.tcp.TH_RST, "R"))


def connections(path: Path) -> list[list[Segment]]:
    """The segments of each connection."""
    found: dict[tuple[Address, Address], list[Segment]] = {}
    for source, destination, flags, length in _segments(path):
        if flags & dpkt.tcp.TH_SYN and not flags & dpkt.tcp.TH_ACK:
            found.setdefault((source, destination), [])
        names = "".join(name for bit, name in _NAMES if flags & bit)
        if (source, destination) in found:
            _add(found[source, destination], ">", names, length)
        elif (destination, source) in found:
            _add(found[destination, source], "<", names, length)
    return list(found.values())


def listed_connections(text: str) -> list[list[Segment]]:
    """The same of a list of segments: number of the connection, direction, flags or -, payload length."""
    found: dict[str, list[Segment]] = {}
    for line in text.splitlines():
        number, way, flags, length = line.split()
        _add(found.setdefault(number, []), way, flags.strip("-"), int(length))
    return list(found.values())


def _add(segments: list[Segment], way: str, names: str, length: int) -> None:
    if not names and not length:
        return
    last = segments[-1] if segments else None
    if not names and last is not None and last[0] == way and not last[1]:
        segments[-1] = (way, "", last[2] + length)
    elif (way, names, length) == (">", "F", 0) and last == ("<", "F", 0):
        segments.insert(-1, (way, names, length))
    else:
        segments.append((way, names, length))


def _segments(path: Path) -> Iterator[tuple[Address, Address, int, int]]:
    with path.open("rb") as file:
        for _, frame in dpkt.pcap.UniversalReader(file):
            packet = dpkt.ethernet.Ethernet(frame).data
            if isinstance(packet, dpkt.ip.IP) and isinstance(packet.data, dpkt.tcp.TCP):
                tcp = packet.data
                length = packet.len - packet.hl * 4 - tcp.off * 4
                yield (packet.src, tcp.sport), (packet.dst, tcp.dport), tcp.flags, length
