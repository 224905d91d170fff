"""Two ends of a connection with nothing between them but a delay and a list of what gets lost."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

from journey_tui.simulation.tcp.connection import TcpConnection
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.sizes import Sizes

ONE_WAY_NS = 10_000_000
GAP_NS = 12_000
"""What a segment takes on the link."""
SIZES = Sizes(1448, 64_240, 7, (4096, 131_072, 6_291_456), (4096, 16_384, 4_194_304))


class Lossy:
    """A sender on the left, a receiver on the right that reads at once."""

    def __init__(self, lost: Callable[[int, Segment], bool]) -> None:
        self.left, self.right = TcpConnection(0, SIZES), TcpConnection(9_000, SIZES)
        for end, peer in ((self.left, self.right), (self.right, self.left)):
            end.accepted(peer.initial_sequence + 1, 64_240, 2 * ONE_WAY_NS)
        self.lost = lost
        self.sent: list[tuple[int, Segment]] = []
        """What the left end has sent, and when."""
        self.answers: list[Segment] = []
        self.read = b""
        self.now = 0
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._link_free = {True: 0, False: 0}

    def run(self, data: bytes) -> None:
        """Write it all, close, and go on until nothing is left to do."""
        rest = data
        self._later(0, lambda: None)
        while self._events or rest:
            if rest:
                rest = rest[self.left.write(rest, self.now) :]
                if not rest:
                    self.left.shutdown(self.now)
            self._flush()
            if not self._events:
                return
            self.now, _, event = heappop(self._events)
            event()
            self.read += self.right.read(1 << 20, self.now)[0]
            self._flush()

    def _later(self, at: int, event: Callable[[], None]) -> None:
        heappush(self._events, (at, next(self._order), event))

    def _flush(self) -> None:
        for end, peer in ((self.left, self.right), (self.right, self.left)):
            outbox, end.outbox = end.outbox, []
            for segment in outbox:
                self._send(segment, peer)
            if end.due_ns is not None:
                self._later(max(end.due_ns, self.now), lambda end=end: self._timers(end))  # type: ignore[misc]

    def _timers(self, end: TcpConnection) -> None:
        if end.due_ns is not None and end.due_ns <= self.now:
            end.timers(self.now)

    def _send(self, segment: Segment, peer: TcpConnection) -> None:
        rightwards = peer is self.right
        if rightwards:
            self.sent.append((self.now, segment))
            if segment.length and self.lost(len(self.sent) - 1, segment):
                return
        else:
            self.answers.append(segment)
        leaves = max(self._link_free[rightwards], self.now) + GAP_NS
        self._link_free[rightwards] = leaves
        self._later(leaves + ONE_WAY_NS, lambda: self._arrive(peer, segment))

    def _arrive(self, peer: TcpConnection, segment: Segment) -> None:
        peer.receive(segment, self.now)
