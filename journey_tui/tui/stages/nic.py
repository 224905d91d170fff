"""The network card: the frame in its parts, the hash that picks an RX queue, and the counters of `ethtool -S`."""

from functools import partial

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    SHORT_PARTS,
    card,
    event_value,
    facts,
    frame_parts,
    here,
    loopback,
    loss,
    no_hardware,
    or_dash,
    spans,
    token,
)
from journey_tui.tui.stages.slots import HARDWARE_WALLS, Slot, strip
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_bytes
from journey_tui.world.state import RxRing

_STAGE = "nic"
_SHORT_WIDTH = 54
"""Below it a frame's parts have short names."""


def line(scene: Scene) -> str:
    """The card's counters."""
    if loopback(scene):
        return "loopback: no network card"
    counters = scene.world.counters
    return f"{counters.get('rx_packets', 0):,} frames in, {counters.get('rx_missed_errors', 0):,} missed"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Name and counters."""
    if loopback(scene):
        card(surface, scene, _STAGE, (("LOOPBACK", Role.STRONG),), ("no network card",))
        return
    counters, machine = scene.world.counters, scene.header.machine
    card(
        surface,
        scene,
        _STAGE,
        ((machine.nic, Role.STRONG), f"  {_queues(len(scene.world.rx_rings))}"),
        (
            ("frames in ", Role.DIM),
            f"{counters.get('rx_packets', 0):,}  ",
            ("out ", Role.DIM),
            f"{counters.get('tx_packets', 0):,}",
        ),
        (("missed ", Role.DIM), f"{counters.get('rx_missed_errors', 0):,}"),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """Frame, hash, queues, counters."""
    if loopback(scene):
        no_hardware(surface, "NO NETWORK CARD")
        return
    queues = len(scene.world.rx_rings)
    stack(
        surface,
        [
            Block(partial(_arrival, scene), rank=1),
            Block(partial(_frame, scene), most=3, whole=True, rank=0),
            Block(partial(_hash, scene), rank=2),
            Block(partial(_queue_table, scene), rows=2, most=queues + 1, rank=4),
            Block(partial(_counters, scene), rank=3),
        ],
    )


def _arrival(scene: Scene, surface: Surface) -> None:
    packet = scene.packet
    x = spans(surface, 1, 0, (f"{scene.header.machine.nic} ", Role.HARDWARE))
    if packet is None or not here(scene, _STAGE):
        surface.put_fit(x, 0, "waits for the next frame", surface.width - x, Role.DIM)
        return
    x = spans(surface, x, 0, ("wire ──► ", Role.DIM))
    x = token(surface, x, 0, packet.label)
    reason = loss(scene, _STAGE)
    if reason:
        spans(surface, x + 1, 0, ("✗ DROPPED: ", Role.ERROR), reason)
        return
    size = format_bytes(packet.length_bytes) if packet.length_bytes else "size unknown"
    spans(surface, x + 1, 0, f"frame of {size}")


def _frame(scene: Scene, surface: Surface) -> None:
    """Its parts from outside in; the payload takes what room is left."""
    packet = scene.packet
    known = bool(here(scene, _STAGE)) and packet is not None
    short = surface.width < _SHORT_WIDTH
    cells = []
    for name, size in frame_parts(packet if known else None):
        name, unit = (SHORT_PARTS.get(name, name), "") if short else (name, " B")
        text = name if size is None else f"{name} {size:,}{unit}"
        cells.append((Slot(text, Role.STRONG if known else Role.DIM), len(text) + 2))
    used = sum(width + 1 for _, width in cells) + 2
    slot, width = cells[-1]
    cells[-1] = (slot, width + max(min(surface.width - used - 1, 40), 0))
    strip(surface, 1, 0, cells, HARDWARE_WALLS, framed=surface.height >= 3)


def _hash(scene: Scene, surface: Surface) -> None:
    ring = _picked(scene)
    if ring is None or ring.rss_hash is None:
        spans(surface, 1, 0, ("RSS: a hash of addresses and ports picks the RX queue", Role.DIM))
        return
    spans(
        surface,
        1,
        0,
        ("RSS hash ", Role.DIM),
        (f"{ring.rss_hash & 0xFFFFFFFF:08x}", Role.STRONG),
        (" ──► ", Role.DIM),
        (f"RX QUEUE {ring.queue}", Role.HARDWARE),
        (" (one flow, one queue)", Role.DIM),
    )


def _queue_table(scene: Scene, surface: Surface) -> None:
    picked = _picked(scene)
    rings = scene.world.rx_rings
    rows = [
        Row(
            (f"rx-{ring.queue}", f"{ring.received:,}", f"{ring.dropped:,}", _hash_text(ring)),
            active=ring is picked,
        )
        for ring in rings
    ]
    table(surface, ("QUEUE", "FRAMES", "DROPPED", "LAST HASH"), rows)


def _counters(scene: Scene, surface: Surface) -> None:
    counters = scene.world.counters
    names = ("rx_packets", "rx_missed_errors", "rx_bytes", "tx_packets", "tx_bytes")
    pairs = [(name, f"{counters.get(name, 0):,}") for name in names]
    facts(surface, 1, 0, *pairs)


def _picked(scene: Scene) -> RxRing | None:
    """The queue of the frame that is here; else the one that had a frame, when it is the only one."""
    rings = scene.world.rx_rings
    queue = event_value(scene.event, "queue")
    if here(scene, _STAGE) and queue is not None and 0 <= queue < len(rings):
        return rings[queue]
    used = [ring for ring in rings if ring.rss_hash is not None]
    return used[0] if len(used) == 1 else None


def _hash_text(ring: RxRing) -> str:
    return or_dash(None if ring.rss_hash is None else f"{ring.rss_hash & 0xFFFFFFFF:08x}")


def _queues(count: int) -> str:
    return f"{count} RX queue" if count == 1 else f"{count} RX queues"
