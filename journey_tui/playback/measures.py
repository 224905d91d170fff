"""What a breakpoint can measure: numbers of the world, each with the words that people use for it.

A measure of connections is taken of the one connection that an event is about, so that ten thousand others cost
nothing; every other one is a length, or the largest of a few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from journey_tui.world.state import Connection, World


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a condition is about; 0 before anything has happened."""

    words: str
    """As it is written."""
    unit: str
    """What is counted."""
    of_world: Callable[[World], int] | None = None
    of_connection: Callable[[Connection], int] | None = None
    """For a measure that each connection has of its own; else None."""
    others: tuple[str, ...] = ()
    """Other words for it."""

    def read(self, world: World) -> tuple[int | None, int]:
        """Whose number it is (None: the machine's) and the number, after the event that led to this world."""
        if self.of_connection is None:
            assert self.of_world is not None
            return None, self.of_world(world)
        connection = world.connections.get(-1 if world.connection is None else world.connection)
        return (None, 0) if connection is None else (connection.id, self.of_connection(connection))


def _run_queue(world: World) -> int:
    """The longest: a P's, its runnext counted, or the global one."""
    local = (len(one.queue) + (one.runnext is not None) for one in world.processors)
    return max(len(world.global_queue), *local, 0)


def _ring_used(world: World) -> int:
    return max((len(ring.filled) + len(ring.writing) for ring in world.rx_rings), default=0)


def _interrupts(world: World) -> int:
    return sum(cpu.hardirqs for cpu in world.cpus)


MEASURES: Final = (
    Measure("accept queue", "connections", lambda world: len(world.listener.accept_queue)),
    Measure("syn queue", "connections", lambda world: len(world.listener.syn_queue)),
    Measure("receive buffer", "bytes", of_connection=lambda one: one.receive_queued, others=("recv-q",)),
    Measure("send buffer", "bytes", of_connection=lambda one: one.send_queued, others=("send-q",)),
    Measure("receive window", "bytes", of_connection=lambda one: one.receive_window),
    Measure(
        "congestion window", "segments", of_connection=lambda one: one.congestion_window, others=("cwnd",)
    ),
    Measure("run queue", "goroutines", _run_queue),
    Measure("goroutines", "goroutines", lambda world: len(world.goroutines)),
    Measure("threads", "threads", lambda world: len(world.threads)),
    Measure(
        "connections", "connections", lambda world: len(world.connections) - len(world.closed_connections)
    ),
    Measure("ring used", "descriptors", _ring_used, others=("rx ring",)),
    Measure("tx ring", "descriptors", lambda world: len(world.tx_ring.slots)),
    Measure("fds open", "descriptors", lambda world: len(world.fds), others=("open fds", "fds")),
    Measure("epoll ready", "descriptors", lambda world: len(world.epoll.ready)),
    Measure("interrupts", "interrupts", _interrupts),
    Measure("packets lost", "packets", lambda world: world.dropped_packets),
    Measure("requests done", "requests", lambda world: world.finished_requests),
)
"""Every measure, in the order in which they are offered."""

MEASURE_BY_WORDS: Final[dict[str, Measure]] = {
    words: measure for measure in MEASURES for words in (measure.words, *measure.others)
}
