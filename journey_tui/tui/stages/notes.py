"""What has just happened where nothing in the picture moves by it: timers of TCP, limits, faults, a line in the log.

Such an event is told in one filled row below the picture, whatever stage it is at.
"""

from collections.abc import Callable
from typing import Any, Final

from journey_tui.text import clean_line
from journey_tui.trace.events import Event, http, kernel, limits, outside
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import spans
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_bytes, format_time

Picture = Callable[[Scene, Surface], None]
_LOWEST: Final = 4
"""Rows from which one can be spared for the note."""
_LONGEST: Final = 160
_TOLD: Final = ("network", "nic", "dma")
"""Stages whose pictures show a loss by themselves."""


def with_note(picture: Picture) -> Picture:
    """The picture, and below it the note of a moment that has one."""

    def draw(scene: Scene, surface: Surface) -> None:
        note = note_of(scene.event)
        if not note or surface.height < _LOWEST:
            picture(scene, surface)
            return
        picture(scene, surface.area(0, 0, surface.width, surface.height - 1))
        spans(surface, 1, surface.height - 1, (f" {note} ", Role.PACKET))

    return draw


def note_of(event: Event | None) -> str:
    """One line about the event; empty when its stage's picture shows by itself what has happened."""
    tell = _NOTES.get(type(event)) if event is not None else None
    return clean_line(tell(event), _LONGEST) if tell is not None else ""


_NOTES: Final[dict[type[Event], Callable[[Any], str]]] = {
    outside.FaultStruck: lambda event: f"FAULT: {event.detail or event.fault}",
    outside.RequestFinished: lambda event: "" if event.outcome == "ok" else f"NO ANSWER: {event.outcome}",
    outside.PacketDropped: lambda event: "" if event.where in _TOLD else f"✗ LOST HERE: {event.reason}",
    kernel.RetransmissionTimedOut: lambda event: (
        f"TIMEOUT: no ACK for {format_time(event.timeout_ns)}, try {event.retries}"
    ),
    limits.LossProbeSent: lambda event: f"LOSS PROBE: no ACK for {format_time(event.timeout_ns)}",
    limits.FastRetransmitted: lambda event: f"FAST RETRANSMIT, cwnd {event.congestion_window}",
    limits.DelayedAckSent: lambda event: f"DELAYED ACK of the {event.host} goes out alone",
    limits.WindowClosed: lambda event: (
        f"WINDOW 0: {format_bytes(event.queued_bytes)} unread at the {event.host}"
    ),
    limits.WindowKept: lambda event: f"WINDOW KEPT at {format_bytes(event.window_bytes)} by the {event.host}",
    limits.WindowOpened: lambda event: f"WINDOW OPEN: {format_bytes(event.window_bytes)} at the {event.host}",
    limits.WindowProbed: lambda event: f"WINDOW PROBE {event.probes} after {format_time(event.timeout_ns)}",
    limits.HalfOpenDropped: lambda event: f"HALF-OPEN GIVEN UP: {event.reason}",
    limits.ConnectionAborted: lambda event: f"BROKEN OFF at the {event.host}: {event.reason}",
    http.ServerLogged: lambda event: f"LOG {event.message}",
}
