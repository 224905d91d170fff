"""Settling an answer's header: how the client will find the body's end, and whether the connection stays.

This is done once, when the first bytes of the body leave the response buffer or the handler is done, whichever
comes first. Facts: `(*chunkWriter).writeHeader`, net/http/server.go, Go 1.22 to 1.27.
"""

from dataclasses import dataclass
from typing import Final, Literal

from journey_tui.simulation.go.header import Header, has_token, list_has_token
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.status import body_allowed, status_line

MAX_POST_HANDLER_READ_BYTES: Final = 256 << 10  # maxPostHandlerReadBytes, net/http/server.go


@dataclass(slots=True)
class BodyState:
    """How far the request's body has been read; as it stands, of a request without one."""

    unread: int = 0
    """Bytes that nobody has read; -1 when only the chunks will tell."""
    saw_eof: bool = True
    """Its end was reached (`body.sawEOF`)."""
    closed: bool = False
    early_close: bool = False
    """It was closed before its end: what follows on the connection is no request (`body.earlyClose`)."""
    hidden: bool = False
    """A reader that the handler put before it keeps the server from seeing how it stands (`w.req.Body.(type)`)."""
    discarded: Literal["", "whole", "failed", "too_much"] = ""
    """How reading the rest went, once that was tried before the header."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """All that the header depends on."""

    request: Request
    status: int
    fields: Header
    """What the handler set, as it was at WriteHeader."""
    declared_length: int | None
    """A valid Content-Length that the handler set."""
    first_bytes: int
    """Length of the first piece of the body; 0 when there is none."""
    handler_done: bool
    close: bool
    """Something already decided that the connection closes."""
    body: BodyState
    """The request's body."""
    sniffed_type: str
    """What `http.DetectContentType` says of the first piece."""
    date: str
    go_minor: int
    """27 for Go 1.27, where a CONNECT ends the connection even when it is refused."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The header as it will be sent."""

    header: bytes
    """Status line, fields and blank line."""
    content_length: int | None
    """What the answer must keep to: declared, or the length of a body that is known by now."""
    chunked: bool
    close: bool
    """The connection closes after this answer."""
    body_too_large: bool
    """So much of the request's body is unread that Go gives the connection up instead (`requestTooLarge`)."""


@dataclass(slots=True)
class _Extra:
    """The fields that net/http adds, in the order in which it writes them, after those of the handler."""

    date: str = ""
    content_length: str = ""
    content_type: str = ""
    connection: str = ""
    transfer_encoding: str = ""

    def wire_bytes(self) -> bytes:
        """The fields that have a value."""
        named = (
            ("Date", self.date),
            ("Content-Length", self.content_length),
            ("Content-Type", self.content_type),
            ("Connection", self.connection),
            ("Transfer-Encoding", self.transfer_encoding),
        )
        return "".join(f"{name}: {value}\r\n" for name, value in named if value).encode()


def discards_first(asked: Unsettled) -> bool:
    """Whether Go reads the rest of the request's body before it settles the header, to use the connection again."""
    body, extra = asked.body, _Extra()
    if body.saw_eof:
        return False
    if not body.hidden and (body.closed or body.unread >= MAX_POST_HANDLER_READ_BYTES):
        return False
    return not _closes(asked, extra, _length(asked, extra))


def settle(asked: Unsettled) -> Settled:
    """Decide and spell the header."""
    fields = asked.fields.copy()
    extra = _Extra()
    length = _length(asked, extra)
    close = _closes(asked, extra, length)
    body = asked.body
    too_large = not close and (
        body.discarded == "too_much"
        or not (body.saw_eof or body.closed or body.hidden or body.unread < MAX_POST_HANDLER_READ_BYTES)
    )
    gave_up = body.closed and not body.saw_eof and not body.hidden
    close = close or body.discarded == "failed" or gave_up
    if too_large:
        fields.delete("Connection")
    _describe_body(asked, fields, extra)
    chunked, close = _frame(asked, fields, extra, length, close=close or too_large)
    if close:
        _say_close(asked, fields, extra)
    line = status_line(asked.status, http_1_1=asked.request.http_1_1)
    header = line.encode() + fields.wire_bytes() + extra.wire_bytes() + b"\r\n"
    return Settled(header, length, chunked, close, too_large)


def _length(asked: Unsettled, extra: _Extra) -> int | None:
    """The body's length, if it is known: declared, or all of it is here because the handler is done.

    After HEAD nothing tells an empty body from a handler that knew better than to write one.
    """
    fields = asked.fields
    known = (
        asked.handler_done
        and not fields.get("Transfer-Encoding")
        and "Trailer" not in fields
        and body_allowed(asked.status)
        and "Content-Length" not in fields
        and (asked.request.method != "HEAD" or asked.first_bytes > 0)
    )
    if not known:
        return asked.declared_length
    extra.content_length = str(asked.first_bytes)
    return asked.first_bytes


def _closes(asked: Unsettled, extra: _Extra, length: int | None) -> bool:
    """Whether the connection closes, as far as request and handler say."""
    request = asked.request
    close = asked.close
    ends = request.method == "HEAD" or length is not None or not body_allowed(asked.status)
    if request.wants_http_1_0_keep_alive and ends:
        if "Connection" not in asked.fields:
            extra.connection = "keep-alive"
    elif not request.http_1_1 or request.wants_close:
        close = True
    return (
        close
        or asked.fields.get("Connection") == "close"
        or (asked.go_minor >= 27 and request.method == "CONNECT")
    )


def _describe_body(asked: Unsettled, fields: Header, extra: _Extra) -> None:
    if not body_allowed(asked.status):
        fields.delete("Content-Length")
        fields.delete("Transfer-Encoding")
        if asked.status == 304:
            fields.delete("Content-Type")
    elif (
        asked.first_bytes
        and "Content-Type" not in fields
        and not fields.get("Content-Encoding")
        and not fields.get("Transfer-Encoding")
    ):
        extra.content_type = asked.sniffed_type
    if "Date" not in fields:
        extra.date = asked.date


def _frame(
    asked: Unsettled, fields: Header, extra: _Extra, length: int | None, *, close: bool
) -> tuple[bool, bool]:
    """How the body's end is told: by a length, by chunks, or by closing; returns chunked and close."""
    encoding = fields.get("Transfer-Encoding")
    if length is not None and encoding and encoding != "identity":
        fields.delete("Content-Length")
        length = None
    if _is_tunnel(asked):
        fields.delete("Transfer-Encoding")
        fields.delete("Content-Length")
        extra.content_length = ""
        return False, close
    bodiless = asked.request.method == "HEAD" or not body_allowed(asked.status)
    if bodiless or length is not None:
        fields.delete("Transfer-Encoding")
        return False, close
    if not asked.request.http_1_1 or encoding == "identity":
        fields.delete("Transfer-Encoding")
        return False, True
    if encoding == "chunked":
        fields.delete("Transfer-Encoding")
    extra.transfer_encoding = "chunked"
    fields.delete("Content-Length")
    return True, close


def _say_close(asked: Unsettled, fields: Header, extra: _Extra) -> None:
    """Tell an HTTP/1.1 client that the connection closes, unless the handler did; 1.0 expects nothing else."""
    said = has_token(fields.get("Connection"), "close")
    switches = asked.status == 101 and list_has_token(fields.values("Connection"), "upgrade")
    if said or (switches and fields.get("Upgrade")):
        return
    fields.delete("Connection")
    if asked.request.http_1_1 and not _is_tunnel(asked):
        extra.connection = "close"
    elif asked.go_minor >= 27:
        extra.connection = ""


def _is_tunnel(asked: Unsettled) -> bool:
    return asked.go_minor >= 27 and asked.request.method == "CONNECT" and 200 <= asked.status < 300
