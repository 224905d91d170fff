"""How an inspected packet is drawn: its layers, its fields beside its bytes, and its way; small panes have one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses import hexdump
from journey_tui.tui.lenses.fields import Field, Layer, layer_bytes
from journey_tui.tui.lenses.listing import first_row, most_rows
from journey_tui.tui.lenses.way import Step
from journey_tui.tui.stages.parts import spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Pick, Seek, Target
from journey_tui.tui.view import View
from journey_tui.units import format_time

TABS: Final = ("fields", "bytes", "way")
_FIELDS, _BYTES, _WAY = range(3)
LAYER_ROLE: Final = {
    Layer.ETHERNET: Role.HARDWARE,
    Layer.IP: Role.KERNEL,
    Layer.TCP: Role.TEXT,
    Layer.DATA: Role.USER,
}
_SHORT: Final = {Layer.ETHERNET: "Eth", Layer.IP: "IP", Layer.TCP: "TCP", Layer.DATA: "data"}
_HEAD_ROWS: Final = 2
"""The layers, and what was done to them last."""
_LOW: Final = 8
"""Rows below which the fields come before the links, and the last row of the head gives way."""
_BESIDE: Final = 66
"""Cells from which the dump stands beside the fields."""
_NAME: Final = 17
_NARROW_NAME: Final = 14


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


def title(_view: View, data: Inspected) -> str:
    """Which packet, whose, and which page."""
    if data.number is None:
        return "Packet"
    way = "client ► server" if data.to_server else "server ► client"
    pages = " ".join(f"[{name}]" if place == data.tab else name for place, name in enumerate(TABS))
    if data.width < _BESIDE:
        return f"Packet {data.number} {data.label} ▸ {pages}"
    return f"Packet {data.number} ▸ {data.label} ▸ {way}, {len(data.frame):,} B   i: {pages}"


# ── what the list holds ──


Row = Callable[[Surface, int], None]
"""Draws itself in a row of a surface."""


def _rows(data: Inspected, width: int) -> list[Row]:
    """The list: links, then each layer with its fields."""
    links: list[Row] = [_link_row(line) for line in _flow(data.links, width)]
    rows: list[Row] = []
    layer = None
    for number, one in enumerate(data.fields):
        if one.layer is not layer:
            layer = one.layer
            rows.append(_heading(data, layer))
        rows.append(_field_row(number, one))
    return rows + links if data.height < _LOW else links + rows


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
        note = "" if on else "  not yet" if now is None or not _had(data, layer) else "  off"
        name = "HTTP" if layer is Layer.DATA and len(data.fields) and _is_http(data) else layer.value
        spans(surface, 0, y, (f"{name.upper()} {data.sizes[layer]:,} B", role), (note, Role.DIM))

    return draw


def _had(data: Inspected, layer: Layer) -> bool:
    return any(layer in step.headers for step in data.steps if step.position <= data.position)


def _is_http(data: Inspected) -> bool:
    return any(one.name in {"request line", "status line"} for one in data.fields)


def _field_row(number: int, one: Field) -> Row:
    def draw(surface: Surface, y: int) -> None:
        name = _NAME if surface.width >= 40 else _NARROW_NAME
        surface.put_fit(1, y, one.name, name - 2, Role.DIM)
        surface.put_fit(name, y, one.value, surface.width - name, Role.TEXT)
        surface.link(0, y, surface.width, Pick(number))

    return draw


# ── drawing ──


def draw(view: View, data: Inspected, surface: Surface) -> None:
    """The layers at the top, below them the page at hand."""
    if data.number is None or not data.fields:
        text = "No packet has been sent yet." if data.number is None else "Its addresses make no IPv4 frame."
        surface.put_fit(1, 0, text, surface.width - 2, Role.DIM)
        return
    head = _head(surface.height)
    _layers(data, surface)
    if head > 1:
        _done(data, surface)
    body = surface.area(0, head, surface.width, surface.height - head)
    if data.tab == _WAY:
        _way(data, body)
    elif data.tab == _BYTES:
        _bytes(view, data, body)
    elif surface.width >= _BESIDE:
        _beside(view, data, body)
    else:
        _list(data, body)
        _light_list(view, data, body)


def _head(height: int) -> int:
    return _HEAD_ROWS if height >= _LOW else 1


def _layers(data: Inspected, surface: Surface) -> None:
    """One row: the headers that are on it, those that are not, and where it is."""
    now, x = data.now, 1
    names = {layer: layer.value if surface.width >= _BESIDE else _SHORT[layer] for layer in Layer}
    for layer in Layer:
        if data.sizes[layer]:
            on = now is not None and layer in now.headers
            text = f"{names[layer]} {data.sizes[layer]:,}"
            x = spans(
                surface, x, 0, (f"▐{text}▌" if on else f" {text} ", LAYER_ROLE[layer] if on else Role.DIM)
            )
    where = "not sent yet" if now is None else "ended" if now.ends else f"at {STAGE_BY_ID[now.stage].title}"
    if now is not None and now.ends:
        where = "lost" if now.words.startswith("✗") else "arrived"
    if x + cell_len(where) + 3 <= surface.width:
        surface.put_right(0, where, Role.FOCUS, margin=1)


def _done(data: Inspected, surface: Surface) -> None:
    now = data.now
    if now is None:
        surface.put_fit(1, 1, f"it is sent at #{data.steps[0].position:,}", surface.width - 2, Role.DIM)
    else:
        role = Role.ERROR if now.words.startswith("✗") else Role.STRONG
        surface.put_fit(1, 1, now.words, surface.width - 2, role)


def _beside(view: View, data: Inspected, surface: Surface) -> None:
    room = hexdump.row_width(16) if surface.width >= hexdump.row_width(16) + 44 else hexdump.row_width(8)
    left = surface.area(0, 0, surface.width - room - 2, surface.height)
    _list(data, left)
    lit = _lit(view, data, left)
    right = surface.area(surface.width - room, 0, room, surface.height)
    _dump(data, right, lit, _follow(data, right, lit))
    for y in range(surface.height):
        surface.put(surface.width - room - 2, y, "│", Role.DIM)


def _list(data: Inspected, surface: Surface) -> None:
    rows = _rows(data, surface.width)
    for y, row in enumerate(rows[data.scroll : data.scroll + surface.height]):
        row(surface, y)


def _light_list(view: View, data: Inspected, surface: Surface) -> None:
    """Without a dump the picked field is at least told apart in the list."""
    _lit(view, data, surface)


def _lit(view: View, data: Inspected, surface: Surface) -> int | None:
    """The field that is chosen now, else the one that was picked; its row in the list is marked."""
    lit = view.looking.picked if view.looking.lens == "packet" else None
    links = surface.links()
    for link in links:
        if isinstance(link.target, Pick) and link.target.number == lit:
            surface.choose(link)
    return _chosen(view, surface, lit)


def _chosen(view: View, surface: Surface, lit: int | None) -> int | None:
    links, chosen = surface.links(), view.looking.chosen
    if view.looking.lens == "packet" and chosen is not None and links:
        target = links[min(chosen, len(links) - 1)].target
        if isinstance(target, Pick):
            return target.number
    return lit


def _follow(data: Inspected, surface: Surface, lit: int | None) -> int:
    """The first row of the dump, so that what is lit is in view."""
    count = hexdump.columns(surface.width)
    last = max(-(-len(data.frame) // count) - surface.height, 0)
    if lit is None or lit >= len(data.fields):
        return 0
    return min(max(data.fields[lit].start // count - surface.height // 3, 0), last)


def _dump(data: Inspected, surface: Surface, lit: int | None, first_row: int) -> None:
    of_byte = _field_of_bytes(data)
    light = data.fields[lit] if lit is not None and lit < len(data.fields) else None

    def role_of(place: int) -> Role:
        if light is not None and light.start <= place < light.stop:
            return Role.CHOSEN
        number = of_byte[place]
        return Role.DIM if number < 0 else LAYER_ROLE[data.fields[number].layer]

    def target_of(place: int) -> Target | None:
        return Pick(of_byte[place]) if of_byte[place] >= 0 else None

    hexdump.draw(surface, data.frame, first_row, role_of, target_of)


def _field_of_bytes(data: Inspected) -> list[int]:
    """The number of each byte's field; -1 where it has none."""
    numbers = [-1] * len(data.frame)
    for number, one in enumerate(data.fields):
        numbers[one.start : one.stop] = [number] * (one.stop - one.start)
    return numbers


def _bytes(view: View, data: Inspected, surface: Surface) -> None:
    """The dump alone: its fields are chosen where they stand, and told in the last row."""
    dump = surface.area(0, 0, surface.width, surface.height - 1)
    count = hexdump.columns(dump.width)
    for number, one in enumerate(data.fields):
        row, place = divmod(one.start, count)
        if 0 <= row - data.scroll < dump.height:
            shown = min(one.stop - one.start, count - place)
            left = hexdump.hex_column(place)
            stop = hexdump.hex_column(place + shown - 1) + 2
            dump.link(left, row - data.scroll, stop - left, Pick(number))
    lit = _chosen(view, dump, view.looking.picked if view.looking.lens == "packet" else None)
    _dump(data, dump, lit, data.scroll)
    if lit is not None and lit < len(data.fields):
        one = data.fields[lit]
        text = f"{one.layer.value} {one.name}: {one.value}"
        surface.put_fit(0, surface.height - 1, text, surface.width, Role.STRONG)
    else:
        surface.put_fit(0, surface.height - 1, "↑ ↓ choose a field", surface.width, Role.DIM)


def _way(data: Inspected, surface: Surface) -> None:
    """Each event of the packet: when, where, what was added or taken."""
    started = data.steps[0].time_ns
    now = data.now
    here = data.steps.index(now) if now is not None else 0
    start = first_row(len(data.steps), surface.height, here, data.scroll)
    for y, step in enumerate(data.steps[start : start + surface.height]):
        current, past = step is now, step.position <= data.position
        role = Role.STRONG if current else Role.TEXT if past else Role.DIM
        surface.put(0, y, "▶" if current else " ", Role.FOCUS)
        label = STAGE_BY_ID[step.stage].label if step.stage in STAGE_BY_ID else step.stage
        text = f"{'+' + format_time(step.time_ns - started):>10}  {label:<9} {step.words}"
        surface.put_fit(2, y, text, surface.width - 2, role)
        surface.link(0, y, surface.width, Seek(step.position))


def most_scroll(data: Inspected, height: int) -> int:
    """Rows below the ones that are shown."""
    body = height - _head(height)
    if data.tab == _WAY:
        return most_rows(len(data.steps), body)
    if data.tab == _BYTES:
        return max(-(-len(data.frame) // hexdump.columns(data.width)) - (body - 1), 0)
    wide = hexdump.row_width(16) if data.width >= hexdump.row_width(16) + 44 else hexdump.row_width(8)
    width = data.width - wide - 2 if data.width >= _BESIDE else data.width
    return max(len(_rows(data, width)) - body, 0)
