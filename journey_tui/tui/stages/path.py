"""The network path as boxes and links: client, hops, server; packets as tokens on the links, both ways.

A hop's link towards the server is the one on its right, its link towards the client the one on its left: what the
hop holds for a link is drawn in the middle of it, what the link has just carried at its far end.
"""

from rich.cells import cell_len

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import WIDEST
from journey_tui.tui.stages.parts import connection_name, loss
from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.tui.target import Look
from journey_tui.world.state import Hop, Packet

_BOX, _SMALL_BOX, _SMALLEST_BOX = 12, 10, 8
"""Cells of a box; the links share what is left."""
_SMALL = 70
_MOST_MEASURED = 8
"""Hops whose names are measured; no more than that fit as boxes."""
_SHORTEST_LINK = 9


def fits(scene: Scene, surface: Surface) -> bool:
    """Whether boxes and links that can be read find room."""
    hops, width = len(scene.world.hops), min(surface.width, WIDEST)
    return surface.height >= 4 and (hops + 2) * _box(scene, width) + (hops + 1) * _SHORTEST_LINK <= width


def _box(scene: Scene, width: int) -> int:
    """Cells of each box: where room is short no more than the longest text in one needs, so that links are long."""
    if width >= _SMALL:
        return _BOX
    hops = scene.world.hops[:_MOST_MEASURED]
    texts = [_client_name(scene), scene.header.machine.nic, *(hop.name for hop in hops), *map(_lost, hops)]
    return min(max(max(map(cell_len, texts)) + 2, _SMALLEST_BOX), _SMALL_BOX)


def draw_path(scene: Scene, surface: Surface) -> None:
    """Boxes from left to right with two lanes between each pair."""
    hops, box = scene.world.hops, _box(scene, surface.width)
    link = max((surface.width - (len(hops) + 2) * box) // (len(hops) + 1), 2)
    _station(surface.area(0, 0, box, surface.height), "CLIENT", _client_name(scene))
    for index in range(len(hops) + 1):
        x = (index + 1) * box + index * link
        _link(scene, surface.area(x, surface.height // 2 - 1, link, 2), index)
        part = surface.area(x + link, 0, box, surface.height)
        if index < len(hops):
            _station(part, hops[index].name, _lost(hops[index]))
        else:
            _station(part, "SERVER", scene.header.machine.nic)


def _client_name(scene: Scene) -> str:
    """Whose packets these are; before the first, how many clients there will be."""
    if scene.connection is not None:
        return connection_name(scene.connection)
    clients = scene.world.clients
    return next(iter(clients)) if len(clients) == 1 else f"{len(clients):,} clients"


def _station(part: Surface, name: str, detail: str) -> None:
    inside = part.box(0, 0, part.width, part.height, border=Border.LIGHT, role=Role.OUTSIDE)
    inside.put_centre(0, name, Role.STRONG)
    if inside.height > 1:
        inside.put_centre(inside.height - 1, detail, Role.DIM)


def _lost(hop: Hop) -> str:
    return f"✗ {hop.dropped:,} lost" if hop.dropped else ""


def _link(scene: Scene, surface: Surface, index: int) -> None:
    """Link number `index`: hop `index - 1` sends on its upper lane, hop `index` on its lower one."""
    hops, packet = scene.world.hops, _carried(scene)
    surface.put(0, 0, "─" * (surface.width - 1) + "►", Role.OUTSIDE)
    surface.put(0, 1, "◄" + "─" * (surface.width - 1), Role.OUTSIDE)
    there, back = surface.area(1, 0, surface.width - 2, 1), surface.area(1, 1, surface.width - 2, 1)
    if packet is not None and packet.direction == "to_server" and packet.hop_index == index - 1:
        text = _token_text(packet.label, there.width)
        there.put_right(0, text, Role.PACKET)
        there.link(there.width - cell_len(text), 0, cell_len(text), Look("packet", packet.id))
        there = there.area(0, 0, max(there.width - cell_len(text) - 1, 0), 1)
    elif packet is not None and packet.direction == "to_client" and packet.hop_index == index:
        start = back.put(0, 0, _token_text(packet.label, back.width), Role.PACKET)
        back.link(0, 0, start, Look("packet", packet.id))
        back = back.area(start + 1, 0, max(back.width - start - 1, 0), 1)
    if index > 0:
        _waiting(scene, there, hops[index - 1].to_server)
    if index < len(hops):
        _waiting(scene, back, hops[index].to_client)


def _carried(scene: Scene) -> Packet | None:
    """The packet of the moment, when a link has just carried it and nobody holds it."""
    packet = scene.packet
    if packet is None or packet.stage != "network" or packet.hop_index is None or loss(scene, "network"):
        return None
    hops, index = scene.world.hops, packet.hop_index
    if not 0 <= index < len(hops) or packet.id in hops[index].to_server or packet.id in hops[index].to_client:
        return None
    return packet


def _waiting(scene: Scene, lane: Surface, packets: list[int]) -> None:
    """The packet of the moment as the token, others as a disc and their number."""
    if not packets or not lane.width:
        return
    active = scene.world.packet if scene.world.packet in packets else None
    number = active if active is not None else packets[0]
    packet = scene.world.packets.get(number)
    others = f" +{len(packets) - 1:,}" if len(packets) > 1 else ""
    text = _token_text(packet.label if packet is not None else str(number), lane.width - len(others))
    if cell_len(text) + len(others) > lane.width:
        text, others = f"●{len(packets):,}"[: lane.width], ""
    x = max((lane.width - cell_len(text) - len(others)) // 2, 0)
    lane.link(x, 0, cell_len(text), Look("packet", number))
    x = lane.put(x, 0, text, Role.PACKET if active is not None else Role.STRONG)
    lane.put(x, 0, others, Role.STRONG)


def _token_text(label: str, room: int) -> str:
    """The token, without its margins where the label would be cut for them."""
    if cell_len(label) + 4 > room >= 5:
        return f"● {fit(label, room - 2)}"
    return f" ● {fit(label, room - 4)} " if room >= 7 else "●"
