"""Receive side scaling: which RX queue a flow belongs to.

The NIC hashes addresses and ports with the Toeplitz function and looks the low bits up in an indirection table, so
that all packets of one flow stay on one queue and one CPU (Documentation/networking/scaling.rst, Linux 6.12).
"""

import socket
import struct
from functools import lru_cache
from typing import Final

MICROSOFT_KEY: Final = bytes.fromhex(
    "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa"
)
"""The 40-byte key of the RSS verification suite, which several drivers use as their default."""
INDIRECTION_ENTRIES: Final = 128
_KEY_BITS: Final = int.from_bytes(MICROSOFT_KEY)
_KEY_LENGTH: Final = len(MICROSOFT_KEY) * 8


@lru_cache(maxsize=4096)
def toeplitz_hash(source: str, destination: str, source_port: int, destination_port: int) -> int:
    """The 32-bit hash of a TCP/IPv4 flow. Raises `OSError` for an address that is none."""
    data = (
        socket.inet_aton(source)
        + socket.inet_aton(destination)
        + struct.pack("!HH", source_port, destination_port)
    )
    value = int.from_bytes(data)
    length = len(data) * 8
    result = 0
    for bit in range(length):
        if value >> (length - 1 - bit) & 1:
            result ^= _KEY_BITS >> (_KEY_LENGTH - 32 - bit) & 0xFFFFFFFF
    return result


def queue_of(rss_hash: int, queues: int) -> int:
    """The queue that the indirection table names; entries go round the queues (`ethtool_rxfh_indir_default`)."""
    return rss_hash % INDIRECTION_ENTRIES % queues
