"""The tree that finds a request's pattern (net/http/routing_tree.go, Go 1.22 to 1.27).

It branches on host, then method, then one path segment after the other. At each segment a literal is tried before a
wildcard and a wildcard before `{name...}`, going back when a choice leads nowhere: registration has made sure that
this finds the most specific pattern.
"""

from typing import Final, NamedTuple

from journey_tui.simulation.go.mux.pattern import Pattern, PatternError, Segment
from journey_tui.simulation.go.paths import first_segment, unescape_leniently

_WILDCARD: Final = ""  # the key of `{name}`; an empty literal segment shares it, as in Go
_MULTI: Final = None  # the key of `{name...}` and of a trailing slash (`multiChild`): no literal can share it
_MULTI_IN_1_22: Final = "*"  # there a literal "*" did


class Match(NamedTuple):
    """What the tree found."""

    pattern: Pattern
    values: tuple[str, ...]
    """What its wildcards matched, in order."""


class RoutingNode:
    """One place in the tree, reached by a host, a method or a path segment (`routingNode`)."""

    __slots__ = ("children", "pattern")

    def __init__(self) -> None:
        self.pattern: Pattern | None = None
        self.children: dict[str | None, RoutingNode] = {}

    def child(self, key: str | None) -> "RoutingNode":
        """The child of that key, made when it is missing (`addChild`)."""
        found = self.children.get(key)
        if found is None:
            found = self.children[key] = RoutingNode()
        return found


class RoutingTree:
    """The patterns of one ServeMux, arranged for matching."""

    def __init__(self, minor: int) -> None:
        self._root = RoutingNode()
        self._multi_key = _MULTI if minor >= 23 else _MULTI_IN_1_22

    def add(self, pattern: Pattern) -> None:
        """Add a pattern that conflicts with none here (`addPattern`); raises `PatternError` where Go's tree panics.

        It does for a pattern with an empty segment (`//`): that is no rival of a wildcard, but has its place.
        """
        node = self._root.child(pattern.host).child(pattern.method)
        for segment in pattern.segments:
            if segment.multi and self._multi_key is _MULTI:
                node.children[_MULTI] = RoutingNode()  # what stood there is lost without a word
            node = node.child(self._key(segment))
        if node.pattern is not None:
            advice = (
                f"an empty segment counts as a wildcard, as in '{node.pattern}': leave out the second slash"
            )
            raise PatternError("non-nil leaf fields", advice)
        node.pattern = pattern

    def _key(self, segment: Segment) -> str | None:
        if segment.multi:
            return self._multi_key
        return _WILDCARD if segment.wild else segment.text

    def match(self, host: str, method: str, path: str) -> Match | None:
        """The pattern for a request: those that name its host first, then the others (`match`)."""
        for host_node in self._host_nodes(host):
            for key in _method_keys(method):
                found = self._match_path(host_node.children.get(key), path)
                if found:
                    return found
        return None

    def methods(self, host: str, path: str) -> set[str]:
        """The methods that some pattern takes for this host and path (`matchingMethods`)."""
        found = {
            method
            for host_node in self._host_nodes(host)
            for method, node in host_node.children.items()
            if method and self._match_path(node, path)
        }
        return found | {"HEAD"} if "GET" in found else found

    def _host_nodes(self, host: str) -> list[RoutingNode]:
        keys = (host, "") if host else ("",)
        return [self._root.children[key] for key in keys if key in self._root.children]

    def _match_path(self, start: RoutingNode | None, path: str) -> Match | None:
        """Go's `matchPath` with a stack of its own: a target may have more segments than Python may nest calls.

        Go 1.22 reads through a nil pointer, and drops the connection, where a literal `*` stands beside no
        `{name...}`; here that is no match.
        """
        untried: list[tuple[RoutingNode | None, str, tuple[str, ...]]] = [(start, path, ())]
        while untried:
            node, rest, values = untried.pop()
            if node is None:
                continue
            if not rest:
                if node.pattern:
                    return Match(node.pattern, values)
                continue
            segment, tail = first_segment(rest)
            # The last one pushed is tried first.
            multi = node.children.get(self._multi_key)
            if multi and multi.pattern:
                named = multi.pattern.segments[-1].text
                taken = (unescape_leniently(rest[1:]),) if named else ()
                untried.append((multi, "", values + taken))
            if segment != "/":
                untried.append((node.children.get(_WILDCARD), tail, (*values, segment)))
            untried.append((node.children.get(segment), tail, values))
        return None


def _method_keys(method: str) -> tuple[str, ...]:
    """Which patterns to try, by their method: GET takes HEAD too, and no method takes every one."""
    return (method, "GET", "") if method == "HEAD" else (method, "")
