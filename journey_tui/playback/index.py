"""What is written down of each event as it is pulled, so that nothing has to search the trace afterwards.

Positions count events from 1, as the screen does: position `n` is the moment after the first `n` events, and the event
that led there is `trace[n - 1]`. Everything rests in arrays: a few bytes an event.
"""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from sys import getsizeof, intern
from typing import Final, overload

from journey_tui.playback.causes import Causes
from journey_tui.playback.rested import NUMBER_BYTES, Rested
from journey_tui.playback.spans import RequestSpan, pack_span, span_bytes, unpack_span
from journey_tui.playback.stays import Stays
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnecting,
    PacketDropped,
    RequestFinished,
    RequestSent,
)
from journey_tui.trace.events.runtime import GoroutineCreated

TIME_STRIDE: Final = 256
"""One time of so many is kept; between two of them the events themselves are asked."""

MOST_CONNECTING: Final = 4096
"""Connections whose first packets are remembered for a request that has not come yet."""
SERVE: Final = "net/http.(*conn).serve"
"""The function of the goroutine that serves a connection."""
_LONGEST_TEXT: Final = 200


class Index:
    """All that is known of the pulled events without looking at them again."""

    def __init__(self) -> None:
        self.length = 0
        self.drops = array("I")
        """Positions at which a packet is lost."""
        self.times = array("q")
        """Time of every `TIME_STRIDE`th event, from the first on."""
        self.opening: int | None = None
        """Position of the first connecting client after boot."""
        self._spans = Rested(pack_span, unpack_span, span_bytes, compressed=True)
        self._order: list[int] = []
        """The requests in the order of sending."""
        self._sent = array("I")
        """Where each of them is sent."""
        self.starts = array("I")
        """Where each of them begins, which may be before that."""
        self._list = _Spans(self._spans, self._order)
        self._connecting: dict[int | None, Stays] = {}
        """Stage changes of connections that have not carried a request yet."""
        self._first_request: dict[int | None, int] = {}
        """By connection."""
        self._under_way: dict[int | None, list[int]] = {}
        """The requests that were sent and have not ended, by connection; it works for the first of them."""
        self._serving: dict[int | None, int | None] = {}
        """The goroutine that serves a connection."""
        self._causes = Causes()

    def add(self, event: Event) -> None:
        """Write down one more event."""
        if self.length % TIME_STRIDE == 0:
            self.times.append(event.time_ns)
        self.length += 1
        kind = type(event)
        if kind in _SPECIAL:
            self._add_special(event)
        connection = self._causes.connection_of(event)
        stage = _STAGE_OF.get(kind) or event.stage
        if stage not in STAGE_BY_ID:
            return
        request = event.request
        if request is not None:
            span = self._spans.change(request)
            if span is not None:
                span.last = self.length
                span.note(self.length, event, stage)
        elif connection in self._connecting:
            self._connecting[connection].note(self.length, event, stage)
        elif event.packet is None and connection in self._under_way:
            span = self._spans.change(self._under_way[connection][0])
            if span is not None:
                span.note(self.length, event, stage)

    def _add_special(self, event: Event) -> None:
        match event:
            case ClientConnecting():
                if self.opening is None and event.time_ns >= 0:
                    self.opening = self.length
                if event.connection is not None:
                    self._connect(event.connection)
            case RequestSent():
                self._begin(event)
            case RequestFinished():
                self._finish(event)
            case ClientClosed():
                self._connecting.pop(event.connection, None)
                self._serving.pop(event.connection, None)
            case GoroutineCreated():
                if event.function == SERVE and event.connection is not None:
                    self._serving[event.connection] = event.goroutine
            case PacketDropped():
                self.drops.append(self.length)
            case _:
                pass

    def _connect(self, connection: int) -> None:
        self._connecting[connection] = Stays()
        if len(self._connecting) > MOST_CONNECTING:
            del self._connecting[next(iter(self._connecting))]

    def _begin(self, event: RequestSent | RequestFinished) -> RequestSpan | None:
        """The request's span; a request that was never sent is first heard of when it fails."""
        if event.request is None or event.request in self._spans:
            return None if event.request is None else self._spans.change(event.request)
        told = (event.client, event.method, event.target)
        client, method, target = (intern(clean_line(text, _LONGEST_TEXT)) for text in told)
        span = RequestSpan(event.request, client, method, target, self.length)
        connecting = self._connecting.pop(event.connection, None)
        if connecting is not None and len(connecting):
            span.changes = connecting
            self._first_request[event.connection] = span.id
        span.place, span.sent_ns, span.connection = len(self._order), event.time_ns, event.connection
        self._spans.add(event.request, span)
        if event.connection is not None:
            pipeline = self._under_way.setdefault(event.connection, [])
            span.behind = bool(pipeline)
            pipeline.append(span.id)
            span.server = self._serving.get(event.connection)
        self._order.append(span.id)
        self._sent.append(span.sent)
        self.starts.append(span.first)
        return span

    def _finish(self, event: RequestFinished) -> None:
        span = self._begin(event)
        if span is None or span.outcome:
            return
        span.finish(self.length, event)
        pipeline = self._under_way.get(event.connection, [])
        if span.id in pipeline:
            pipeline.remove(span.id)
            if not pipeline:
                del self._under_way[event.connection]

    # ── asking ──

    def span(self, request: int | None) -> RequestSpan | None:
        """Where a request lies, if it is known."""
        return None if request is None else self._spans.get(request)

    def spans(self) -> Sequence[RequestSpan]:
        """All known requests, in the order of sending; more are added as they come."""
        return self._list

    def span_of(self, event: Event, position: int) -> RequestSpan | None:
        """The request that an event is about: the one it names, or the one that its connection is being made for."""
        if event.request is not None:
            return self._spans.get(event.request)
        span = self.span(self._first_request.get(event.connection))
        return span if span is not None and span.first <= position < span.sent else None

    def following(self, request: int | None) -> int | None:
        """The next request in the order of sending, round from the last to the first; None when there is none."""
        span = self.span(request)
        place = 0 if span is None else (span.place + 1) % len(self._order)
        return self._order[place] if self._order else None

    def sent_after(self, position: int) -> int | None:
        """The first request that is sent beyond a position, else the last one of all."""
        place = bisect_right(self._sent, position)
        return self._order[min(place, len(self._order) - 1)] if self._order else None

    def neighbour(self, request: int, places: int) -> RequestSpan | None:
        """The span of the request that is sent so many places after (or before) another; None beyond either end."""
        span = self.span(request)
        place = -1 if span is None else span.place + places
        return self._list[place] if 0 <= place < len(self._order) else None

    def size_bytes(self) -> int:
        """Bytes of all that is written down."""
        plain = getsizeof(self._order) + sum(
            map(getsizeof, (self._sent, self.starts, self.times, self.drops))
        )
        tables = (self._first_request, self._under_way, self._serving, self._connecting)
        linked = sum(getsizeof(table) + 2 * NUMBER_BYTES * len(table) for table in tables)
        lists = sum(map(getsizeof, self._under_way.values()))
        marks = sum(stays.size_bytes() for stays in self._connecting.values())
        return plain + linked + lists + marks + self._spans.size_bytes()


class _Spans(Sequence[RequestSpan]):
    """The requests in the order of sending; more are added as they come."""

    def __init__(self, spans: Rested[RequestSpan], order: list[int]) -> None:
        self._spans = spans
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> RequestSpan: ...

    @overload
    def __getitem__(self, place: slice) -> list[RequestSpan]: ...

    def __getitem__(self, place: int | slice) -> RequestSpan | list[RequestSpan]:
        if isinstance(place, slice):
            return [self._known(number) for number in self._order[place]]
        return self._known(self._order[place])

    def _known(self, number: int) -> RequestSpan:
        span = self._spans.get(number)
        assert span is not None
        return span


_SPECIAL: Final = frozenset(
    {ClientClosed, ClientConnecting, GoroutineCreated, PacketDropped, RequestFinished, RequestSent}
)
_STAGE_OF: Final = {kind: kind.at_stage for kind in EVENT_KINDS.values()}
"""Empty where the event itself says it."""
