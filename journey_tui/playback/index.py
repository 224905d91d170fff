"""What is written down of each event as it is pulled, so that nothing has to search the trace afterwards.

Positions count events from 1, as the screen does: position `n` is the moment after the first `n` events, and the event
that led there is `trace[n - 1]`. Everything rests in arrays: a few bytes an event.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from sys import intern
from typing import Final

from journey_tui.playback.causes import Causes
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.trace.events.http import HandlerResumed, HandlerWaiting
from journey_tui.trace.events.kernel import DataQueued
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnecting,
    PacketDropped,
    RequestFinished,
    RequestSent,
    ResponseDataReceived,
)

TIME_STRIDE: Final = 256
"""One time of so many is kept; between two of them the events themselves are asked."""

MOST_CONNECTING: Final = 4096
"""Connections whose first packets are remembered for a request that has not come yet."""
_LONGEST_TEXT: Final = 200


class StageChanges:
    """The positions at which one thing enters another stage."""

    __slots__ = ("_stage", "aside", "positions")

    def __init__(self) -> None:
        self.positions = array("I")
        self.aside = bytearray()
        """For each: whether it is only work for it elsewhere, while the thing itself is on its way or waits."""
        self._stage = ""

    def note(self, position: int, stage: str, aside: bool = False) -> None:
        """The thing is at this stage now."""
        if stage != self._stage:
            self._stage = stage
            self.positions.append(position)
            self.aside.append(aside)

    def after(self, position: int) -> int | None:
        """The first change beyond a position."""
        place = bisect_right(self.positions, position)
        return self.positions[place] if place < len(self.positions) else None

    def before(self, position: int) -> int | None:
        """The last change short of a position."""
        place = bisect_left(self.positions, position)
        return self.positions[place - 1] if place else None


class RequestSpan:
    """Where one request lies in the trace: from its connection's first packet (or its own, on a used connection)."""

    __slots__ = (
        "changes",
        "client",
        "flight",
        "id",
        "last",
        "method",
        "outcome",
        "parked",
        "place",
        "sent",
        "target",
    )

    def __init__(self, number: int, client: str, method: str, target: str, position: int) -> None:
        self.id = number
        self.client = client
        self.method = method
        self.target = target
        self.sent = position
        """The position at which the client writes it."""
        self.last = position
        self.outcome = ""
        """As `RequestFinished` says; empty while it is under way in what has been pulled."""
        self.place = 0
        """In the order of sending."""
        self.changes = StageChanges()
        self.flight: int | None = None
        """The packet that carries it now."""
        self.parked = False
        """Whether its handler waits."""

    def note(self, position: int, event: Event, stage: str) -> None:
        """Something happens to it, or for it."""
        kind = type(event)
        if event.packet is not None:
            self.flight = None if kind in _ARRIVALS else event.packet
            aside = False
        else:
            if kind is ResponseDataReceived:
                self.flight = None
            aside = self.flight is not None or self.parked
        if kind is HandlerWaiting or kind is HandlerResumed:
            self.parked, aside = kind is HandlerWaiting, False
        self.changes.note(position, stage, aside or bool(self.outcome))

    @property
    def first(self) -> int:
        """The position at which it begins."""
        return self.changes.positions[0] if self.changes.positions else self.sent


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
        self._spans: dict[int, RequestSpan] = {}
        self._order: list[RequestSpan] = []
        self._connecting: dict[int | None, StageChanges] = {}
        """Stage changes of connections that have not carried a request yet."""
        self._first_request: dict[int | None, int] = {}
        """By connection."""
        self._under_way: dict[int | None, RequestSpan] = {}
        """The latest request that was sent and has not ended, by connection."""
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
        stage = kind.at_stage or event.stage
        if stage not in STAGE_BY_ID:
            return
        if event.request is not None:
            span = self._spans.get(event.request)
            if span is not None:
                span.last = self.length
                span.note(self.length, event, stage)
        elif connection in self._connecting:
            self._connecting[connection].note(self.length, stage)
        elif event.packet is None and connection in self._under_way:
            self._under_way[connection].note(self.length, event, stage)

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
                span = self._begin(event)
                if span is not None:
                    span.outcome = intern(event.outcome)
                    if self._under_way.get(event.connection) is span:
                        del self._under_way[event.connection]
            case ClientClosed():
                self._connecting.pop(event.connection, None)
            case PacketDropped():
                self.drops.append(self.length)
            case _:
                pass

    def _connect(self, connection: int) -> None:
        self._connecting[connection] = StageChanges()
        if len(self._connecting) > MOST_CONNECTING:
            del self._connecting[next(iter(self._connecting))]

    def _begin(self, event: RequestSent | RequestFinished) -> RequestSpan | None:
        """The request's span; a request that was never sent is first heard of when it fails."""
        if event.request is None or event.request in self._spans:
            return None if event.request is None else self._spans[event.request]
        asked = (event.method, event.target) if isinstance(event, RequestSent) else ("", "")
        client, method, target = (intern(clean_line(text, _LONGEST_TEXT)) for text in (event.client, *asked))
        span = RequestSpan(event.request, client, method, target, self.length)
        connecting = self._connecting.pop(event.connection, None)
        if connecting is not None and connecting.positions:
            span.changes = connecting
            self._first_request[event.connection] = span.id
        span.place = len(self._order)
        self._spans[event.request] = span
        if event.connection is not None:
            self._under_way[event.connection] = span
        self._order.append(span)
        return span

    # ── asking ──

    def span(self, request: int | None) -> RequestSpan | None:
        """Where a request lies, if it is known."""
        return None if request is None else self._spans.get(request)

    def spans(self) -> Sequence[RequestSpan]:
        """All known requests, in the order of sending; more are added as they come."""
        return self._order

    def span_of(self, event: Event, position: int) -> RequestSpan | None:
        """The request that an event is about: the one it names, or the one that its connection is being made for."""
        if event.request is not None:
            return self._spans.get(event.request)
        span = self._spans.get(self._first_request.get(event.connection, -1))
        return span if span is not None and span.first <= position < span.sent else None

    def following(self, request: int | None) -> int | None:
        """The next request in the order of sending, round from the last to the first; None when there is none."""
        span = self.span(request)
        place = 0 if span is None else (span.place + 1) % len(self._order)
        return self._order[place].id if self._order else None

    def sent_after(self, position: int) -> int | None:
        """The first request that is sent beyond a position, else the last one of all."""
        place = bisect_right(self._order, position, key=attrgetter("sent"))
        return self._order[min(place, len(self._order) - 1)].id if self._order else None

    def neighbour(self, request: int, places: int) -> RequestSpan | None:
        """The span of the request that is sent so many places after (or before) another; None beyond either end."""
        place = self._spans[request].place + places
        return self._order[place] if 0 <= place < len(self._order) else None


_ARRIVALS: Final = frozenset({DataQueued, PacketDropped})
_SPECIAL: Final = frozenset({ClientClosed, ClientConnecting, PacketDropped, RequestFinished, RequestSent})
