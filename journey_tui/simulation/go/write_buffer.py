"""A buffer between many small writes and few large ones: Go's bufio.Writer (bufio/bufio.go, Go 1.27)."""

from collections.abc import Callable


class WriteBuffer:
    """Collects bytes and hands them on when it is full or flushed."""

    def __init__(self, capacity: int, hand_on: Callable[[bytes], None]) -> None:
        self.capacity = capacity
        self._hand_on = hand_on
        self._bytes = bytearray()

    def __len__(self) -> int:
        return len(self._bytes)

    def write(self, data: bytes) -> None:
        """Add bytes; what finds the buffer empty and does not fit goes past it in one piece (`Writer.Write`)."""
        self._add(data, past_it=True)

    def write_string(self, data: bytes) -> None:
        """Add bytes, never past the buffer (`Writer.WriteString`)."""
        self._add(data, past_it=False)

    def flush(self) -> None:
        """Hand on what is here."""
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._hand_on(data)

    def _add(self, data: bytes, *, past_it: bool) -> None:
        start = 0
        # A buffer that has just become full is flushed by the next write, not by this one.
        while len(data) - start > self.capacity - len(self._bytes):
            if past_it and not self._bytes:
                self._hand_on(data[start:])
                return
            end = start + self.capacity - len(self._bytes)
            self._bytes += data[start:end]
            start = end
            self.flush()
        self._bytes += data[start:]
