"""What lies in a send queue, in the order in which it leaves, and the segments that carry it to the client.

A byte that was sent stays in the queue until it is acknowledged (`tcp_rtx_queue`, include/net/tcp.h, Linux 6.12).
"""

from itertools import islice
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import here, spans, token, whose
from journey_tui.tui.stages.slots import KERNEL_WALLS, Slot, strip
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.units import format_bytes, format_size
from journey_tui.world.state import Connection, Packet

_STAGE: Final = "send_buffer"
_LATEST_PACKETS: Final = 256
"""Packets that are looked through for those in flight, newest first."""
_MOST_DRAWN: Final = 10
_NARROWEST: Final = 9
"""Cells of a part of the queue, in which a number of bytes finds room."""
_WORDY: Final = 50
"""Cells of a queue in which it is said why bytes stay."""
_BEHIND: Final = 9
"""Cells right of the queue: where it leads."""


def draw_queue(scene: Scene, connection: Connection, surface: Surface) -> None:
    """From write() to TCP: what was sent and is kept, what is still to be sent, what is free."""
    framed = surface.height >= 3
    y = int(framed)
    x = spans(surface, 1, y, ("write() ► ", Role.USER))
    room = max(surface.width - x - _BEHIND, 2 * _NARROWEST)
    x = strip(surface, x, 0, _cells(_parts(scene, connection, room), room), KERNEL_WALLS, framed=framed)
    spans(surface, x + 1, y, ("► TCP", Role.KERNEL))
    surface.link(1, 0, surface.width - 2, Look("buffer", connection.id, 1), surface.height)


def _parts(scene: Scene, connection: Connection, room: int) -> list[tuple[Slot, int]]:
    """Each part of the queue and its bytes; the token is the answer that has not left it."""
    flying = in_flight(scene, connection)
    sent = min(sum(packet.payload_bytes for packet in flying), connection.send_queued)
    waiting = connection.send_queued - sent
    free = max(connection.send_capacity - connection.send_queued, 0)
    label = here(scene, _STAGE) if scene.packet is None and of_the_moment(scene, flying) is None else ""
    name = f"● {label} " if label else ""
    kept = ": sent, kept until the ACK" if room >= _WORDY else " sent"
    parts = [
        (
            Slot(
                f"{'' if waiting else name}{format_bytes(sent)}{kept}",
                Role.STRONG if waiting or not label else Role.PACKET,
            ),
            sent,
        ),
        (Slot(f"{name}{format_bytes(waiting)}", Role.PACKET if label else Role.STRONG), waiting),
        (Slot(f"{format_size(free)} free", Role.DIM), free),
    ]
    return [part for part in parts if part[1]]


def _cells(parts: list[tuple[Slot, int]], room: int) -> list[tuple[Slot, int]]:
    """Every part as wide as its words where that is possible; what is left goes to the last one."""
    cells: list[tuple[Slot, int]] = []
    for index, (slot, _) in enumerate(parts):
        others = sum(cell_len(other.text) + 3 for other, _ in parts[index + 1 :])
        width = max(min(cell_len(slot.text) + 2, room - others - 2), _NARROWEST)
        last = index == len(parts) - 1
        cells.append((slot, max(room - 2, _NARROWEST) if last else width))
        room -= width + 1
    return cells


def draw_flight(scene: Scene, connection: Connection, surface: Surface) -> None:
    """Data segments to this client that have not arrived, the one of the moment as the token."""
    flying = in_flight(scene, connection)
    now = of_the_moment(scene, flying)
    x = spans(
        surface,
        1,
        0,
        ("cwnd ", Role.DIM),
        f"{connection.congestion_window} segments",
        ("  IN FLIGHT ", Role.STRONG),
    )
    if not flying:
        x = spans(surface, x, 0, ("none  ", Role.DIM))
    for packet in flying[:_MOST_DRAWN]:
        x = spans(surface, x, 0, ("►", Role.DIM))
        if packet.id == now:
            x = token(surface, x, 0, packet.label, target=Look("packet", packet.id)) + 1
        else:
            stop = spans(surface, x, 0, f" ● {packet.label}")
            surface.link(x, 0, stop - x, Look("packet", packet.id))
            x = stop + 1
    if len(flying) > _MOST_DRAWN:
        spans(surface, x, 0, (f"+{len(flying) - _MOST_DRAWN}", Role.DIM))
    current, label = scene.packet, here(scene, _STAGE)
    if label and now is None and (current is not None or not connection.send_queued):
        x = spans(surface, x, 0, ("◄" if current is not None else "", Role.DIM))
        token(surface, x, 0, label, target=whose(scene, _STAGE))


def of_the_moment(scene: Scene, flying: list[Packet]) -> int | None:
    """The segment that the moment is about: the event's own, else the latest of its request."""
    world = scene.world
    for packet in reversed(flying):
        if packet.id == world.packet or (
            world.packet is None and packet.request == world.request is not None
        ):
            return packet.id
    return None


def in_flight(scene: Scene, connection: Connection) -> list[Packet]:
    """Data segments to this client that have neither arrived nor been lost, among the latest packets."""
    ended = set(scene.world.ended_packets)
    latest = islice(reversed(scene.world.packets.values()), _LATEST_PACKETS)
    return [
        packet
        for packet in latest
        if packet.connection == connection.id
        and packet.direction == "to_client"
        and packet.payload_bytes
        and packet.id not in ended
    ][::-1]
