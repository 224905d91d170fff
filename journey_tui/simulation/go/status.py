"""Reason phrases of HTTP status codes, as Go spells them (`http.StatusText`, net/http/status.go, Go 1.27)."""

from http import HTTPStatus
from typing import Final

_AS_GO_SPELLS: Final = {
    103: "Early Hints",
    203: "Non-Authoritative Information",
    413: "Request Entity Too Large",
    414: "Request URI Too Long",
    416: "Requested Range Not Satisfiable",
    418: "I'm a teapot",
    422: "Unprocessable Entity",
    425: "Too Early",
}


def status_text(code: int) -> str:
    """The reason phrase of a code; empty for one that Go does not know."""
    if code in _AS_GO_SPELLS:
        return _AS_GO_SPELLS[code]
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return ""


def status_line(code: int, *, http_1_1: bool = True) -> str:
    """The first line of an answer, with its CR LF (`writeStatusLine`)."""
    version = "HTTP/1.1" if http_1_1 else "HTTP/1.0"
    text = status_text(code)
    return f"{version} {code:03d} {text or f'status code {code}'}\r\n"


def body_allowed(code: int) -> bool:
    """Whether an answer of this status may have a body (RFC 9110 section 6.4.1, `bodyAllowedForStatus`)."""
    return not (100 <= code <= 199 or code in {204, 304})
