"""What it is about a request that a pattern does not accept, in words for someone who learns it."""

from typing import Final

from journey_tui.simulation.go.mux.pattern import Pattern, Segment
from journey_tui.simulation.go.paths import first_segment
from journey_tui.simulation.go.quoting import visible

_LONGEST_QUOTE: Final = 80
_CASE_COUNTS: Final = " (case counts)"


def mismatch(pattern: Pattern, host: str, method: str, path: str) -> str:
    """The first thing about a request that this pattern does not accept; empty when it accepts all of it."""
    return host_mismatch(pattern, host) or path_mismatch(pattern, path) or method_mismatch(pattern, method)


def host_mismatch(pattern: Pattern, host: str) -> str:
    """What is wrong with the host, if anything."""
    if pattern.host in {"", host}:
        return ""
    return f"host is {quoted(host)}, pattern wants {quoted(pattern.host)}{_note_on_case(host, pattern.host)}"


def method_mismatch(pattern: Pattern, method: str) -> str:
    """What is wrong with the method, if anything; GET takes HEAD too."""
    wanted = pattern.method
    if wanted in {"", method} or (wanted, method) == ("GET", "HEAD"):
        return ""
    return (
        f"method is {visible(method, _LONGEST_QUOTE)}, pattern wants {wanted}{_note_on_case(method, wanted)}"
    )


def path_mismatch(pattern: Pattern, path: str) -> str:
    """What is wrong with the path, if anything."""
    rest = path
    for number, segment in enumerate(pattern.segments, start=1):
        if not rest:
            return f"the path ends before segment {number} {_shown(segment)}"
        if segment.multi:
            return ""
        escaped, (text, rest) = rest, first_segment(rest)
        reason = _segment_mismatch(segment, text, number, escaped_slash=text == "/" != escaped)
        if reason:
            return reason
    if rest == "/":
        return "the path has a slash more than the pattern"
    return "the path goes on after the pattern's end" if rest else ""


def _segment_mismatch(segment: Segment, text: str, number: int, *, escaped_slash: bool) -> str:
    if segment.wild or not segment.text:  # an empty literal is kept in the tree as a wildcard
        if text != "/":
            return ""
        kind = "an escaped slash alone" if escaped_slash else "a trailing slash"
        return f"{kind} is no segment for {_shown(segment)}"
    if text == segment.text:
        return ""
    if segment.is_end:
        return f"segment {number} {quoted(text)} stands where {{$}} ends the path"
    if text == "/" and not escaped_slash:
        return f"the path ends before segment {number} {_shown(segment)}"
    return f"segment {number} {quoted(text)} is not {quoted(segment.text)}{_note_on_case(text, segment.text)}"


def _note_on_case(given: str, wanted: str) -> str:
    return _CASE_COUNTS if given.casefold() == wanted.casefold() else ""


def _shown(segment: Segment) -> str:
    if segment.wild:
        return f"{{{segment.text}{'...' if segment.multi else ''}}}" if segment.text else "/"
    return "{$}" if segment.is_end else quoted(segment.text)


def quoted(text: str) -> str:
    """A text between quotes; an escape in a target may hide what a terminal would obey: it is shown, not sent."""
    return f"'{visible(text, _LONGEST_QUOTE)}'"
