"""One inspected packet, and the rows of the list that tells of it: links, layers, fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.lenses.fields import Field, Layer, layer_bytes
from journey_tui.tui.lenses.way import Step
from journey_tui.tui.stages.parts import spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Pick, Target

LAYER_ROLE: Final = {
    Layer.ETHERNET: Role.HARDWARE,
    Layer.IP: Role.KERNEL,
    Layer.TCP: Role.TEXT,
    Layer.DATA: Role.USER,
}
_NAME: Final = 17
_NARROW_NAME: Final = 14
_WIDE: Final = 40


@dataclass(frozen=True, slots=True)
class Inspected:
    """One packet, and how much room there is for it."""

    number: int | None = None
    """None: there is no packet yet."""
    connection: int | None = None
    label: str = ""
    to_server: bool = True
    frame: bytes = b""
    fields: Sequence[Field] = ()
    steps: Sequence[Step] = ()
    links: Sequence[tuple[str, Target]] = ()
    position: int = 0
    tab: int = 0
    scroll: int = 0
    width: int = 0
    height: int = 0
    sizes: dict[Layer, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", layer_bytes(list(self.fields)))

    @property
    def now(self) -> Step | None:
        """What was done to it last; None before it is sent."""
        return next((step for step in reversed(self.steps) if step.position <= self.position), None)


Row = Callable[[Surface, int], None]
"""Draws itself in a row of a surface."""


def list_rows(data: Inspected, width: int, *, short: bool) -> list[Row]:
    """The list: links, then each layer with its fields; in a short pane the links come last."""
    links: list[Row] = [_link_row(line) for line in _flow(data.links, width)]
    rows: list[Row] = []
    layer = None
    for number, one in enumerate(data.fields):
        if one.layer is not layer:
            layer = one.layer
            rows.append(_heading(data, layer))
        rows.append(_field_row(number, one))
    return rows + links if short else links + rows


def _flow(links: Sequence[tuple[str, Target]], width: int) -> list[list[tuple[str, Target]]]:
    """Links side by side, as many in a row as find room."""
    lines: list[list[tuple[str, Target]]] = []
    used = width
    for link in links:
        size = cell_len(link[0]) + 3
        if used + size > width:
            lines.append([])
            used = 0
        lines[-1].append(link)
        used += size
    return lines


def _link_row(line: list[tuple[str, Target]]) -> Row:
    def draw(surface: Surface, y: int) -> None:
        x = 1
        for text, target in line:
            stop = surface.put_fit(x, y, text, surface.width - x, Role.KEY)
            surface.link(x, y, stop - x, target)
            x = stop + 3

    return draw


def _heading(data: Inspected, layer: Layer) -> Row:
    def draw(surface: Surface, y: int) -> None:
        now = data.now
        on = now is not None and layer in now.headers
        role = LAYER_ROLE[layer] if on else Role.DIM
        note = "" if on else "  not yet" if now is None or not _had(data, layer) else "  taken off"
        name = "HTTP" if layer is Layer.DATA and len(data.fields) and _is_http(data) else layer.value
        spans(surface, 0, y, (f"{name.upper()} {data.sizes[layer]:,} B", role), (note, Role.DIM))

    return draw


def _had(data: Inspected, layer: Layer) -> bool:
    return any(layer in step.headers for step in data.steps if step.position <= data.position)


def _is_http(data: Inspected) -> bool:
    return any(one.name in {"request line", "status line"} for one in data.fields)


def _field_row(number: int, one: Field) -> Row:
    def draw(surface: Surface, y: int) -> None:
        name = _NAME if surface.width >= _WIDE else _NARROW_NAME
        surface.put_fit(1, y, one.name, name - 2, Role.DIM)
        surface.put_fit(name, y, one.value, surface.width - name, Role.TEXT)
        surface.link(0, y, surface.width, Pick(number))

    return draw
