"""One packet on its way: the segment as TCP made it, and what the layers below add."""

from dataclasses import dataclass
from typing import Any

from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.wire import DEFAULT_TTL, frame_length


@dataclass(slots=True)
class Packet:
    """A segment between two hosts."""

    id: int
    segment: Segment
    sent: SegmentSent
    """The event that told of it: addresses, options, payload."""
    connection: int
    request: int | None
    ttl: int = DEFAULT_TTL

    @property
    def to_server(self) -> bool:
        """Which way it goes."""
        return self.sent.direction == "to_server"

    @property
    def length_bytes(self) -> int:
        """Ethernet frame without preamble and FCS."""
        return frame_length(self.sent)

    @property
    def ids(self) -> dict[str, Any]:
        """What its events carry."""
        return {"packet": self.id, "connection": self.connection, "request": self.request}
