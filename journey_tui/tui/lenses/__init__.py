"""The lenses: the ways of looking at a run. Each is one file; this is the table of them."""

from typing import Any, Final

from journey_tui.tui.lenses import (
    breaks,
    buffer,
    connection,
    goroutine,
    host,
    packet,
    picture,
    requests,
    route,
    sequence,
    timeline,
    waterfall,
)
from journey_tui.tui.lenses.lens import Ask, Lens

__all__ = ["LENSES", "Ask", "Lens"]

LENSES: Final[dict[str, Lens[Any]]] = {
    lens.id: lens
    for lens in (
        picture.LENS,
        packet.LENS,
        connection.LENS,
        goroutine.LENS,
        buffer.LENS,
        route.LENS,
        timeline.LENS,
        sequence.LENS,
        waterfall.LENS,
        requests.LENS,
        host.LENS,
        breaks.LENS,
    )
}
"""Every lens by its id; the data of each is its own affair."""
