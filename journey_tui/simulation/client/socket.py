"""A client's socket: connect, send, receive and close, each waiting as a blocking call does."""

from collections.abc import Callable

from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import WRITABLE, Received, TcpConnection
from journey_tui.simulation.tcp.stack import Stack

READ_BYTES = 65_536
"""What the client asks for in one read."""


class ClientSocket:
    """One connection of a client."""

    def __init__(
        self, stack: Stack, seat: Seat, record: ConnectionRecord, kind: type[TcpConnection] = TcpConnection
    ) -> None:
        self.record = record
        self.tcp = stack.new_connection(kind)
        self._stack = stack
        self._seat = seat
        self._endpoint = stack.add(record, self.tcp, self)

    def changed(self, received: Received) -> None:
        """The kernel wakes who waits for this socket."""
        if (
            received.established
            or received.data_bytes
            or received.fin
            or received.failed
            or (received.acknowledged_bytes and self.tcp.sender.writable)
        ):
            self._seat.wake()

    @property
    def readable(self) -> bool:
        """Whether a read would not wait."""
        return bool(self.tcp.receiver.queue) or self.ended

    @property
    def writable(self) -> bool:
        """Whether a write would not wait."""
        return self.tcp.sender.writable or self.tcp.state not in WRITABLE

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.tcp.receiver.finished or self.tcp.state == "CLOSED"

    @property
    def was_reset(self) -> bool:
        """Whether a read that finds nothing reports an error; after the server's FIN it reports the end."""
        return bool(self.tcp.error) and not self.tcp.receiver.finished

    @property
    def was_given_up(self) -> bool:
        """Whether its own kernel has repeated in vain until it gave up (ETIMEDOUT)."""
        return self.tcp.error == "ETIMEDOUT"

    def connect(self, deadline: int) -> Process:
        """SYN out, SYN-ACK in; answers established, refused or timeout."""
        stack, context, tcp = self._stack, self._seat.context, self.tcp
        yield from self._seat.run(0)
        yield from stack.lock(self._endpoint, context)
        tcp.connect(stack.around.recorder.now)
        yield from stack.flush(self._endpoint, context)
        yield from stack.release(self._endpoint, context)
        yield from self._until(lambda: tcp.state != "SYN_SENT", deadline)
        if tcp.state not in ("SYN_SENT", "CLOSED"):
            return "established"
        refused = tcp.error not in ("", "ETIMEDOUT")
        self._endpoint.owner = None
        tcp.fail("")
        yield from stack.flush(self._endpoint, context)
        return "refused" if refused else "timeout"

    def send(self, data: bytes, request: int, deadline: int) -> Process:
        """Write all of it; answers whether that was possible in time."""
        stack, context, tcp = self._stack, self._seat.context, self.tcp
        while data and tcp.state in WRITABLE:
            yield from self._seat.call("write")
            yield from stack.lock(self._endpoint, context)
            if tcp.state in WRITABLE:
                data = data[tcp.write(data, stack.around.recorder.now, request) :]
                yield from stack.flush(self._endpoint, context)
            yield from stack.release(self._endpoint, context)
            if data and not (yield from self._until(lambda: self.writable, deadline)):
                break
        return not data

    def receive(self, deadline: int, size: int = READ_BYTES) -> Process:
        """What has come, b"" at the end, or None when nothing came in time."""
        stack, context = self._stack, self._seat.context
        if not (yield from self._until(lambda: self.readable, deadline)):
            return None
        yield from self._seat.call("read")
        yield from stack.lock(self._endpoint, context)
        data, _ = self.tcp.read(size, stack.around.recorder.now)
        yield from stack.flush(self._endpoint, context)
        yield from stack.release(self._endpoint, context)
        return data

    def close(self, *, reset: bool = False) -> Process:
        """FIN; RST when something was not read, or when that is wanted (SO_LINGER of 0)."""
        stack, context = self._stack, self._seat.context
        yield from self._seat.call("close")
        yield from stack.lock(self._endpoint, context)
        self._endpoint.owner = None
        if reset:
            self.tcp.reset()
        else:
            self.tcp.close(stack.around.recorder.now)
        yield from stack.flush(self._endpoint, context)
        yield from stack.release(self._endpoint, context)

    def _until(self, reached: Callable[[], bool], deadline: int) -> Process:
        """Wait for a condition; answers whether it came in time."""
        while not reached():
            if int(self._stack.around.env.now) >= deadline:
                return False
            yield from self._seat.wait(deadline)
        return True
