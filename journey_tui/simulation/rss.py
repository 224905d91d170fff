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
INDIRECTION_ENTRIES: Final = 128  # Documentation/networking/scaling.rst; IGB_RETA_SIZE, igb.h, Linux 6.12


@lru_cache(maxsize=4096)
def toeplitz_hash(
    source: str, destination: str, source_port: int, destination_port: int, key: bytes = MICROSOFT_KEY
) -> int:
    """The 32-bit hash of a TCP/IPv4 flow; raises `OSError` for an address that is none.

    For each bit that is set in addresses and ports, the 32 bits of the key that begin at its place are XORed.
    """
    ports = struct.pack("!HH", source_port, destination_port)
    flow = socket.inet_aton(source) + socket.inet_aton(destination) + ports
    bits, length = int.from_bytes(flow), len(flow) * 8
    window = int.from_bytes(key[: len(flow) + 4])  # the key's bits that a flow of this length can reach
    result = 0
    for place in range(length):
        if bits >> (length - 1 - place) & 1:
            result ^= window >> (length - place)
    return result & 0xFFFFFFFF


def queue_of(rss_hash: int, queues: int) -> int:
    """The queue that the indirection table names; entries go round the queues (`ethtool_rxfh_indir_default`)."""
    return rss_hash % INDIRECTION_ENTRIES % queues
