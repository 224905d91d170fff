"""The kernel's counters under the names that nstat prints (net/ipv4/proc.c, Linux 6.12): the one place that counts segments.

They are part of the world, so every position has them, and every screen, view and export reads the same numbers. A host
is counted if its kernel is the server's: over loopback both ends are. Events that say themselves what the kernel
counted (a full queue, a timeout, a closed window) are counted where the world takes them in; here is what only follows
from the segments and from what came before them.
"""

from journey_tui.world.counters.incoming import (
    ack_merged,
    count_first_segment,
    count_ip_received,
    count_read,
    count_received,
)
from journey_tui.world.counters.names import CARD_COUNTERS, COUNTERS, KERNEL_COUNTERS
from journey_tui.world.counters.outgoing import count_sent
from journey_tui.world.counters.repair import fast_retransmitted, timed_out

__all__ = [
    "CARD_COUNTERS",
    "COUNTERS",
    "KERNEL_COUNTERS",
    "ack_merged",
    "count_first_segment",
    "count_ip_received",
    "count_read",
    "count_received",
    "count_sent",
    "fast_retransmitted",
    "timed_out",
]
