"""What `ss` prints of the sockets that find room: read from the events of their connections alone.

The lives of connections are noted (`playback/history.py`), so that no other event has to be read. What a socket has in
its queues is the world's word. A connection that the world has forgotten is left out: a real host would show it in
TIME-WAIT for a minute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.history import until
from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import FdInstalled
from journey_tui.trace.events.http import ConnStateChanged
from journey_tui.trace.events.kernel import FinQueued
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.target import Look
from journey_tui.views import columns
from journey_tui.views.sockets import Sockets
from journey_tui.views.ss import STATES, listener_rows, socket_row
from journey_tui.world.state import Connection, World

_MOST_SEGMENTS: Final = 1024
"""Of one connection, that are read for its second line; of one that has more only the queues are told."""
_MOST_SHOWN: Final = 64
_READ_ON: Final = 2048
"""Events that are followed one by one; what lies further off is read anew."""
_OPTIONS_AFTER: Final = 96
"""Events after accept4's among which the keep-alive option is set (`newTCPConn`, net/tcpsock.go)."""
_END_AFTER: Final = 8
"""Calls after a FIN among which read() answers 0."""


@dataclass(frozen=True, slots=True)
class _Queues:
    """What the world says of a connection."""

    received: int
    sent: int
    window: int
    client_read: int


class SocketTable:
    """The sockets of one run."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._followed: set[int] = set()
        """Connections whose events have been read …"""
        self._position = 0
        """… up to here."""
        self._sockets = Sockets()
        self._kept: tuple[tuple[int | None, ...], list[tuple[str, int | None]]] = ((), [])
        """The lines of the last moment."""

    def printed(self, position: int, room: int, scroll: int, near: int | None) -> Printed:
        """The listener, the connection at hand, and as many others as find room; what changed is new."""
        asked = (room, scroll, near)
        before = self._kept[1] if self._kept[0] == (position - 1, *asked) else None
        if before is None:
            earlier = self._timeline.world_at(max(position - 1, 0))
            before = self._lines(max(position - 1, 0), _shown(earlier, near, room // 2, scroll))
        now = self._timeline.world_at(position)
        total = len(now.connections)
        numbers = _shown(now, near, room // 2, scroll)
        rows = self._lines(position, numbers)
        self._kept = ((position, *asked), rows)
        left = total - len(numbers)
        fitted = _within(rows, room - bool(left))
        left += len({number for _, number in rows if number} - {number for _, number in fitted})
        fitted = _within(rows, room - bool(left))
        old = {_lasting(text) for text, _ in before}
        shown = [
            Row(text, _lasting(text) not in old, None if number is None else Look("connection", number))
            for text, number in fitted
        ]
        note = f"{left:,} of {total:,} connections have no room here" if left else ""
        return Printed(
            shown, max(total, 1) + room - 1 if left else len(shown), scroll if left else 0, note=note
        )

    def _lines(self, position: int, numbers: tuple[int, ...]) -> list[tuple[str, int | None]]:
        """Line by line, each with its connection."""
        world = self._timeline.world_at(position)
        loopback = self._timeline.header.machine.loopback
        pid, time_ns = world.pid, world.time_ns
        rows = list(listener_rows(world, pid))
        whose: list[int | None] = [None] * len(rows)
        queues = {
            number: _queues(world.connections[number]) for number in numbers if number in world.connections
        }
        sockets = self._read(position, numbers)
        for connection, queue in queues.items():
            for host, end in sockets.connections.get(connection, {}).items():
                if end.state not in STATES or not (host == "server" or loopback):
                    continue
                if host == "server":
                    end.receive_queued, end.send_queued = queue.received, queue.sent
                    end.congestion_window = queue.window
                else:
                    end.bytes_read = queue.client_read
                row = socket_row(end, time_ns, pid)
                rows.append(row if self._whole(connection) else row._replace(below=None))
                whose.append(connection)
        head, *lines = columns.laid_out(rows)
        result: list[tuple[str, int | None]] = [(head, None)]
        for row, number in zip(rows, whose, strict=True):
            own = 1 + (row.below is not None)
            result.extend((line.replace("\t", "    "), number) for line in lines[:own])
            del lines[:own]
        return result

    # ── reading ──

    def _whole(self, number: int) -> bool:
        history = self._timeline.history.connection(number)
        return history is not None and len(history.segments) <= _MOST_SEGMENTS

    def _read(self, position: int, numbers: tuple[int, ...]) -> Sockets:
        """The table after the first `position` events, as far as they are of these connections."""
        if not 0 <= position - self._position <= _READ_ON:
            self._sockets, self._followed, self._position = Sockets(), set(), position
        added = set(numbers) - self._followed
        for place in sorted({place for number in added for place in self._places(number, self._position)}):
            event = self._event(place)
            if event.connection in added:
                self._sockets.see(event)
        self._followed |= added
        for event in self._timeline.events(self._position, position):
            if event.connection in self._followed:
                self._sockets.see(event)
        self._position = position
        self._sockets.end_waits(self._timeline.time_at(position))
        return self._sockets

    def _places(self, number: int, position: int) -> Iterator[int]:
        """The positions of what changes a connection's sockets, in no order."""
        history = self._timeline.history
        known = history.connection(number)
        if known is None:
            return
        changes = known.changes[: until(known.changes, position)]
        yield from changes
        for place in changes:
            event = self._event(place)
            if isinstance(event, FdInstalled):
                yield from range(place, min(place + _OPTIONS_AFTER, position) + 1)
        segments = known.segments[: until(known.segments, position)]
        for place in segments if self._whole(number) else segments[:8]:
            yield place
            event = self._event(place)
            if isinstance(event, SegmentSent) and event.packet is not None:
                for later in history.packet(event.packet):
                    if later <= position:
                        yield later
                        if isinstance(self._event(later), FinQueued):
                            yield from self._end_read(later, position)

    def _end_read(self, fin: int, position: int) -> Sequence[int]:
        """Where a read() may have answered 0."""
        connection = self._event(fin).connection
        found = self._timeline.history.connection(connection)
        goroutine = next(
            (
                event.goroutine
                for place in (found.changes if found is not None else ())
                if isinstance(event := self._event(place), ConnStateChanged)
            ),
            None,
        )
        calls = self._timeline.history.goroutine(goroutine)
        start = until(calls, fin)
        return [place for place in islice(calls, start, start + _END_AFTER) if place <= position]

    def _event(self, position: int) -> Event:
        event = self._timeline.event_at(position)
        assert event is not None
        return event


def _within(rows: list[tuple[str, int | None]], room: int) -> list[tuple[str, int | None]]:
    """As many lines as find room; the listener's second one goes first, then the second ones of connections, from the last on."""
    kept = list(rows)
    second = [place for place in range(1, len(rows)) if rows[place][0].startswith(" ") and place > 1]
    for place in [*second[:1], *reversed(second[1:])]:
        if len(kept) <= room:
            break
        kept.remove(rows[place])
    return kept[: max(room, 0)]


def _shown(world: World, near: int | None, room: int, scroll: int) -> tuple[int, ...]:
    """The connections that find room, in the order of connecting; of many, the one at hand first."""
    connections = world.connections
    room = min(max(room - 1, 1), _MOST_SHOWN)
    if len(connections) <= room:
        return tuple(connections)
    others = (number for number in connections if number != near)
    first = (near,) if near in connections else ()
    return (*first, *islice(others, scroll, scroll + room - len(first)))


def _queues(connection: Connection) -> _Queues:
    return _Queues(
        received=connection.receive_queued,
        sent=connection.send_queued,
        window=connection.congestion_window,
        client_read=connection.client_read,
    )


def _lasting(text: str) -> str:
    """A line without its timer, which changes all the time."""
    return clean_line(text.partition(" timer:")[0], 1000)
