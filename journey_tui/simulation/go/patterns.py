"""Reading a ServeMux pattern: `[METHOD ][HOST]/[PATH]` (net/http/pattern.go, Go 1.22 and later).

A path becomes a list of segments that match and compare alike: a trailing slash is a nameless `{...}`, and `{$}`
is a literal `/`.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.header import is_token
from journey_tui.simulation.go.paths import clean_path, unescape_leniently
from journey_tui.simulation.go.quoting import go_quote
from journey_tui.simulation.go.version import minor_version

_METHOD_SINCE_1_23: Final = re.compile(r"([^ \t]*)[ \t]+(.*)", re.DOTALL)
_METHOD_IN_1_22: Final = re.compile(r"([^ ]*) (.*)", re.DOTALL)


class PatternError(ValueError):
    """A pattern that Go refuses to register; the text is that of Go's panic."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a pattern's path."""

    text: str
    """The literal, unescaped; or the wildcard's name, empty for a trailing slash."""
    wild: bool = False
    """Matches any one segment, but not a trailing slash."""
    multi: bool = False
    """Matches all that is left, a trailing slash included."""

    @property
    def is_end(self) -> bool:
        """Whether it is `{$}`: the path ends here with a slash."""
        return self.text == "/" and not self.wild


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, read."""

    text: str
    method: str
    """Empty: every method."""
    host: str
    """Empty: every host."""
    segments: tuple[Segment, ...]

    @property
    def is_multi(self) -> bool:
        """Whether it ends in a slash or in `{name...}`, and so stands for a whole subtree."""
        return self.segments[-1].multi

    @property
    def wildcard_names(self) -> tuple[str, ...]:
        """Names of the wildcards, in order."""
        return tuple(segment.text for segment in self.segments if segment.wild and segment.text)

    def __str__(self) -> str:
        return self.text


def parse_pattern(text: str, go: str = "1.27") -> Pattern:
    """Read a pattern; raises `PatternError` with Go's words and the offset in bytes (`parsePattern`)."""
    if not text:
        raise PatternError("empty pattern")
    split = (_METHOD_SINCE_1_23 if minor_version(go) >= 23 else _METHOD_IN_1_22).fullmatch(text)
    method, rest = (split[1], split[2]) if split else ("", text)
    if method and not is_token(method):
        raise _error(0, f"invalid method {go_quote(method)}")
    start = _length(method) + 1 if split else 0
    host, slash, path = rest.partition("/")
    if not slash:
        raise _error(start, "host/path missing /")
    if "{" in host:
        raise _error(start + _length(host.partition("{")[0]), "host contains '{' (missing initial '/'?)")
    path = slash + path
    if method not in {"", "CONNECT"} and path != clean_path(path):
        raise _error(start + _length(host), "non-CONNECT pattern with unclean path can never match")
    return Pattern(text, method, host, _parse_segments(path, _length(text) - _length(path)))


def _parse_segments(path: str, offset: int) -> tuple[Segment, ...]:
    pieces = path[1:].split("/")
    names: set[str] = set()
    segments: list[Segment] = []
    for index, piece in enumerate(pieces):
        offset += 1  # the slash before it
        try:
            segments.append(_parse_segment(piece, names, last=index == len(pieces) - 1))
        except PatternError as error:
            raise _error(offset, str(error)) from None
        offset += _length(piece)
    return tuple(segments)


def _parse_segment(piece: str, names: set[str], *, last: bool) -> Segment:
    if not piece and last:
        return Segment("", wild=True, multi=True)
    if "{" not in piece:
        return Segment(unescape_leniently(piece))
    if not piece.startswith("{"):
        raise PatternError("bad wildcard segment (must start with '{')")
    if not piece.endswith("}"):
        raise PatternError("bad wildcard segment (must end with '}')")
    if piece == "{$}":
        if not last:
            raise PatternError("{$} not at end")
        return Segment("/")
    return _parse_wildcard(piece[1:-1], names, last=last)


def _parse_wildcard(inside: str, names: set[str], *, last: bool) -> Segment:
    name = inside.removesuffix("...")
    multi = name != inside
    if multi and not last:
        raise PatternError("{...} wildcard not at end")
    if not name:
        raise PatternError("empty wildcard")
    if not _is_identifier(name):
        raise PatternError(f"bad wildcard name {go_quote(name)}")
    if name in names:
        raise PatternError(f"duplicate wildcard name {go_quote(name)}")
    names.add(name)
    return Segment(name, wild=True, multi=multi)


def _is_identifier(name: str) -> bool:
    """Whether Go takes it for an identifier: letters, `_`, and decimal digits after the first."""
    return all(
        character == "_"
        or unicodedata.category(character).startswith("L")
        or (index > 0 and unicodedata.category(character) == "Nd")
        for index, character in enumerate(name)
    )


def _length(text: str) -> int:
    """In bytes, as Go counts."""
    return len(text.encode("utf-8", "surrogateescape"))


def _error(offset: int, message: str) -> PatternError:
    return PatternError(f"at offset {offset}: {message}")
