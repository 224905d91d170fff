"""Requests that net/http answers by itself, before any handler: the exact bytes, and how the connection ends.

These answers bypass the response writer, so they carry neither Date nor Content-Length, and each closes the
connection. Facts: `(*conn).serve`, net/http/server.go, Go 1.27; recorded from a real server.
"""

from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.status import status_text

_LONGEST_REASON: Final = 200  # a reason quotes what came from outside, which may be a megabyte
# errorHeaders in (*conn).serve, net/http/server.go
_ERROR_HEADERS: Final = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class BadRequest:
    """net/http refuses the request."""

    status: int
    reason: str
    """What was wrong, for the learner: Go keeps most of this to itself."""
    response: bytes
    """All that is written, in one write(2)."""
    lingers: bool = False
    """Go sends FIN and waits `rstAvoidanceDelay` before it closes; else it closes at once."""


class Rejected(Exception):
    """Carries a `BadRequest` out of the parser."""

    def __init__(self, bad_request: BadRequest) -> None:
        super().__init__(bad_request.reason)
        self.bad_request = bad_request


def malformed(reason: str) -> Rejected:
    """A plain 400 that does not say why."""
    return _rejected(400, reason, "400 Bad Request")


def refused(status: int, text: str) -> Rejected:
    """A status with Go's reason in the status line (`statusError`)."""
    return _rejected(status, text, f"{status} {status_text(status)}: {text}")


def too_large(reason: str) -> Rejected:
    """431: the header is over the limit (`errTooLarge`)."""
    return _rejected(431, reason, f"431 {status_text(431)}", lingers=True)


def unsupported_encoding(reason: str) -> Rejected:
    """501: a Transfer-Encoding other than chunked, whose value Go does not echo (`unsupportedTEError`)."""
    return _rejected(501, reason, f"501 {status_text(501)}", body="Unsupported transfer encoding")


def _rejected(
    status: int, reason: str, status_line: str, *, body: str | None = None, lingers: bool = False
) -> Rejected:
    text = f"HTTP/1.1 {status_line}{_ERROR_HEADERS}{status_line if body is None else body}"
    return Rejected(BadRequest(status, reason[:_LONGEST_REASON], text.encode(), lingers))
