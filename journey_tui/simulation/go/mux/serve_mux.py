"""ServeMux itself: registration and the way to an answer (net/http/server.go, Go 1.22 to 1.27).

The order of registration never matters: the most specific pattern wins, and two patterns of which neither is more
specific may not be registered together. ServeMux also cleans paths and redirects to the clean one. The reasons for an
answer are made when somebody asks for them: a simulated server under load does not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from journey_tui.simulation.go.escapes import escape_non_ascii
from journey_tui.simulation.go.mux.asked import Asked, NotAsked, check_wire, read_asked
from journey_tui.simulation.go.mux.conflict import conflict_error
from journey_tui.simulation.go.mux.explain import (
    Candidate,
    Explanation,
    Outcome,
    Verdict,
    explain_found,
    explain_not_asked,
    explain_not_found,
    explain_redirect,
)
from journey_tui.simulation.go.mux.index import RoutingIndex
from journey_tui.simulation.go.mux.pattern import Pattern, PatternError, parse_pattern
from journey_tui.simulation.go.mux.redirect import clean_url, slash_url
from journey_tui.simulation.go.mux.tree import Match, RoutingTree
from journey_tui.simulation.go.version import minor_version

_FIRST_MINOR: Final = 22  # Go 1.22 gave patterns their methods and wildcards
_LAST_MINOR: Final = 27
_REMEMBERED_ROUTES: Final = 1024
"""Requests of a scenario are much alike; the limit bounds memory for those that are not."""
_NO_VALUES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Route:
    """What ServeMux decided for a request."""

    status: int
    """200: a handler was found; 301 or 307, 400, 404, 405: ServeMux answers by itself.

    `OPTIONS *` has 200 without a pattern: net/http answers it.
    """
    pattern: str = ""
    """`Request.Pattern`: empty unless a handler was found."""
    location: str = ""
    """Of a redirect, as the header has it."""
    allow: str = ""
    """The Allow header of a 405."""
    values: Mapping[str, str] = field(default_factory=lambda: _NO_VALUES)
    """Path values by wildcard name (`Request.PathValue`)."""
    url: str = ""
    """Of a redirect, before what is not ASCII is escaped: the answer's body links to it."""
    _why: Callable[[], Explanation] = field(default=Explanation, repr=False, compare=False)

    @property
    def reason(self) -> str:
        """Why this answer, in a sentence."""
        return self._why().reason

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every registered pattern in the order of registration, and why it was taken or not."""
        return self._why().verdicts

    @property
    def considered(self) -> tuple[Candidate, ...]:
        """The verdicts in the form of the trace's events."""
        return tuple(
            Candidate(verdict.pattern, verdict.outcome is Outcome.WINS, verdict.reason)
            for verdict in self.verdicts
        )


class ServeMux:
    """`http.ServeMux` of one Go release; raises `ValueError` for a release before 1.22 or after 1.27."""

    def __init__(self, go: str = "1.27") -> None:
        self._go = go
        self._minor = minor_version(go)
        if not _FIRST_MINOR <= self._minor <= _LAST_MINOR:
            raise ValueError(f"ServeMux is modelled for Go 1.22 to 1.27, not for {go}")
        self._patterns: list[Pattern] = []
        self._index = RoutingIndex()
        self._tree = RoutingTree(self._minor)
        self._routes: dict[tuple[str, str, str, bool], Route] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """What is registered, in that order."""
        return tuple(pattern.text for pattern in self._patterns)

    def handle(self, pattern: str) -> None:
        """Register a pattern; raises `PatternError` with Go's panic text, places of registration left out."""
        new = parse_pattern(pattern, self._go)
        rival = self._index.rival(new)
        if rival:
            raise conflict_error(new, rival)
        self._tree.add(new)
        self._index.add(new)
        self._patterns.append(new)
        self._routes.clear()

    def route(self, method: str, target: str, host: str, *, accepted: bool = False) -> Route:
        """Decide for a request; `host` is its Host header, which an absolute target overrides (`findHandler`).

        A request that net/http refuses before it asks ServeMux has its 400 here too; `accepted` says that it has been
        looked at already, and `host` is `Request.Host`.
        """
        key = (method, target, host, accepted)
        found = self._routes.get(key)
        if found is None:
            if len(self._routes) >= _REMEMBERED_ROUTES:
                self._routes.clear()
            found = self._routes[key] = self._find(method, target, host.strip(" \t"), accepted=accepted)
        return found

    def _find(self, method: str, target: str, host: str, *, accepted: bool) -> Route:
        try:
            if not accepted:
                check_wire(method, target, host)
            asked = read_asked(method, target, host, self._go)
        except NotAsked as refusal:
            reason, patterns = str(refusal), self._registered()
            return Route(refusal.status, _why=cache(lambda: explain_not_asked(reason, patterns())))
        match = self._tree.match(asked.host, asked.method, asked.path)
        redirected = self._match_with_slash(asked, match)
        if redirected:
            return self._redirect(
                asked, slash_url(asked.url, asked.path, self._go), redirected, added_slash=True
            )
        if not asked.is_clean:
            return self._redirect(asked, clean_url(asked.url, asked.path, self._go), match, added_slash=False)
        return self._found(asked, match) if match else self._not_found(asked)

    def _match_with_slash(self, asked: Asked, match: Match | None) -> Match | None:
        """The pattern that takes `path/` exactly where none takes `path` exactly (`matchOrRedirect`)."""
        host, path = asked.fallback_host, asked.path
        if (path.endswith("/") and self._minor >= 23) or (not path and self._minor >= 26):
            return None
        if host != asked.host:
            match = self._tree.match(host, asked.method, path)
        if _is_exact(match, path):
            return None
        with_slash = self._tree.match(host, asked.method, path + "/")
        return with_slash if _is_exact(with_slash, path + "/") else None

    def _redirect(self, asked: Asked, url: str, match: Match | None, *, added_slash: bool) -> Route:
        """Go 1.26 changed the status, so that a redirected POST stays one."""
        status = 307 if self._minor >= 26 else 301
        location, patterns = escape_non_ascii(url), self._registered()
        winner = match.pattern if match else None
        why = cache(lambda: explain_redirect(asked, patterns(), winner, location, added_slash=added_slash))
        return Route(status, location=location, url=url, _why=why)

    def _found(self, asked: Asked, match: Match) -> Route:
        winner, patterns = match.pattern, self._registered()
        values = dict(zip(winner.wildcard_names, match.values, strict=False))
        why = cache(lambda: explain_found(asked, patterns(), winner))
        return Route(200, pattern=winner.text, values=MappingProxyType(values), _why=why)

    def _not_found(self, asked: Asked) -> Route:
        allowed, patterns = self._allowed_methods(asked), self._registered()
        why = cache(lambda: explain_not_found(asked, patterns(), allowed))
        return Route(405 if allowed else 404, allow=", ".join(sorted(allowed)), _why=why)

    def _allowed_methods(self, asked: Asked) -> set[str]:
        """With another method the path without its slash would be redirected (`matchingMethods`)."""
        paths = [asked.path]
        if not asked.path.endswith("/") or self._minor < 23:
            paths.append(asked.path + "/")
        return {method for path in paths for method in self._tree.methods(asked.fallback_host, path)}

    def _registered(self) -> Callable[[], Sequence[Pattern]]:
        """What is registered now, to be looked at later."""
        count = len(self._patterns)
        return lambda: self._patterns[:count]


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


def _is_exact(match: Match | None, path: str) -> bool:
    """Whether a match leaves nothing for a multi wildcard to take (`exactMatch`)."""
    if not match:
        return False
    if not match.pattern.is_multi:
        return True
    return path[-1:] in {"", "/"} and len(match.pattern.segments) == path.count("/")
