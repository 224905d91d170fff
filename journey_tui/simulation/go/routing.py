"""Where registered patterns are kept: a tree to find a request's pattern, an index to find a pattern's rivals.

The tree branches on host, then method, then one path segment after the other. At each segment a literal is tried
before a wildcard and a wildcard before `{name...}`, going back when a choice leads nowhere: registration has made
sure that this finds the most specific pattern. Facts: net/http/routing_tree.go and routing_index.go.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.simulation.go.paths import first_segment, unescape_leniently
from journey_tui.simulation.go.patterns import Pattern, PatternError, Segment

_WILDCARD: Final = ""  # the key of `{name}`; an empty literal segment shares it, as in Go
_MULTI: Final = None  # the key of `{name...}` and of a trailing slash: no literal can share it
_MULTI_IN_1_22: Final = "*"  # there a literal "*" did

Match = tuple[Pattern, tuple[str, ...]]
"""The pattern that was found, and what its wildcards matched, in order."""


class RoutingNode:
    """One place in the tree, reached by a host, a method or a path segment."""

    def __init__(self) -> None:
        self.pattern: Pattern | None = None
        self.children: dict[str | None, RoutingNode] = {}

    def child(self, key: str | None) -> "RoutingNode":
        """The child of that key, made when it is missing."""
        return self.children.setdefault(key, RoutingNode())


class RoutingTree:
    """The patterns of one ServeMux, arranged for matching (`routingNode`)."""

    def __init__(self, minor: int) -> None:
        self._root = RoutingNode()
        self._multi_key = _MULTI if minor >= 23 else _MULTI_IN_1_22

    def add(self, pattern: Pattern) -> None:
        """Add a pattern that conflicts with none here; raises `PatternError` where Go's own tree panics."""
        node = self._root.child(pattern.host).child(pattern.method)
        for segment in pattern.segments:
            node = node.child(self._key(segment))
        if node.pattern is not None:
            raise PatternError("non-nil leaf fields")
        node.pattern = pattern

    def _key(self, segment: Segment) -> str | None:
        if segment.multi:
            return self._multi_key
        return _WILDCARD if segment.wild else segment.text

    def match(self, host: str, method: str, path: str) -> Match | None:
        """The pattern for a request: those that name its host first, then the others (`routingNode.match`)."""
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
        untried: list[tuple[RoutingNode | None, str, tuple[str, ...]]] = [(start, path, ())]
        while untried:
            node, rest, values = untried.pop()
            if node is None:
                continue
            if not rest:
                if node.pattern:
                    return node.pattern, values
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


class RoutingIndex:
    """Patterns by literal and position, to compare a new one only with those it may conflict with (`routingIndex`).

    Go names the first rival that it comes across, so the order here is Go's too.
    """

    def __init__(self) -> None:
        self._multis: list[Pattern] = []
        self._others: list[Pattern] = []
        self._by_segment: dict[tuple[int, str], list[Pattern]] = {}

    def add(self, pattern: Pattern) -> None:
        """Add a registered pattern."""
        if pattern.is_multi:
            self._multis.append(pattern)
            return
        self._others.append(pattern)
        for position, segment in enumerate(pattern.segments):
            key = (position, _WILDCARD if segment.wild else segment.text)
            self._by_segment.setdefault(key, []).append(pattern)

    def rivals(self, pattern: Pattern) -> Iterator[Pattern]:
        """All patterns that may conflict with this one, some that cannot among them."""
        yield from self._multis
        yield from self._rivals_without_multi(pattern)

    def _rivals_without_multi(self, pattern: Pattern) -> list[Pattern]:
        if pattern.segments[-1].is_end:
            # Only another {$} in the same place ends in a slash there.
            return self._by_segment.get((len(pattern.segments) - 1, "/"), [])
        literals = [
            (position, segment.text) for position, segment in enumerate(pattern.segments) if not segment.wild
        ]
        # A pattern of wildcards only: Go walks a map here, in no certain order.
        by_literal = (
            self._by_segment.get((position, text), []) + self._by_segment.get((position, _WILDCARD), [])
            for position, text in literals
        )
        return min(by_literal, key=len, default=self._others)
