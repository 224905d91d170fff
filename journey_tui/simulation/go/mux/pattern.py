"""Reading a ServeMux pattern: `[METHOD ][HOST]/[PATH]` (net/http/pattern.go:parsePattern, Go 1.22 to 1.27).

A path becomes a list of segments that match and compare alike: a trailing slash is a nameless `{...}`, and `{$}`
is a literal `/`. What Go says about a bad pattern is short; the advice beside it is for someone who learns it.
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
_WHOLE_SEGMENT: Final = "a wildcard is a whole segment: '/{name}', not '/b_{name}' or '/{name}.html'"


class PatternError(ValueError):
    """A pattern that Go refuses to register; the text is that of Go's panic, places of registration left out."""

    def __init__(self, text: str, advice: str = "", offset: int | None = None) -> None:
        super().__init__(text)
        self.advice = advice
        """What to write instead."""
        self.offset = offset
        """Where in the pattern, in bytes, as Go counts; None when the pattern itself is well formed."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a pattern's path (`segment`)."""

    text: str
    """The literal, unescaped; or the wildcard's name, empty for a trailing slash."""
    wild: bool = False
    """Matches any one segment, but not a trailing slash."""
    multi: bool = False
    """Matches all that is left, a trailing slash included."""

    @property
    def is_end(self) -> bool:
        """Whether it is `{$}`: the path ends here with a slash. An escaped slash, `%2F`, is the same to Go."""
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
    """Read a pattern; raises `PatternError` with Go's words and the offset in bytes (`registerErr`)."""
    if not text:
        raise PatternError("http: invalid pattern", "a pattern has a path at least: '/'")
    try:
        return _parse(text, go)
    except PatternError as error:
        message = f"parsing {go_quote(text)}: at offset {error.offset}: {error}"
        raise PatternError(message, error.advice, error.offset) from None


def _parse(text: str, go: str) -> Pattern:
    # Go 1.22 splits at the first space; since 1.23 spaces and tabs are one separator.
    split = (_METHOD_SINCE_1_23 if minor_version(go) >= 23 else _METHOD_IN_1_22).fullmatch(text)
    method, rest = (split[1], split[2]) if split else ("", text)
    if method and not is_token(method):
        advice = "what stands before the space is the method, such as GET or POST"
        raise PatternError(f"invalid method {go_quote(method)}", advice, 0)
    start = _length(method) + 1 if split else 0
    host, slash, path = rest.partition("/")
    if not slash:
        raise PatternError("host/path missing /", _advice_on_slash(method or rest, rest), start)
    if "{" in host:
        advice = f"a path begins with a slash: '{method + ' ' if method else ''}/{rest}'"
        offset = start + _length(host.partition("{")[0])
        raise PatternError("host contains '{' (missing initial '/'?)", advice, offset)
    path = slash + path
    if method not in {"", "CONNECT"} and path != clean_path(path):
        advice = f"paths are cleaned before they are matched; write '{method} {host}{clean_path(path)}'"
        message = "non-CONNECT pattern with unclean path can never match"
        raise PatternError(message, advice, start + _length(host))
    return Pattern(text, method, host, _parse_segments(path, _length(text) - _length(path)))


def _advice_on_slash(word: str, rest: str) -> str:
    if word.isupper() and word.isalpha():
        return f"a method needs a path after it: '{word} /{rest if rest != word else ''}'"
    after_host = f", and a host ends before one: '{rest}/'" if "." in rest else ""
    return f"a path begins with a slash: '/{rest}'{after_host}"


def _parse_segments(path: str, offset: int) -> tuple[Segment, ...]:
    pieces = path[1:].split("/")
    names: set[str] = set()
    segments: list[Segment] = []
    for index, piece in enumerate(pieces):
        offset += 1  # the slash before it
        try:
            segments.append(_parse_segment(piece, names, last=index == len(pieces) - 1))
        except PatternError as error:
            raise PatternError(str(error), error.advice, offset) from None
        offset += _length(piece)
    return tuple(segments)


def _parse_segment(piece: str, names: set[str], *, last: bool) -> Segment:
    if not piece and last:
        return Segment("", wild=True, multi=True)
    if "{" not in piece:
        return Segment(unescape_leniently(piece))
    if not piece.startswith("{"):
        raise PatternError("bad wildcard segment (must start with '{')", _WHOLE_SEGMENT)
    if not piece.endswith("}"):
        raise PatternError("bad wildcard segment (must end with '}')", _WHOLE_SEGMENT)
    if piece == "{$}":
        if not last:
            raise PatternError("{$} not at end", "{$} says that the path ends here: nothing may follow it")
        return Segment("/")
    return _parse_wildcard(piece[1:-1], names, last=last)


def _parse_wildcard(inside: str, names: set[str], *, last: bool) -> Segment:
    name = inside.removesuffix("...")
    multi = name != inside
    if multi and not last:
        advice = f"{{{inside}}} takes all that is left: nothing may follow it; {{{name}}} takes one segment"
        raise PatternError("{...} wildcard not at end", advice)
    if not name:
        raise PatternError("empty wildcard", "give it a name, such as {id}, that the handler asks for")
    if not _is_identifier(name):
        advice = "a name is a Go identifier: letters, digits and _, no digit first"
        raise PatternError(f"bad wildcard name {go_quote(name)}", advice)
    if name in names:
        raise PatternError(f"duplicate wildcard name {go_quote(name)}", "give each wildcard its own name")
    names.add(name)
    return Segment(name, wild=True, multi=multi)


def _is_identifier(name: str) -> bool:
    """Whether Go takes it for an identifier: letters, `_`, and decimal digits after the first (`isValidWildcardName`).

    By the Unicode tables of the Python that runs this; Go 1.22 has those of Unicode 15, Go 1.27 those of 17.
    """
    return all(
        character == "_"
        or unicodedata.category(character).startswith("L")
        or (index > 0 and unicodedata.category(character) == "Nd")
        for index, character in enumerate(name)
    )


def _length(text: str) -> int:
    """In bytes, as Go counts."""
    return len(text.encode("utf-8", "surrogateescape"))
