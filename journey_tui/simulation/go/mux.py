"""ServeMux: which handler gets a request, by method, host and path (net/http/server.go, Go 1.22 to 1.27).

The order of registration never matters: the most specific pattern wins, and two patterns of which neither is more
specific may not be registered together. ServeMux also cleans paths and redirects to the clean one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from journey_tui.simulation.go.conflicts import conflict, describe_conflict
from journey_tui.simulation.go.explain import less_specific, mismatch
from journey_tui.simulation.go.paths import clean_path
from journey_tui.simulation.go.patterns import Pattern, PatternError, parse_pattern
from journey_tui.simulation.go.quoting import go_quote
from journey_tui.simulation.go.routing import Match, RoutingIndex, RoutingTree
from journey_tui.simulation.go.url import RequestUrl, TargetError, escape_path, parse_target
from journey_tui.simulation.go.version import minor_version
from journey_tui.text import clean_line

__all__ = ["Candidate", "PatternError", "Route", "ServeMux", "check_patterns"]

_LONGEST_LOCATION: Final = 80  # in a reason
_REMEMBERED_ROUTES: Final = (
    1024  # requests of a scenario are much alike; bounds memory for those that are not
)


class Candidate(NamedTuple):
    """One registered pattern held against a request."""

    pattern: str
    matched: bool
    """Whether it is the pattern that was taken: at most one is."""
    reason: str
    """Why, in a short sentence."""


@dataclass(frozen=True, slots=True)
class Route:
    """What ServeMux decided for a request."""

    status: int
    """200: a handler was found; 301 or 307, 400, 404, 405: ServeMux answers by itself."""
    pattern: str = ""
    """`Request.Pattern`: empty unless a handler was found."""
    location: str = ""
    """Of a redirect."""
    allow: str = ""
    """The Allow header of a 405."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Path values by wildcard name (`Request.PathValue`)."""
    considered: tuple[Candidate, ...] = ()
    """Every registered pattern in the order of registration, and why it was taken or not."""


class ServeMux:
    """`http.ServeMux` of one Go release."""

    def __init__(self, go: str = "1.27") -> None:
        self._go = go
        self._minor = minor_version(go)
        self._patterns: list[Pattern] = []
        self._index = RoutingIndex()
        self._tree = RoutingTree(self._minor)
        self._routes: dict[tuple[str, str, str], Route] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """What is registered, in that order."""
        return tuple(pattern.text for pattern in self._patterns)

    def handle(self, pattern: str) -> None:
        """Register a pattern; raises `PatternError` with Go's panic text, places of registration left out."""
        if not pattern:
            raise PatternError("http: invalid pattern")
        try:
            new = parse_pattern(pattern, self._go)
        except PatternError as error:
            raise PatternError(f"parsing {go_quote(pattern)}: {error}") from None
        for old in self._index.rivals(new):
            if conflict(new, old):
                raise PatternError(describe_conflict(new, old))
        self._tree.add(new)
        self._index.add(new)
        self._patterns.append(new)
        self._routes.clear()

    def route(self, method: str, target: str, host: str) -> Route:
        """Decide for a request; `host` is its Host header, which an absolute target overrides (`findHandler`)."""
        key = (method, target, host)
        if key not in self._routes:
            if len(self._routes) >= _REMEMBERED_ROUTES:
                self._routes.clear()
            self._routes[key] = self._find(method, target, host)
        return self._routes[key]

    def _find(self, method: str, target: str, host: str) -> Route:
        try:
            url = parse_target(method, target)
        except TargetError as error:
            return self._refuse(str(error))
        if target == "*":
            return self._refuse("* is no path")
        if method == "CONNECT":
            return self._find_for_connect(url, host)
        return self._find_cleaned(method, url, strip_port(url.host or host))

    def _refuse(self, reason: str) -> Route:
        considered = tuple(Candidate(pattern.text, False, reason) for pattern in self._patterns)
        return Route(400, considered=considered)

    def _find_for_connect(self, url: RequestUrl, host: str) -> Route:
        """CONNECT: nothing is cleaned and the port stays, but a missing trailing slash is still redirected."""
        path = url.escaped_path
        redirected = self._match_with_slash(url.host, "CONNECT", path)
        if redirected:
            return self._redirect(
                _Asked(url.host, "CONNECT", path), self._slash_location(url, path), redirected
            )
        asked = _Asked(url.host or host, "CONNECT", path)
        # Go looks for other methods with the host of the target only, which a plain path has not.
        return self._answer(asked, self._tree.match(*asked), methods_host=url.host)

    def _find_cleaned(self, method: str, url: RequestUrl, host: str) -> Route:
        path = clean_path(url.escaped_path)
        asked = _Asked(host, method, path)
        redirected = self._match_with_slash(host, method, path)
        if redirected:
            return self._redirect(asked, self._slash_location(url, path), redirected)
        match = self._tree.match(*asked)
        if path != url.escaped_path:
            return self._redirect(asked, self._clean_location(url, path), match)
        return self._answer(asked, match, methods_host=host)

    def _match_with_slash(self, host: str, method: str, path: str) -> Match | None:
        """The pattern that takes `path/` exactly where none takes `path` exactly (`matchOrRedirect`)."""
        if (path.endswith("/") and self._minor >= 23) or (not path and self._minor >= 26):
            return None
        if _is_exact(self._tree.match(host, method, path), path):
            return None
        match = self._tree.match(host, method, path + "/")
        return match if _is_exact(match, path + "/") else None

    def _slash_location(self, url: RequestUrl, path: str) -> str:
        """Before Go 1.27 the path was unescaped on the way: `/a%2Fb` was sent to `/a/b/`."""
        target = path + "/" if self._minor >= 27 else escape_path(clean_path(url.path) + "/")
        return _redirect_target(target, url.raw_query)

    def _clean_location(self, url: RequestUrl, path: str) -> str:
        """Before Go 1.27 the path was escaped a second time: `%61` became `%2561`."""
        return _redirect_target(path if self._minor >= 27 else escape_path(path), url.raw_query)

    def _redirect(self, asked: "_Asked", location: str, match: Match | None) -> Route:
        status = 307 if self._minor >= 26 else 301
        considered = self._considered(
            asked, match, f"takes {clean_line(location, _LONGEST_LOCATION)}: the client is sent there"
        )
        return Route(status, location=location, considered=considered)

    def _answer(self, asked: "_Asked", match: Match | None, *, methods_host: str) -> Route:
        considered = self._considered(asked, match)
        if match:
            pattern, found = match
            values = dict(zip(pattern.wildcard_names, found, strict=False))
            return Route(200, pattern=pattern.text, values=values, considered=considered)
        allowed = self._allowed_methods(methods_host, asked.path)
        if allowed:
            return Route(405, allow=", ".join(sorted(allowed)), considered=considered)
        return Route(404, considered=considered)

    def _allowed_methods(self, host: str, path: str) -> set[str]:
        allowed = self._tree.methods(host, path)
        if path.endswith("/") and self._minor >= 23:
            return allowed
        # With the other method, the path without its slash would be redirected.
        return allowed | self._tree.methods(host, path + "/")

    def _considered(self, asked: "_Asked", match: Match | None, redirect: str = "") -> tuple[Candidate, ...]:
        winner = match[0] if match else None
        reasons = [mismatch(pattern, *asked) for pattern in self._patterns]
        fitting = sum(not reason for reason in reasons)
        won = (
            "the only pattern that matches" if fitting == 1 else f"the most specific of {fitting} that match"
        )
        candidates = []
        for pattern, reason in zip(self._patterns, reasons, strict=True):
            if pattern is winner:
                reason = redirect or won
            elif winner and not reason:
                reason = less_specific(pattern, winner)
            candidates.append(Candidate(pattern.text, pattern is winner and not redirect, reason))
        return tuple(candidates)


def check_patterns(go: str, patterns: Sequence[str]) -> dict[int, str]:
    """What Go says against patterns that are registered in this order, by their place; nothing when all is well."""
    mux = ServeMux(go)
    refused: dict[int, str] = {}
    for place, pattern in enumerate(patterns):
        try:
            mux.handle(pattern)
        except PatternError as error:
            refused[place] = str(error)
    return refused


class _Asked(NamedTuple):
    """What the tree is asked for."""

    host: str
    method: str
    path: str


def strip_port(host: str) -> str:
    """`example.com:80` as `example.com`; what is no host and port stays as it is (`stripHostPort`)."""
    name, colon, port = host.rpartition(":")
    if not colon:
        return host
    if host.startswith("["):
        name, bracket, after = host[1:].partition("]")
        good = bracket and after == colon + port and "[" not in name + after
        return name if good and "]" not in after else host
    return host if set(name + port) & set(":[]") else name


def _is_exact(match: Match | None, path: str) -> bool:
    """Whether a match leaves nothing for a multi wildcard to take (`exactMatch`)."""
    if not match:
        return False
    pattern = match[0]
    if not pattern.is_multi:
        return True
    return path[-1:] in {"", "/"} and len(pattern.segments) == path.count("/")


def _redirect_target(path: str, query: str) -> str:
    """The URL a client is sent to: cleaned once more, unless it reads as another host's (`http.Redirect`)."""
    other_host = path.startswith("//") and not path.startswith("///") and path[2:].partition("/")[0]
    target = path if other_host else clean_path(path)
    return f"{target}?{query}" if query else target
