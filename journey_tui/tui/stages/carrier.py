"""Where an answer is while an event tells of its goroutine: on its way, in a segment, and not where the goroutine parks.

The world notes for a request the stage of the last event that is about it; the stays of a request know such events as
aside (`playback/spans.py`). Here a drawing gets the same answer from the world alone.
"""

from itertools import islice
from typing import Final

from journey_tui.tui.scene import Scene
from journey_tui.world.state import Packet, Request, World

_LATEST_PACKETS: Final = 64
"""That are looked through for one, newest first."""
WITHOUT_BYTES: Final = frozenset({"goroutine", "netpoller", "fd"})
"""Stages that tell of who waits for bytes, and hold none."""


def carrier(scene: Scene) -> Packet | None:
    """The segment that carries the answer while its goroutine parks or is run again: the answer is not where that is."""
    request = scene.request
    if request is None or scene.packet is not None:
        return None
    return answer_under_way(scene.world, request) if request.stage in WITHOUT_BYTES else None


def answer_under_way(world: World, request: Request) -> Packet | None:
    """The latest segment of its answer that has neither arrived nor been lost, among the latest packets."""
    if request.state != "responding":
        return None
    for packet in islice(reversed(world.packets.values()), _LATEST_PACKETS):
        if packet.request == request.id and packet.direction == "to_client" and packet.payload_bytes:
            return None if packet.id in world.ended_packets else packet
    return None
