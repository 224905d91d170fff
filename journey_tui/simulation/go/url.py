"""The part of Go's net/url that a server needs: reading the target of a request line.

Text that is no UTF-8 keeps its bytes as lone surrogates (`surrogateescape`), so that nothing is lost between
bytes and `str`. Facts: net/url/url.go, Go 1.22 to 1.27.
"""

import re
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.authority import AuthorityError, parse_authority
from journey_tui.simulation.go.escapes import EscapeError, escape_non_ascii, escape_path, unescape

__all__ = [
    "EscapeError",
    "RequestUrl",
    "TargetError",
    "escape_non_ascii",
    "escape_path",
    "parse_target",
    "unescape",
]

# stringContainsCTLByte, getScheme, validEncoded: net/url/url.go, Go 1.27
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_ENCODED_PATH: Final = re.compile(r"[A-Za-z0-9\-_.~$&+,/:;=@!'()*\[\]%]*")


class TargetError(ValueError):
    """The target of a request line is no URL that a server may be asked for."""


@dataclass(frozen=True, slots=True)
class RequestUrl:
    """A request's target, read."""

    host: str = ""
    """Of an absolute URL or of CONNECT's authority; empty for a plain path."""
    path: str = ""
    """Unescaped."""
    raw_path: str = ""
    """As it was written, when that is not how Go would write it."""
    raw_query: str = ""

    @property
    def escaped_path(self) -> str:
        """The path with its escapes: as written when that is valid, else as Go writes it (`URL.EscapedPath`)."""
        if self.raw_path and _ENCODED_PATH.fullmatch(self.raw_path) and unescape(self.raw_path) == self.path:
            return self.raw_path
        return self.path if self.path == "*" else escape_path(self.path)


def parse_target(method: str, target: str, go: str = "1.27") -> RequestUrl:
    """Read a request line's target; raises `TargetError` (`readRequest`, `url.ParseRequestURI`).

    CONNECT may name an authority (`host:port`) instead of a path.
    """
    if method == "CONNECT" and not target.startswith("/"):
        target = "http://" + target
    try:
        return _parse(target, go)
    except (AuthorityError, EscapeError) as error:
        raise TargetError(str(error)) from None


def _parse(target: str, go: str) -> RequestUrl:
    if _CONTROL.search(target):
        raise TargetError("control character in the target")
    if target == "*":
        return RequestUrl(path="*")
    scheme, rest = _split_scheme(target)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return RequestUrl(raw_query=query)
        raise TargetError("the target is neither a path nor a URL")
    host = ""
    if scheme and rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        host = parse_authority(scheme.lower(), authority, go).host
        rest = slash + path
    path = unescape(rest)
    return RequestUrl(host, path, "" if escape_path(path) == rest else rest, query)


def _split_scheme(target: str) -> tuple[str, str]:
    if target.startswith(":"):
        raise TargetError("missing protocol scheme")
    found = _SCHEME.fullmatch(target)
    return (found[1], found[2]) if found else ("", target)
