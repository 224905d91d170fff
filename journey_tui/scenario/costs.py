"""How long things take that no scenario names: one table of costs, each with where it comes from.

The defaults are those of a warm server: code and data in the caches, no page faults. The first request of a fresh
process was seen to take three to four times as long. A scenario may name its own (`machine: {costs: {hardirq:
1us}}`) or none at all (`costs: none`), so that only latencies, waiting and handlers take time.

"perf" stands for perf tracepoints without call chains, "runtime/trace" for Go's own trace, both on Linux 6.18.44
with Go 1.27.3, a virtual machine with two CPUs; "cold" is the first time in a fresh process or
network namespace. Where a recording holds a whole call and this table its parts, the part is called modelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.errors import Refusal, Unknown, shown
from journey_tui.scenario.quantity import TIME, Quantity, Time, spelled
from journey_tui.scenario.values import JsonSchema
from journey_tui.trace.events.base import Basis


@dataclass(frozen=True, slots=True)
class Cost:
    """How long one thing takes by default."""

    default_ns: int
    basis: Basis
    """measured in a recording, modelled from one, or illustrative: of the right order, measured by nobody here."""
    source: str


NONE: Final = "none"
"""The word that makes all overhead take no time."""

_TYPICAL: Final = "order of magnitude only"

COSTS: Final[Mapping[str, Cost]] = MappingProxyType(
    {
        # ── client ──
        "client_think": Cost(25_000, "measured", "perf: curl takes 25 us from copying the answer to closing"),
        "client_wakeup": Cost(
            10_000, "modelled", "perf: 23 us from sched_wakeup of curl to its copy of the answer"
        ),
        # ── network card ──
        "dma_transfer": Cost(
            900, "modelled", "a PCIe round trip takes 0.8 to 1 us (Neugebauer et al., SIGCOMM 2018)"
        ),
        "descriptor_writeback": Cost(100, "illustrative", _TYPICAL),
        "interrupt_delivery": Cost(1_000, "illustrative", _TYPICAL),
        "tx_descriptor": Cost(300, "illustrative", _TYPICAL),
        "doorbell": Cost(400, "illustrative", "a posted write over PCIe: about half a round trip"),
        "tx_dma": Cost(900, "modelled", "a PCIe round trip takes 0.8 to 1 us, as dma_transfer"),
        "tx_completion": Cost(500, "illustrative", _TYPICAL),
        # ── interrupts and softirq ──
        "hardirq": Cost(
            4_000,
            "measured",
            "perf with call chains, virtio_net: irq_handler_entry to softirq_raise 4 us, cold up to 35",
        ),
        "softirq_entry": Cost(
            4_000, "measured", "perf with call chains, virtio_net: softirq_raise to softirq_entry 3 to 9 us"
        ),
        "napi_poll_packet": Cost(
            1_000, "measured", "perf, lo: softirq_entry to netif_receive_skb 0 to 2 us, cold 5"
        ),
        "skb_build": Cost(300, "illustrative", _TYPICAL),
        "loopback_transmit": Cost(
            5_000, "measured", "perf, lo: net_dev_queue to softirq_entry 5 to 7 us, cold 16"
        ),
        # ── IP and TCP ──
        "ip_receive": Cost(1_000, "measured", "perf, lo: netif_receive_skb to tcp_probe 1 to 2 us"),
        "tcp_receive": Cost(
            5_000, "measured", "perf, lo: tcp_probe to sched_wakeup 5 to 6 us, ep_poll_callback included"
        ),
        "tcp_ack": Cost(
            1_000, "measured", "perf, lo: netif_receive_skb of a bare ACK to the poll's end 1 us"
        ),
        "tcp_transmit": Cost(
            2_500, "measured", "perf, lo: 2 to 5 us from the cause of an ACK or FIN to net_dev_queue"
        ),
        "syn_receive": Cost(
            4_000,
            "modelled",
            "perf, lo: SYN to the SYN-ACK's net_dev_queue 16 us, cold, transmission included",
        ),
        "handshake_complete": Cost(
            6_000, "modelled", "perf, lo: final ACK to ESTABLISHED 11 us and to sched_wakeup 23 us, cold"
        ),
        # ── threads and system calls ──
        "wakeup": Cost(10_000, "measured", "perf: sched_wakeup to the first user instruction 10 to 40 us"),
        "timer_slack": Cost(
            50_000,
            "modelled",
            "the default of include/linux/init_task.h, Linux 6.12: sleeps shorter than a tick end so much later",
        ),
        "thread_switch": Cost(2_000, "illustrative", "1 to 5 us in published benchmarks"),
        "syscall": Cost(200, "illustrative", "entry and exit; the shortest whole call seen took 510 ns"),
        "accept4": Cost(
            8_000, "modelled", "runtime/trace: 13.8 and 16.4 us with a connection, 6.3 us for EAGAIN, cold"
        ),
        "epoll_ctl": Cost(1_000, "illustrative", _TYPICAL),
        "epoll_wait": Cost(1_000, "illustrative", _TYPICAL),
        "setsockopt": Cost(650, "measured", "runtime/trace: ten calls, median 0.87 us with entry and exit"),
        "getsockname": Cost(300, "illustrative", "like setsockopt, with less to do"),
        "read": Cost(
            3_000, "modelled", "runtime/trace: 8.5 and 9.9 us with data, cold; 1.0 to 1.3 us for EAGAIN"
        ),
        "write": Cost(
            2_000, "modelled", "runtime/trace: 13.8 and 14.5 us on lo, of which sending and softirq take 12"
        ),
        "close": Cost(
            2_000, "modelled", "runtime/trace: 10.1 us on lo, of which the FIN and its softirq take 8"
        ),
        "socket": Cost(2_000, "illustrative", _TYPICAL),
        "bind": Cost(1_000, "illustrative", _TYPICAL),
        "listen": Cost(2_000, "illustrative", _TYPICAL),
        "futex_wake": Cost(2_000, "illustrative", _TYPICAL),
        "futex_wait": Cost(1_000, "illustrative", _TYPICAL),
        # ── Go runtime ──
        "process_start": Cost(2_000_000, "illustrative", "execve to main.main; 18 ms under strace"),
        "goroutine_switch": Cost(
            400, "measured", "runtime/trace: one goroutine waits or ends, the next runs 0.39 to 0.77 us later"
        ),
        "goroutine_create": Cost(1_000, "illustrative", _TYPICAL),
        "goroutine_ready": Cost(500, "illustrative", _TYPICAL),
        "netpoll_per_event": Cost(200, "illustrative", _TYPICAL),
        # ── net/http ──
        "background_read_start": Cost(500, "illustrative", _TYPICAL),
        "parse_request_line": Cost(
            3_000, "illustrative", "read to background reader 43 to 80 us, cold, for all of the parser"
        ),
        "parse_header": Cost(1_000, "illustrative", "as parse_request_line"),
        "mux_match": Cost(1_000, "illustrative", _TYPICAL),
        "write_response_header": Cost(
            5_000, "illustrative", "background reader to write 31 to 74 us, cold, handler included"
        ),
    }
)
"""Every known cost by name. The simulation asks for these names and no others."""


class CostMapping:
    """Annotation for `costs`: the word `none`, or some of the costs; the model holds all of them, in nanoseconds."""

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        named = handler.generate_schema(dict[Annotated[str, AfterValidator(_known)], Time])
        completed = core_schema.no_info_after_validator_function(_completed, named)
        return core_schema.no_info_before_validator_function(_none_spelled_out, completed)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        time = Quantity(TIME).__get_pydantic_json_schema__(core, handler)
        costs = {
            name: time | {"description": cost.source, "default": spelled(TIME, cost.default_ns)}
            for name, cost in COSTS.items()
        }
        return {
            "anyOf": [{"const": NONE}, {"type": "object", "properties": costs, "additionalProperties": False}]
        }


Costs = Annotated[Mapping[str, int], CostMapping()]

DEFAULT_COSTS: Final[Mapping[str, int]] = {name: cost.default_ns for name, cost in COSTS.items()}
"""Every cost in nanoseconds, as it is when a scenario says nothing."""


_NAMES: Final = tuple(COSTS)


def _known(name: str) -> str:
    if name not in COSTS:
        raise Refusal(f"unknown cost {shown(name)}", Unknown(name, _NAMES, listed=True))
    return name


def _none_spelled_out(value: object) -> object:
    if value == NONE:
        return dict.fromkeys(COSTS, "0ns")
    if not isinstance(value, dict):
        raise Refusal(
            f"must be none, or a mapping of costs to times such as {{hardirq: 2us}}, not {shown(value)}"
        )
    return value


def _completed(named: dict[str, int]) -> Mapping[str, int]:
    return {**DEFAULT_COSTS, **named}
