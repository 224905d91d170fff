"""One packet on its way: the segment as TCP made it, and what the layers below add."""

from collections.abc import Callable
from typing import Any

from journey_tui.simulation.activity import Activity
from journey_tui.simulation.cpu import Context, Process
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.wire import DEFAULT_TTL, frame_length


class Packet:
    """A segment between two hosts; under way from here until it is received or lost."""

    __slots__ = (
        "_activity",
        "connection",
        "ids",
        "length_bytes",
        "record",
        "rss_hash",
        "segment",
        "sent",
        "to_server",
        "ttl",
    )

    def __init__(
        self, sent: SegmentSent, segment: Segment, record: ConnectionRecord, activity: Activity
    ) -> None:
        self.connection = record.id
        self.record = record
        self.segment = segment
        self.sent = sent
        """The event that told of it: addresses, options, payload."""
        self.ids: dict[str, Any] = {"packet": sent.packet, "connection": record.id, "request": sent.request}
        """What its events carry."""
        self.to_server = sent.direction == "to_server"
        self.length_bytes = frame_length(sent)
        """Ethernet frame without preamble and FCS."""
        self.ttl = DEFAULT_TTL
        self.rss_hash = 0
        """What the card made of its addresses and ports (`skb->hash`)."""
        self._activity = activity
        activity.begin()

    def end(self) -> None:
        """It was received, or is lost."""
        self._activity.end()


Deliver = Callable[[Packet, Context], Process]
"""Carries a packet from a device up to its socket."""
