"""The answers that net/http gives in a handler's place: texts, statuses and headers (net/http/server.go, Go 1.27)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.go.mux import Route
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.response import ResponseStep, ResponseWriter
from journey_tui.simulation.go.status import status_text
from journey_tui.simulation.go.url import escape_non_ascii

_HTML_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
)  # htmlReplacer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler of net/http's own writes."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def write_to(self, response: ResponseWriter) -> list[ResponseStep]:
        """Write it as a handler does; `response.finish()` is left to the server."""
        for name, value in self.headers.items():
            response.header.set(name, value)
        steps = response.write_header(self.status)
        return steps + response.write(self.body) if self.body else steps


def error_answer(text: str, status: int) -> Answer:
    """`http.Error`: plain text with a newline."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"}
    return Answer(status, headers, _body(text + "\n"))


def not_found() -> Answer:
    """`http.NotFound`."""
    return error_answer("404 page not found", 404)


def method_not_allowed(allow: str) -> Answer:
    """ServeMux's answer when only the method does not fit; `allow` is the list of those that would."""
    answer = error_answer(status_text(405), 405)
    return Answer(405, {"Allow": allow, **answer.headers}, answer.body)


def redirect(method: str, location: str, status: int) -> Answer:
    """`http.Redirect` to an absolute path: only GET gets a body, GET and HEAD a Content-Type."""
    headers = {"Location": escape_non_ascii(location)}
    if method in {"GET", "HEAD"}:
        headers["Content-Type"] = "text/html; charset=utf-8"
    link = f'<a href="{location.translate(_HTML_ESCAPES)}">{status_text(status)}</a>.\n\n'
    return Answer(status, headers, _body(link) if method == "GET" else b"")


def bad_target(request: Request) -> Answer:
    """ServeMux's answer to the target `*`."""
    return Answer(400, {"Connection": "close"} if request.http_1_1 else {})


def expectation_failed() -> Answer:
    """The answer to an Expect that net/http does not know; the mux is never asked (`sendExpectationFailed`)."""
    return Answer(417, {"Connection": "close"})


def server_options() -> Answer:
    """The answer to `OPTIONS *`, which is about the server itself (`globalOptionsHandler`)."""
    return Answer(200, {"Content-Length": "0"})


def answer_before_mux(request: Request) -> Answer | None:
    """What net/http answers without asking the mux; None for a request that goes to it."""
    if request.expectation_fails:
        return expectation_failed()
    if request.method == "OPTIONS" and request.target == "*":
        return server_options()
    return None


def answer_for(route: Route, request: Request) -> Answer | None:
    """What ServeMux answers by itself; None when the route has a handler."""
    match route.status:
        case 200:
            return None
        case 400:
            return bad_target(request)
        case 405:
            return method_not_allowed(route.allow)
        case 404:
            return not_found()
        case status:
            return redirect(request.method, route.url, status)


def _body(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
