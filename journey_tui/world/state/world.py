"""The world: everything that can be seen at one moment. Panes draw it; nothing is drawn that it does not hold.

Structs of plain values, so that a snapshot is one msgpack encoding and equality comes for free. What has ended
(packets, closed connections, finished requests beyond the latest) leaves the world: its size follows what is alive.
A snapshot names no field, which halves it, and nothing here refers back to what holds it, so that none of the structs
has to be visited by the garbage collector.
"""

import gc
from typing import Any, Final

import msgspec

from journey_tui.world.state.crowd import Crowd
from journey_tui.world.state.kernel import Connection, Epoll, FdEntry, Listener
from journey_tui.world.state.machine import Cpu, InterruptLine, RxRing, Softirq, TxRing
from journey_tui.world.state.outside import Client, Hop, Packet, Request
from journey_tui.world.state.runtime import Goroutine, Netpoll, Processor, Thread


class World(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The state after the first `position` events."""

    position: int = 0
    time_ns: int = 0
    stage: str = "goroutine"
    """Stage of the last event."""
    request: int | None = None
    connection: int | None = None
    packet: int | None = None
    """Ids of the last event."""

    clients: dict[str, Client] = {}
    hops: list[Hop] = []
    packets: dict[int, Packet] = {}
    requests: dict[int, Request] = {}
    connections: dict[int, Connection] = {}
    ended_packets: list[int] = []
    """Packets that have arrived or were lost, the latest last; the latest few stay in `packets`."""
    ended_requests: list[int] = []
    """Requests that the client is done with, the latest last; the latest few stay in `requests`."""
    closed_connections: list[int] = []
    """Connections that both sides have left, the latest last; the latest few stay in `connections`."""
    listener: Listener = msgspec.field(default_factory=Listener)
    rx_rings: list[RxRing] = []
    tx_ring: TxRing = msgspec.field(default_factory=lambda: TxRing(queue=0, size=256))
    interrupts: list[InterruptLine] = []
    cpus: list[Cpu] = []
    softirqs: list[Softirq] = []
    fds: dict[int, FdEntry] = {}
    epoll: Epoll = msgspec.field(default_factory=Epoll)
    threads: dict[int, Thread] = {}
    processors: list[Processor] = []
    goroutines: dict[int, Goroutine] = {}
    global_queue: list[int] = []
    netpoll: Netpoll = msgspec.field(default_factory=Netpoll)
    log: list[str] = []
    """The latest lines of the server's log, without their dates."""
    process_started: bool = False
    pid: int | None = None
    started_ns: int = 0
    go: str = ""
    counters: dict[str, int] = {}
    """Counters under the names that nstat and ethtool print."""
    crowd: Crowd = msgspec.field(default_factory=Crowd)
    finished_requests: int = 0
    dropped_packets: int = 0
    stage_visits: dict[str, int] = {}
    """Events seen at each stage so far."""


LARGE_BYTES: Final = 500_000
"""A snapshot of more holds a thousand connections and more."""
_decoder: Any = msgspec.msgpack.Decoder(World)


def freeze(world: World) -> bytes:
    """A snapshot of the world."""
    return msgspec.msgpack.encode(world)


def thaw(snapshot: bytes) -> World:
    """A world of its own, equal to the one that was frozen.

    Python's garbage collector would go through all of it three times, 0.1 s each with 10,000 connections, and find
    nothing: a world holds no cycle. It is not looked at while it is made, and a large one never.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        world: World = _decoder.decode(snapshot)
    finally:
        if collecting:
            gc.enable()
    if len(snapshot) > LARGE_BYTES:
        gc.freeze()
    return world
