"""The body of a request: read by the handler as it likes, or drained by the server (net/http/transfer.go, Go 1.27).

Only a body with a Content-Length is modelled. Reading is what Go's bufio.Reader does: what is in the buffer first;
a large read goes past an empty buffer, a small one fills it.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.simulation.go.conn_reader import ConnReader
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.parser import RequestParser
from journey_tui.simulation.go.read_buffer import READ_BUFFER_BYTES

COPY_BYTES: Final = 8192  # io.Discard's buffer (io/io.go:blackHolePool)


class RequestBody:
    """What is left of one request's body."""

    def __init__(
        self,
        length: int,
        parser: RequestParser,
        reader: ConnReader,
        *,
        at_end: Callable[[Goroutine], Process[None]],
    ) -> None:
        self.remaining = length
        self.broken = False
        """The client is gone before the end."""
        self._parser = parser
        self._reader = reader
        self._at_end = at_end

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Read up to `size` bytes; how many there were, 0 at the end (`body.Read`)."""
        wanted = min(size, self.remaining)
        if not wanted or self.broken:
            return 0
        count = yield from self._read_some(goroutine, wanted)
        self.remaining -= count
        self.broken = count == 0
        if not self.remaining:
            yield from self._at_end(goroutine)
        return count

    def copy(self, goroutine: Goroutine, limit: int) -> Code[int]:
        """Read and drop up to `limit` bytes; how many there were (`io.CopyN(io.Discard, …)`)."""
        total = 0
        while total < limit:
            count = yield from self.read(goroutine, min(COPY_BYTES, limit - total))
            if not count:
                break
            total += count
        return total

    def _read_some(self, goroutine: Goroutine, wanted: int) -> Code[int]:
        if not self._parser.buffered:
            if wanted >= READ_BUFFER_BYTES:
                done = yield from self._reader.read(goroutine, wanted)
                return done.value
            done = yield from self._reader.read(goroutine, READ_BUFFER_BYTES)
            if not done.value:
                return 0
            self._parser.feed(done.data)
        return len(self._parser.take(wanted))
