"""Whose doing an event is that names no connection: the way from a new connection through the listener to its goroutine.

A listening socket becomes ready because of a connection that waits in its accept queue; epoll, the netpoller and the
goroutine of the accept loop then work for that connection until it is accepted and handed to a goroutine of its own.
"""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import EpollEventQueued, EpollEventsDelivered
from journey_tui.trace.events.kernel import ConnectionAccepted, HandshakeCompleted, ListenStarted
from journey_tui.trace.events.runtime import GoroutineCreated, NetpollReturned, PollDescriptorReady

MOST_WAITING: Final = 4096
"""Connections in the accept queue that are remembered."""


class Causes:
    """What has been learnt of the listener, its queue, and who accepts for whom."""

    def __init__(self) -> None:
        self._listener: int | None = None
        self._waiting: deque[int] = deque(maxlen=MOST_WAITING)
        self._accepting: dict[int, int] = {}
        """Connection by the goroutine that accepts it."""

    def connection_of(self, event: Event) -> int | None:
        """The connection that an event happens for, told of each event once and in order."""
        learn = _LEARNT.get(type(event))
        if learn is not None:
            return learn(self, event)
        if event.connection is not None or event.goroutine is None:
            return event.connection
        return self._accepting.get(event.goroutine)

    def _listens(self, event: Event) -> int | None:
        self._listener = event.fd
        return event.connection

    def _waits(self, event: Event) -> int | None:
        if event.connection is not None:
            self._waiting.append(event.connection)
        return event.connection

    def _queued(self, event: Event) -> int | None:
        newest = self._waiting[-1] if self._waiting and event.fd == self._listener else None
        return newest if event.connection is None else event.connection

    def _delivered(self, event: EpollEventsDelivered) -> int | None:
        return self._waiting[0] if self._waiting and event.fds == (self._listener,) else event.connection

    def _found(self, event: Event) -> int | None:
        if event.fd != self._listener or not self._waiting:
            return event.connection
        if event.goroutine is not None:
            self._accepting[event.goroutine] = self._waiting[0]
        return self._waiting[0]

    def _returned(self, event: NetpollReturned) -> int | None:
        return next(
            (self._accepting[one] for one in event.goroutines if one in self._accepting), event.connection
        )

    def _accepted(self, event: Event) -> int | None:
        if event.connection is not None and event.connection in self._waiting:
            self._waiting.remove(event.connection)
        if event.goroutine is not None and event.connection is not None:
            self._accepting[event.goroutine] = event.connection
        return event.connection

    def _handed_over(self, event: GoroutineCreated) -> int | None:
        connection = None if event.creator is None else self._accepting.pop(event.creator, None)
        return connection if event.connection is None else event.connection


_LEARNT: Final[dict[type[Event], Callable[[Causes, Any], int | None]]] = {
    ListenStarted: Causes._listens,
    HandshakeCompleted: Causes._waits,
    EpollEventQueued: Causes._queued,
    EpollEventsDelivered: Causes._delivered,
    PollDescriptorReady: Causes._found,
    NetpollReturned: Causes._returned,
    ConnectionAccepted: Causes._accepted,
    GoroutineCreated: Causes._handed_over,
}
