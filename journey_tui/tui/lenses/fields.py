"""The fields of a frame, read from its bytes: each with the bytes that it was read from.

Nothing is taken from the event that the frame was built of, so that what is shown is what the bytes say.
"""

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from journey_tui.text import clean_line

_ETHERNET: Final = 14
_LONGEST: Final = 400
_MOST_LINES: Final = 200
_WRAP: Final = 1 << 32
_METHODS: Final = (
    b"GET ",
    b"HEAD ",
    b"POST ",
    b"PUT ",
    b"PATCH ",
    b"DELETE ",
    b"OPTIONS ",
    b"TRACE ",
    b"CONNECT ",
    b"HTTP/",
)
"""How a payload begins that is the head of a message."""
_FLAGS: Final = ("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR")
"""From the lowest bit on (RFC 9293, section 3.1; RFC 3168)."""
_TYPES: Final = {0x0800: "IPv4"}
_PROTOCOLS: Final = {6: "TCP"}


class Layer(StrEnum):
    """Whose header the bytes are."""

    ETHERNET = "Ethernet"
    IP = "IPv4"
    TCP = "TCP"
    DATA = "payload"


@dataclass(frozen=True, slots=True)
class Field:
    """One field, and the bytes [start, stop) of the frame that hold it."""

    layer: Layer
    name: str
    value: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a reader of a capture knows of a connection besides the frame at hand."""

    first: int | None = None
    """The sequence number of the sender's SYN."""
    peer_first: int | None = None
    scale: int | None = None
    """By how many bits the window is shifted; None: not known, or not agreed on."""


def fields_of(frame: bytes, numbering: Numbering) -> list[Field]:
    """All fields in the order of their bytes; none of a frame that is no Ethernet, IPv4 and TCP."""
    if len(frame) < _ETHERNET + 40:
        return []
    ip_bytes = (frame[_ETHERNET] & 15) * 4
    tcp_start = _ETHERNET + ip_bytes
    data_start = tcp_start + (frame[tcp_start + 12] >> 4) * 4
    return [
        *_ethernet(frame),
        *_ip(frame, _ETHERNET),
        *_tcp(frame, tcp_start, numbering),
        *_options(frame, tcp_start + 20, data_start, numbering),
        *_data(frame, data_start),
    ]


def layer_bytes(fields: list[Field]) -> dict[Layer, int]:
    """How many bytes each layer has."""
    sizes = dict.fromkeys(Layer, 0)
    for field in fields:
        sizes[field.layer] += field.stop - field.start
    return sizes


def _ethernet(frame: bytes) -> Iterator[Field]:
    (kind,) = struct.unpack_from("!H", frame, 12)
    yield Field(Layer.ETHERNET, "destination", frame[0:6].hex(":"), 0, 6)
    yield Field(Layer.ETHERNET, "source", frame[6:12].hex(":"), 6, 12)
    yield Field(Layer.ETHERNET, "type", f"0x{kind:04x} {_TYPES.get(kind, '')}".rstrip(), 12, 14)


def _ip(frame: bytes, at: int) -> Iterator[Field]:
    service, length, number, fragment = struct.unpack_from("!BHHH", frame, at + 1)
    ttl, protocol, checksum = struct.unpack_from("!BBH", frame, at + 8)

    def field(name: str, value: str, start: int, stop: int) -> Field:
        return Field(Layer.IP, name, value, at + start, at + stop)

    yield field("version, IHL", f"{frame[at] >> 4}, {(frame[at] & 15) * 4} B", 0, 1)
    yield field("DSCP, ECN", f"{service >> 2}, {service & 3}", 1, 2)
    yield field("total length", f"{length:,} B", 2, 4)
    yield field("id", f"0x{number:04x}", 4, 6)
    yield field("fragment", f"{'DF, ' if fragment & 0x4000 else ''}{(fragment & 0x1FFF) * 8}", 6, 8)
    yield field("time to live", str(ttl), 8, 9)
    yield field("protocol", f"{protocol} {_PROTOCOLS.get(protocol, '')}".rstrip(), 9, 10)
    yield field("checksum", f"0x{checksum:04x}", 10, 12)
    yield field("source", socket.inet_ntoa(frame[at + 12 : at + 16]), 12, 16)
    yield field("destination", socket.inet_ntoa(frame[at + 16 : at + 20]), 16, 20)


def _tcp(frame: bytes, at: int, numbering: Numbering) -> Iterator[Field]:
    source, destination, sequence, acknowledged = struct.unpack_from("!HHII", frame, at)
    offset, bits, window, checksum, urgent = struct.unpack_from("!BBHHH", frame, at + 12)
    named = [name for bit, name in enumerate(_FLAGS) if bits >> bit & 1]

    def field(name: str, value: str, start: int, stop: int) -> Field:
        return Field(Layer.TCP, name, value, at + start, at + stop)

    yield field("source port", str(source), 0, 2)
    yield field("dest. port", str(destination), 2, 4)
    yield field("sequence", _counted(sequence, numbering.first), 4, 8)
    known = numbering.peer_first if "ACK" in named else None
    yield field("acknowledges", _counted(acknowledged, known), 8, 12)
    yield field("data offset", f"{(offset >> 4) * 4} B", 12, 13)
    yield field("flags", f"0x{bits:02x} {' '.join(named)}".rstrip(), 13, 14)
    scaled = "" if "SYN" in named or not numbering.scale else f" ×{1 << numbering.scale}"
    whole = f"{window}{scaled} = {window << (numbering.scale or 0):,} B" if scaled else f"{window:,} B"
    yield field("window", whole, 14, 16)
    yield field("checksum", f"0x{checksum:04x}", 16, 18)
    yield field("urgent", str(urgent), 18, 20)


def _counted(number: int, first: int | None) -> str:
    """As it stands there, and counted from the SYN's."""
    return str(number) if first is None else f"{number} = {(number - first) % _WRAP:,}"


def _options(frame: bytes, start: int, stop: int, numbering: Numbering) -> Iterator[Field]:
    while start < stop:
        kind = frame[start]
        length = 1 if kind < 2 or start + 1 >= stop else max(frame[start + 1], 2)
        end = min(start + length, stop)
        if kind == 1 and start + 1 < stop and frame[start + 1] == 1:  # two for the sake of alignment
            end = start + 2
        if kind == 8 and end - start == 10:  # RFC 7323, section 3: two numbers in one option
            own, echo = struct.unpack_from("!II", frame, start + 2)
            yield Field(Layer.TCP, "timestamp", str(own), start, start + 6)
            yield Field(Layer.TCP, "its echo", str(echo), start + 6, end)
        else:
            yield Field(Layer.TCP, *_option(kind, frame[start + 2 : end], numbering), start, end)
        start = end


def _option(kind: int, data: bytes, numbering: Numbering) -> tuple[str, str]:
    """Name and value of one option (RFC 9293, section 3.2; RFC 2018)."""
    if kind <= 1:
        return ("NOP", "for alignment") if kind else ("options", "end here")
    if kind == 2 and len(data) == 2:
        return "MSS", f"{int.from_bytes(data):,} B"
    if kind == 3 and len(data) == 1:
        return "window scale", f"{data[0]}: windows ×{1 << min(data[0], 14)}"
    if kind == 4:
        return "SACK", "permitted"
    if kind == 5:
        edges = [_relative(data[at : at + 4], numbering.peer_first) for at in range(0, len(data), 4)]
        blocks = [f"{left}-{right}" for left, right in zip(edges[::2], edges[1::2], strict=False)]
        return "SACK blocks", " ".join(blocks)
    return f"option {kind}", data.hex(" ")


def _relative(number: bytes, first: int | None) -> int:
    return (int.from_bytes(number) - (first or 0)) % _WRAP


def _data(frame: bytes, start: int) -> Iterator[Field]:
    """HTTP line by line where the payload begins with a message's head; else bytes."""
    if start >= len(frame):
        return
    if not frame.startswith(_METHODS, start):
        yield Field(Layer.DATA, "bytes", readable(frame[start:]), start, len(frame))
        return
    answer = frame.startswith(b"HTTP/", start)
    first = True
    for _ in range(_MOST_LINES):
        end = frame.find(b"\r\n", start)
        if end < 0 or start >= len(frame):
            break
        line = frame[start:end]
        if not line:
            yield Field(Layer.DATA, "blank line", "the header ends", start, end + 2)
            start = end + 2
            break
        if first:
            name, value = "status line" if answer else "request line", readable(line)
        else:
            left, _, right = line.partition(b":")
            name, value = readable(left), readable(right.lstrip())
        yield Field(Layer.DATA, name, value, start, end + 2)
        start, first = end + 2, False
    if start < len(frame):
        yield Field(Layer.DATA, "body", readable(frame[start:]), start, len(frame))


def readable(data: bytes) -> str:
    """Bytes as text that cannot do harm: what is no UTF-8 by its number, controls left out."""
    return clean_line(data[:_LONGEST].decode("utf-8", "backslashreplace"), _LONGEST)
