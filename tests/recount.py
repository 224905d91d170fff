"""Counts what a world holds, one by one: what `world.crowd` must say."""

from collections import Counter

from journey_tui.world import World
from journey_tui.world.state import Crowd


def recounted(world: World) -> Crowd:
    """The counts of a world that was made by hand, or that is doubted."""
    goroutines, connections = world.goroutines.values(), world.connections.values()
    return Crowd(
        clients=Counter(client.state for client in world.clients.values()),
        requests=Counter(request.state for request in world.requests.values()),
        connections=Counter(connection.server_state for connection in connections),
        goroutines=Counter(goroutine.state for goroutine in goroutines),
        waiting=Counter(goroutine.reason for goroutine in goroutines if goroutine.state == "waiting"),
        received=Counter(connection.receive_queued.bit_length() for connection in connections),
        sent=Counter(connection.send_queued.bit_length() for connection in connections),
    )
