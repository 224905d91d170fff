"""How a connection is drawn: its two ends side by side, its queues, then what has changed it and what it sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.cells import cell_len

from journey_tui.content.ui import _
from journey_tui.tui.lenses.listing import flow, linked, moment_row, most_rows
from journey_tui.tui.stages.parts import meter, spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look, Seek, Target
from journey_tui.tui.view import View

TABS: Final = ("state", "changes", "packets")
_STATE, _CHANGES, _PACKETS = range(3)
_FACTS_ROWS: Final = 11
_TITLE: Final = 76
"""Cells from which the title has both ends' states."""
_COLUMN: Final = 33
"""Cells of a fact."""
_WIDE: Final = 100
"""Cells from which the changes stand beside the state."""
_LOW: Final = 8
_LAST_STATES: Final = 3
_NAME: Final = 18


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of a list."""

    time_ns: int
    text: str
    target: Target
    here: bool
    past: bool
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class End:
    """One host's end."""

    state: str = ""
    path: tuple[tuple[str, int], ...] = ()
    """Each state with the position at which it is entered; 0 for the first."""
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One connection at one moment."""

    number: int | None = None
    names: tuple[str, str] = ("", "")
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, Target | None], ...] = ()
    received: tuple[int, int] = (0, 0)
    sent: tuple[int, int] = (0, 0)
    """Bytes queued and capacity, of the server's buffers."""
    client: End = field(default_factory=End)
    server: End = field(default_factory=End)
    changes: Sequence[Moment] = ()
    packets: Sequence[Moment] = ()
    totals: tuple[int, int] = (0, 0)
    width: int = 0
    tab: int = 0


def title(view: View, data: Seen) -> str:
    """Which connection, and which page."""
    if data.number is None:
        return "Connection"
    pages = " ".join(f"[{name}]" if place == data.tab else name for place, name in enumerate(TABS))
    told = bool(data.names[0]) and data.width >= _TITLE
    ends = f" ▸ {data.client.state or '-'} ◄──► {data.server.state or '-'}" if told else ""
    return f"Connection {data.number}{ends}   {pages}"


def draw(view: View, data: Seen, surface: Surface) -> None:
    """The page at hand; where there is room the state has the changes beside or below it."""
    if data.number is None:
        surface.put_fit(1, 0, _("No connection has been made yet."), surface.width - 2, Role.DIM)
        return
    if data.tab == _CHANGES:
        _moments(data.changes, surface)
    elif data.tab == _PACKETS:
        _moments(data.packets, surface)
    elif surface.width >= _WIDE:
        half = surface.width // 2
        _state(view, data, surface.area(0, 0, half - 1, surface.height))
        _moments(_around(data.changes, surface.height), surface.area(half, 0, half, surface.height))
    else:
        used = _state(view, data, surface)
        if surface.height >= used + 4:
            surface.put(1, used, "CHANGES", Role.DIM)
            room = surface.height - used - 1
            _moments(_around(data.changes, room), surface.area(0, used + 1, surface.width, room))


def _around(moments: Sequence[Moment], room: int) -> Sequence[Moment]:
    """As many as find room, the present one among them."""
    here = next((place for place, one in enumerate(moments) if one.here), 0)
    start = min(max(here - room // 2, 0), max(len(moments) - room, 0))
    return moments[start : start + room]


def _moments(moments: Sequence[Moment], surface: Surface) -> None:
    if not moments:
        surface.put_fit(1, 0, _("Nothing of the kind happens to it."), surface.width - 2, Role.DIM)
    for y, one in enumerate(moments[: surface.height]):
        moment_row(surface, y, one.time_ns, one.text, one.target, here=one.here, past=one.past, role=one.role)


# ── state ──


def _state(view: View, data: Seen, surface: Surface) -> int:
    """Ends, queues and facts; returns the rows that they take."""
    y = 0
    for name, address, end in (
        ("client", data.names[0], data.client),
        ("server", data.names[1], data.server),
    ):
        if y < surface.height:
            y = _end(view, name, address, end, surface, y)
    if not data.facts:
        surface.put_fit(
            1, y, _("The kernel holds nothing of it at this moment."), surface.width - 2, Role.DIM
        )
        return y + 1
    if y < surface.height:
        y = flow(surface, y, 1 if surface.height < _FACTS_ROWS else 2, data.links)
    for label, (used, capacity) in (("RECEIVE", data.received), ("SEND", data.sent)):
        if y < surface.height:
            _buffer(data, surface, y, label, used, capacity)
            y += 1
    return _facts(data.facts, surface, y)


def _end(view: View, name: str, address: str, end: End, surface: Surface, y: int) -> int:
    """Name, address, and the states it has been in, the present one filled."""
    spans(
        surface,
        1,
        y,
        (name.upper(), Role.OUTSIDE if name == "client" else Role.KERNEL),
        (f"  {address}", Role.DIM),
    )
    reached = max((position for _, position in end.path if position <= view.position), default=-1)
    path, x = end.path, 2
    if surface.height < _LOW:  # one row: where it is, and how it came there
        path = tuple(one for one in path if one[1] <= reached)[-_LAST_STATES:]
        surface.fill(8, y, surface.width - 8, 1)
        x, y = 9, y - 1
    y += 1
    for place, (state, position) in enumerate(path):
        now = position == reached
        text = f" {state} " if now else state
        if place:
            text_width = cell_len(text) + 3
            if x + text_width > surface.width and y + 1 < surface.height:
                x, y = 4, y + 1
            x = surface.put_fit(x, y, " ► ", surface.width - x, Role.DIM)
        role = Role.PACKET if now else Role.STRONG if position <= view.position else Role.DIM
        x = linked(surface, x, y, text, Seek(position) if position else None, role)
    y += 1
    if surface.height >= _FACTS_ROWS:
        x = 2
        for label, value in end.numbers:
            if x + cell_len(label) + cell_len(value) + 1 > surface.width:
                x, y = 2, y + 1
            x = spans(surface, x, y, (f"{label} ", Role.DIM), value) + 3
        y += bool(end.numbers)
    return y


def _buffer(data: Seen, surface: Surface, y: int, label: str, used: int, capacity: int) -> None:
    x = spans(surface, 1, y, (f"{label:<9}", Role.KERNEL))
    x = meter(surface, x, y, min(16, surface.width // 4), used, capacity, Role.KERNEL)
    spans(surface, x + 1, y, (f"{used:,} of {capacity:,} B", Role.STRONG if used else Role.TEXT))
    surface.link(1, y, surface.width - 2, Look("buffer", data.number))


def _facts(facts: Sequence[tuple[str, str]], surface: Surface, y: int) -> int:
    """Name and value, in as many columns as find room."""
    columns = max(surface.width // _COLUMN, 1)
    width = surface.width // columns
    for place, (name, value) in enumerate(facts):
        row, column = divmod(place, columns)
        if y + row >= surface.height:
            break
        part = surface.area(column * width, y + row, width - 1, 1)
        spans(part, 1, 0, (f"{name:<{_NAME}}", Role.DIM), value)
    return min(y + -(-len(facts) // columns), surface.height)


def most_scroll(data: Seen, height: int) -> int:
    """Rows of the list at hand below the ones in view."""
    if data.tab == _STATE:
        return 0
    return most_rows(data.totals[data.tab - 1], height)
