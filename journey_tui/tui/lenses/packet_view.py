"""How an inspected packet is drawn: its layers, its fields beside its bytes, and its way; small panes have one at a time."""

from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.lenses import hexdump
from journey_tui.tui.lenses.fields import Layer
from journey_tui.tui.lenses.listing import first_row, most_rows
from journey_tui.tui.lenses.packet_rows import LAYER_ROLE, Inspected, list_rows
from journey_tui.tui.stages.parts import spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Pick, Seek, Target
from journey_tui.tui.view import View
from journey_tui.units import format_time

TABS: Final = ("fields", "bytes", "way")
_FIELDS, _BYTES, _WAY = range(3)
_SHORT: Final = {Layer.ETHERNET: "Eth", Layer.IP: "IP", Layer.TCP: "TCP", Layer.DATA: "data"}
_HEAD_ROWS: Final = 2
"""The layers, and what was done to them last."""
_LOW: Final = 8
"""Rows below which the fields come before the links, and the last row of the head gives way."""
_BESIDE: Final = 66
"""Cells from which the dump stands beside the fields."""
_WAY_ROWS: Final = 5
"""Rows below the dump in which its way finds room."""
_WORDY: Final = 50
"""Cells in which its way is told in words."""


def title(_view: View, data: Inspected) -> str:
    """Which packet, whose, and which page."""
    if data.number is None:
        return "Packet"
    pages = " ".join(f"[{name}]" if place == data.tab else name for place, name in enumerate(TABS))
    if data.width < _BESIDE:
        return f"Packet {data.number} {data.label} ▸ {pages}"
    way = "to the server" if data.to_server else "to the client"
    return f"Packet {data.number} ▸ {data.label} ▸ {way}, {len(data.frame):,} B   {pages}"


# ── drawing ──


def draw(view: View, data: Inspected, surface: Surface) -> None:
    """The layers at the top, below them the page at hand."""
    if data.number is None or not data.fields:
        text = (
            _("No packet has been sent yet.")
            if data.number is None
            else _("No IPv4 frame can say what the trace says of it.")
        )
        surface.put_fit(1, 0, text, surface.width - 2, Role.DIM)
        return
    head = _head(surface.height)
    _layers(data, surface)
    if head > 1:
        _done(data, surface)
    body = surface.area(0, head, surface.width, surface.height - head)
    if data.tab == _WAY:
        _way(data, body, scroll=data.scroll)
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
    below = -(-len(data.frame) // hexdump.columns(room)) + 1
    if surface.height - below >= _WAY_ROWS:
        right.put(0, below, "ITS WAY", Role.DIM)
        _way(data, right.area(0, below + 1, room, surface.height - below - 1), scroll=0, keys=False)
    for y in range(surface.height):
        surface.put(surface.width - room - 2, y, "│", Role.DIM)


def _list(data: Inspected, surface: Surface) -> None:
    rows = list_rows(data, surface.width, short=data.height < _LOW)
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
        surface.put_fit(0, surface.height - 1, _("↑ ↓ choose a field"), surface.width, Role.DIM)


def _way(data: Inspected, surface: Surface, *, scroll: int, keys: bool = True) -> None:
    """Each event of the packet: when, where, what was added or taken; in narrow panes what it still has."""
    started = data.steps[0].time_ns
    now = data.now
    here = data.steps.index(now) if now is not None else 0
    start = first_row(len(data.steps), surface.height, here, scroll)
    for y, step in enumerate(data.steps[start : start + surface.height]):
        current, past = step is now, step.position <= data.position
        role = Role.STRONG if current else Role.TEXT if past else Role.DIM
        surface.put(0, y, "▶" if current else " ", Role.FOCUS)
        label = STAGE_BY_ID[step.stage].label if step.stage in STAGE_BY_ID else step.stage
        has = " ".join(_SHORT[layer] for layer in Layer if layer in step.headers and data.sizes[layer])
        words = step.words if surface.width >= _WORDY else "✗ lost" if step.words.startswith("✗") else has
        text = f"{'+' + format_time(step.time_ns - started):>9}  {label:<6} {words}"
        surface.put_fit(2, y, text, surface.width - 2, role)
        surface.link(0, y, surface.width, Seek(step.position), keys=keys, here=current)


def most_scroll(data: Inspected, height: int) -> int:
    """Rows below the ones that are shown."""
    body = height - _head(height)
    if data.tab == _WAY:
        return most_rows(len(data.steps), body)
    if data.tab == _BYTES:
        return max(-(-len(data.frame) // hexdump.columns(data.width)) - (body - 1), 0)
    wide = hexdump.row_width(16) if data.width >= hexdump.row_width(16) + 44 else hexdump.row_width(8)
    width = data.width - wide - 2 if data.width >= _BESIDE else data.width
    return max(len(list_rows(data, width, short=data.height < _LOW)) - body, 0)
