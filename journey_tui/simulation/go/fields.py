"""Header fields, one line after the other: of a request, and of the trailer after its last chunk.

Facts: `readMIMEHeader` and `readContinuedLineSlice`, net/textproto/reader.go, Go 1.22 to 1.27.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.header import Header, canonical_key, is_token
from journey_tui.simulation.go.read_buffer import LineTooLong, NeedMore, ReadBuffer, Reading
from journey_tui.simulation.go.rejection import malformed, too_large
from journey_tui.simulation.go.request import MAX_HEADER_VALUES

_QUOTED_OF_FIRST_LINE: Final = 80  # errorLimit in readMIMEHeader


@dataclass(frozen=True, slots=True)
class ParsedHeader:
    """One header field is understood; known only when the byte after its line is there, for it may be continued."""

    name: str
    """In its canonical spelling."""
    value: str


class Unanswerable(Exception):
    """There is nobody left to answer."""


def read_fields(
    buffer: ReadBuffer, fields: Header, go_minor: int
) -> Generator[ParsedHeader | NeedMore, None, None]:
    """Read every field up to the blank line; raises `Rejected` and `Unanswerable`."""
    yield from _refuse_leading_space(buffer, go_minor)
    while text := (yield from _read_continued_line(buffer)):
        name, value = _split_field(text, go_minor)
        if go_minor >= 27 and len(fields) == MAX_HEADER_VALUES:
            raise too_large(f"more than {MAX_HEADER_VALUES} header values")
        if name:
            fields.add(name, value)
            yield ParsedHeader(name, value)


def _refuse_leading_space(buffer: ReadBuffer, go_minor: int) -> Reading[None]:
    yield from buffer.peek(1)  # upcomingHeaderKeys guesses the number of fields
    if (yield from buffer.peek(1)) not in {b" ", b"\t"}:
        return
    reason = "the first header line begins with a space"
    try:
        yield from buffer.read_line(_QUOTED_OF_FIRST_LINE)
    except LineTooLong:
        raise too_large(reason) if go_minor >= 27 else malformed(reason) from None
    raise malformed(reason)


def _read_continued_line(buffer: ReadBuffer) -> Reading[str]:
    """One field with its continuation lines; empty for the blank line (`readContinuedLineSlice`)."""
    line = yield from _read_header_line(buffer)
    if not line:
        return ""
    if ":" not in line:
        raise malformed("a header line without a colon")
    text = line.strip(" \t")
    while (yield from buffer.skip_space()):
        text += " " + (yield from _read_header_line(buffer)).strip(" \t")
    return text


def _read_header_line(buffer: ReadBuffer) -> Reading[str]:
    """A client that closes inside the header gets 400, a read that fails no answer (`isCommonNetReadError`)."""
    line = yield from buffer.read_line()
    if line is None:
        raise Unanswerable if buffer.failed else malformed("the input ends inside the header")
    return line


def _split_field(text: str, go_minor: int) -> tuple[str, str]:
    name, _, value = text.partition(":")
    # A name with spaces passes here and is refused when the header is complete; 1.22 skips one without a name.
    if not is_token(name.replace(" ", "")) and (name or go_minor >= 23):
        raise malformed(f"malformed header name {name!r}")
    if any((character < " " and character != "\t") or character == "\x7f" for character in value):
        raise malformed("control character in a header value")
    return canonical_key(name), value.lstrip(" \t")
