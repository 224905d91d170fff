"""Where ServeMux sends a client instead of an answer (net/http/server.go: `findHandler`, `Redirect`).

Until Go 1.26 the path was unescaped or escaped once too often on its way into the Location (Go 1.27 has
`urlFromEscaped`): the version decides.
"""

from journey_tui.simulation.go.authority import AuthorityError, parse_authority
from journey_tui.simulation.go.escapes import EscapeError, escape_path, unescape
from journey_tui.simulation.go.paths import clean_path
from journey_tui.simulation.go.url import RequestUrl
from journey_tui.simulation.go.version import at_least


def slash_url(url: RequestUrl, path: str, go: str) -> str:
    """The path with a slash more. Before Go 1.27 it was unescaped on the way: `/a%2Fb` was sent to `/a/b/`."""
    target = path + "/" if at_least(go, 27) else escape_path(clean_path(url.path) + "/")
    return _redirect_target(target, url.raw_query, go)


def clean_url(url: RequestUrl, path: str, go: str) -> str:
    """The clean path. Before Go 1.27 it was escaped a second time: `%61` became `%2561`."""
    return _redirect_target(path if at_least(go, 27) else escape_path(path), url.raw_query, go)


def _redirect_target(path: str, query: str, go: str) -> str:
    """What `Redirect` makes of it: the path cleaned once more, unless it reads as another host's or not at all."""
    fragment = query.partition("#")[2]
    cleaned = clean_path(path) if _is_own_path(path, fragment, go) else path
    return f"{cleaned}?{query}" if query else cleaned


def _is_own_path(path: str, fragment: str, go: str) -> bool:
    authority = path[2:].partition("/")[0] if path.startswith("//") and not path.startswith("///") else ""
    try:
        unescape(fragment)
        return not (authority and parse_authority("", authority, go).host)
    except (AuthorityError, EscapeError):
        return False
