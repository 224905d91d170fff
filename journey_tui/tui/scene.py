"""What a drawing may look at: the world at one position, the header of its trace, and who is followed.

Stage drawings are pure functions of a `Scene`; they compute nothing that outlives them and remember nothing.
"""

from dataclasses import dataclass

from journey_tui.trace.events import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import Connection, Packet, Request, World


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment, ready to be drawn."""

    header: TraceHeader
    world: World
    event: Event | None = None
    """The event that led to this moment; None before the first."""
    follow: int | None = None
    """The request that the viewer follows."""
    near: int | None = None
    """The request that is shown while an event is about none: the one before or after it in the run."""
    progress: float = 1.0
    """How far this moment has come in being shown: from 0, right after the event, to 1, at rest."""
    moved_from: str = ""
    """The stage that the event's packet or request comes from, while it is on its way; else empty."""
    asked: bool = False
    """Whether somebody is being asked what comes next: then no drawing may say it."""

    @property
    def request(self) -> Request | None:
        """The followed request, or the one that the last event is about, or the nearest."""
        for wanted in (self.follow, self.world.request, self.near):
            if wanted is not None and wanted in self.world.requests:
                return self.world.requests[wanted]
        return None

    @property
    def connection(self) -> Connection | None:
        """The connection to show: the last event's, else the followed request's, else the newest."""
        connections = self.world.connections
        if self.world.connection in connections:
            return connections[self.world.connection]
        if self.request and self.request.connection in connections:
            return connections[self.request.connection]
        return connections[next(reversed(connections))] if connections else None

    @property
    def packet(self) -> Packet | None:
        """The packet that the last event is about."""
        return self.world.packets.get(self.world.packet) if self.world.packet is not None else None
