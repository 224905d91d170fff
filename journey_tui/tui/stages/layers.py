"""A frame's headers as they come off, and the layers of the kernel that it goes through, the one of this moment marked."""

from typing import Final

from rich.cells import cell_len

from journey_tui.trace.events.kernel import AckDelayed
from journey_tui.tui.motion import between
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import SHORT_PARTS, frame_parts, here, spans, token, whose
from journey_tui.tui.stages.slots import KERNEL_WALLS, Slot, strip
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time

_STAGE = "kernel"
_WIDEST_FRAME = 96

_LAYERS: Final = ("1 DRIVER: sk_buff", "2 IP: is it ours?", "3 TCP: which socket?", "4 SOCKET")
_SHORT_LAYERS: Final = ("1 SK_BUFF", "2 IP: OURS?", "3 TCP: WHOSE?", "4 SOCKET")
_LAYERS_OUT: Final = ("DRIVER: TX ring", "IP: which way?", "TCP: makes segments", "SOCKET")
_SHORT_LAYERS_OUT: Final = ("DRIVER", "IP", "TCP", "SOCKET")
_LAYERS_WIDTH = 74
"""Cells in which the layers have their long names."""
_SOCKETS: Final = frozenset({"socket", "receive_buffer", "send_buffer"})
"""Stages of a packet that has come up to its socket, or is about to leave it."""

_HEADERS_OFF: Final = {
    "SkbBuilt": 0,
    "SegmentMerged": 0,
    "BacklogQueued": 0,
    "IpReceived": 1,
    "SegmentReceived": 2,
}
"""How many of the frame's headers are behind the packet when that has happened."""


def draw_frame(scene: Scene, surface: Surface) -> None:
    """The frame's parts; what has been taken off is ticked, what is not yet there stays pale."""
    packet = scene.packet if here(scene, _STAGE) else None
    off, outgoing = _headers_off(scene), packet is not None and packet.direction == "to_client"
    label = here(scene, _STAGE)
    parts = frame_parts(packet)
    if sum(len(name) + 9 for name, _ in parts) + cell_len(label) > surface.width:
        parts = [(SHORT_PARTS.get(name, name), size) for name, size in parts]
    cells = []
    for index, (name, size) in enumerate(parts):
        text = name if size is None else f"{name} {size:,}"
        role = Role.STRONG if packet is not None else Role.DIM
        if packet is not None and index < off:
            fresh = index == off - 1 and scene.event is not None and scene.event.kind in _HEADERS_OFF
            text, role = _taken_off(f"✓ {text}", scene.progress if fresh else 1.0)
        elif packet is not None and index == off and not outgoing:
            text, role = f"► {text}", Role.PACKET
        cells.append((Slot(text, role), cell_len(text) + 2))
    cells = _stretched(cells, surface.width - (cell_len(label) + 6 if label else 0) - 2)
    x = strip(surface, 1, 0, cells, KERNEL_WALLS, framed=surface.height >= 3)
    if label:
        token(
            surface,
            x + 1,
            1 if surface.height >= 3 else 0,
            label,
            surface.width - x - 1,
            whose(scene, _STAGE),
        )


def _taken_off(text: str, progress: float) -> tuple[str, Role]:
    """A header that comes off just now: it goes from left to right, and the tick stays."""
    if progress >= 1:
        return text, Role.DIM
    gone = between(2, len(text), progress)
    return "· " + "·" * (gone - 2) + text[gone:], Role.STRONG


def _stretched(cells: list[tuple[Slot, int]], room: int) -> list[tuple[Slot, int]]:
    """The same cells, as wide together as there is room, each as much wider as the others."""
    spare = max(min(room, _WIDEST_FRAME) - sum(width + 1 for _, width in cells) - 1, 0)
    return [(slot, width + spare // len(cells)) for slot, width in cells]


def _headers_off(scene: Scene) -> int:
    """How many headers are behind the packet of the moment; on the way out none comes off."""
    event, packet = scene.event, scene.packet
    if event is None or packet is None or packet.direction == "to_client":
        return 0
    return _HEADERS_OFF.get(event.kind, 2)


def _layer(scene: Scene) -> int:
    """Which of `_LAYERS` has the packet of this moment; -1 when no packet is in the kernel."""
    packet = scene.packet
    if packet is None or packet.stage not in {_STAGE, *_SOCKETS}:
        return -1
    if packet.stage in _SOCKETS:
        return 3 if packet.direction == "to_server" else 2
    return 2 if packet.direction == "to_client" else _headers_off(scene)


def draw_way(scene: Scene, surface: Surface) -> None:
    """The layers that a packet goes through, the one of this moment marked; an ACK that waits says so instead."""
    event, packet = scene.event, scene.packet
    if isinstance(event, AckDelayed):
        text = f"the ACK is held back until {format_time(event.until_ns)} at the latest"
        spans(surface, 1, 0, (f" {text} ", Role.PACKET))
        return
    now, wide = _layer(scene), surface.width >= _LAYERS_WIDTH
    out = now >= 0 and packet is not None and packet.direction == "to_client"
    arrow, names = "►", _LAYERS if wide else _SHORT_LAYERS
    if out:
        arrow, names = "◄", _LAYERS_OUT if wide else _SHORT_LAYERS_OUT
    x = 0
    for index, name in enumerate(names):
        x = spans(surface, x, 0, (f" {name} ", Role.PACKET if index == now else Role.DIM))
        if index < len(names) - 1:
            x = spans(surface, x, 0, (arrow, Role.DIM))
