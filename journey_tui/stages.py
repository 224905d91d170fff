"""The table of stages: every place that a request passes between the wire and the handler, and back.

All rooms read this one table. The simulation says which stage an event belongs to, the panes draw the
stages, the content explains them, and the tests hold each packet's path against `followers`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Lane(StrEnum):
    """The band of the machine that a stage lies in, drawn with its own colour and border."""

    OUTSIDE = "outside"
    HARDWARE = "hardware"
    KERNEL = "kernel"
    USER = "user"

    @property
    def heading(self) -> str:
        """The words above it, in capitals because the back row must read it."""
        return _LANE_HEADINGS[self]


_LANE_HEADINGS: Final = {
    Lane.OUTSIDE: "OUTSIDE",
    Lane.HARDWARE: "HARDWARE",
    Lane.KERNEL: "KERNEL",
    Lane.USER: "USER SPACE",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the journey."""

    id: str
    """Name in code, files and traces: `receive_buffer`."""
    lane: Lane
    """The band it lies in."""
    label: str
    """Name on the map: at most five ASCII characters."""
    title: str
    """Name above its drawing."""
    followers: tuple[str, ...]
    """Stages that a packet or a request may enter next from here."""


STAGES: Final[tuple[Stage, ...]] = (
    Stage("client", Lane.OUTSIDE, "CLNT", "Client", ("network", "kernel")),
    Stage("network", Lane.OUTSIDE, "NET", "Network path", ("network", "nic", "client")),
    Stage("nic", Lane.HARDWARE, "NIC", "Network card", ("dma",)),
    Stage("dma", Lane.HARDWARE, "RING", "RX descriptor ring (DMA)", ("interrupt", "kernel")),
    Stage("interrupt", Lane.HARDWARE, "IRQ", "Interrupt", ("dma", "kernel")),
    Stage("transmit", Lane.HARDWARE, "TX", "TX descriptor ring", ("network", "kernel")),
    Stage(
        "kernel",
        Lane.KERNEL,
        "TCP",
        "Softirq, IP and TCP",
        ("socket", "receive_buffer", "send_buffer", "fd", "transmit", "kernel", "client"),
    ),
    Stage("socket", Lane.KERNEL, "SOCK", "Listening socket", ("fd", "kernel", "receive_buffer")),
    Stage("receive_buffer", Lane.KERNEL, "RBUF", "Receive buffer", ("fd", "kernel", "http")),
    Stage("fd", Lane.KERNEL, "FD", "File descriptors and epoll", ("netpoller", "goroutine", "socket")),
    Stage("send_buffer", Lane.KERNEL, "SBUF", "Send buffer", ("transmit", "kernel", "receive_buffer")),
    Stage("netpoller", Lane.USER, "POLL", "Netpoller", ("goroutine", "fd")),
    Stage("goroutine", Lane.USER, "SCHED", "Goroutine scheduler", ("http", "fd", "netpoller", "handler")),
    Stage("http", Lane.USER, "HTTP", "HTTP parser and writer", ("mux", "send_buffer", "goroutine", "fd")),
    Stage("mux", Lane.USER, "MUX", "ServeMux", ("handler", "http")),
    Stage("handler", Lane.USER, "HAND", "Handler", ("http", "goroutine")),
)
"""Every stage, in the order of the way in; `transmit` and `send_buffer` belong to the way out."""

STAGE_BY_ID: Final[dict[str, Stage]] = {stage.id: stage for stage in STAGES}


def stage_index(stage_id: str) -> int:
    """Place of a stage in `STAGES`; raises `ValueError` for an unknown one."""
    for index, stage in enumerate(STAGES):
        if stage.id == stage_id:
            return index
    raise ValueError(f"no such stage: {stage_id}")
