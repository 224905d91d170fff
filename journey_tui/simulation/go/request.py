"""A request as net/http understands it once its header is complete.

Where it goes, how long its body is, and whether the connection stays are settled here and nowhere else. Facts: `readRequest` (request.go), `readTransfer` (transfer.go) and `(*conn).readRequest` (server.go), Go 1.22 to 1.27.
"""

import re
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.header import (
    Header,
    canonical_key,
    has_token,
    is_token,
    list_has_token,
    lower_ascii,
)
from journey_tui.simulation.go.rejection import malformed, refused, too_large, unsupported_encoding
from journey_tui.simulation.go.url import RequestUrl, TargetError, parse_target

MAX_HEADER_VALUES: Final = 500  # DefaultMaxHeaderValueCount, net/http/server.go, since Go 1.27
_VERSION: Final = re.compile(r"HTTP/([0-9])\.([0-9])")
_HOST: Final = re.compile(r"[0-9A-Za-z!$%&()*+,\-.:;=\[\]'_~]*")  # httpguts.ValidHostHeader
_LARGEST_LENGTH: Final = 2**63 - 1  # parseContentLength, net/http/transfer.go: 63 bits
_DIGITS_OF_LARGEST: Final = 19
_KEPT_OUT_OF_TRAILERS: Final = {"Transfer-Encoding", "Trailer", "Content-Length"}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """The first line, read."""

    method: str
    target: str
    """`Request.RequestURI`: as it was sent."""
    proto: str
    """`HTTP/1.1`."""
    major: int
    minor: int
    url: RequestUrl


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose header is complete."""

    method: str
    target: str
    proto: str
    major: int
    minor: int
    host: str
    """From an absolute target, or else from the Host field, which `header` no longer has."""
    header: Header
    content_length: int
    """Bytes of the body; -1 when it comes in chunks."""
    wants_close: bool
    """The client asked for the connection to be closed, or is an HTTP/1.0 client that did not ask to keep it."""

    @property
    def http_1_1(self) -> bool:
        """Whether the client understands HTTP/1.1: chunks, and connections that stay."""
        return (self.major, self.minor) >= (1, 1)

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return self.content_length < 0

    @property
    def body_length(self) -> int | None:
        """Bytes of the body; None when only the chunks will tell."""
        return None if self.chunked else self.content_length

    @property
    def has_body(self) -> bool:
        """Whether the background read has to wait for the end of a body (`bodyRemains`)."""
        return self.content_length != 0

    @property
    def wants_http_1_0_keep_alive(self) -> bool:
        """Whether an HTTP/1.0 client asked to keep the connection."""
        return (self.major, self.minor) == (1, 0) and has_token(self.header.get("Connection"), "keep-alive")

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for `100 Continue` before it sends the body."""
        expected = has_token(self.header.get("Expect"), "100-continue")
        return expected and self.http_1_1 and self.has_body

    @property
    def expectation_fails(self) -> bool:
        """Whether it expects something that net/http does not know, which gets 417 without a handler."""
        expect = self.header.get("Expect")
        return bool(expect) and not has_token(expect, "100-continue")


def parse_request_line(line: str, go: str) -> RequestLine:
    """Split and judge the first line as that Go does; raises `Rejected` (`parseRequestLine`, `readRequest`)."""
    method, space, rest = line.partition(" ")
    target, second_space, proto = rest.partition(" ")
    if not space or not second_space:
        raise malformed("the first line is not METHOD TARGET VERSION")
    if not is_token(method):
        raise malformed(f"invalid method {method!r}")
    version = _VERSION.fullmatch(proto)
    if not version:
        raise malformed(f"malformed HTTP version {proto!r}")
    try:
        url = parse_target(method, target, go)
    except TargetError as error:
        raise malformed(f"target {target!r}: {error}") from None
    return RequestLine(method, target, proto, int(version[1]), int(version[2]), url)


def is_host(text: str) -> bool:
    """Whether net/http takes the text for a Host header (`httpguts.ValidHostHeader`)."""
    return _HOST.fullmatch(text) is not None


def finish_request(line: RequestLine, fields: Header, *, go_minor: int) -> Request:
    """Judge the whole header, in Go's order; raises `Rejected`. The fields become the request's own."""
    hosts = fields.values("Host")
    if len(hosts) > 1:
        raise malformed("more than one Host header")
    close = _should_close(line, fields)
    content_length = _body_length(line, fields, go_minor)
    preface = line.method == "PRI" and line.target == "*" and line.proto == "HTTP/2.0"
    if line.major != 1 and not preface:
        raise refused(505, "unsupported protocol version")
    upgrade = preface and len(fields) == 0
    needs_host = (line.major, line.minor) >= (1, 1) and line.method != "CONNECT" and not upgrade
    if not hosts and needs_host:
        raise refused(400, "missing required Host header")
    if hosts and not is_host(hosts[0]):
        raise refused(400, "malformed Host header")
    if not all(map(is_token, fields.names())):
        raise refused(400, "invalid header name")
    fields.delete("Host")
    return Request(
        line.method,
        line.target,
        line.proto,
        line.major,
        line.minor,
        host=line.url.host or (hosts[0] if hosts else ""),
        header=fields,
        content_length=content_length,
        wants_close=close or upgrade or has_token(fields.get("Connection"), "close"),
    )


def _should_close(line: RequestLine, fields: Header) -> bool:
    """HTTP/1.1 stays unless `close` is said, HTTP/1.0 closes unless `keep-alive` is said (`shouldClose`)."""
    connection = fields.values("Connection")
    closing = list_has_token(connection, "close")
    if line.major < 1:
        return True
    if (line.major, line.minor) == (1, 0):
        return closing or not list_has_token(connection, "keep-alive")
    return closing


def _body_length(line: RequestLine, fields: Header, go_minor: int) -> int:
    """Bytes of the body, -1 for chunks, which overrule a Content-Length (`readTransfer`, `fixLength`)."""
    chunked = _is_chunked(line, fields)
    if chunked and go_minor <= 22:
        fields.delete("Content-Length")
    length = _content_length(fields)
    if not chunked:
        return length
    fields.delete("Content-Length")
    _check_trailer(fields, go_minor)
    return -1


def _is_chunked(line: RequestLine, fields: Header) -> bool:
    encodings = fields.values("Transfer-Encoding")
    fields.delete("Transfer-Encoding")
    if not encodings or (line.major, line.minor) < (1, 1):
        return False
    if len(encodings) > 1:
        raise unsupported_encoding("more than one Transfer-Encoding header")
    if lower_ascii(encodings[0]) != "chunked":
        raise unsupported_encoding(f"unsupported transfer encoding {encodings[0]!r}")
    return True


def _content_length(fields: Header) -> int:
    lengths = [length.strip(" \t\n\r") for length in fields.values("Content-Length")]
    if not lengths:
        return 0
    length = lengths[0]
    if len(lengths) > 1:
        if any(other != length for other in lengths):
            raise malformed("Content-Length headers that differ")
        fields.set("Content-Length", length)
    digits = length.lstrip("0")
    decimal = length.isascii() and length.isdecimal()
    # The length is judged first: int() refuses thousands of digits in its own words.
    if not decimal or len(digits) > _DIGITS_OF_LARGEST or int(digits or "0") > _LARGEST_LENGTH:
        raise malformed(f"bad Content-Length {length!r}")
    return int(digits or "0")


def _check_trailer(fields: Header, go_minor: int) -> None:
    announced = fields.values("Trailer")
    fields.delete("Trailer")
    names = [name.strip(" \t\n\r") for value in announced for name in value.split(",")]
    if go_minor >= 27 and len(names) > MAX_HEADER_VALUES:
        raise too_large("too many trailers")
    for name in names:
        if canonical_key(name) in _KEPT_OUT_OF_TRAILERS:
            raise malformed(f"bad trailer key {name!r}")
