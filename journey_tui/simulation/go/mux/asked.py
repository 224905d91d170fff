"""What a request asks ServeMux for: a host, a method and a path.

net/http looks at a request before ServeMux does, and answers some by itself; here too, so that every request has its
answer. Facts: `readRequest` and `conn.readRequest`, net/http/request.go and server.go, Go 1.22 to 1.27.
"""

from dataclasses import dataclass

from journey_tui.simulation.go.header import is_token
from journey_tui.simulation.go.paths import clean_path
from journey_tui.simulation.go.request import is_host
from journey_tui.simulation.go.url import RequestUrl, TargetError, parse_target


class NotAsked(ValueError):
    """net/http answers before it asks ServeMux; the text says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the tree is asked for it."""

    host: str
    method: str
    path: str
    """Escaped; cleaned, but for CONNECT."""
    fallback_host: str
    """Where the path with a slash more, and other methods, are looked for: for CONNECT the target's host only."""
    url: RequestUrl

    @property
    def is_clean(self) -> bool:
        """Whether the client wrote the path as it is matched."""
        return self.method == "CONNECT" or self.path == self.url.escaped_path


def read_asked(method: str, target: str, host: str, go: str) -> Asked:
    """Read a request that net/http has accepted, `host` being `Request.Host`; raises `NotAsked` (`findHandler`)."""
    try:
        url = parse_target(method, target, go)
    except TargetError as error:
        raise NotAsked(400, str(error)) from None
    if target == "*":
        raise _about_the_server(method)
    if method == "CONNECT":
        # Go looks at the target's host first and at the request's afterwards.
        return Asked(url.host or host, method, url.escaped_path, url.host, url)
    name = strip_port(url.host or host)
    return Asked(name, method, clean_path(url.escaped_path), name, url)


def check_wire(method: str, target: str, host: str) -> None:
    """What net/http refuses in method, target and Host header as they stand on the wire; raises `NotAsked`."""
    if not is_token(method):
        raise NotAsked(400, "the method is no HTTP token")
    if " " in target:
        raise NotAsked(400, "a space in the target ends it")
    if not is_host(host):
        raise NotAsked(400, "malformed Host header")


def _about_the_server(method: str) -> NotAsked:
    """`OPTIONS *` is answered by `globalOptionsHandler`; ServeMux itself refuses `*` with any other method."""
    if method == "OPTIONS":
        return NotAsked(200, "OPTIONS * asks about the server itself: net/http answers it without ServeMux")
    return NotAsked(400, "* is no path")


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
