"""What a real host would print at a moment of a run, in the real tool's format; pure functions of the moment.

The one table of them: `journey view --help` lists it, and whoever shows a view takes it from here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.views.curl import curl
from journey_tui.views.ethtool import ethtool
from journey_tui.views.moment import Moment
from journey_tui.views.nstat import nstat
from journey_tui.views.proc import interrupts, softnet
from journey_tui.views.proc_fd import proc_fd
from journey_tui.views.schedtrace import scheddetail, schedtrace
from journey_tui.views.ss import ss
from journey_tui.views.strace import strace

__all__ = ["VIEWS", "Moment", "View"]


@dataclass(frozen=True, slots=True)
class View:
    """One tool of a real host."""

    command: str
    """What to type there, and whose format it is."""
    shows: str
    """What it tells, in a few words."""
    lines: Callable[[Moment], Iterator[str]]
    """The tool's output, line by line; nothing in it is an order to a terminal."""


def _strace(moment: Moment) -> Iterator[str]:
    return strace(moment.trace, moment.position)


VIEWS: Final[dict[str, View]] = {
    "strace": View("strace -f -tt -yy", "the server's system calls so far", _strace),
    "ss": View("ss -tanopi", "TCP sockets: states, queues, timers", ss),
    "nstat": View("nstat -az", "the kernel's IP and TCP counters", nstat),
    "ethtool": View("ethtool -S eth0", "the network card's counters", ethtool),
    "interrupts": View("cat /proc/interrupts", "interrupts of each queue on each core", interrupts),
    "softnet": View("cat /proc/net/softnet_stat", "packets and time squeezes of each core", softnet),
    "schedtrace": View("GODEBUG=schedtrace=1000", "Go's scheduler in one line", schedtrace),
    "scheddetail": View(
        "GODEBUG=schedtrace=1000,scheddetail=1", "each P, M and G of Go's scheduler", scheddetail
    ),
    "curl": View("curl -sSv URL", "one request as its client sees it", curl),
    "proc-fd": View("ls -l /proc/PID/fd", "the server's file descriptors", proc_fd),
}
"""Every view by its name."""
