"""What a client writes into its socket: the bytes of each request, and the writes that they go out in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from journey_tui.scenario.clients import Request, Segments
from journey_tui.text import clean_line

WRITE_BYTES: Final = 65_536
"""What fits goes out in one write, as programs do whose buffer is so large (curl's for uploads is: UPLOADBUFFER_DEFAULT)."""
_FILLER: Final = b"x"
_LONGEST_WORD: Final = 200


@dataclass(frozen=True, slots=True)
class Message:
    """One request as bytes."""

    method: str
    target: str
    head: bytes
    body: bytes
    waits_for_continue: bool
    """The body is sent only when the server has asked for it."""

    @property
    def length(self) -> int:
        """Bytes of all of it."""
        return len(self.head) + len(self.body)


@dataclass(frozen=True, slots=True)
class Write:
    """One write() of the client."""

    data: bytes
    after_ns: int = 0
    """Pause before it."""


def message_of(plan: Request) -> Message:
    """Request line, Host, the headers listed, what body, Expect and `close` need; or the raw bytes as they stand."""
    if plan.raw is not None:
        words = plan.raw.split("\n", 1)[0].split()
        method, target = (clean_line(word, _LONGEST_WORD) for word in [*words, "", ""][:2])
        return Message(method, target, plan.raw.encode(), b"", waits_for_continue=False)
    fields = [("Host", plan.host), *plan.headers]
    if plan.body_size is not None:
        fields.append(("Content-Length", str(plan.body_size)))
    if plan.expect_continue:
        fields.append(("Expect", "100-continue"))
    if plan.close:
        fields.append(("Connection", "close"))
    lines = [f"{plan.method} {plan.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    head = "\r\n".join([*lines, "", ""]).encode()
    body = _FILLER * (plan.body_size or 0)
    return Message(plan.method, plan.target, head, body, plan.expect_continue and bool(body))


def writes_of(head: bytes, body: bytes, segments: Segments | None) -> list[Write]:
    """How the bytes go out: in one write, a large body after its header in pieces, or as `segments` says."""
    if segments is not None:
        return list(_in_segments(head + body, segments))
    if len(head) + len(body) <= WRITE_BYTES or not body:
        return [Write(head + body)]
    pieces = (body[start : start + WRITE_BYTES] for start in range(0, len(body), WRITE_BYTES))
    return [Write(piece) for piece in (head, *pieces) if piece]


def _in_segments(data: bytes, segments: Segments) -> Iterator[Write]:
    start = 0
    for number, size in enumerate(_sizes(len(data), segments)):
        piece = data[start : start + size]
        if not piece:
            return
        yield Write(piece, segments.gap if number else 0)
        start += len(piece)
    if data[start:]:
        yield Write(data[start:], segments.gap if start else 0)


def _sizes(length: int, segments: Segments) -> Iterator[int]:
    """As listed; or `count` pieces, the first ones a byte longer when it does not come out even."""
    if segments.sizes is not None:
        yield from segments.sizes
    elif segments.count is not None:
        size, longer = divmod(length, segments.count)
        yield from repeat(size + 1, longer)
        yield from repeat(size, segments.count - longer)
