"""A client that does not read for a while, or reads only so many bytes a second: its window closes, the server waits."""

from typing import Final

from journey_tui.scenario.clients import Reads
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.client.socket import READ_BYTES, ClientSocket
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.stack import Stack

SLOW_READ_BYTES: Final = 16_384
"""What a client with a rate asks for in one read: CURL_MAX_WRITE_SIZE, curl's buffer for what it receives."""
_SECOND_NS: Final = 1_000_000_000


class SlowSocket(ClientSocket):
    """A client's socket that is read late, slowly, or both."""

    def __init__(self, stack: Stack, seat: Seat, record: ConnectionRecord, plan: Reads) -> None:
        super().__init__(stack, seat, record)
        self._plan = plan
        self._reads_from = 0
        """When it reads again, on the simulation's clock."""

    def send(self, data: bytes, request: int, deadline: int) -> Process:
        """Write all of it; the time without reading begins anew."""
        done = yield from super().send(data, request, deadline)
        self._reads_from = max(self._reads_from, self._clock + self._plan.start_after)
        return done

    def receive(self, deadline: int, size: int = READ_BYTES) -> Process:
        """Wait as long as the plan says, whatever has come; then read, and pause for what was read."""
        rate = self._plan.rate
        while self._clock < min(self._reads_from, deadline):
            yield from self._seat.wait(min(self._reads_from, deadline))
        if self._clock < self._reads_from:
            return None
        data = yield from super().receive(deadline, min(size, SLOW_READ_BYTES) if rate else size)
        if data and rate:
            self._reads_from = self._clock + len(data) * _SECOND_NS // rate
        return data

    @property
    def _clock(self) -> int:
        return int(self._stack.around.env.now)
