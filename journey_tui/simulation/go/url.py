"""The part of Go's net/url that a server needs: reading the target of a request line.

Text that is no UTF-8 keeps its bytes as lone surrogates (`surrogateescape`), so that nothing is lost between
bytes and `str`. Facts: net/url/url.go, Go 1.27; earlier releases differ only in odd IPv6 and port spellings.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED_PATH: Final = re.compile(r"[A-Za-z0-9\-_.~$&+,/:;=@!'()*\[\]%]*")
_USER_INFO: Final = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_HOST: Final = re.compile(r"[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"%\u0080-\U0010ffff]*")
_ASCII_ESCAPE_IN_HOST: Final = re.compile(r"%(?!25)[0-7]")
_PORT: Final = re.compile(r"(?::[0-9]*)?")
_KEPT_IN_PATH: Final = "$&+,/:;=@"  # besides letters, digits and -_.~: shouldEscape(c, encodePath)


class EscapeError(ValueError):
    """A `%` is not followed by two hexadecimal digits."""


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


def unescape(text: str) -> str:
    """Replace each `%AB` by its byte; raises `EscapeError` (`url.PathUnescape`)."""
    if "%" not in text:
        return text
    broken = _BROKEN_ESCAPE.search(text)
    if broken:
        raise EscapeError(f"invalid URL escape {text[broken.start() : broken.start() + 3]!r}")
    return unquote_to_bytes(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def escape_path(path: str) -> str:
    """Escape what may not stand in a path (`escape` with encodePath)."""
    return quote(path.encode("utf-8", "surrogateescape"), safe=_KEPT_IN_PATH)


def escape_non_ascii(text: str) -> str:
    """Escape every byte over 0x7f in lower-case hexadecimal, and nothing else (`hexEscapeNonASCII`, net/http)."""
    return "".join(
        chr(byte) if byte < 0x80 else f"%{byte:x}" for byte in text.encode("utf-8", "surrogateescape")
    )


def parse_target(method: str, target: str) -> RequestUrl:
    """Read a request line's target; raises `TargetError` (`readRequest`, `url.ParseRequestURI`).

    CONNECT may name an authority (`host:port`) instead of a path.
    """
    if method == "CONNECT" and not target.startswith("/"):
        target = "http://" + target
    try:
        return _parse(target)
    except EscapeError as error:
        raise TargetError(str(error)) from None


def _parse(target: str) -> RequestUrl:
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
        host = _parse_authority(scheme.lower(), authority)
        rest = slash + path
    path = unescape(rest)
    return RequestUrl(host, path, "" if escape_path(path) == rest else rest, query)


def _split_scheme(target: str) -> tuple[str, str]:
    if target.startswith(":"):
        raise TargetError("missing protocol scheme")
    found = _SCHEME.fullmatch(target)
    return (found[1], found[2]) if found else ("", target)


def _parse_authority(scheme: str, authority: str) -> str:
    user, at, host = authority.rpartition("@")
    if at:
        if not _USER_INFO.fullmatch(user):
            raise TargetError("invalid user information")
        unescape(user)
    return _parse_bracketed(host) if "[" in host else _parse_host(scheme, host)


def _parse_host(scheme: str, host: str) -> str:
    _name, colon, port = host.partition(":") if scheme in {"http", "https"} else host.rpartition(":")
    if colon and not _PORT.fullmatch(colon + port):
        raise TargetError(f"invalid port {colon + port!r} after host")
    return _unescape_host(host)


def _parse_bracketed(host: str) -> str:
    address, bracket, port = host[1:].rpartition("]")
    if not host.startswith("[") or "[" in address + port or not bracket:
        raise TargetError("invalid IP-literal")
    if not _PORT.fullmatch(port):
        raise TargetError(f"invalid port {port!r} after host")
    try:
        ipaddress.IPv6Address(unescape(address))
    except ValueError:
        raise TargetError(f"invalid host {address!r}") from None
    return f"[{unescape(address)}]{port}"


def _unescape_host(host: str) -> str:
    if not _HOST.fullmatch(host):
        raise TargetError("invalid character in host name")
    if _ASCII_ESCAPE_IN_HOST.search(host):
        raise TargetError("an escape in a host name may not hide an ASCII character")
    return unescape(host)
