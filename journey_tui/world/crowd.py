"""Keeps the counts of `world.crowd` true: each change of a state goes through here.

A state is changed by naming the thing and its new state; what comes into the world is entered, what leaves it is dropped.
"""

from typing import TypeVar

from journey_tui.world.state import Client, Connection, Goroutine, Request, World

Key = TypeVar("Key", str, int)


def set_client(world: World, client: Client, state: str) -> None:
    """A client process does something else."""
    _move(world.crowd.clients, client.state, state)
    client.state = state


def set_request(world: World, request: Request, state: str) -> None:
    """A request is elsewhere."""
    _move(world.crowd.requests, request.state, state)
    request.state = state


def set_server_state(world: World, connection: Connection, state: str) -> None:
    """The server's end of a connection is in another state."""
    _move(world.crowd.connections, connection.server_state, state)
    connection.server_state = state


def set_received(world: World, connection: Connection, queued_bytes: int) -> None:
    """So much waits for read()."""
    old, new = connection.receive_queued.bit_length(), queued_bytes.bit_length()
    if old != new:
        _move(world.crowd.received, old, new)
    connection.receive_queued = queued_bytes


def set_sent(world: World, connection: Connection, queued_bytes: int) -> None:
    """So much is not acknowledged."""
    old, new = connection.send_queued.bit_length(), queued_bytes.bit_length()
    if old != new:
        _move(world.crowd.sent, old, new)
    connection.send_queued = queued_bytes


def set_goroutine(world: World, goroutine: Goroutine, state: str, reason: str = "") -> None:
    """A goroutine runs, waits for its turn, or waits for something."""
    crowd = world.crowd
    if goroutine.state != state:
        _move(crowd.goroutines, goroutine.state, state)
    if goroutine.state == "waiting":
        _leave(crowd.waiting, goroutine.reason)
    if state == "waiting":
        _enter(crowd.waiting, reason)
    goroutine.state, goroutine.reason = state, reason


# ── coming and going ──


def enter_client(world: World, client: Client) -> Client:
    """One more client process."""
    world.clients[client.name] = client
    _enter(world.crowd.clients, client.state)
    return client


def enter_request(world: World, request: Request) -> None:
    """A request begins; one of the same number is forgotten."""
    drop_request(world, request.id)
    world.requests[request.id] = request
    _enter(world.crowd.requests, request.state)


def drop_request(world: World, number: int) -> None:
    """A request leaves the world."""
    request = world.requests.pop(number, None)
    if request is not None:
        _leave(world.crowd.requests, request.state)


def enter_connection(world: World, connection: Connection) -> None:
    """A connection begins; one of the same number is forgotten."""
    drop_connection(world, connection.id)
    world.connections[connection.id] = connection
    _enter(world.crowd.connections, connection.server_state)
    _enter(world.crowd.received, connection.receive_queued.bit_length())
    _enter(world.crowd.sent, connection.send_queued.bit_length())


def drop_connection(world: World, number: int) -> None:
    """A connection leaves the world."""
    connection = world.connections.pop(number, None)
    if connection is not None:
        _leave(world.crowd.connections, connection.server_state)
        _leave(world.crowd.received, connection.receive_queued.bit_length())
        _leave(world.crowd.sent, connection.send_queued.bit_length())


def enter_goroutine(world: World, goroutine: Goroutine) -> None:
    """A goroutine begins; one of the same number is forgotten."""
    drop_goroutine(world, goroutine.id)
    world.goroutines[goroutine.id] = goroutine
    _enter(world.crowd.goroutines, goroutine.state)


def drop_goroutine(world: World, number: int) -> None:
    """A goroutine is gone."""
    goroutine = world.goroutines.pop(number, None)
    if goroutine is not None:
        _leave(world.crowd.goroutines, goroutine.state)
        if goroutine.state == "waiting":
            _leave(world.crowd.waiting, goroutine.reason)


# ── counting ──


def _move(counts: dict[Key, int], old: Key, new: Key) -> None:
    if old != new:
        _leave(counts, old)
        counts[new] = counts.get(new, 0) + 1


def _enter(counts: dict[Key, int], key: Key) -> None:
    counts[key] = counts.get(key, 0) + 1


def _leave(counts: dict[Key, int], key: Key) -> None:
    left = counts.get(key, 0) - 1
    if left > 0:
        counts[key] = left
    else:
        counts.pop(key, None)
