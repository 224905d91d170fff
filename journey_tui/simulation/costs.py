"""Where the moments of events come from: those that follow a duration which nobody measured are illustrative.

The table of costs says how each of them was found (`scenario/costs.py`); this one says which events come directly
after which cost. A cost that a scenario names itself is the scenario's rule, and what follows it is modelled.
"""

from collections.abc import Callable, Mapping
from typing import Final

from journey_tui.scenario.costs import COSTS
from journey_tui.scenario.model import Scenario
from journey_tui.trace.events import Basis, Event, descriptors, hardware, http, kernel, runtime

FOLLOWS: Final[Mapping[type[Event], str]] = {
    hardware.DescriptorFilled: "descriptor_writeback",
    hardware.InterruptRaised: "descriptor_writeback",
    hardware.InterruptDelayed: "descriptor_writeback",
    hardware.CpuInterrupted: "interrupt_delivery",
    hardware.TxDescriptorFilled: "tx_descriptor",
    hardware.DoorbellRung: "doorbell",
    hardware.TxCompleted: "tx_completion",
    kernel.SkbBuilt: "skb_build",
    kernel.SegmentMerged: "skb_build",
    kernel.SocketCreated: "socket",
    kernel.SocketBound: "bind",
    kernel.ListenStarted: "listen",
    descriptors.EpollInterestAdded: "epoll_ctl",
    descriptors.EpollInterestRemoved: "epoll_ctl",
    runtime.ProcessStarted: "process_start",
    runtime.NetpollReturned: "netpoll_per_event",
    http.BackgroundReadStarted: "background_read_start",
    http.RequestLineParsed: "parse_request_line",
    http.HeaderParsed: "parse_header",
    http.RequestParsed: "parse_header",
    http.RoutePatternTried: "mux_match",
    http.RouteMatched: "mux_match",
    http.RouteNotMatched: "mux_match",
    http.ResponseHeaderWritten: "write_response_header",
}


def basis_of(scenario: Scenario) -> Callable[[Event], Basis | None]:
    """A function that says of an event whether its moment is only illustrative; None when it is not."""
    costs = scenario.machine.costs
    guessed = {
        name
        for name, cost in COSTS.items()
        if cost.basis == "illustrative" and costs[name] == cost.default_ns
    }
    kinds = {kind for kind, name in FOLLOWS.items() if name in guessed}
    kinds |= {descriptors.SyscallReturned, http.HandlerComputed}  # these depend on more than their kind
    handlers = [route.handler for route in scenario.server.routes]
    unsaid = {handler.name for handler in handlers if "cpu" not in handler.model_fields_set}

    def basis(event: Event) -> Basis | None:
        kind = type(event)
        if kind not in kinds:
            return None
        if isinstance(event, descriptors.SyscallReturned):
            return "illustrative" if _cost_of_call(event) in guessed else None
        if isinstance(event, http.HandlerComputed):
            return "illustrative" if event.handler in unsaid else None
        return "illustrative"

    return basis


def _cost_of_call(event: descriptors.SyscallReturned) -> str:
    """The cost that passes just before a system call returns."""
    match event.name:
        case "epoll_pwait":
            return "epoll_wait" if event.timeout_ns == 0 else "wakeup"
        case "futex" if event.operation.startswith("FUTEX_WAKE"):
            return "futex_wake"
        case "futex":
            return "futex_wait" if event.errno == "EAGAIN" else "wakeup"
        case name:
            return name if name in COSTS else "syscall"
