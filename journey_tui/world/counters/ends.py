"""Arithmetic of one counted end: sequence numbers around 32 bits, and what its sk_buffs take in memory."""

from typing import Final

from journey_tui.trace import Event
from journey_tui.world.lookup import connection_of
from journey_tui.world.state import CountedEnd, World

_WRAP: Final = 1 << 32
_HALF: Final = 1 << 31
_PAGE: Final = 4096
SKB_BYTES: Final = 832
"""sk_buff and its head, beside the sender's pages: truesize as perf printed it on lo (Linux 6.18)."""
_RECEIVED_SKB_BYTES: Final = 256  # sizeof(struct sk_buff), aligned
_PART_OF_PAGE: Final = 2048  # IGB_RXBUFFER_2048: what a card's driver posts for each frame
_FRAGMENT: Final = 32768  # SKB_FRAG_PAGE_ORDER, net/core/sock.c: a sender's page fragment
MOST_FRAGMENTS: Final = 17  # MAX_SKB_FRAGS, include/linux/skbuff.h


def after(number: int, other: int) -> bool:
    """Whether a sequence number comes later (`after`, include/net/tcp.h)."""
    return 0 < (number - other) % _WRAP < _HALF


def plus(number: int, length: int) -> int:
    """The sequence number so far behind."""
    return (number + length) % _WRAP


def end_of(world: World, event: Event, host: str) -> CountedEnd | None:
    """What is remembered of this host's end of the event's connection, if it has sent its SYN."""
    connection = connection_of(world, event)
    if connection is None:
        return None
    return connection.counted_client if host == "client" else connection.counted_server


def received_memory(world: World, length: int) -> int:
    """Truesize of a received segment: over loopback it is the sender's."""
    if world.interrupts:
        return -(-length // _PART_OF_PAGE) * _PART_OF_PAGE + _RECEIVED_SKB_BYTES
    return SKB_BYTES + length


def fragments_of(world: World, length: int) -> int:
    """Pages, or parts of them, that the payload lies in."""
    return -(-length // (_PART_OF_PAGE if world.interrupts else _FRAGMENT))


def charged_ahead(end: CountedEnd) -> int:
    """Memory that the socket may use without asking: what is left of its last page (`sk_forward_alloc`).

    Since Linux 5.19 whole pages go back at once (`sk_mem_uncharge`), so it is always the rest of one.
    """
    return -(sum(end.flight_memory) + sum(end.queue_memory)) % _PAGE


def may_predict(end: CountedEnd) -> bool:
    """Whether header prediction may be on: nothing out of order, and a window (`tcp_fast_path_check`)."""
    return not end.early and end.edge != end.told
