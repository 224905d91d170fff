"""The headers that are on the bytes at hand, in the frame of the large pane: stage by stage they come off, or come on.

The packet inspector tells the same with sizes and words; here it is seen without opening anything. A header that is on
has walls, as there; one that is not has none. Only what the moment's own event says is shown: the panes remember nothing.
"""

from typing import Final

from journey_tui.stages import STAGE_BY_ID, Lane
from journey_tui.tui.lenses.fields import Layer
from journey_tui.tui.lenses.packet_rows import LAYER_ROLE
from journey_tui.tui.lenses.way import headers_at
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import spans, whose
from journey_tui.tui.surface import Role, Surface

_NAMES: Final = {Layer.ETHERNET: "Eth", Layer.IP: "IP", Layer.TCP: "TCP", Layer.DATA: "HTTP"}
_MARGIN: Final = 2
_DATA: Final = frozenset({Layer.DATA})
_TELLS_ITSELF: Final = "kernel"
"""The stage whose picture is of the headers: it says which of them is being read."""


def draw(scene: Scene, stage: str, surface: Surface) -> None:
    """Write them into the lower line of the frame, if anything with bytes is at this stage."""
    found = shown(scene, stage)
    width = sum(len(_NAMES[layer]) + 2 for layer in found)
    if not found or surface.width < width + 2 * _MARGIN:
        return
    y, x = surface.height - 1, surface.width - _MARGIN - width
    target = whose(scene, stage)
    if target is not None:
        surface.link(x, y, width, target, keys=False)
    for layer, on in found.items():
        name = _NAMES[layer]
        x = spans(surface, x, y, (f"▐{name}▌", LAYER_ROLE[layer]) if on else (f" {name} ", Role.DIM))


def shown(scene: Scene, stage: str) -> dict[Layer, bool]:
    """Each header of what is at the stage, and whether it is on; empty where nothing is."""
    packet, request = scene.packet, scene.request
    if stage == _TELLS_ITSELF:
        return {}
    if packet is not None and packet.stage == stage:
        on = headers_at(scene.event, scene.header.machine.loopback) or _at(stage)
        return {layer: layer in on for layer in Layer if layer is not Layer.DATA or packet.payload_bytes}
    if request is not None and request.stage == stage and packet is None and _holds_bytes(stage):
        return {layer: layer is Layer.DATA for layer in Layer}
    return {}


def _at(stage: str) -> frozenset[Layer]:
    """What a packet has at a stage of which the event says nothing of its bytes."""
    whole = stage == "network" or STAGE_BY_ID[stage].lane is Lane.HARDWARE
    return frozenset(Layer) if whole else _DATA


def _holds_bytes(stage: str) -> bool:
    """Whether a request at this stage is bytes, and not only somebody who waits for them."""
    return stage in {"receive_buffer", "http", "mux", "handler", "send_buffer"}
