"""The packet inspector: every field of a frame beside its real bytes, and what each layer added or took.

The bytes are the ones that a pcap of the run holds for the packet (`trace/wire.py`), so a reader who opens it in
Wireshark finds the same. The field that is chosen is lit in the dump; a byte that is clicked lights its field.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.history import ConnectionHistory, until
from journey_tui.trace import Event
from journey_tui.trace.events.kernel import IpReceived
from journey_tui.trace.events.outside import PacketForwarded, SegmentSent
from journey_tui.trace.wire import DEFAULT_TTL, frame_bytes
from journey_tui.tui.lenses import packet_view
from journey_tui.tui.lenses.fields import Numbering, fields_of
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.packet_rows import Inspected
from journey_tui.tui.lenses.packet_view import TABS
from journey_tui.tui.lenses.way import steps_of
from journey_tui.tui.target import Look, Seek, Target
from journey_tui.world.outside import packet_label

_KEPT: Final = 32
"""Packets whose fields are kept: who plays comes back to the same few."""


class _Reader:
    """Reads packets of one run."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._kept: dict[tuple[int, int], Inspected] = {}

    def gather(self, ask: Ask) -> Inspected:
        """The packet that is asked for, as it is at the moment."""
        number = self._number(ask)
        found = Inspected() if number is None else self._inspected(number)
        links = self._links(found) if found.number is not None else []
        return replace(
            found,
            position=ask.position,
            tab=ask.tab,
            scroll=ask.scroll,
            width=ask.width,
            height=ask.height,
            links=links,
        )

    def _number(self, ask: Ask) -> int | None:
        """The one that is looked into, the event's own, or the latest of the request or connection at hand."""
        event = self.timeline.event_at(ask.position)
        if ask.subject is not None:
            return ask.subject
        if event is not None and event.packet is not None and self.timeline.history.packet(event.packet):
            return event.packet
        span = self.timeline.request(ask.request)
        sent = None if span is None else self.timeline.event_at(span.sent)
        for one in (event, sent):
            history = self.timeline.history.connection(None if one is None else one.connection)
            if history is not None and history.segments:
                place = max(until(history.segments, ask.position) - 1, 0)
                latest = self.timeline.event_at(history.segments[place])
                return None if latest is None else latest.packet
        return None

    def _inspected(self, number: int) -> Inspected:
        positions = self.timeline.history.packet(number)
        key = (number, len(positions))
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = self._read(number, positions)
        return self._kept[key]

    def _read(self, number: int, positions: list[int]) -> Inspected:
        events = [(position, self._event(position)) for position in positions]
        segment = events[0][1] if events else None
        if not isinstance(segment, SegmentSent):
            return Inspected()
        loopback = self.timeline.header.machine.loopback
        try:
            frame = frame_bytes(segment, ttl=_ttl([event for _, event in events]), loopback=loopback)
        except ValueError:  # a recording may name its ends otherwise
            frame = b""
        return Inspected(
            number=number,
            connection=segment.connection,
            label=packet_label(segment.flags, segment.payload),
            to_server=segment.direction == "to_server",
            frame=frame,
            fields=fields_of(frame, self._numbering(segment)),
            steps=steps_of(events, loopback),
        )

    def _event(self, position: int) -> Event:
        event = self.timeline.event_at(position)
        assert event is not None
        return event

    # ── around it ──

    def _numbering(self, segment: SegmentSent) -> Numbering:
        """Both sides' first numbers, and the scale that they have agreed on (RFC 7323, section 2.2)."""
        history = self.timeline.history.connection(segment.connection)
        mine, other = self._opening(history, segment.direction)
        agreed = mine is not None and other is not None
        agreed = agreed and None not in (_scale(mine), _scale(other))
        return Numbering(
            None if mine is None else mine.sequence_number,
            None if other is None else other.sequence_number,
            _scale(mine) if agreed else None,
        )

    def _opening(
        self, history: ConnectionHistory | None, direction: str
    ) -> tuple[SegmentSent | None, SegmentSent | None]:
        """The SYN that went the same way, and the one that went the other."""
        syns: dict[bool, SegmentSent] = {}
        for position in [] if history is None else history.segments[:_MOST_OPENING]:
            event = self._event(position)
            if isinstance(event, SegmentSent) and "SYN" in event.flags:
                syns.setdefault(event.direction == direction, event)
            if len(syns) == 2:
                break
        return syns.get(True), syns.get(False)

    def _links(self, found: Inspected) -> list[tuple[str, Target]]:
        """To the packets beside it, to its connection, to where it was sent and where it ended."""
        result: list[tuple[str, Target]] = []
        sent, history = found.steps[0].position, self.timeline.history.connection(found.connection)
        if history is not None:
            place = until(history.segments, sent) - 1
            result += self._beside(history, place - 1, "◂ {}")
            result += self._beside(history, place + 1, "{} ▸")
        if found.connection is not None:
            result.append((f"connection {found.connection}", Look("connection", found.connection)))
        result.append((f"sent #{sent:,}", Seek(sent)))
        for step in found.steps:
            if step.ends:
                word = "lost" if step.words.startswith("✗") else "arrived"
                result.append((f"{word} #{step.position:,}", Seek(step.position)))
        return result

    def _beside(self, history: ConnectionHistory, place: int, words: str) -> list[tuple[str, Target]]:
        if not 0 <= place < len(history.segments):
            return []
        event = self._event(history.segments[place])
        if not isinstance(event, SegmentSent) or event.packet is None:
            return []
        text = words.format(f"{event.packet} {packet_label(event.flags, event.payload)}")
        return [(text, Look("packet", event.packet))]


_MOST_OPENING: Final = 16
"""Segments among which a connection's SYNs are looked for."""


def _scale(segment: SegmentSent | None) -> int | None:
    return None if segment is None else segment.window_scale


def _ttl(events: list[Event]) -> int:
    """As the server's interface sees it: what came in is one less for each router."""
    segment = events[0]
    if isinstance(segment, SegmentSent) and segment.direction == "to_client":
        return DEFAULT_TTL
    told = [event.ttl for event in events if isinstance(event, IpReceived | PacketForwarded)]
    return told[-1] & 0xFF if told else DEFAULT_TTL


def _gatherer(timeline: Timeline) -> Callable[[Ask], Inspected]:
    return _Reader(timeline).gather


LENS: Final[Lens[Inspected]] = Lens(
    id="packet",
    title=packet_view.title,
    gatherer=_gatherer,
    draw=packet_view.draw,
    most_scroll=packet_view.most_scroll,
    tabs=TABS,
)
