"""How a client knows that an answer is complete (RFC 9112, section 6.3)."""

from dataclasses import dataclass, field

_NO_BODY = frozenset({204, 304})


@dataclass(slots=True)
class Answer:
    """One response, as far as it has come."""

    method: str
    status: int | None = None
    total_bytes: int = 0
    closes: bool = False
    """The server says Connection: close, or the body ends with the connection."""
    _buffer: bytearray = field(default_factory=bytearray)
    _left: int | None = None
    """Bytes of body that are still to come; None until the header is complete, or to the end of the connection."""
    _chunked: bool = False
    _in_body: bool = False
    done: bool = False

    def feed(self, data: bytes) -> bytes:
        """Take bytes; answers those that belong to the next response."""
        self._buffer += data
        before = len(self._buffer) - len(data)
        if not self._in_body:
            self._read_header()
        if self._in_body and not self.done:
            self._read_body()
        rest = bytes(self._buffer) if self.done else b""
        self.total_bytes += len(data) - len(rest)
        if self.done:
            self._buffer.clear()
        assert before >= 0
        return rest

    def end(self) -> bool:
        """The connection has ended; answers whether the answer is whole."""
        if self._in_body and self._left is None and not self._chunked:
            self.done = True
        return self.done

    def _read_header(self) -> None:
        head, separator, _ = bytes(self._buffer).partition(b"\r\n\r\n")
        if not separator:
            return
        del self._buffer[: len(head) + 4]
        first, *lines = head.split(b"\r\n")
        self.status = int(first.split(b" ")[1])
        if 100 <= self.status < 200:
            self._read_header()
            return
        fields = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)
        }
        self.closes = fields.get(b"connection", b"").lower() == b"close"
        self._chunked = fields.get(b"transfer-encoding", b"").lower() == b"chunked"
        length = fields.get(b"content-length")
        self._left = int(length) if length is not None else None
        if self.method == "HEAD" or self.status in _NO_BODY:
            self._left, self._chunked = 0, False
        if self._left is None and not self._chunked:
            self.closes = True
        self._in_body = True

    def _read_body(self) -> None:
        if self._chunked:
            self._read_chunks()
        elif self._left is None:
            self._buffer.clear()
        else:
            taken = min(self._left, len(self._buffer))
            del self._buffer[:taken]
            self._left -= taken
            self.done = self._left == 0

    def _read_chunks(self) -> None:
        while True:
            line, separator, _ = bytes(self._buffer[:64]).partition(b"\r\n")
            if not separator:
                return
            size = int(line.partition(b";")[0], 16)
            whole = len(line) + 2 + size + 2
            if len(self._buffer) < whole:
                return
            del self._buffer[:whole]
            if size == 0:
                self.done = True
                return
