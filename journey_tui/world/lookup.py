"""What every handler needs: the thing that an event names, or None; queues, sums and endings that stay bounded.

A trace may come from anywhere. Ids may be missing or unknown, numbers negative or huge, events doubled: the
functions here answer with None or do nothing, so that no handler ever raises.
"""

from typing import Final

from journey_tui.trace import Event
from journey_tui.world.crowd import drop_connection, drop_request, enter_client, set_request
from journey_tui.world.state import (
    Client,
    Connection,
    Cpu,
    Goroutine,
    Packet,
    Processor,
    Request,
    Softirq,
    Thread,
    World,
)

KEPT_PACKETS: Final = 8
"""Ended packets that stay, so that the moment of arrival can still be drawn."""
KEPT_REQUESTS: Final = 64
KEPT_CONNECTIONS: Final = 32

LARGEST: Final = 2**63 - 1
"""The largest number that every snapshot can hold; sums stop there."""


# ── numbers and queues ──


def total(old: int, more: int) -> int:
    """The sum of what was there and what came, neither below zero nor beyond `LARGEST`."""
    return min(max(old + more, 0), LARGEST)


def later(time_ns: int, duration_ns: int) -> int:
    """The moment that lies so far after another, within what a snapshot can hold."""
    return min(max(time_ns + duration_ns, -LARGEST), LARGEST)


def count(world: World, counter: str, more: int = 1) -> None:
    """Raise one of the counters that nstat or ethtool would print."""
    counters = world.counters
    value = counters.get(counter, 0) + more
    counters[counter] = value if 0 <= value <= LARGEST else total(value, 0)


def counts_for(world: World, host: str) -> bool:
    """Whether the server's counters count what this host does: on loopback, which has no card, both are one."""
    return host != "client" or not world.interrupts


def take_out(queue: list[int], thing: int | None) -> bool:
    """Remove a thing from a queue; says whether it was there."""
    if thing is None or thing not in queue:
        return False
    queue.remove(thing)
    return True


def put_in(queue: list[int], thing: int | None) -> None:
    """Append a thing to a queue that does not hold it yet."""
    if thing is not None and thing not in queue:
        queue.append(thing)


# ── the thing that an event names ──


def packet_of(world: World, event: Event) -> Packet | None:
    """The packet that the event names."""
    return None if event.packet is None else world.packets.get(event.packet)


def request_of(world: World, event: Event) -> Request | None:
    """The request that the event names."""
    return None if event.request is None else world.requests.get(event.request)


def connection_of(world: World, event: Event) -> Connection | None:
    """The connection that the event names."""
    return None if event.connection is None else world.connections.get(event.connection)


def goroutine_of(world: World, event: Event) -> Goroutine | None:
    """The goroutine that the event names."""
    return None if event.goroutine is None else world.goroutines.get(event.goroutine)


def thread_of(world: World, event: Event) -> Thread | None:
    """The thread that the event names; one that was there before the trace began is met here for the first time."""
    if event.thread is None:
        return None
    thread = world.threads.get(event.thread)
    if thread is None:
        thread = world.threads[event.thread] = Thread(id=event.thread, name=f"thread {event.thread}")
    return thread


def client_of(world: World, name: str) -> Client:
    """The client process of that name."""
    client = world.clients.get(name)
    if client is None:
        client = enter_client(world, Client(name=name))
    return client


def cpu_of(world: World, event: Event) -> Cpu | None:
    """The core that the event names."""
    cpu = event.cpu
    return world.cpus[cpu] if cpu is not None and 0 <= cpu < len(world.cpus) else None


def softirq_of(world: World, event: Event) -> Softirq | None:
    """NET_RX on the core that the event names."""
    cpu = event.cpu
    return world.softirqs[cpu] if cpu is not None and 0 <= cpu < len(world.softirqs) else None


def processor_at(world: World, number: int | None) -> Processor | None:
    """The P of that number."""
    known = number is not None and 0 <= number < len(world.processors)
    return world.processors[number] if known and number is not None else None


# ── requests change their state, and things end ──


def set_state(world: World, request: Request, state: str) -> None:
    """Where the server is with a request; what the client is done with keeps its last word."""
    if request.done_ns is None:
        set_request(world, request, state)


def end_packet(world: World, packet: Packet) -> None:
    """The packet's journey is over: it stays in the world until a few more have ended."""
    if packet.id not in world.ended_packets:
        world.ended_packets.append(packet.id)
    while len(world.ended_packets) > KEPT_PACKETS:
        world.packets.pop(world.ended_packets.pop(0), None)


def end_request(world: World, request: Request, done_ns: int) -> None:
    """The client is done with it: it stays in the world until many more are done."""
    if request.done_ns is None:
        world.ended_requests.append(request.id)
    request.done_ns = done_ns
    while len(world.ended_requests) > KEPT_REQUESTS:
        drop_request(world, world.ended_requests.pop(0))


_LEFT: Final = frozenset({"CLOSED", "CLOSE", "TIME_WAIT"})
"""States of a side that has nothing more to say; the kernel's own name for CLOSED is CLOSE."""


def end_connection_if_left(world: World, connection: Connection, time_ns: int) -> None:
    """Both sides have left the connection: it stays in the world until some more are closed."""
    if connection.client_state not in _LEFT or connection.server_state not in _LEFT:
        return
    if connection.closed_ns is None:
        connection.closed_ns = time_ns
        world.closed_connections.append(connection.id)
    while len(world.closed_connections) > KEPT_CONNECTIONS:
        drop_connection(world, world.closed_connections.pop(0))
