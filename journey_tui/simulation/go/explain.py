"""Why a pattern matches a request or does not, in words for someone who learns it."""

from typing import Final

from journey_tui.simulation.go.paths import first_segment
from journey_tui.simulation.go.patterns import Pattern, Segment
from journey_tui.text import clean_line

_LONGEST_QUOTE: Final = 80


def mismatch(pattern: Pattern, host: str, method: str, path: str) -> str:
    """The first thing about a request that this pattern does not accept; empty when it accepts all of it."""
    if pattern.host and pattern.host != host:
        return f"host is {_quoted(host)}, pattern wants {_quoted(pattern.host)}"
    return _path_mismatch(pattern.segments, path) or _method_mismatch(pattern.method, method)


def less_specific(pattern: Pattern, winner: Pattern) -> str:
    """Why a pattern that matches loses against the one that was taken."""
    if winner.host and not pattern.host:
        return f"matches, but {winner} names the host"
    return f"less specific than {winner}"


def _method_mismatch(wanted: str, method: str) -> str:
    accepted = {wanted, "HEAD"} if wanted == "GET" else {wanted}
    return f"method is {method}, pattern wants {wanted}" if wanted and method not in accepted else ""


def _path_mismatch(segments: tuple[Segment, ...], path: str) -> str:
    rest = path
    for number, segment in enumerate(segments, start=1):
        if not rest:
            return f"the path ends before segment {number} {_shown(segment)}"
        if segment.multi:
            return ""
        text, rest = first_segment(rest)
        reason = _segment_mismatch(segment, text, number)
        if reason:
            return reason
    return "the path goes on after the pattern's end" if rest else ""


def _segment_mismatch(segment: Segment, text: str, number: int) -> str:
    if segment.wild or not segment.text:  # an empty literal is kept in the tree as a wildcard
        return f"a trailing slash is no segment for {_shown(segment)}" if text == "/" else ""
    if text == segment.text:
        return ""
    if segment.is_end:
        return f"segment {number} {_quoted(text)} stands where {{$}} ends the path"
    if text == "/":
        return f"the path ends before segment {number} {_shown(segment)}"
    return f"segment {number} {_quoted(text)} is not {_quoted(segment.text)}"


def _shown(segment: Segment) -> str:
    if segment.wild:
        return f"{{{segment.text}{'...' if segment.multi else ''}}}" if segment.text else "/"
    return "{$}" if segment.is_end else _quoted(segment.text)


def _quoted(text: str) -> str:
    """An escape in a target may hide what a terminal would obey, or a byte that is no character: it is cleaned."""
    return f"'{clean_line(text, _LONGEST_QUOTE)}'"
