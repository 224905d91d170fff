"""Percent escapes in URLs (net/url/url.go: `unescape`, `escape`).

Text that is no UTF-8 keeps its bytes as lone surrogates (`surrogateescape`), so that nothing is lost between
bytes and `str`.
"""

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT_IN_PATH: Final = "$&+,/:;=@"  # besides letters, digits and -_.~: shouldEscape(c, encodePath)


class EscapeError(ValueError):
    """A `%` is not followed by two hexadecimal digits."""


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
