"""A connection: both ends' TCP as the world holds it, the way that each has come, and its packets."""

from collections.abc import Callable, Sequence
from heapq import merge
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.history import ConnectionHistory, until
from journey_tui.trace import Event
from journey_tui.trace.events.kernel import TcpStateChanged
from journey_tui.trace.events.outside import RequestSent, SegmentSent
from journey_tui.tui.lenses import connection_view
from journey_tui.tui.lenses.connection_view import TABS, End, Moment, Seen
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.listing import first_row
from journey_tui.tui.lenses.told import role, words
from journey_tui.tui.target import Follow, Look, Seek, Target
from journey_tui.units import format_bytes
from journey_tui.world.outside import packet_label
from journey_tui.world.state import Connection, CountedEnd, World

_MOST_STATES: Final = 24
"""Changes of one end's state that are read; no connection has more than eleven (RFC 9293, section 3.3.2)."""
_WRAP: Final = 1 << 32
_REPAIRS: Final = {
    "recovery": "CA_Recovery",
    "timer": "CA_Loss, after a timeout",
    "loss": "CA_Loss, after a timeout",
}
"""The states of congestion control in which a loss is repaired (`enum tcp_ca_state`, include/uapi/linux/tcp.h, Linux 6.12)."""


class _Reader:
    """Reads connections of one run."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._merged: tuple[tuple[int, int], list[int]] = ((-1, -1), [])

    def gather(self, ask: Ask) -> Seen:
        """The connection that is asked for, as it is at the moment."""
        number = connection_at(self.timeline, ask)
        history = self.timeline.history.connection(number)
        if number is None or history is None:
            return Seen(tab=ask.tab)
        lists = self._changes(history, number), history.segments
        firsts = {way: self._first(history, way) or 0 for way in ("to_server", "to_client")}
        moments = [self._moments(places, ask, firsts) for places in lists]
        client, server = self._path(history, "client", ask), self._path(history, "server", ask)
        segments = [self._last_sent(history, ask.position, way) for way in ("to_server", "to_client")]
        world = self.timeline.world_at(ask.position)
        found = world.connections.get(number)
        return Seen(
            number=number,
            facts=() if found is None else _facts(found, world),
            links=() if found is None else _links(found),
            received=(0, 0) if found is None else (found.receive_queued, found.receive_capacity),
            sent=(0, 0) if found is None else (found.send_queued, found.send_capacity),
            client=_end(found, "client", client, segments[0], self._first(history, "to_server")),
            server=_end(found, "server", server, segments[1], self._first(history, "to_client")),
            names=("", "") if found is None else (found.local, found.remote),
            changes=moments[0],
            packets=moments[1],
            totals=(len(lists[0]), len(lists[1])),
            width=ask.width,
            tab=ask.tab,
        )

    # ── lists ──

    def _changes(self, history: ConnectionHistory, number: int) -> Sequence[int]:
        """Changes and requests in order."""
        key = (number, len(history.changes) + len(history.requests))
        if self._merged[0] != key:
            self._merged = (key, list(merge(history.changes, history.requests)))
        return self._merged[1]

    def _moments(self, places: Sequence[int], ask: Ask, firsts: dict[str, int]) -> tuple[Moment, ...]:
        """Those of them that can be in view, the last one that has happened among them."""
        here = until(places, ask.position) - 1
        room = max(ask.height, 1)
        start = first_row(len(places), room, max(here, 0), ask.scroll)
        shown = enumerate(places[start : start + room], start)
        return tuple(self._moment(position, place == here, ask.position, firsts) for place, position in shown)

    def _moment(self, position: int, here: bool, now: int, firsts: dict[str, int]) -> Moment:
        event = self._event(position)
        past, target = position <= now, Seek(position)
        if isinstance(event, SegmentSent):
            packet: Target = target if event.packet is None else Look("packet", event.packet)
            return Moment(event.time_ns, _segment(event, firsts), packet, here, past)
        if isinstance(event, RequestSent) and event.request is not None:
            return Moment(event.time_ns, words(event), Follow(event.request), here, past)
        return Moment(event.time_ns, words(event), target, here, past, role(event))

    def _event(self, position: int) -> Event:
        event = self.timeline.event_at(position)
        assert event is not None
        return event

    # ── ends ──

    def _path(self, history: ConnectionHistory, host: str, ask: Ask) -> tuple[tuple[str, int], ...]:
        """The states of one end, each with the position at which it was entered."""
        path: list[tuple[str, int]] = []
        for position in history.states[: 2 * _MOST_STATES]:
            event = self._event(position)
            if isinstance(event, TcpStateChanged) and event.host == host:
                if not path:
                    path.append((event.old, 0))
                path.append((event.new, position))
        return tuple(path)

    def _first(self, history: ConnectionHistory, direction: str) -> int | None:
        """The number of that side's SYN."""
        for position in history.segments[:_MOST_STATES]:
            event = self._event(position)
            if isinstance(event, SegmentSent) and event.direction == direction and "SYN" in event.flags:
                return event.sequence_number
        return None

    def _last_sent(self, history: ConnectionHistory, position: int, direction: str) -> SegmentSent | None:
        """The latest segment of one side up to a position, among the last few."""
        stop = until(history.segments, position)
        for place in range(stop - 1, max(stop - 1 - 2 * _MOST_STATES, -1), -1):
            event = self._event(history.segments[place])
            if isinstance(event, SegmentSent) and event.direction == direction:
                return event
        return None


def connection_at(timeline: Timeline, ask: Ask) -> int | None:
    """The connection that is looked into: the one asked for, the event's own, or the one of the request at hand."""
    if ask.subject is not None:
        return ask.subject
    event = timeline.event_at(ask.position)
    if ask.follow is None and event is not None and event.connection is not None:
        return event.connection
    span = timeline.request(ask.request)
    sent = None if span is None else timeline.event_at(span.sent)
    return None if sent is None else sent.connection


def _segment(event: SegmentSent, firsts: dict[str, int]) -> str:
    """One packet in a row, its numbers counted from the SYNs'."""
    arrow = "──►" if event.direction == "to_server" else "◄──"
    label = packet_label(event.flags, event.payload)
    again = " again" if event.retransmission else ""
    other = "to_client" if event.direction == "to_server" else "to_server"
    name = f"{'' if event.packet is None else event.packet} {label}{again}"
    acknowledged = (event.acknowledgement_number - firsts[other]) % _WRAP
    numbers = f"seq {(event.sequence_number - firsts[event.direction]) % _WRAP:,}"
    if "ACK" in event.flags:
        numbers += f"  ack {acknowledged:,}"
    return f"{arrow} {name:<22} {len(event.payload):>6,} B  {numbers}  win {event.window:,}"


def _end(
    found: Connection | None,
    host: str,
    path: tuple[tuple[str, int], ...],
    segment: SegmentSent | None,
    first: int | None,
) -> End:
    """What is known of one end: what the kernel counts of it where that is told, else what its last segment said."""
    counted = _counted(found, host)
    state = ""
    if found is not None:
        state = found.client_state if host == "client" else found.server_state
    numbers: tuple[tuple[str, str], ...] = ()
    if counted is not None:
        numbers = (
            ("next to send", _relative(counted.sent_next, first)),
            ("not acknowledged", _in_flight(counted)),
            ("window it told", f"{(counted.edge - counted.told) % _WRAP:,} B"),
            ("peer's window", f"{counted.peer_window:,}, not scaled"),
            *_mending(counted),
        )
    elif segment is not None:
        length = len(segment.payload) + ("SYN" in segment.flags) + ("FIN" in segment.flags)
        numbers = (
            ("next to send", _relative(segment.sequence_number + length, first)),
            ("last window", f"{segment.window:,}, not scaled"),
            ("last flags", " ".join(segment.flags)),
        )
    return End(state, path, numbers)


def _in_flight(counted: CountedEnd) -> str:
    size = (counted.sent_next - counted.unacknowledged) % _WRAP
    return f"{size:,} B in flight" + (f", {_segments(counted.flight)}" if counted.flight else "")


def _segments(found: Sequence[object]) -> str:
    return f"{len(found):,} segment{'' if len(found) == 1 else 's'}"


def _mending(counted: CountedEnd) -> tuple[tuple[str, str], ...]:
    """What is only to be said where segments were lost or overtook each other (`struct tcp_sock`)."""
    facts = (
        ("SACKed", _segments(counted.sacked) if counted.sacked else ""),
        ("repairs a loss", _REPAIRS.get(counted.repair, "")),
        ("came too early", _segments(counted.early) if counted.early else ""),
    )
    return tuple(fact for fact in facts if fact[1])


def _counted(found: Connection | None, host: str) -> CountedEnd | None:
    if found is None:
        return None
    return found.counted_client if host == "client" else found.counted_server


def _relative(number: int, first: int | None) -> str:
    number %= _WRAP
    return str(number) if first is None else f"{number} = {(number - first) % _WRAP:,}"


def _facts(found: Connection, world: World) -> tuple[tuple[str, str], ...]:
    facts = (
        ("net/http", found.conn_state or "has not seen it"),
        ("congestion window", f"{found.congestion_window} segments"),
        ("received", format_bytes(found.received_total)),
        ("written", format_bytes(found.sent_total)),
        ("acknowledged", format_bytes(found.acked_total)),
        ("requests", f"{found.requests:,}"),
        ("TIME_WAIT", f"the {found.time_wait}" if found.time_wait else ""),
        ("accept queue", "waits in it" if found.id in world.listener.accept_queue else ""),
    )
    return tuple(fact for fact in facts if fact[1])


def _links(found: Connection) -> tuple[tuple[str, Target | None], ...]:
    """The things that belong to it."""
    result: list[tuple[str, Target | None]] = [(f"client {found.client}", None)] if found.client else []
    if found.goroutine is not None:
        result.append((f"G{found.goroutine}", Look("goroutine", found.goroutine)))
    if found.request is not None:
        result.append((f"request #{found.request}", Follow(found.request)))
        result.append(("its route", Look("route", found.request)))
    result.append(("its buffers", Look("buffer", found.id)))
    result.append((f"fd {found.fd}" if found.fd is not None else "no fd", None))
    return tuple(result)


def _gatherer(timeline: Timeline) -> Callable[[Ask], Seen]:
    return _Reader(timeline).gather


LENS: Final[Lens[Seen]] = Lens(
    id="connection",
    title=connection_view.title,
    gatherer=_gatherer,
    draw=connection_view.draw,
    most_scroll=connection_view.most_scroll,
    comes_round=True,
    tabs=TABS,
)
