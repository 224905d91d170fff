"""The drawings of the sixteen stages: one file each, pure functions of a `Scene` on a `Surface` of any size.

Each stage is drawn three times: as one line, as a card of three rows, and as a full picture. The pane that shows it
picks by its own size. A drawing computes nothing that outlives it and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from journey_tui.text import clean_line
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import (
    client,
    dma,
    fd,
    goroutine,
    handler,
    http,
    interrupt,
    kernel,
    mux,
    netpoller,
    network,
    nic,
    receive_buffer,
    send_buffer,
    socket,
    transmit,
)
from journey_tui.tui.stages.notes import with_note
from journey_tui.tui.stages.parts import LINE_WIDTH
from journey_tui.tui.surface import Surface, fit

__all__ = ["DRAWINGS", "LINE_WIDTH", "Drawing"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The three drawings of one stage."""

    line: Callable[[Scene], str]
    """One short line of at most `LINE_WIDTH` cells."""
    card: Callable[[Scene, Surface], None]
    """About three rows of 18 to 46 cells, the most important first."""
    picture: Callable[[Scene, Surface], None]
    """Everything, on whatever room there is."""


def _drawing(
    line: Callable[[Scene], str],
    card: Callable[[Scene, Surface], None],
    picture: Callable[[Scene, Surface], None],
) -> Drawing:
    return Drawing(lambda scene: fit(clean_line(line(scene)), LINE_WIDTH), card, with_note(picture))


DRAWINGS: Final[dict[str, Drawing]] = {
    "client": _drawing(client.line, client.draw_card, client.picture),
    "network": _drawing(network.line, network.draw_card, network.picture),
    "nic": _drawing(nic.line, nic.draw_card, nic.picture),
    "dma": _drawing(dma.line, dma.draw_card, dma.picture),
    "interrupt": _drawing(interrupt.line, interrupt.draw_card, interrupt.picture),
    "transmit": _drawing(transmit.line, transmit.draw_card, transmit.picture),
    "kernel": _drawing(kernel.line, kernel.draw_card, kernel.picture),
    "socket": _drawing(socket.line, socket.draw_card, socket.picture),
    "receive_buffer": _drawing(receive_buffer.line, receive_buffer.draw_card, receive_buffer.picture),
    "fd": _drawing(fd.line, fd.draw_card, fd.picture),
    "send_buffer": _drawing(send_buffer.line, send_buffer.draw_card, send_buffer.picture),
    "netpoller": _drawing(netpoller.line, netpoller.draw_card, netpoller.picture),
    "goroutine": _drawing(goroutine.line, goroutine.draw_card, goroutine.picture),
    "http": _drawing(http.line, http.draw_card, http.picture),
    "mux": _drawing(mux.line, mux.draw_card, mux.picture),
    "handler": _drawing(handler.line, handler.draw_card, handler.picture),
}
"""Every stage's drawings, by the stage's id, in the order of the table of stages."""
