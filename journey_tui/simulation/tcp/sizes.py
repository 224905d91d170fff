"""What a host gives each of its connections: the sizes that both directions are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of one host, in bytes."""

    mss: int
    """Payload of a full segment."""
    window: int
    """Receive window of the first segment."""
    scale: int
    """Window scale: how many bits the window field is shifted by."""
    receive_memory: tuple[int, int, int]
    """tcp_rmem: least, first and most."""
    send_memory: tuple[int, int, int]
    """tcp_wmem: least, first and most."""
    loopback: bool = False
    """Segments come in the sender's own memory, not in a card's pages."""
    delays_small: bool = False
    """Its programs leave Nagle's algorithm on; Go's net package sets TCP_NODELAY."""
    syn_retries: int = 6
    """tcp_syn_retries."""
