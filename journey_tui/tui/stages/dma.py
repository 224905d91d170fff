"""The RX descriptor ring: a straight row of numbered slots, the driver's pointer above, the NIC's below.

Under it the pages in RAM that the descriptors point at: the ring itself never holds a packet's bytes.
"""

from dataclasses import replace
from functools import partial

from rich.cells import cell_len

from journey_tui.trace.events.hardware import (
    DescriptorCleaned,
    DescriptorFilled,
    DescriptorsPosted,
    DmaWritten,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import moral
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    card,
    event_value,
    facts,
    here,
    loss,
    no_hardware,
    packet_row,
    spans,
    token,
    whose,
)
from journey_tui.tui.stages.slots import Pointer, Ring, Slot, draw_ring, ring_rows
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.world.state import RxRing

_STAGE = "dma"
_POSTED, _WRITING, _FILLED, _EMPTY = "○", "●", "█", "·"
_DONE, _TAKEN = "✓", "↑"
"""Faces of the slot that has just been filled, and of the one that the driver has just taken."""
_MOST_PAGES = 12
_BOX_ROWS = 4
_WORDY, _LONGEST_WORDS = 38, 58
"""Cells from which a pointer says whose it is, and why it does not move; a card beside others is narrower."""
"""Rows from which pages are drawn as boxes."""


def line(scene: Scene) -> str:
    """Both pointers."""
    ring = _ring(scene)
    if ring is None:
        return "loopback: no RX ring"
    return f"read {ring.read_pointer} write {ring.write_pointer} of {ring.size}, {len(ring.filled)} filled"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The slots around the pointers, in three rows."""
    ring = _ring(scene)
    if ring is None:
        card(surface, scene, _STAGE, (("LOOPBACK", Role.STRONG),), ("no RX ring",))
        return
    if surface.height < 3 or surface.width < 30:
        card(
            surface,
            scene,
            _STAGE,
            (("▼ reads ", Role.DIM), f"{ring.read_pointer}"),
            (("▲ writes ", Role.DIM), f"{ring.write_pointer}"),
            (("filled ", Role.DIM), f"{len(ring.filled)}", (f" of {ring.size:,}", Role.DIM)),
        )
        return
    _slots(scene, ring, surface)
    packet_row(surface, scene, _STAGE)


def picture(scene: Scene, surface: Surface) -> None:
    """Ring, legend, pages in RAM."""
    ring = _ring(scene)
    if ring is None:
        no_hardware(surface, "NO RX RING, NO DMA")
        return
    stack(
        surface,
        [
            Block(partial(_heading, scene, ring), rank=5),
            Block(partial(_slots, scene, ring), rows=3, most=ring_rows(surface.width), rank=0),
            Block(partial(_pages, scene, ring), most=4, whole=True, rank=1),
            Block(partial(_legend, scene, ring), rank=2),
            moral(scene, _moral, rank=6),
        ],
    )


def _ring(scene: Scene) -> RxRing | None:
    """The ring of the last event's queue, or of its packet, or the first."""
    rings, packet = scene.world.rx_rings, scene.world.packet
    queue = event_value(scene.event, "queue")
    if queue is not None and 0 <= queue < len(rings) and scene.world.stage != "transmit":
        return rings[queue]
    for ring in rings:
        if packet is not None and (packet in ring.filled.values() or packet in ring.writing.values()):
            return ring
    return rings[0] if rings else None


def _slots(scene: Scene, ring: RxRing, surface: Surface) -> None:
    now, short = _now(scene, ring), surface.width < _WORDY
    draw_ring(
        surface,
        Ring(
            size=ring.size,
            face=lambda number: _linked(ring, number, _face(ring, now, number)),
            focus=now.start if now else _watched(scene, ring),
            above=Pointer(ring.read_pointer, f"{'' if short else 'driver '}reads {ring.read_pointer}"),
            below=_write_pointer(ring, surface.width < (_WORDY if _posted(ring) else _LONGEST_WORDS)),
        ),
    )


def _watched(scene: Scene, ring: RxRing) -> int:
    """Where the driver reads next; where the NIC would have written what it has just lost."""
    return ring.write_pointer if loss(scene, _STAGE) else ring.read_pointer


def _write_pointer(ring: RxRing, short: bool) -> Pointer:
    """Where the NIC writes next, and whether it may."""
    text = f"{'' if short else 'NIC '}writes {ring.write_pointer}"
    if _posted(ring):
        return Pointer(ring.write_pointer, text)
    return Pointer(ring.write_pointer, f"{text} ✗ {'FULL' if short else 'NO FREE DESCRIPTOR'}", Role.ERROR)


def _now(scene: Scene, ring: RxRing) -> range:
    """The slots that the event of this moment is about."""
    event = scene.event
    if isinstance(event, DmaWritten | DescriptorFilled | DescriptorCleaned) and event.queue == ring.queue:
        return range(event.slot, event.slot + 1)
    if isinstance(event, DescriptorsPosted) and event.queue == ring.queue:
        first = (event.tail - event.count) % ring.size
        return range(first, first + event.count)
    return range(0)


def _linked(ring: RxRing, number: int, face: Slot) -> Slot:
    """The slot with the packet that is in its page."""
    packet = ring.filled.get(number, ring.writing.get(number))
    return face if packet is None else replace(face, target=Look("packet", packet))


def _face(ring: RxRing, now: range, number: int) -> Slot:
    marked = number in now or number + ring.size in now
    if number in ring.writing:
        return Slot(_WRITING, Role.PACKET)
    if number in ring.filled:
        return Slot(_DONE if marked else _FILLED, Role.PACKET if marked else Role.HARDWARE)
    if (number - ring.write_pointer) % ring.size < _posted(ring):
        return Slot(_POSTED, Role.FOCUS if marked else Role.TEXT)
    return Slot(_TAKEN if marked else _EMPTY, Role.FOCUS if marked else Role.DIM)


def _posted(ring: RxRing) -> int:
    """Descriptors in [write pointer, tail)."""
    return (ring.tail - ring.write_pointer) % ring.size


def _heading(scene: Scene, ring: RxRing, surface: Surface) -> None:
    rings = len(scene.world.rx_rings)
    name = "RX RING" if rings == 1 else f"RX RING {ring.queue} of {rings}"
    facts(
        surface,
        1,
        0,
        (name, (f"{ring.size:,} descriptors", Role.HARDWARE)),
        ("received", f"{ring.received:,}"),
        ("dropped", (f"{ring.dropped:,}", Role.ERROR if ring.dropped else Role.TEXT)),
        ("tail", f"{ring.tail:,}"),
    )


def _pages(scene: Scene, ring: RxRing, surface: Surface) -> None:
    """The pages that hold a frame, the one of the moment first and as the packet token."""
    held = sorted([*ring.writing.items(), *ring.filled.items()])
    held.sort(key=lambda item: item[1] != scene.world.packet)
    label, reason = here(scene, _STAGE), loss(scene, _STAGE)
    if label and reason:
        x = token(surface, 1, 0, label, target=whose(scene, _STAGE)) + 2
        spans(surface, x, 0, ("✗ LOST HERE: ", Role.ERROR), reason)
        return
    if label and all(number != scene.world.packet for _, number in held):
        x = spans(surface, 1, 0, ("PAGES IN RAM ", Role.STRONG))
        if isinstance(scene.event, DescriptorCleaned):
            x = spans(surface, x, 0, (f"slot {scene.event.slot} ► ", Role.DIM))
        spans(surface, token(surface, x, 0, label, target=whose(scene, _STAGE)), 0, " ► the driver has it")
        return
    if surface.height >= _BOX_ROWS:
        _page_boxes(scene, ring, held, surface)
        return
    if not held:
        spans(surface, 1, 0, ("PAGES IN RAM ", Role.STRONG), ("all empty: no frame waits here", Role.DIM))
        return
    x = spans(surface, 1, 0, ("PAGES IN RAM ", Role.STRONG))
    for index, (slot, number) in enumerate(held[:_MOST_PAGES]):
        packet = scene.world.packets.get(number)
        label = packet.label if packet is not None else f"packet {number}"
        needed = len(f"slot {slot} ► ") + len(label) + 6
        if index and x + needed > surface.width - 8:
            spans(surface, x, 0, (f"+{len(held) - index} more", Role.DIM))
            return
        x = spans(surface, x, 0, (f"slot {slot} ► ", Role.DIM))
        if number == scene.world.packet:
            x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
        else:
            stop = spans(surface, x, 0, f"● {label}")
            surface.link(x, 0, stop - x, Look("packet", number))
            x = stop + 2
    if len(held) > _MOST_PAGES:
        spans(surface, x, 0, (f"+{len(held) - _MOST_PAGES} more", Role.DIM))


def _page_boxes(scene: Scene, ring: RxRing, held: list[tuple[int, int]], surface: Surface) -> None:
    """Pages as boxes: those that hold a frame, then the empty ones that the NIC fills next."""
    spans(surface, 1, 0, ("PAGES IN RAM", Role.STRONG), ("  each descriptor points at one", Role.DIM))
    ahead = [(ring.write_pointer + step) % ring.size for step in range(min(_posted(ring), _MOST_PAGES))]
    empty = [(slot, None) for slot in ahead if slot not in ring.writing]
    x = 1
    for slot, number in [*held[:_MOST_PAGES], *empty]:
        packet = scene.world.packets.get(number) if number is not None else None
        label = packet.label if packet is not None else "empty page"
        size = f" {packet.length_bytes:,} B" if packet is not None else ""
        title = f"slot {slot}"
        width = max(cell_len(label) + 4 + len(size) + 2, len(title) + 6)
        if x + width > surface.width - 1:
            return
        inside = surface.area(x, 1, width, 3).box(0, 0, width, 3, role=Role.DIM, title=title)
        if packet is not None and number == scene.world.packet:
            spans(inside, token(inside, 0, 0, label, target=whose(scene, _STAGE)), 0, size)
        else:
            spans(inside, 1, 0, (f"{label}{size}", Role.TEXT if packet is not None else Role.DIM))
            if packet is not None:
                inside.link(0, 0, inside.width, Look("packet", packet.id))
        x += width + 1


def _legend(scene: Scene, ring: RxRing, surface: Surface) -> None:
    """What each face means, first the one that only this moment has."""
    moment: list[tuple[str, Part]] = []
    if isinstance(scene.event, DescriptorFilled | DescriptorCleaned) and _now(scene, ring):
        taken_now = isinstance(scene.event, DescriptorCleaned)
        moment = [(_TAKEN, "just taken") if taken_now else (_DONE, "just filled")]
    posted = max(_posted(ring) - len(ring.writing), 0)
    taken = posted + len(ring.writing) + len(ring.filled)
    facts(
        surface,
        1,
        0,
        *moment,
        (_POSTED, f"{posted:,} posted"),
        (_WRITING, f"{len(ring.writing)} being written"),
        (_FILLED, f"{len(ring.filled):,} filled"),
        (_EMPTY, f"{max(ring.size - taken, 0):,} empty"),
    )


def _moral(surface: Surface) -> None:
    spans(surface, 1, 0, ("The ring holds descriptors; the bytes are in the pages.", Role.DIM))
