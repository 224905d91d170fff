"""What both halves of the machine know of a connection, and the numbers that events carry.

Requests get their numbers at the client when they are due; the n-th request that the server parses on a connection
is the n-th that was sent on it.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class ConnectionRecord:
    """One connection, as clients, kernel and server refer to it."""

    id: int
    client: str
    local: str
    """The client's `address:port`."""
    remote: str
    """The server's."""
    requests: list[int] = field(default_factory=list)
    """In the order sent."""
    served: int = 0
    """How many requests the server has begun to read."""
    serving: int | None = None
    """The request that the server works on."""
    fd: int | None = None
    goroutine: int | None = None

    def next_served(self) -> int | None:
        """The server begins to read another request."""
        self.serving = self.requests[self.served] if self.served < len(self.requests) else None
        self.served += 1
        return self.serving


class Registry:
    """Counters for new numbers, and the connections that the server process has open."""

    def __init__(self) -> None:
        self.by_fd: dict[int, ConnectionRecord] = {}
        """By their descriptors."""
        self._connections = 0
        self._packets = 0
        self._requests = 0

    def connect(self, client: str, local: str, remote: str) -> ConnectionRecord:
        """A client makes a new connection."""
        self._connections += 1
        return ConnectionRecord(self._connections, client, local, remote)

    def connection_of_fd(self, fd: int) -> ConnectionRecord | None:
        """The connection behind a descriptor of the server process."""
        return self.by_fd.get(fd)

    def next_packet(self) -> int:
        """A number for a new packet."""
        self._packets += 1
        return self._packets

    def next_request(self) -> int:
        """A number for a new request."""
        self._requests += 1
        return self._requests
