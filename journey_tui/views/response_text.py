"""The bytes of an answer, taken apart as a client shows them: interim answers, header lines, body."""

from dataclasses import dataclass
from typing import Final

_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """The head of one answer, interim or final: what has come of it."""

    lines: tuple[bytes, ...]
    complete: bool
    """The blank line has come."""

    @property
    def status(self) -> int:
        """The status; 0 for a line that is none."""
        words = self.lines[0].split(b" ") if self.lines else []
        return int(words[1]) if len(words) > 1 and words[1].isdigit() and len(words[1]) == 3 else 0

    def field(self, name: str) -> str:
        """The value of a header field; empty when there is none."""
        wanted = name.lower().encode()
        for line in self.lines[1:]:
            found, _, value = line.partition(b":")
            if found.strip().lower() == wanted:
                return value.strip().decode("latin-1")
        return ""

    @property
    def interim(self) -> bool:
        """Whether another head follows (RFC 9110, section 15.2)."""
        return self.complete and 100 <= self.status < 200

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return "chunked" in self.field("Transfer-Encoding").lower()

    @property
    def length(self) -> int | None:
        """The body's length, if it is declared."""
        text = self.field("Content-Length")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def heads(data: bytes) -> tuple[list[Part], bytes]:
    """The heads at the beginning, the final one last, and what follows them."""
    found = []
    while data:
        head, end, rest = data.partition(_END)
        lines = head.split(b"\r\n") if end else head.split(b"\r\n")[:-1]
        found.append(Part(tuple(lines), bool(end)))
        data = rest
        if not found[-1].interim:
            break
    return found, data


def unchunked(data: bytes) -> bytes:
    """The body that chunks carry, as far as they have come."""
    body = bytearray()
    while data:
        size_line, end, data = data.partition(b"\r\n")
        size = _chunk_size(size_line)
        if not end or not size:
            break
        body += data[:size]
        data = data[size + 2 :]
    return bytes(body)


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if 0 < len(digits) < 16 else 0
    except ValueError:
        return 0
