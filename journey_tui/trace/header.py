"""The trace's first line: whatever a viewer must know of the scenario, so that it never has to read one.

The lesson, the routes and the limits travel here; events carry only what happens.
"""

from typing import Final

import msgspec

from journey_tui.trace.lesson import Lesson

TRACE_VERSION: Final = 1


class RouteSetup(msgspec.Struct, frozen=True, kw_only=True):
    """One registered route."""

    pattern: str
    handler: str


class HopSetup(msgspec.Struct, frozen=True, kw_only=True):
    """One hop of the network path, from client to server."""

    name: str
    latency_ns: int
    bandwidth_bps: int
    """Bits per second."""


class ClientSetup(msgspec.Struct, frozen=True, kw_only=True):
    """One client process."""

    name: str
    address: str
    requests: int


class InterruptSetup(msgspec.Struct, frozen=True, kw_only=True):
    """One RX queue's interrupt, as the driver has asked for it before the first frame comes."""

    vector: int
    """Linux's number, as /proc/interrupts shows it."""
    cpu: int
    """The core that it goes to (/proc/irq/VECTOR/smp_affinity)."""


class MachineSetup(msgspec.Struct, frozen=True, kw_only=True):
    """The server machine's sizes and limits."""

    cpus: int = 2
    nic: str = "eth0"
    rx_ring: int = 256
    tx_ring: int = 256
    queues: int = 1
    mtu: int = 1500
    rx_usecs_ns: int = 0
    rx_frames: int = 1
    somaxconn: int = 4096
    netdev_budget: int = 300
    napi_weight: int = 64
    loopback: bool = False
    interrupts: tuple[InterruptSetup, ...] = ()
    """In the order of the queues; empty where nobody knows."""


class ServerSetup(msgspec.Struct, frozen=True, kw_only=True):
    """The Go server."""

    go: str = "1.27"
    gomaxprocs: int = 2
    listen: str = "0.0.0.0:3000"
    address: str = "192.0.2.10:3000"
    """What clients connect to."""
    backlog: int = 4096
    routes: tuple[RouteSetup, ...] = ()


class TraceHeader(msgspec.Struct, frozen=True, kw_only=True, rename={"version": "journey_trace"}):
    """Everything of the scenario that a screen, an export or a view needs."""

    version: int = TRACE_VERSION
    title: str
    summary: str = ""
    goals: tuple[str, ...] = ()
    level: str = "beginner"
    seed: int = 0
    origin: str = "simulation"
    """simulation | recording."""
    kernel: str = "6.12"
    """Linux version whose behaviour is modelled."""
    machine: MachineSetup = MachineSetup()
    server: ServerSetup = ServerSetup()
    hops: tuple[HopSetup, ...] = ()
    clients: tuple[ClientSetup, ...] = ()
    lesson: Lesson | None = None
    """Chapters, stops and questions, if somebody has written any."""
    marks_end: bool = False
    """In a file the line of the last event says that it is the last, so that one cut off between two lines is known."""
