"""Where the lives of packets, connections and goroutines lie in the trace, so that nobody has to search for them.

Noted as the events are pulled, in a few bytes each. A packet has few events and there are many packets: its notes are
a chain through two arrays. A connection or goroutine may have many: each has an array of positions of its own.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled, SyscallEntered, SyscallReturned
from journey_tui.trace.events.http import ConnStateChanged, RouteMatched, RouteNotMatched, RoutePatternTried
from journey_tui.trace.events.kernel import (
    ConnectionAccepted,
    HandshakeCompleted,
    RetransmissionTimedOut,
    SynReceived,
    TcpStateChanged,
    TimeWaitStarted,
)
from journey_tui.trace.events.limits import ConnectionAborted
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnecting,
    ConnectFailed,
    RequestSent,
    SegmentSent,
)
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutinePreempted,
    GoroutineReadied,
    GoroutineStarted,
)
from journey_tui.world.lookup import LARGEST

MOST_NOTES: Final = 4096
"""Of one packet that are read: a trace that was made by hand may name one for ever."""
_NOTHING: Final[Sequence[int]] = array("I")


@dataclass(frozen=True, slots=True)
class ConnectionHistory:
    """The positions that tell of one connection, each list in order."""

    segments: "array[int]"
    """`SegmentSent`, of both sides."""
    data_to_server: "array[int]"
    """Those among them that carry bytes for the first time."""
    data_to_client: "array[int]"
    states: "array[int]"
    """`TcpStateChanged`, of both ends."""
    changes: "array[int]"
    """All that changes its state, those among them."""
    requests: "array[int]"
    """`RequestSent`."""
    routing: "array[int]"
    """What ServeMux does with its requests."""


class History:
    """The notes of every pulled event."""

    def __init__(self) -> None:
        self._ids = array("q")
        """Of packets, in the order of sending, while they rise."""
        self._others: dict[int, int] = {}
        """Place of each packet whose id did not rise."""
        self._latest = array("I")
        """For each packet its latest note, counted from 1."""
        self._positions = array("I")
        self._earlier = array("I")
        """For each note its position, and the packet's note before it (0: none)."""
        self._at_hand: tuple[int, int | None] = (-1, None)
        """Packet and place that were noted last: often they are the next ones too."""
        self._connections: dict[int, ConnectionHistory] = {}
        self._goroutines: dict[int, array[int]] = {}

    def note(self, position: int, event: Event) -> None:
        """Write down one more event."""
        kind = type(event)
        if event.packet is not None:
            self._note_packet(position, event.packet, kind is SegmentSent)
        if kind in _OF_GOROUTINES:
            if event.goroutine is not None:
                self._goroutines.setdefault(event.goroutine, array("I")).append(position)
        elif kind in _OF_CONNECTIONS and event.connection is not None:
            self._note_connection(position, event, event.connection)

    def _note_packet(self, position: int, packet: int, begins: bool) -> None:
        place = self._at_hand[1] if self._at_hand[0] == packet else self._place(packet)
        if place is None or begins:
            if not begins:
                return
            place = len(self._latest)
            self._latest.append(0)
            last = self._ids[-1] if self._ids else -LARGEST
            rises = last < packet <= LARGEST
            self._ids.append(packet if rises else last)
            if not rises:
                self._others[packet] = place
        self._at_hand = (packet, place)
        self._positions.append(position)
        self._earlier.append(self._latest[place])
        self._latest[place] = len(self._positions)

    def _place(self, packet: int) -> int | None:
        if packet in self._others:
            return self._others[packet]
        place = bisect_left(self._ids, packet)
        return place if place < len(self._ids) and self._ids[place] == packet else None

    def _note_connection(self, position: int, event: Event, number: int) -> None:
        known = self._connections.get(number)
        if known is None:
            known = self._connections[number] = ConnectionHistory(*(array("I") for _ in range(7)))
        if isinstance(event, SegmentSent):
            known.segments.append(position)
            if event.payload and not event.retransmission:
                to_server = event.direction == "to_server"
                (known.data_to_server if to_server else known.data_to_client).append(position)
        elif isinstance(event, RequestSent):
            known.requests.append(position)
        elif isinstance(event, RoutePatternTried | RouteMatched | RouteNotMatched):
            known.routing.append(position)
        else:
            known.changes.append(position)
            if isinstance(event, TcpStateChanged):
                known.states.append(position)

    # ── asking ──

    def packet(self, number: int) -> list[int]:
        """The positions of one packet's events, from its sending on; empty where it is not known."""
        place = self._place(number)
        note = 0 if place is None else self._latest[place]
        positions: list[int] = []
        while note and len(positions) < MOST_NOTES:
            positions.append(self._positions[note - 1])
            note = self._earlier[note - 1]
        return positions[::-1]

    def connection(self, number: int | None) -> ConnectionHistory | None:
        """What is known of one connection."""
        return None if number is None else self._connections.get(number)

    def goroutine(self, number: int | None) -> Sequence[int]:
        """The positions at which one goroutine changes what it does."""
        return _NOTHING if number is None else self._goroutines.get(number, _NOTHING)


def until(positions: Sequence[int], position: int) -> int:
    """How many of the positions have been reached."""
    return bisect_right(positions, position)


_OF_GOROUTINES: Final = frozenset(
    {
        GoroutineCreated,
        GoroutineReadied,
        GoroutineStarted,
        GoroutineParked,
        GoroutinePreempted,
        GoroutineEnded,
        SyscallEntered,
        SyscallReturned,
    }
)
_OF_CONNECTIONS: Final = frozenset(
    {
        SegmentSent,
        RequestSent,
        ClientConnecting,
        ConnectFailed,
        ClientClosed,
        SynReceived,
        HandshakeCompleted,
        ConnectionAccepted,
        TcpStateChanged,
        TimeWaitStarted,
        RetransmissionTimedOut,
        ConnectionAborted,
        ConnStateChanged,
        RouteMatched,
        RouteNotMatched,
        RoutePatternTried,
        FdInstalled,
        FdClosed,
    }
)
