"""Comparing two patterns: which is more specific, and whether they may be registered together (net/http/pattern.go).

A comparison is two bits, "the first matches requests that the second does not" and the reverse; comparing
method, path and each segment separately and joining the bits gives the comparison of the whole. Only a pair with
both bits (they overlap) or neither (they are equivalent) conflicts. The rules are the same from Go 1.22 to 1.27.
"""

from enum import IntFlag
from itertools import zip_longest

from journey_tui.simulation.go.mux.pattern import Pattern, PatternError, Segment
from journey_tui.simulation.go.quoting import go_quote


class Relation(IntFlag):
    """How the requests of two patterns relate."""

    EQUIVALENT = 0
    MORE_GENERAL = 1
    """The first matches all that the second does, and more."""
    MORE_SPECIFIC = 2
    """The second matches all that the first does, and more."""
    OVERLAPPING = 3
    """Both match some requests, and each matches some alone."""
    DISJOINT = 4
    """No request is matched by both."""


def join(first: Relation, second: Relation) -> Relation:
    """The relation of wholes from that of two parts (`combineRelationships`)."""
    joined = first | second
    return Relation.DISJOINT if joined & Relation.DISJOINT else joined


def compare_methods(first: Pattern, second: Pattern) -> Relation:
    """No method stands for all, GET for GET and HEAD, any other for itself (`compareMethods`)."""
    if first.method == second.method:
        return Relation.EQUIVALENT
    if not first.method or (first.method, second.method) == ("GET", "HEAD"):
        return Relation.MORE_GENERAL
    if not second.method or (first.method, second.method) == ("HEAD", "GET"):
        return Relation.MORE_SPECIFIC
    return Relation.DISJOINT


def compare_paths(first: Pattern, second: Pattern) -> Relation:
    """Compare segment by segment; a shorter path must end in a multi wildcard to reach further (`comparePaths`)."""
    relation = Relation.EQUIVALENT
    for one, other in zip_longest(first.segments, second.segments):
        if one is None:
            part = Relation.MORE_GENERAL if first.is_multi else Relation.DISJOINT
        elif other is None:
            part = Relation.MORE_SPECIFIC if second.is_multi else Relation.DISJOINT
        else:
            part = _compare_segments(one, other)
        relation = join(relation, part)
        if relation == Relation.DISJOINT:
            break
    return relation


def compare(first: Pattern, second: Pattern) -> Relation:
    """Compare methods and paths; hosts are left aside (`comparePathsAndMethods`)."""
    return join(compare_methods(first, second), compare_paths(first, second))


def conflict(first: Pattern, second: Pattern) -> bool:
    """Whether Go refuses the pair: same host, and neither is more specific (`conflictsWith`)."""
    return first.host == second.host and compare(first, second) in {
        Relation.EQUIVALENT,
        Relation.OVERLAPPING,
    }


def conflict_error(new: Pattern, old: Pattern) -> PatternError:
    """Go's panic for a conflict, without the places of registration (`registerErr`, `describeConflict`)."""
    reason = _describe(new, old)
    text = f"pattern {go_quote(new.text)} conflicts with pattern {go_quote(old.text)}:\n{reason}"
    return PatternError(text, _advice(new, old))


def _describe(new: Pattern, old: Pattern) -> str:
    paths = compare_paths(new, old)
    if join(compare_methods(new, old), paths) == Relation.EQUIVALENT:
        return f"{new} matches the same requests as {old}"
    if paths == Relation.OVERLAPPING:
        return (
            f"{new} and {old} both match some paths, like {go_quote(common_path(new, old))}.\n"
            "But neither is more specific than the other.\n"
            f"{new} matches {go_quote(difference_path(new, old))}, but {old} doesn't.\n"
            f"{old} matches {go_quote(difference_path(old, new))}, but {new} doesn't."
        )
    if paths == Relation.MORE_SPECIFIC:
        return f"{new} matches more methods than {old}, but has a more specific path pattern"
    return f"{new} matches fewer methods than {old}, but has a more general path pattern"


def _advice(new: Pattern, old: Pattern) -> str:
    paths = compare_paths(new, old)
    if join(compare_methods(new, old), paths) == Relation.EQUIVALENT:
        return "keep one of the two, or tell them apart by method, host or path"
    if paths == Relation.OVERLAPPING:
        return "change one path, so that no request fits both, or so that one pattern takes a part of the other's"
    narrow, wide = (new, old) if paths == Relation.MORE_SPECIFIC else (old, new)
    path = narrow.text.removeprefix(narrow.method).lstrip(" \t")
    return f"give the more specific path the other's method: '{wide.method} {path}'"


def common_path(first: Pattern, second: Pattern) -> str:
    """An example of a path that both match (`commonPath`); meaningful only when there is one."""
    shared = (other if one.wild else one for one, other in zip(first.segments, second.segments, strict=False))
    return "".join(map(_example, shared)) + _example_of_rest(first, second)


def difference_path(first: Pattern, second: Pattern) -> str:
    """An example of a path that the first matches and the second does not (`differencePath`)."""
    path = ""
    for one, other in zip(first.segments, second.segments, strict=False):
        if one.multi:
            return path + "/" + ((one.text or "x") if other.is_end else "")
        # A literal that the wildcard's name happens to equal would not tell the two apart.
        alike = one.wild and not other.wild and one.text == other.text
        path += f"/{other.text}x" if alike else _example(one)
    return path + _example_of_rest(first, second)


def _example_of_rest(first: Pattern, second: Pattern) -> str:
    shared = min(len(first.segments), len(second.segments))
    return "".join(map(_example, first.segments[shared:] or second.segments[shared:]))


def _compare_segments(one: Segment, other: Segment) -> Relation:
    if one.multi or other.multi:
        return _wider(one.multi, other.multi)
    if one.wild and other.wild:
        return Relation.EQUIVALENT
    if one.wild or other.wild:
        # A single wildcard does not match a trailing slash.
        return Relation.DISJOINT if one.is_end or other.is_end else _wider(one.wild, other.wild)
    return Relation.EQUIVALENT if one.text == other.text else Relation.DISJOINT


def _wider(one: bool, other: bool) -> Relation:
    if one and other:
        return Relation.EQUIVALENT
    return Relation.MORE_GENERAL if one else Relation.MORE_SPECIFIC


def _example(segment: Segment) -> str:
    return "/" if segment.multi or segment.is_end else f"/{segment.text}"
