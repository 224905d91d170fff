"""The authority of a URL, `user@host:port`, as net/url reads it (`parseAuthority`, `parseHost`; Go 1.22 to 1.27).

Go has become stricter from release to release: a host in brackets must be an IPv6 address since 1.24, nothing may
stand before the bracket since 1.26.1, and a second colon is refused since 1.26.
"""

import ipaddress
import re
from typing import Final, NamedTuple

from journey_tui.simulation.go.escapes import EscapeError, unescape
from journey_tui.simulation.go.version import at_least

# validUserinfo, unescape with encodeHost, validOptionalPort: net/url/url.go, Go 1.27
_USER_INFO: Final = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_HOST: Final = re.compile(r"[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"%\u0080-\U0010ffff]*")
_ASCII_ESCAPE_IN_HOST: Final = re.compile(r"%(?!25)[0-7]")
_ESCAPE: Final = re.compile(r"%(?!25)(..)", re.DOTALL)
_PORT: Final = re.compile(r"(?::[0-9]*)?")


class AuthorityError(ValueError):
    """It is no authority."""


class Authority(NamedTuple):
    """An authority, read."""

    host: str
    """With its port."""
    has_user: bool


def parse_authority(scheme: str, text: str, go: str) -> Authority:
    """Read an authority; `scheme` in lower case. Raises `AuthorityError` and `EscapeError`."""
    user, at, host_text = text.rpartition("@")
    host = _parse_host(scheme, host_text, go)
    if at:
        if not _USER_INFO.fullmatch(user):
            raise AuthorityError("invalid user information")
        unescape(user)
    return Authority(host, bool(at))


def _parse_host(scheme: str, text: str, go: str) -> str:
    opening = text.rfind("[") if at_least(go, 24) else text.find("[", 0, 1)
    if opening >= 0:
        return _parse_bracketed(text, opening, go)
    _check_port(text[_colon(scheme, text, go) :])
    return _unescape_host(text)


def _colon(scheme: str, text: str, go: str) -> int:
    """Where the port begins: at the last colon before Go 1.26, then at the first, where there may be no other."""
    if at_least(go, 26, 2):
        strict = scheme in {"http", "https"}
    else:
        strict = at_least(go, 26) and scheme not in {"postgres", "postgresql"}
    colon = text.find(":") if strict else text.rfind(":")
    return colon if colon >= 0 else len(text)


def _parse_bracketed(text: str, opening: int, go: str) -> str:
    if opening > 0 and at_least(go, 26, 1):
        raise AuthorityError("invalid IP-literal")
    closing = text.rfind("]")
    if closing < opening:
        raise AuthorityError("missing ']' in host")
    port = text[closing + 1 :]
    _check_port(port)
    if not at_least(go, 24):
        before, zone = _split_zone(text[:closing])
        return _unescape_host(before) + _unescape_zone(zone) + "]" + port
    address, zone = _split_zone(text[opening + 1 : closing])
    name = _unescape_host(address) + _unescape_zone(zone)
    _check_ip_version_6(name)
    return f"[{name}]{port}"


def _check_ip_version_6(name: str) -> None:
    """`netip.ParseAddr`, IPv4 left out."""
    address, percent, zone = name.partition("%")
    try:
        if percent and not zone:
            raise ValueError
        ipaddress.IPv6Address(address)
    except ValueError:
        raise AuthorityError("invalid IP-literal") from None


def _split_zone(name: str) -> tuple[str, str]:
    """The zone begins with an escaped percent sign (RFC 6874)."""
    address, escaped, zone = name.partition("%25")
    return address, escaped + zone


def _check_port(port: str) -> None:
    if not _PORT.fullmatch(port):
        raise AuthorityError(f"invalid port {port!r} after host")


def _unescape_host(host: str) -> str:
    if not _HOST.fullmatch(host):
        raise AuthorityError("invalid character in host name")
    unescaped = unescape(host)
    if _ASCII_ESCAPE_IN_HOST.search(host):
        raise AuthorityError("an escape in a host name may not hide an ASCII character")
    return unescaped


def _unescape_zone(zone: str) -> str:
    """Any escape may stand in a zone whose character might stand there itself, or is a space."""
    if not _HOST.fullmatch(zone):
        raise AuthorityError("invalid character in host name")
    unescaped = unescape(zone)
    for digits in _ESCAPE.findall(zone):
        character = unescape(f"%{digits}")
        allowed = character == " " or (character.isascii() and _HOST.fullmatch(character))
        if not allowed:
            raise EscapeError(f"invalid URL escape '%{digits}'")
    return unescaped
