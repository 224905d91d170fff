"""The body of a request: read by the handler as it likes, or drained by the server (`body`, net/http/transfer.go).

What a handler leaves unread stands between the server and the next request. Go reads and drops up to 256 KiB of it;
with more it gives the connection up. Facts: Go 1.22 to 1.27.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.simulation.go.body_source import EOF, BodyInput, BodySource, ChunkedBody, DeclaredBody
from journey_tui.simulation.go.conn_reader import ConnReader
from journey_tui.simulation.go.framing import MAX_POST_HANDLER_READ_BYTES, BodyState
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.parser import RequestParser
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.version import at_least, minor_version

COPY_BYTES: Final = 8192  # io.Discard's buffer (io/io.go:blackHolePool)
_EVERYTHING: Final = 1 << 62


class RequestBody:
    """What is left of one request's body."""

    def __init__(
        self,
        request: Request,
        parser: RequestParser,
        reader: ConnReader,
        *,
        go: str,
        at_end: Callable[[Goroutine], Process[None]],
    ) -> None:
        self.state = BodyState()
        self._go_minor = minor_version(go)
        self._closes_after = request.wants_close and not request.chunked
        self._at_end = at_end
        self._source: BodySource | None = None
        if request.has_body:
            source = BodyInput(parser, reader)
            self._source = (
                ChunkedBody(source, strict_lines=at_least(go, 23, 8))  # Go issue 71988: also in 1.24.2
                if request.chunked
                else DeclaredBody(request.content_length, source)
            )
            self.state = BodyState(unread=self._source.unread, saw_eof=False)

    @property
    def error(self) -> str:
        """Why nothing more can be read; empty while all is well, and at the end."""
        error = self._source.error if self._source else ""
        return "" if error == EOF else error

    def read(self, goroutine: Goroutine, size: int) -> Code[int]:
        """Up to `size` bytes; how many there were, 0 at the end (`body.Read`)."""
        source, state = self._source, self.state
        if source is None or state.saw_eof or state.closed:
            return 0
        count = yield from source.read(goroutine, size)
        state.unread = source.unread
        if source.ended:
            state.saw_eof = True
            yield from self._at_end(goroutine)
        state.closed |= source.spoilt
        return count

    def limit(self) -> None:
        """The handler puts a MaxBytesReader before the body; up to Go 1.26 the server no longer knows it then."""
        self.state.hidden = self._go_minor < 27

    def copy(self, goroutine: Goroutine, limit: int = _EVERYTHING) -> Code[int]:
        """Read and drop up to `limit` bytes; how many there were (`io.CopyN(io.Discard, …)`)."""
        total = 0
        while total < limit:
            count = yield from self.read(goroutine, min(COPY_BYTES, limit - total))
            total += count
            if not count or self.state.saw_eof or self.error:
                break
        return total

    def discard(self, goroutine: Goroutine) -> Code[None]:
        """Read what is left before the answer's header goes out, so that the next request can be read.

        Up to Go 1.26 the answer's writer does this itself, since 1.27 it closes the body, which does the same and
        remembers how it went (`(*chunkWriter).writeHeader`).
        """
        state = self.state
        if self._go_minor >= 27:
            yield from self.close(goroutine)
            state.discarded = "failed" if state.early_close else "whole"
            return
        count = 0 if state.closed else (yield from self.copy(goroutine, MAX_POST_HANDLER_READ_BYTES + 1))
        if state.closed and state.hidden:
            state.discarded = "whole"  # ErrBodyReadAfterClose, which passes for a body that was read
        elif count > MAX_POST_HANDLER_READ_BYTES:
            state.discarded = "too_much"
        else:
            state.discarded = "failed" if self.error else "whole"

    def close(self, goroutine: Goroutine) -> Code[None]:
        """Look for the body's end, but not too far (`body.Close` with doEarlyClose)."""
        state = self.state
        if self._source is None or state.closed:
            return
        if not state.saw_eof and not self._closes_after:
            if state.unread > MAX_POST_HANDLER_READ_BYTES:
                state.early_close = True
            else:
                yield from self._read_to_end(goroutine)
        state.closed = True

    def _read_to_end(self, goroutine: Goroutine) -> Code[None]:
        state = self.state
        if self._go_minor >= 27:
            count = yield from self.copy(goroutine, MAX_POST_HANDLER_READ_BYTES + 1)
            state.early_close = bool(self.error) or not state.saw_eof or count > MAX_POST_HANDLER_READ_BYTES
        else:
            # A body that fails or ends too soon is no early close here.
            count = yield from self.copy(goroutine, MAX_POST_HANDLER_READ_BYTES)
            state.early_close = count == MAX_POST_HANDLER_READ_BYTES
