"""What `curl` prints of one request: read from the events since it began, once."""

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.trace import Event
from journey_tui.trace.events.outside import ClientConnecting
from journey_tui.views.curl import curl_of
from journey_tui.views.exchange import Exchange, ExchangeReader

_MOST_EVENTS: Final = 100_000
"""That are read for one frame."""


class RequestReader:
    """The events of the request that was asked for last."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._request: int | None = None
        self._connection: int | None = None
        self._events: list[tuple[int, Event]] = []
        self._first = 0
        """Where the request begins."""
        self._read_to = 0
        self._reader = ExchangeReader(0, None)
        self._seen = 0

    def lines(self, request: int | None, position: int) -> list[str]:
        """The request as far as it has come by then; nothing before it begins."""
        if request is None:
            return []
        if request != self._request:
            self._begin(request)
        if position < self._first:
            return []
        self._read_on(request, position)
        return list(curl_of(self._exchange(request, position)))

    def is_behind(self, position: int) -> bool:
        """Whether there is more to be read before that moment."""
        return self._read_to < min(position, self._end(self._request))

    def _begin(self, request: int) -> None:
        self._request, self._connection, self._events, self._seen = request, None, [], 0
        span = self._timeline.request(request)
        self._first = 0 if span is None else span.first
        self._read_to = max(self._first - 1, 0)
        sent = None if span is None else self._timeline.event_at(span.sent)
        if sent is None or span is None:
            return
        self._connection = sent.connection
        history = self._timeline.history.connection(self._connection)
        changes = () if history is None else history.changes
        for place in changes[:2]:
            event = self._timeline.event_at(place)
            if isinstance(event, ClientConnecting):
                self._events.append((place, event))
                if not self._follows_another(request):
                    self._read_to = min(self._read_to, place)
                    self._first = min(self._first, place)

    def _follows_another(self, request: int) -> bool:
        """Whether its connection was used before and all that was asked for has been answered."""
        history, span = self._timeline.history.connection(self._connection), self._timeline.request(request)
        place = 0 if history is None or span is None else bisect_left(history.requests, span.sent)
        if history is None or span is None or not place:
            return False
        event = self._timeline.event_at(history.requests[place - 1])
        before = self._timeline.request(None if event is None else event.request)
        return before is not None and 0 < before.ended < span.sent

    def _end(self, request: int | None) -> int:
        """Where the request is over; beyond the trace while that is not known."""
        span = self._timeline.request(request)
        return 0 if span is None else span.ended or self._timeline.length

    def _read_on(self, request: int, position: int) -> None:
        stop = min(position, self._end(request), self._read_to + _MOST_EVENTS)
        if stop <= self._read_to:
            return
        for place, event in enumerate(self._timeline.events(self._read_to, stop), self._read_to + 1):
            if event.request == request or (
                event.connection is not None and event.connection == self._connection
            ):
                self._events.append((place, event))
        self._read_to = stop

    def _exchange(self, request: int, position: int) -> Exchange:
        """As far as it has come: what has been followed already is not followed again, but on the way back."""
        stop = bisect_right(self._events, position, key=itemgetter(0))
        if not 0 < self._seen <= stop:
            self._reader = ExchangeReader(request, self._connection, reused=self._follows_another(request))
            self._seen = 0
        for _, event in self._events[self._seen : stop]:
            self._reader.see(event)
        self._seen = stop
        return self._reader.exchange
