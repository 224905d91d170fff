"""How a client knows that an answer is complete (RFC 9112, section 6.3)."""

from typing import Final

_NO_BODY: Final = frozenset({204, 304})  # and every 1xx
_LONGEST_SIZE_LINE: Final = 64  # a size and CRLF; the server modelled here adds no extensions


class Answer:
    """One response, as far as it has come."""

    def __init__(self, method: str) -> None:
        self.status: int | None = None
        self.total_bytes = 0
        self.closes = False
        """The server says Connection: close, or the body ends with the connection."""
        self.done = False
        self.continued = False
        """100 Continue has come: the server asks for the body."""
        self._method = method
        self._buffer = bytearray()
        self._in_body = False
        self._chunked = False
        self._left: int | None = None
        """Bytes of body that are still to come; None: up to the end of the connection."""

    def feed(self, data: bytes) -> bytes:
        """Take bytes that have come; answers those behind its end, which belong to the next one."""
        self.total_bytes += len(data)
        self._buffer += data
        while not self._in_body and self._read_header():
            pass
        if self._in_body and not self.done:
            self._read_body()
        rest = b""
        if self.done:
            rest = bytes(self._buffer)
            self._buffer.clear()
            self.total_bytes -= len(rest)
        return rest

    def end(self) -> str:
        """The connection has ended: ok, eof when nothing had come, truncated when something is missing."""
        if self._in_body and self._left is None and not self._chunked:
            self.done = True
            return "ok"
        return "truncated" if self.total_bytes else "eof"

    def _read_header(self) -> bool:
        """One header, when it is there; informational ones (1xx) come before the real one."""
        head, separator, _ = bytes(self._buffer).partition(b"\r\n\r\n")
        if not separator:
            return False
        del self._buffer[: len(head) + 4]
        first, *lines = head.split(b"\r\n")
        version, status = first.split(b" ")[:2]
        self.continued = self.continued or int(status) == 100
        if int(status) >= 200:
            self._frame(int(status), lines, http_1_0=version == b"HTTP/1.0")
        return True

    def _frame(self, status: int, lines: list[bytes], *, http_1_0: bool) -> None:
        parts = (line.partition(b":") for line in lines)
        fields = {name.strip().lower(): value.strip() for name, _, value in parts}
        self.status, self._in_body = status, True
        connection = fields.get(b"connection", b"").lower()
        self.closes = connection == b"close" or (http_1_0 and connection != b"keep-alive")
        self._chunked = fields.get(b"transfer-encoding", b"").lower() == b"chunked"
        if self._method == "HEAD" or status in _NO_BODY:
            self._left, self._chunked = 0, False
        elif b"content-length" in fields and not self._chunked:
            self._left = int(fields[b"content-length"])
        self.closes = self.closes or (self._left is None and not self._chunked)

    def _read_body(self) -> None:
        if self._chunked:
            while not self.done and self._read_chunk():
                pass
        elif self._left is None:
            self._buffer.clear()
        else:
            taken = min(self._left, len(self._buffer))
            del self._buffer[:taken]
            self._left -= taken
            self.done = self._left == 0

    def _read_chunk(self) -> bool:
        line, separator, _ = bytes(self._buffer[:_LONGEST_SIZE_LINE]).partition(b"\r\n")
        if not separator:
            return False
        size = int(line.partition(b";")[0], 16)
        whole = len(line) + 2 + size + 2
        if len(self._buffer) < whole:
            return False
        del self._buffer[:whole]
        self.done = size == 0
        return True
