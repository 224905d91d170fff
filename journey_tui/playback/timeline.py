"""The world at any position of a trace.

Events only lead forward, so the way back is the way forward from an earlier moment: a snapshot is taken every few
events while the trace is pulled, and the events after it are applied again. What is far from the present costs a
few compressed bytes an event; the cost of a seek is bounded by the distance of two snapshots.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from journey_tui.playback.history import History
from journey_tui.playback.index import TIME_STRIDE, Index
from journey_tui.playback.snapshots import Snapshots
from journey_tui.playback.spans import RequestSpan
from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.world import World, apply, empty_world

_PULL_EVENTS: Final = 1024
"""Events that are pulled before they are looked at: fewer than the trace keeps decoded."""
_NEAR_EVENTS: Final = 512
"""How far ahead a request is looked for before the order of sending decides."""


class Timeline:
    """A trace with a world for each of its positions, 0 (nothing has happened) to `length`."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._index = Index()
        self.history = History()
        """Where the lives of packets, connections and goroutines lie."""
        self._newest = empty_world(trace.header)
        """The world at `length`, from which snapshots are taken."""
        self._world = empty_world(trace.header)
        """The world that was asked for last."""
        self._snapshots = Snapshots(self._newest)
        self._note(0, len(trace))

    # ── what there is ──

    @property
    def header(self) -> TraceHeader:
        """The trace's first line."""
        return self._trace.header

    @property
    def length(self) -> int:
        """Events that have been pulled."""
        return self._index.length

    @property
    def complete(self) -> bool:
        """Whether the source has been read to its end: `length` is final."""
        return self._trace.complete

    def pull(self, count: int) -> int:
        """Read up to `count` more events from the source; returns how many came. Raises what the source raises."""
        start = self.length
        try:
            while count > 0 and (pulled := self._trace.pull(min(count, _PULL_EVENTS))):
                self._note(self.length, self.length + pulled)
                count -= pulled
        finally:  # a damaged file: the events before the damage are there
            self._note(self.length, len(self._trace))
        return self.length - start

    def size_bytes(self) -> int:
        """Bytes at rest: `parts_bytes`, all together."""
        return sum(self.parts_bytes().values())

    def parts_bytes(self) -> dict[str, int]:
        """Bytes at rest of the packed events, the snapshots, and what is known of requests and of all other lives."""
        return {
            "events": self._trace.size_bytes(),
            "snapshots": self._snapshots.size_bytes(),
            "requests": self._index.size_bytes(),
            "histories": self.history.size_bytes(),
        }

    def _note(self, start: int, stop: int) -> None:
        add, note, newest = self._index.add, self.history.note, self._newest
        while start < stop:
            end = min(stop, self._snapshots.next)
            for position, event in enumerate(self._trace.events(start, end), start + 1):
                add(event)
                note(position, event)
                apply(newest, event)
            if end == self._snapshots.next:
                self._snapshots.take(newest)
            start = end

    # ── one position ──

    def world_at(self, position: int) -> World:
        """The state after the first `position` events, to be read until the next call; raises `IndexError`."""
        if not 0 <= position <= self.length:
            raise IndexError(f"position {position} of {self.length}")
        start = self._snapshots.before(position)
        if not start <= self._world.position <= position:
            self._world = self._snapshots.world_at(start)
        for stop in self._snapshots.stops(self._world.position, position):
            self._advance(stop)
            self._snapshots.keep(self._world)
        self._advance(position)
        return self._world

    def _advance(self, position: int) -> None:
        for event in self._trace.events(self._world.position, position):
            apply(self._world, event)

    def event_at(self, position: int) -> Event | None:
        """The event that led to a position; None at 0. Raises `IndexError`."""
        if not 0 <= position <= self.length:
            raise IndexError(f"position {position} of {self.length}")
        return self._trace[position - 1] if position else None

    def events(self, start: int, stop: int) -> Iterator[Event]:
        """The pulled events after position `start`, up to the one that leads to `stop`."""
        return self._trace.events(start, stop)

    def time_at(self, position: int) -> int:
        """Nanoseconds at a position; at 0 the first event's, since time has not begun before. Raises `IndexError`."""
        event = self.event_at(position or min(1, self.length))
        return event.time_ns if event is not None else 0

    def position_at_time(self, time_ns: int) -> int:
        """How many of the pulled events have happened by then."""
        stride = bisect_right(self._index.times, time_ns)
        if stride == 0:
            return 0
        start = (stride - 1) * TIME_STRIDE
        times = [event.time_ns for event in self._trace.events(start, min(start + TIME_STRIDE, self.length))]
        return start + bisect_right(times, time_ns)

    # ── what lies where ──

    @property
    def opening(self) -> int | None:
        """The position of the first client that connects after boot, once it has been pulled."""
        return self._index.opening

    @property
    def drops(self) -> Sequence[int]:
        """Positions at which a packet is lost."""
        return self._index.drops

    @property
    def requests(self) -> Sequence[RequestSpan]:
        """All requests of the pulled events, in the order of sending; it grows with what is pulled."""
        return self._index.spans()

    @property
    def request_starts(self) -> Sequence[int]:
        """Where each request begins, in the order of sending: positions alone, for none of them need be unpacked."""
        return self._index.starts

    def request(self, number: int | None) -> RequestSpan | None:
        """Where one request lies; None for one that is not known."""
        return self._index.span(number)

    def request_after(self, number: int | None) -> int | None:
        """The next id in the order of sending, round from the last to the first; None when there is no request."""
        return self._index.following(number)

    def neighbour(self, number: int, places: int) -> RequestSpan | None:
        """The request that is sent so many places after (or before) a known one; None beyond either end."""
        return self._index.neighbour(number, places)

    def is_last(self, number: int | None) -> bool:
        """Whether no request that has been pulled was sent after this one."""
        span = self.request(number)
        return span is None or self.neighbour(span.id, 1) is None

    def request_near(self, position: int) -> int | None:
        """The request that the event at a position is about, or the next one to be spoken of, or the last."""
        start = max(position - 1, 0)
        for place, event in enumerate(self._trace.events(start, start + _NEAR_EVENTS), start + 1):
            span = self._index.span_of(event, place)
            if span is not None:
                return span.id
        return self._index.sent_after(position)
