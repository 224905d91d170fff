"""A pool of connections that one client program keeps, and the requests that wait for one of them.

All connections are opened when the stream begins. A request takes the first one that is free; when none is, it waits
at the client, first come, first served. A connection that the server has closed is opened anew when the next request
needs it.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from journey_tui.scenario.clients import MOST_AT_ONCE, Client, Request
from journey_tui.scenario.errors import RunTooLarge
from journey_tui.simulation.client.answer import Answer
from journey_tui.simulation.client.process import Asked, ClientProcess
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.client.socket import ClientSocket
from journey_tui.simulation.client.wire import message_of
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.tcp.stack import Stack, Surroundings
from journey_tui.trace.events.outside import RequestFinished
from journey_tui.units import format_clock

_NEVER_NS = 1 << 61
"""A moment after every run."""


@dataclass(slots=True)
class Waiting:
    """A request that is due and has no connection."""

    asked: Asked
    deadline: int
    """On the simulation's clock."""
    queued: bool = False


class Pool:
    """Who is free, and what waits."""

    def __init__(self, name: str, request: Request, timeout_ns: int, around: Surroundings) -> None:
        self.name = name
        self._request = request
        self._message = message_of(request)
        self.timeout_ns = timeout_ns
        self.around = around
        self.over = False
        """No further request will be due."""
        self.queue: deque[Waiting] = deque()
        self._free: list[tuple[int, PooledConnection]] = []

    def ask(self) -> None:
        """A request is due now."""
        around, message = self.around, self._message
        number, answer = around.registry.next_request(), Answer(message.method)
        asked = Asked(number, message, self._request, around.recorder.now, answer)
        waiting = Waiting(asked, int(around.env.now) + self.timeout_ns)
        if self._free:
            heapq.heappop(self._free)[1].give(waiting)
            return
        if len(self.queue) >= MOST_AT_ONCE:
            raise RunTooLarge(
                f"after {format_clock(around.recorder.now)} {MOST_AT_ONCE:,} requests wait for a connection of {self.name}, "
                "and a run holds no more; lower rate, or have more connections"
            )
        self.queue.append(waiting)
        waiting.queued = True
        around.env.timeout(self.timeout_ns).callbacks.append(lambda _: self._expire(waiting))

    def finish(self) -> None:
        """That was the last: who is free may go."""
        self.over = True
        for _, connection in self._free:
            connection.dismiss()
        self._free.clear()

    def stop(self) -> None:
        """The run is over: what waits stays unfinished."""
        while self.queue:
            self._end("unfinished")

    def take(self, number: int, connection: "PooledConnection") -> Waiting | None:
        """The request that has waited longest; without one the connection is free from now on."""
        if self.queue:
            self.queue[0].queued = False
            return self.queue.popleft()
        if not self.over:
            heapq.heappush(self._free, (number, connection))
        return None

    def _expire(self, waiting: Waiting) -> None:
        if waiting.queued:
            assert waiting is self.queue[0], "all wait equally long"
            self._end("timeout")

    def _end(self, outcome: str) -> None:
        """The first in the queue never got a connection."""
        recorder, asked = self.around.recorder, self.queue.popleft().asked
        recorder.emit(
            RequestFinished(
                client=self.name,
                outcome=outcome,
                status=None,
                response_bytes=0,
                latency_ns=recorder.now - asked.due_ns,
                method=asked.message.method,
                target=asked.message.target,
                request=asked.id,
            )
        )


class PooledConnection(ClientProcess):
    """One place in the pool, with a connection that is made anew when it is lost."""

    def __init__(
        self,
        name: str,
        pool: Pool,
        number: int,
        next_addresses: Callable[[], tuple[str, str]],
        stack: Stack,
        seat: Seat,
    ) -> None:
        super().__init__(name, Client(name=name), next_addresses(), stack, seat)
        self._pool = pool
        self._number = number
        self._next_addresses = next_addresses
        self._free = False
        self._timeout_ns = pool.timeout_ns
        self._deadline = int(self._around.env.now) + self._timeout_ns

    def live(self) -> Process:
        """Connect, send what the pool gives, and connect again if need be, until the stream is over."""
        going = True
        while going:
            socket = ClientSocket(self._stack, self._seat, self._record)
            if (yield from self._connect(socket)):
                while (yield from self._next(socket)) and (yield from self._exchange(socket)):
                    pass
                yield from self._leave(socket)
            going = yield from self._next(None)
            if going:
                self._unread = b""
                self._record = self._around.registry.connect(self.name, *self._next_addresses())
        self._seat.leave()

    # ── what the pool tells ──

    def give(self, waiting: Waiting) -> None:
        """A request for this connection, which is free."""
        self._free = False
        self._ask_for(waiting)
        self._seat.wake()

    def dismiss(self) -> None:
        """There will be no more."""
        self._free = False
        self._seat.wake()

    # ── its life ──

    def _next(self, socket: ClientSocket | None) -> Process:
        """Wait for a request; answers whether there is one, which there is not once the connection has ended."""
        while not self._asked and not (socket is not None and socket.ended):
            if not self._free:
                waiting = self._pool.take(self._number, self)
                if waiting is not None:
                    self._ask_for(waiting)
                    break
                if self._pool.over:
                    return False
                self._free = True
            yield from self._seat.wait(_NEVER_NS)
        if socket is None:
            return True
        if not self._asked or socket.ended:
            return False
        self._record.requests.append(self._asked[0].id)
        return True

    def _ask_for(self, waiting: Waiting) -> None:
        self._asked.append(waiting.asked)
        self._deadline = waiting.deadline
