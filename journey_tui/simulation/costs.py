"""Where the moments of events come from: those that follow a duration which nobody measured are illustrative.

The table of costs says how each of them was found (`scenario/costs.py`); this one says which kinds of events come
directly after which cost. A cost that a scenario names itself is the scenario's rule, and what follows it is modelled.
"""

from collections.abc import Mapping
from typing import Final

from journey_tui.scenario.costs import COSTS
from journey_tui.trace.events import Basis, Event, descriptors, hardware, kernel, runtime

FOLLOWS: Final[Mapping[type[Event], str]] = {
    hardware.DescriptorFilled: "descriptor_writeback",
    hardware.InterruptRaised: "descriptor_writeback",
    hardware.InterruptDelayed: "descriptor_writeback",
    hardware.CpuInterrupted: "interrupt_delivery",
    hardware.TxDescriptorFilled: "tx_descriptor",
    hardware.DoorbellRung: "doorbell",
    hardware.TxCompleted: "tx_completion",
    kernel.SkbBuilt: "skb_build",
    kernel.SocketCreated: "socket",
    kernel.SocketBound: "bind",
    kernel.ListenStarted: "listen",
    descriptors.EpollInterestAdded: "epoll_ctl",
    descriptors.EpollInterestRemoved: "epoll_ctl",
    runtime.ProcessStarted: "process_start",
}


def illustrative_kinds(costs: Mapping[str, int]) -> dict[type[Event], Basis]:
    """The kinds of events whose moment is only illustrative when things cost this much."""
    return {
        kind: "illustrative"
        for kind, name in FOLLOWS.items()
        if COSTS[name].basis == "illustrative" and costs[name] == COSTS[name].default_ns
    }
