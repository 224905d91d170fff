"""The last lines of `strace`: written from the last few system calls alone, however long the run is.

The calls in reach are kept with their events; names of descriptors are taken from the world where the window begins.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled, SyscallEntered, SyscallReturned
from journey_tui.trace.events.kernel import SocketBound
from journey_tui.trace.events.outside import ClientConnecting
from journey_tui.trace.events.runtime import ProcessStarted
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.lenses.listing import first_row
from journey_tui.tui.target import Seek
from journey_tui.views.fd_names import FdNames
from journey_tui.views.strace import Writer

LINES: Final = 64
"""Lines, at least, that can be scrolled back to."""
_MARGIN: Final = 48
"""Calls more than that are kept, so that a step back finds them."""
_LOOK_BACK: Final = 16_384
"""Events among which they are looked for."""
_CHUNK: Final = 256
_CALLS: Final = frozenset({SyscallEntered, SyscallReturned})
_RENAMES: Final = frozenset({FdClosed, FdInstalled, SocketBound})
_TOLD: Final = _CALLS | {FdClosed, FdInstalled, SocketBound, ClientConnecting, ProcessStarted}


class Calls:
    """The window of one run."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._events: list[tuple[int, Event]] = []
        """With their positions."""
        self._start = self._stop = self._edge = 0
        """The events after the first position, up to the second, have been looked at; lines are whole from the third."""
        self._names = FdNames()
        self._kept: tuple[int, list[Row]] = (-1, [])

    def printed(self, position: int, room: int, scroll: int) -> Printed:
        """The lines that find room, the latest last."""
        rows = self._rows(position)
        first = first_row(len(rows), room, len(rows) - 1, scroll)
        note = "" if rows or not position else "no system call of the server so far"
        return Printed(rows[first : first + room], len(rows), first, note=note)

    def _rows(self, position: int) -> list[Row]:
        if self._kept[0] != position:
            self._reach(position)
            self._kept = (position, list(self._written(position)))
        return self._kept[1]

    def _written(self, position: int) -> Iterator[Row]:
        writer = Writer(self._names.copy())
        for place, event in self._events:
            if place > position:
                break
            for line in writer.see(event):
                if place > self._edge:
                    yield Row(line, place == position, Seek(place))
        for line in writer.broken_off():
            yield Row(line, self._latest(position) == position, Seek(self._latest(position)))

    def _latest(self, position: int) -> int:
        """The position of the last call up to a position."""
        return next(
            (place for place, event in reversed(self._events) if place <= position and type(event) in _CALLS),
            position,
        )

    # ── which events are at hand ──

    def _reach(self, position: int) -> None:
        if self._stop <= position <= self._stop + _LOOK_BACK and self._stop:
            self._read_on(position)
        elif not self._start <= position <= self._stop or not self._enough(position):
            self._read_back(position)

    def _enough(self, position: int) -> bool:
        """Whether as many calls lie before a position as can be scrolled back to, or all there are."""
        calls = sum(place <= position and type(event) in _CALLS for place, event in self._events)
        return not self._start or calls >= 2 * LINES

    def _read_on(self, position: int) -> None:
        self._events += self._between(self._stop, position)
        self._stop = position
        if len(self._events) > 4 * (LINES + _MARGIN):
            self._drop(len(self._events) - 2 * (LINES + _MARGIN))

    def _drop(self, count: int) -> None:
        """Forget the oldest events, but not what they told of names."""
        for _, event in self._events[:count]:
            self._names.see(event)
        self._start = self._events[count - 1][0]
        del self._events[:count]
        self._begin_lines()

    def _read_back(self, position: int) -> None:
        """Chunk by chunk from the moment at hand, until there are enough."""
        found: list[tuple[int, Event]] = []
        start, calls = position, 0
        while start > 0 and calls < 2 * (LINES + _MARGIN) and position - start < _LOOK_BACK:
            stop, start = start, max(start - _CHUNK, 0)
            earlier = list(self._between(start, stop))
            calls += sum(type(event) in _CALLS for _, event in earlier)
            found = earlier + found
        self._events, self._start, self._stop = found, start, position
        self._names = self._names_at(start, position)
        self._begin_lines()

    def _begin_lines(self) -> None:
        """A return without its call is half a line."""
        entered = (place for place, event in self._events if type(event) is SyscallEntered)
        self._edge = next(entered, self._start) - 1 if self._start else 0

    def _names_at(self, start: int, position: int) -> FdNames:
        """The names where the window begins: those of now, less what has changed since; a far seek where that is not told."""
        names = FdNames()
        changes = [event for _, event in self._events if type(event) in _RENAMES]
        if start == 0 or any(type(event) is SocketBound or event.connection is None for event in changes):
            names.begin(self._timeline.world_at(start))
            return names
        names.begin(self._timeline.world_at(position))
        for event in reversed(changes):
            if event.fd is not None and isinstance(event, FdInstalled):
                names.forget(event.fd)
            elif event.fd is not None:
                names.restore(event.fd, *self._ends(event.connection))
        return names

    def _ends(self, connection: int | None) -> tuple[str, str]:
        """The server's and the client's address."""
        history = self._timeline.history.connection(connection)
        for place in history.changes[:1] if history is not None else ():
            event = self._timeline.event_at(place)
            if isinstance(event, ClientConnecting):
                return event.remote, event.local
        return "", ""

    def _between(self, start: int, stop: int) -> Iterator[tuple[int, Event]]:
        for place, event in enumerate(self._timeline.events(start, stop), start + 1):
            if type(event) in _TOLD:
                yield place, event
