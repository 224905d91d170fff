"""The network path: boxes and links where they find room, else one row for each hop; its speed, and what was lost."""

from functools import partial
from itertools import islice

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import moral
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    card,
    facts,
    here,
    loopback,
    loss,
    no_hardware,
    spans,
    token,
    whose,
)
from journey_tui.tui.stages.path import draw_path, fits
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.units import format_rate, format_time

_STAGE = "network"
_MOST_HOPS = 64
_WORDY = 30
"""Cells from which a card says in words which way packets go."""
_MOST_PACKETS = 8


def line(scene: Scene) -> str:
    """How many packets are under way."""
    if loopback(scene):
        return "loopback: no wire"
    hops = scene.world.hops
    there, back = sum(len(hop.to_server) for hop in hops), sum(len(hop.to_client) for hop in hops)
    return f"{there:,} to the server, {back:,} to the client"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Hops and packets under way."""
    hops = scene.world.hops
    if loopback(scene):
        card(surface, scene, _STAGE, (("LOOPBACK", Role.STRONG),), ("no wire",))
        return
    there, back = sum(len(hop.to_server) for hop in hops), sum(len(hop.to_client) for hop in hops)
    names = " ─ ".join(hop.name for hop in islice(hops, 4))
    card(
        surface,
        scene,
        _STAGE,
        _route(names, surface.width),
        (
            f"► {there:,}  ◄ {back:,}"
            if surface.width < _WORDY
            else f"► {there:,} to server  ◄ {back:,} to client",
        ),
        ((f"{sum(hop.forwarded for hop in hops):,} forwarded", Role.DIM),),
    )


def _route(names: str, width: int) -> tuple[Part, ...]:
    """From end to end where there is room; otherwise the hops alone, with the wire to both sides of them."""
    if len(names) + len("client ─  ─ server") > width:
        return (("─ ", Role.DIM), (names, Role.STRONG), (" ─", Role.DIM))
    return (("client ─ ", Role.DIM), (names, Role.STRONG), (" ─ server" if names else "server", Role.DIM))


def picture(scene: Scene, surface: Surface) -> None:
    """Boxes and links where they fit, else a table of hops."""
    if loopback(scene):
        no_hardware(surface, "NO WIRE")
        return
    hops = scene.world.hops
    drawn = fits(scene, surface)
    main = Block(partial(draw_path, scene), rows=4, most=5) if drawn else _hop_block(scene)
    stack(
        surface,
        [
            Block(_directions, rank=5),
            main,
            Block(partial(_under_way, scene), rank=1),
            Block(partial(_links, scene), rows=1, most=len(hops) + 1, rank=2)
            if drawn
            else moral(scene, _moral, rank=4),
            moral(scene, _moral, rank=4) if drawn else Block(partial(_counts, scene), rank=5),
        ],
    )


def _hop_block(scene: Scene) -> Block:
    return Block(partial(_hop_table, scene), rows=2, most=len(scene.world.hops) + 1)


def _directions(surface: Surface) -> None:
    spans(surface, 1, 0, ("──► to the server", Role.OUTSIDE))
    surface.put_right(0, "to the client ◄──", Role.OUTSIDE, 1)


# ── the path as a table ──


def _hop_table(scene: Scene, surface: Surface) -> None:
    """One row for each hop; the active one is the one that the packet of the moment is at."""
    packet = scene.packet
    active = packet.hop_index if packet is not None and packet.stage == _STAGE else None
    hops = list(islice(scene.world.hops, _MOST_HOPS))
    rows = [
        Row(
            (
                str(index + 1),
                hop.name,
                _waiting(scene, hop.to_server),
                _waiting(scene, hop.to_client),
                *_speed(scene, index),
                f"{hop.dropped:,}",
            ),
            index == active,
        )
        for index, hop in enumerate(hops)
    ] or [Row((("-", Role.DIM), ("no hop: one cable", Role.DIM)))]
    titles = ("", "HOP", "► TO SERVER", "◄ TO CLIENT", "LATENCY", "BANDWIDTH", "LOST")
    table(surface, titles, rows, flexible=1, total=len(scene.world.hops))


def _speed(scene: Scene, index: int) -> tuple[str, str]:
    setups = scene.header.hops
    if index >= len(setups):
        return "-", "-"
    return format_time(setups[index].latency_ns), format_rate(setups[index].bandwidth_bps)


def _waiting(scene: Scene, packets: list[int]) -> Part:
    if not packets:
        return ("-", Role.DIM)
    packet = scene.world.packets.get(packets[0])
    text = f"● {packet.label}" if packet is not None else "●"
    if scene.world.packet in packets:
        text = f"● {scene.packet.label}" if scene.packet is not None else text
        return (f"{text} +{len(packets) - 1}" if len(packets) > 1 else text, Role.PACKET)
    return f"{text} +{len(packets) - 1}" if len(packets) > 1 else text


# ── below ──


def _under_way(scene: Scene, surface: Surface) -> None:
    """The packet of the moment in words, or that the wire is quiet."""
    label, packet = here(scene, _STAGE), scene.packet
    reason = loss(scene, _STAGE)
    if reason and packet is not None:
        x = token(surface, 1, 0, packet.label, target=Look("packet", packet.id)) + 2
        spans(surface, x, 0, ("✗ LOST HERE: ", Role.ERROR), reason)
        return
    if not label or packet is None:
        text = "nothing at this moment"
        spans(surface, 1, 0, ("ON THE WIRE ", Role.STRONG), (text, Role.DIM))
        return
    x = token(surface, 1, 0, label, target=whose(scene, _STAGE)) + 2
    hops = scene.world.hops
    index = packet.hop_index
    at = hops[index].name if index is not None and 0 <= index < len(hops) else "-"
    facts(surface, x, 0, ("from", packet.source), ("to", packet.destination), ("at", at))


def _links(scene: Scene, surface: Surface) -> None:
    """Latency and bandwidth of each hop: in a table where there is room, else side by side."""
    hops = scene.world.hops
    if surface.height > 1 and surface.height >= len(hops):
        rows = [
            Row((hop.name, *_speed(scene, index), f"{hop.forwarded:,}", f"{hop.dropped:,}"))
            for index, hop in enumerate(hops)
        ]
        table(surface, ("HOP", "LATENCY", "BANDWIDTH", "FORWARDED", "LOST"), rows)
        return
    pairs: list[tuple[str, Part]] = [
        (f"{hop.name}:", " ".join(_speed(scene, index))) for index, hop in enumerate(hops[:_MOST_PACKETS])
    ]
    facts(surface, 1, 0, *(pairs or [("", "one cable, no hop between")]))


def _counts(scene: Scene, surface: Surface) -> None:
    hops = scene.world.hops
    facts(
        surface,
        1,
        0,
        ("forwarded", f"{sum(hop.forwarded for hop in hops):,}"),
        ("lost", f"{sum(hop.dropped for hop in hops):,}"),
    )


def _moral(surface: Surface) -> None:
    spans(surface, 1, 0, ("Each hop queues it, lowers its TTL, rewrites its MACs.", Role.DIM))
