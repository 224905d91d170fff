"""Where the lives of packets, connections and goroutines lie in the trace, so that nobody has to search for them.

Noted as the events are pulled, in a few bytes each. A packet has few events and there are many packets: its notes are
a chain through two arrays. A connection or goroutine may have many: each has arrays of positions of its own, which
are packed while nothing happens to it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Final

import msgspec

from journey_tui.playback.rested import (
    NUMBER_BYTES,
    Rested,
    pack_positions,
    positions_of,
    steps_of,
    unpack_positions,
)
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
_NOTES: Final = 256
_FAR: Final = 2**16 - 1
"""What two bytes hold; larger numbers are kept beside them."""
_GOROUTINES_AT_HAND: Final = 96
"""Two or more to a connection, and small."""


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

    def lists(self) -> "tuple[array[int], ...]":
        """All of them."""
        data = self.data_to_server, self.data_to_client
        return self.segments, *data, self.states, self.changes, self.requests, self.routing


class History:
    """The notes of every pulled event."""

    def __init__(self) -> None:
        self._ids = array("q")
        """Of packets, in the order of sending, while they rise."""
        self._others: dict[int, int] = {}
        """Place of each packet whose id did not rise."""
        self._latest = array("I")
        """For each packet its latest note, counted from 1."""
        self._notes = 0
        self._firsts = array("I")
        """The position of every `_NOTES`th note, from the first on."""
        self._positions = array("H")
        """For each note how far beyond that it lies."""
        self._earlier = array("H")
        """For each note how many notes before it the packet has another (0: none)."""
        self._far: dict[int, int] = {}
        """By note the number that finds no room in two bytes: of a position, and below zero of an earlier note."""
        self._at_hand: tuple[int, int | None] = (-1, None)
        """Packet and place that were noted last: often they are the next ones too."""
        self._connections = Rested(_pack, _unpack, _weigh)
        self._goroutines: Rested[array[int]] = Rested(
            pack_positions, unpack_positions, getsizeof, at_hand=_GOROUTINES_AT_HAND
        )

    def note(self, position: int, event: Event) -> None:
        """Write down one more event."""
        kind = type(event)
        if event.packet is not None:
            self._note_packet(position, event.packet, kind is SegmentSent)
        if kind in _OF_GOROUTINES:
            if event.goroutine is not None:
                known = self._goroutines.change(event.goroutine)
                known = self._goroutines.add(event.goroutine, array("I")) if known is None else known
                known.append(position)
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
        self._append(position, self._latest[place])
        self._latest[place] = self._notes

    def _append(self, position: int, earlier: int) -> None:
        if self._notes % _NOTES == 0:
            self._firsts.append(position)
        beyond = position - self._firsts[-1]
        self._notes += 1
        before = self._notes - earlier if earlier else 0
        if beyond >= _FAR:
            self._far[self._notes] = beyond
        if before >= _FAR:
            self._far[-self._notes] = before
        self._positions.append(min(beyond, _FAR))
        self._earlier.append(min(before, _FAR))

    def _read(self, note: int) -> tuple[int, int]:
        """A note's position, and the packet's note before it, or 0."""
        beyond, before = self._positions[note - 1], self._earlier[note - 1]
        beyond = self._far[note] if beyond == _FAR else beyond
        before = self._far[-note] if before == _FAR else before
        return self._firsts[(note - 1) // _NOTES] + beyond, note - before if before else 0

    def _place(self, packet: int) -> int | None:
        if packet in self._others:
            return self._others[packet]
        place = bisect_left(self._ids, packet)
        return place if place < len(self._ids) and self._ids[place] == packet else None

    def _note_connection(self, position: int, event: Event, number: int) -> None:
        known = self._connections.change(number)
        if known is None:
            known = self._connections.add(number, ConnectionHistory(*(array("I") for _ in range(7))))
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
            position, note = self._read(note)
            positions.append(position)
        return positions[::-1]

    def connection(self, number: int | None) -> ConnectionHistory | None:
        """What is known of one connection."""
        return None if number is None else self._connections.get(number)

    def goroutine(self, number: int | None) -> Sequence[int]:
        """The positions at which one goroutine changes what it does."""
        known = None if number is None else self._goroutines.get(number)
        return _NOTHING if known is None else known

    def size_bytes(self) -> int:
        """Bytes of all notes."""
        of_packets = sum(
            map(getsizeof, (self._ids, self._latest, self._positions, self._earlier, self._others))
        )
        of_packets += sum(map(getsizeof, (self._firsts, self._positions, self._earlier)))
        others = 2 * NUMBER_BYTES * (len(self._others) + len(self._far))
        return of_packets + others + self._connections.size_bytes() + self._goroutines.size_bytes()


def _pack(known: ConnectionHistory) -> bytes:
    return msgspec.msgpack.encode([steps_of(positions) for positions in known.lists()])


def _unpack(packed: bytes) -> ConnectionHistory:
    return ConnectionHistory(*map(positions_of, msgspec.msgpack.decode(packed, type=list[list[int]])))


def _weigh(known: ConnectionHistory) -> int:
    return getsizeof(known) + sum(map(getsizeof, known.lists()))


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
