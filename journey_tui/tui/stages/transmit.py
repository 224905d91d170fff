"""The TX descriptor ring: the driver fills slots and rings the doorbell, the NIC reads and sends, the driver cleans.

Drawn like the RX ring, so that the two are seen to be one thing used in both directions.
"""

from dataclasses import replace
from functools import partial

from journey_tui.trace.events.hardware import (
    DoorbellRung,
    FrameTransmitted,
    TxCompleted,
    TxDescriptorFilled,
    TxDmaRead,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import moral
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    card,
    facts,
    here,
    loopback,
    no_hardware,
    packet_row,
    spans,
    token,
    whose,
)
from journey_tui.tui.stages.slots import Pointer, Ring, Slot, draw_ring, ring_rows
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.world.state import TxRing

_STAGE = "transmit"
_FILLED, _RUNG, _READ, _SENT, _EMPTY = "○", "►", "●", "✓", "·"
_FREED = "↑"
_WORDY = 38
"""Cells from which a pointer says whose it is; a card beside others is narrower."""
"""Face of a slot that the driver has just cleaned."""


def line(scene: Scene) -> str:
    """Both pointers."""
    if loopback(scene):
        return "loopback: no TX ring"
    ring = scene.world.tx_ring
    return f"fill {ring.tail} clean {ring.clean_pointer} of {ring.size}, {ring.transmitted:,} sent"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The slots around the pointers, in three rows."""
    if loopback(scene):
        card(surface, scene, _STAGE, (("LOOPBACK", Role.STRONG),), ("no TX ring",))
        return
    ring = scene.world.tx_ring
    if surface.height < 3 or surface.width < 30:
        card(
            surface,
            scene,
            _STAGE,
            (("▼ fills ", Role.DIM), f"{ring.tail}"),
            (("▲ cleaned ", Role.DIM), f"{ring.clean_pointer}"),
            (("sent ", Role.DIM), f"{ring.transmitted:,}"),
        )
        return
    _slots(scene, ring, surface)
    packet_row(surface, scene, _STAGE)


def picture(scene: Scene, surface: Surface) -> None:
    """Ring, legend, doorbell."""
    if loopback(scene):
        no_hardware(surface, "NO TX RING, NO DOORBELL")
        return
    ring = scene.world.tx_ring
    stack(
        surface,
        [
            Block(partial(_heading, ring), rank=5),
            Block(partial(_slots, scene, ring), rows=3, most=ring_rows(surface.width), rank=0),
            Block(partial(_doorbell, scene, ring), rank=1),
            Block(partial(_legend, scene, ring), rank=2),
            moral(scene, _moral, rank=6),
        ],
    )


def _slots(scene: Scene, ring: TxRing, surface: Surface) -> None:
    now, short = _now(scene, ring), surface.width < _WORDY
    draw_ring(
        surface,
        Ring(
            size=ring.size,
            face=lambda number: _linked(ring, number, _face(ring, now, number)),
            focus=ring.clean_pointer,
            above=Pointer(ring.tail, f"{'' if short else 'driver '}fills {ring.tail}"),
            below=Pointer(ring.clean_pointer, f"cleaned {'' if short else 'up to '}{ring.clean_pointer}"),
        ),
    )


def _now(scene: Scene, ring: TxRing) -> frozenset[int]:
    """The slots that the event of this moment is about."""
    event = scene.event
    if isinstance(event, TxDescriptorFilled | TxDmaRead | FrameTransmitted):
        return frozenset({event.slot})
    if isinstance(event, TxCompleted):
        return frozenset((event.read_pointer - 1 - back) % ring.size for back in range(event.count))
    if isinstance(event, DoorbellRung):
        return frozenset(slot for slot, packet in ring.slots.items() if packet == scene.world.packet)
    return frozenset()


def _linked(ring: TxRing, number: int, face: Slot) -> Slot:
    """The slot with the packet that it points at."""
    packet = ring.slots.get(number)
    return face if packet is None else replace(face, target=Look("packet", packet))


def _face(ring: TxRing, now: frozenset[int], number: int) -> Slot:
    marked = number in now
    if number in ring.sent:
        return Slot(_SENT, Role.PACKET if marked else Role.GOOD)
    if number in ring.read:
        return Slot(_READ, Role.PACKET)
    if number not in ring.slots:
        return Slot(_FREED if marked else _EMPTY, Role.FOCUS if marked else Role.DIM)
    known = _known(ring, number)
    role = Role.PACKET if marked else Role.HARDWARE if known else Role.TEXT
    return Slot(_RUNG if known else _FILLED, role)


def _known(ring: TxRing, slot: int) -> bool:
    """Whether the doorbell has told the NIC of this slot."""
    start = ring.clean_pointer
    return (slot - start) % ring.size < (ring.doorbell - start) % ring.size


def _heading(ring: TxRing, surface: Surface) -> None:
    facts(
        surface,
        1,
        0,
        ("TX RING", (f"{ring.size:,} descriptors", Role.HARDWARE)),
        ("in use", f"{len(ring.slots):,}"),
        ("frames sent", f"{ring.transmitted:,}"),
    )


def _doorbell(scene: Scene, ring: TxRing, surface: Surface) -> None:
    """What the NIC has been told, and the packet when it is here."""
    unknown = sum(not _known(ring, slot) for slot in ring.slots if slot not in ring.sent)
    x = 1
    label = here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
    rung = isinstance(scene.event, DoorbellRung)
    name = " DOORBELL RUNG " if rung else "DOORBELL "
    x = spans(surface, x, 0, (name, Role.PACKET if rung else Role.STRONG), f" tail = {ring.doorbell}: ")
    if unknown:
        spans(surface, x, 0, (f"NIC not told of {unknown} yet", Role.WARN))
    else:
        spans(surface, x, 0, ("NIC knows of all", Role.DIM))


def _legend(scene: Scene, ring: TxRing, surface: Surface) -> None:
    """What each face means, first the one that only this moment has."""
    freed: list[tuple[str, Part]] = [(_FREED, "just freed")] if isinstance(scene.event, TxCompleted) else []
    waiting = [slot for slot in ring.slots if slot not in ring.sent and slot not in ring.read]
    known = sum(_known(ring, slot) for slot in waiting)
    facts(
        surface,
        1,
        0,
        *freed,
        (_FILLED, f"{len(waiting) - known} filled"),
        (_RUNG, f"{known} NIC told"),
        (_READ, f"{len(ring.read)} sending"),
        (_SENT, f"{len(ring.sent)} sent"),
        (_EMPTY, f"{max(ring.size - len(ring.slots), 0):,} empty"),
    )


def _moral(surface: Surface) -> None:
    spans(surface, 1, 0, ("Sent is not acknowledged: TCP keeps its own copy.", Role.DIM))
