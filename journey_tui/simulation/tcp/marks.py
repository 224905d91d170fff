"""Which request the bytes of a stream belong to, so that packets, reads and drawings can say whose they are."""

from collections import deque


class Marks:
    """Stretches of a stream, oldest first, each with the request that it belongs to."""

    def __init__(self) -> None:
        self._ends: deque[tuple[int, int | None]] = deque()

    def add(self, end: int, request: int | None) -> None:
        """The bytes up to sequence number `end` belong to a request."""
        self._ends.append((end, request))

    def forget(self, before: int) -> None:
        """Bytes before this sequence number are gone."""
        while self._ends and self._ends[0][0] <= before:
            self._ends.popleft()

    def at(self, sequence: int) -> int | None:
        """The request of the byte with this sequence number."""
        return next((request for end, request in self._ends if sequence < end), None)
