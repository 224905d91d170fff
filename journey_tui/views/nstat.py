"""`nstat -az`: the kernel's network counters since the machine was switched on, as iproute2 6.1 prints them.

The world counts them; over loopback they are those of both ends, for there is only one kernel. Left out are the counters
of what is not modelled (ICMP, UDP, IPv6, MPTCP, and TCP's rarer ways): a real host shows more lines, but no other names
and no other order.
"""

from collections.abc import Iterator

from journey_tui.views.moment import Moment
from journey_tui.world.counters import KERNEL_COUNTERS


def nstat(moment: Moment) -> Iterator[str]:
    """`#kernel`, then a counter a line (`dump_kern_db`, misc/nstat.c)."""
    yield "#kernel"
    for name in KERNEL_COUNTERS:
        yield f"{name:<31} {moment.world.counters.get(name, 0):<18} 0.0"
