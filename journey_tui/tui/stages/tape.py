"""The request's bytes as the parser eats them: what it has read in letters, what is left as dots, a pointer between.

The world holds what was parsed, not the bytes: bytes that nobody has looked at are dots, and a line's end is one sign.
"""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.surface import ELLIPSIS, Border, Role, Surface
from journey_tui.world.state import Request

LOW_ROWS: Final = 2
HIGH_ROWS: Final = 4
"""With a frame around the bytes."""
_LINE_END: Final = "↵"
_CRLF: Final = 2
_UNREAD: Final = "·"
_AHEAD: Final = 3
"""Of so many parts of the tape one is kept for what comes."""


def tape(request: Request, newest: int | None, surface: Surface) -> None:
    """The tape and its pointer; the line of this moment is filled."""
    framed = surface.height >= HIGH_ROWS
    if framed:
        surface.box(
            1, 0, surface.width - 2, 3, border=Border.ROUND, role=Role.USER, title="BYTES OF THE REQUEST"
        )
    inside = surface.area(2, int(framed), surface.width - 4, 1)
    lines = _lines(request)
    eaten = (
        request.consumed_bytes
        if request.header_complete
        else sum(len(line.encode()) + _CRLF for line in lines)
    )
    total = max(request.length_bytes, eaten)
    mouth = _bytes(lines, newest, total - eaten, inside)
    text = f"{eaten:,} of {total:,} B parsed"
    before = mouth + 4 + len(text) > surface.width
    shown = f"{text} ▲" if before else f"▲ {text}"
    surface.put(mouth + 3 - len(shown) if before else mouth + 2, surface.height - 1, shown, Role.STRONG)


def _lines(request: Request) -> list[str]:
    """The lines that were parsed, as they were read."""
    if not request.method_parsed:
        return []
    first = f"{request.method_parsed} {request.target_parsed} {request.protocol}"
    lines = [first, *(f"{name}: {value}" for name, value in request.headers)]
    return [*lines, ""] if request.header_complete else lines


def _bytes(lines: Sequence[str], newest: int | None, left: int, surface: Surface) -> int:
    """Write the end of what is eaten and the beginning of what is not; returns the column between."""
    count = len(lines) if newest is None else min(newest, len(lines))
    before, latest = (
        "".join(f"{line}{_LINE_END}" for line in part) for part in (lines[:count], lines[count:])
    )
    room = surface.width - min(left, surface.width // _AHEAD)
    latest = _tail(latest, room - 2)
    x = surface.put(0, 0, _tail(before, room - cell_len(latest)), Role.USER)
    x = surface.put(x, 0, latest, Role.PACKET)
    surface.put(x, 0, _UNREAD * min(left, surface.width - x), Role.DIM)
    return min(x, surface.width - 1)


def _tail(text: str, width: int) -> str:
    """The end of a text in at most so many cells, with an ellipsis where it is cut."""
    if cell_len(text) <= width:
        return text
    tail = text[-max(width, 1) :]
    while tail and cell_len(tail) >= width:
        tail = tail[1:]
    return ELLIPSIS + tail if width > 0 else ""
