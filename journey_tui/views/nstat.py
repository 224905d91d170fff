"""`nstat -az`: the kernel's network counters since the machine was switched on, as iproute2 6.1 prints them.

Over loopback they count both ends, for there is only one kernel. Left out are the counters of what is not modelled
(ICMP, UDP, IPv6, MPTCP) and those of TCP's inner ways that no event tells of, among them TCPPureAcks, TCPHPHits,
TCPHPAcks, DelayedACKs and TCPRcvCoalesce: a real host shows more lines, but no other names for these.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.views.moment import Moment
from journey_tui.views.tcp_counters import COUNTED, TcpCounters

_GROUPS: Final = ("Ip", "Tcp", "TcpExt", "IpExt")
"""In the order of /proc/net/snmp, then of /proc/net/netstat."""


def nstat(moment: Moment) -> Iterator[str]:
    """`#kernel`, then a counter a line."""
    yield "#kernel"
    for name, value in counters(moment).items():
        yield f"{name:<31} {value:<18} 0.0"


def counters(moment: Moment) -> dict[str, int]:
    """Every counter, in nstat's order.

    A trace may tell what the kernel did inside (the world counts that), or only show its segments (what they imply is
    counted here); neither counts what did not happen, so the larger one holds.
    """
    tally = TcpCounters(moment.loopback)
    for event in moment.events():
        tally.see(event)
    known = {name: tally.counts[name] for name in COUNTED}
    held = {
        name: max(value, known.get(name, 0)) for name, value in moment.world.counters.items() if _group(name)
    }
    return dict(sorted((known | held).items(), key=lambda pair: _GROUPS.index(_group(pair[0]))))


def _group(name: str) -> str:
    """`TcpExt` of TcpExtListenDrops; empty for what nstat does not print."""
    return max((group for group in _GROUPS if name.startswith(group)), key=len, default="")
