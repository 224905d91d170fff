"""The network card: the frame in its parts, the hash that picks an RX queue, and the counters of `ethtool -S`."""

from functools import partial

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, beside, stack
from journey_tui.tui.stages.parts import (
    SHORT_PARTS,
    Part,
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
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Look
from journey_tui.units import format_bytes
from journey_tui.world.state import RxRing

_STAGE = "nic"
_UNNOTICED = ": no CPU has noticed it yet"
_GAP = 3
_QUEUES_WIDTH = 17
"""Cells of a card that names the number of queues too."""
_BOXES_WIDTH, _BOXES_HEIGHT = 70, 10
"""From here on the card's steps are boxes side by side."""
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
        ((machine.nic, Role.STRONG), _queues(len(scene.world.rx_rings), surface.width)),
        (
            ("in ", Role.DIM),
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
    wide = surface.width >= _BOXES_WIDTH and surface.height >= _BOXES_HEIGHT
    way = (
        Block(partial(_boxes, scene), rows=5, most=max(5, min(len(scene.world.rx_rings) + 2, 8)), rank=2)
        if wide
        else Block(partial(_rows, scene), rows=2, most=3, rank=2)
    )
    stack(
        surface,
        [
            Block(partial(_arrival, scene), rank=1),
            Block(partial(_frame, scene), most=3, whole=True, rank=0),
            way,
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
    x = token(surface, x, 0, packet.label, target=Look("packet", packet.id))
    reason = loss(scene, _STAGE)
    if reason:
        spans(surface, x + 1, 0, ("✗ LOST HERE: ", Role.ERROR), reason)
        return
    size = format_bytes(packet.length_bytes) if packet.length_bytes else "size unknown"
    x = spans(surface, x + 1, 0, f"frame of {size}")
    if x + len(_UNNOTICED) <= surface.width:
        spans(surface, x, 0, (_UNNOTICED, Role.DIM))


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
    cells[-1] = (slot, width + max(surface.width - used - 1, 0))
    strip(surface, 1, 0, cells, HARDWARE_WALLS, framed=surface.height >= 3)


# ── what the card does with it ──


def _rows(scene: Scene, surface: Surface) -> None:
    """The card's steps, one in a row."""
    ring, hashed = _picked(scene), _hash_text(_picked(scene))
    number = "-" if ring is None else str(ring.queue)
    steps: list[tuple[Part, ...]] = [
        (("CHECK ", Role.DIM), "FCS and MAC address fit"),
        (
            ("HASH  ", Role.DIM),
            "addresses + ports ► ",
            (hashed, Role.STRONG),
            " ► ",
            (f" RX QUEUE {number} ", _now(scene)),
        ),
        (
            ("NEXT  ", Role.DIM),
            "?" if scene.asked else f"DMA to the page of RX descriptor {_slot_number(ring)}",
        ),
    ]
    for y, parts in enumerate(steps if surface.height >= len(steps) else steps[1:]):
        spans(surface, 1, y, *parts)


def _boxes(scene: Scene, surface: Surface) -> None:
    """The card's steps as boxes from left to right, with the way between them."""
    ring = _picked(scene)
    boxes: list[tuple[str, list[tuple[Part, ...]]]] = [
        ("CHECK", [(("FCS good", Role.TEXT),), (("MAC is ours", Role.TEXT),)]),
        (
            "RSS HASH",
            [
                (("addresses", Role.TEXT),),
                (("+ ports ►", Role.TEXT),),
                ((_hash_text(ring), Role.STRONG),),
            ],
        ),
        ("QUEUE", _queue_rows(scene, surface.height - 2)),
        _then(scene, ring),
    ]
    for index, part in enumerate(
        beside(surface.area(1, 0, surface.width - 2, surface.height), len(boxes), _GAP)
    ):
        title, rows = boxes[index]
        inside = part.box(0, 0, part.width, part.height, border=Border.HEAVY, role=Role.HARDWARE, title=title)
        for y, parts in enumerate(rows[: inside.height]):
            spans(inside, 1, y, *parts)
        if index < len(boxes) - 1:
            x = 1 + (index + 1) * (part.width + _GAP) - _GAP
            surface.put(x, part.height // 2, "━━►", _arrow_role(scene))


def _then(scene: Scene, ring: RxRing | None) -> tuple[str, list[tuple[Part, ...]]]:
    """What the card does when it has picked a queue."""
    if scene.asked:
        return "THEN", [(("?", Role.STRONG),)]
    where: list[tuple[Part, ...]] = [(("to page of", Role.TEXT),), (("descriptor", Role.TEXT),)]
    return "THEN DMA", [*where, ((_slot_number(ring), Role.STRONG),)]


def _arrow_role(scene: Scene) -> Role:
    return Role.HARDWARE if here(scene, _STAGE) else Role.DIM


def _queue_rows(scene: Scene, room: int) -> list[tuple[Part, ...]]:
    """The queues, the picked one marked, each with the core that it interrupts."""
    picked, rings = _picked(scene), scene.world.rx_rings
    chosen = [ring for ring in rings if ring is picked] + [ring for ring in rings if ring is not picked]
    shown = sorted(chosen[: max(room - (len(rings) > room), 1)], key=lambda ring: ring.queue)
    rows: list[tuple[Part, ...]] = []
    for ring in shown:
        role = _now(scene) if ring is picked else Role.DIM
        rows.append(((f" rx-{ring.queue} ", role), _core_text(scene, ring)))
    if len(shown) < len(rings):
        rows.append(((f"… {len(rings) - len(shown)} more", Role.DIM),))
    return rows


def _core_text(scene: Scene, ring: RxRing) -> str:
    lines = scene.world.interrupts
    found = lines[ring.queue].cpu if ring.queue < len(lines) else None
    return "" if found is None else f"CPU {found}"


def _now(scene: Scene) -> Role:
    """Of the queue that the frame of this moment goes to."""
    return Role.PACKET if here(scene, _STAGE) and not loss(scene, _STAGE) else Role.HARDWARE


def _slot_number(ring: RxRing | None) -> str:
    return "-" if ring is None else f"{ring.write_pointer} of {ring.size:,}"


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


def _hash_text(ring: RxRing | None) -> str:
    return or_dash(None if ring is None or ring.rss_hash is None else f"{ring.rss_hash & 0xFFFFFFFF:08x}")


def _queues(count: int, width: int) -> str:
    if width < _QUEUES_WIDTH:
        return ""
    return f"  {count} RX queue" if count == 1 else f"  {count} RX queues"
