"""`curl -sSv URL`: what one request's client sees, as curl 7.88.1 prints it with its output going to a file.

First come curl's own words, the request and the answer's head, at the end the body. Every client is shown as if it
were curl; its header lines are those of the scenario. Left out is the line about a bundle, which quotes an address
in memory. A client that gives up is a curl that was killed: it says nothing more.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.text import clean
from journey_tui.views.exchange import Exchange, exchange_of, request_at
from journey_tui.views.moment import Moment
from journey_tui.views.response_text import Part, heads, unchunked

_UPLOAD_BUFFER: Final = 64 * 1024
"""UPLOADBUFFER_DEFAULT, lib/urldata.h: what one read of a body gives at most."""
_WITH_HEADERS: Final = 1024 * 1024
"""EXPECT_100_THRESHOLD, lib/http.h: a smaller body is sent along with the header."""
_LONGEST_LINE: Final = 16 * 1024 * 1024
_MILLISECOND: Final = 1_000_000


def curl(moment: Moment, request: int | None = None) -> Iterator[str]:
    """One request as far as it has come; without a number, the one that was spoken of last."""
    number = request_at(moment) if request is None else request
    if number is None:
        return
    yield from curl_of(exchange_of(moment, number))


def curl_of(exchange: Exchange) -> Iterator[str]:
    """What one exchange looks like so far."""
    yield from _connecting(exchange)
    parts, rest = heads(b"".join(exchange.reads))
    yield from _request_head(exchange)
    waits = bool(parts and parts[0].interim)
    yield from [] if waits else _request_body(exchange)
    for part in parts:
        yield from _head_lines(part)
        yield from _request_body(exchange) if part.interim else []
    if parts and rest and not parts[-1].interim:
        yield f"{{ [{_first_data(exchange, len(rest))} bytes data]"
    yield from _ending(exchange, parts, rest)


def _shown(data: bytes) -> str:
    return clean(data.decode("utf-8", "replace").replace("\n", " "), _LONGEST_LINE)


# ── the connection ──


def _name(exchange: Exchange) -> str:
    """The host as it stands in the URL."""
    for line in exchange.sent.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        field, _, value = line.partition(b":")
        if field.lower() == b"host" and value.strip():
            host = _shown(value.strip())
            return host.rpartition(":")[0] or host
    return _address(exchange)[0]


def _address(exchange: Exchange) -> tuple[str, str]:
    host, _, port = _shown(exchange.remote.encode()).rpartition(":")
    return host, port


def _connecting(exchange: Exchange) -> Iterator[str]:
    if exchange.reused:
        yield f"* Re-using existing connection #0 with host {_name(exchange)}"
        return
    host, port = _address(exchange)
    if exchange.remote:
        yield f"*   Trying {host}:{port}..."
    if exchange.connected:
        yield f"* Connected to {_name(exchange)} ({host}) port {port} (#0)"


# ── the request ──


def _request_head(exchange: Exchange) -> Iterator[str]:
    head, end, _ = exchange.sent.partition(b"\r\n\r\n")
    if head:
        yield from (f"> {_shown(line)}" for line in head.split(b"\r\n"))
    if end:
        yield "> "


def _request_body(exchange: Exchange) -> Iterator[str]:
    head, _, body = exchange.sent.partition(b"\r\n\r\n")
    if not body:
        return
    yield f"}} [{min(len(body), _UPLOAD_BUFFER)} bytes data]"
    asked = Part(tuple(head.split(b"\r\n")), complete=True)
    alone = bool(asked.field("Expect")) or len(body) > _WITH_HEADERS
    if alone and len(body) == asked.length:
        yield "* We are completely uploaded and fine"


# ── the answer ──


def _head_lines(part: Part) -> Iterator[str]:
    yield from (f"< {_shown(line)}" for line in part.lines)
    if part.complete and not part.interim:
        yield "< "


def _first_data(exchange: Exchange, body_bytes: int) -> int:
    """What came of the body with the read() that ended the head; if nothing, with the next one."""
    before = sum(map(len, exchange.reads)) - body_bytes
    for piece in exchange.reads:
        if before < len(piece):
            return len(piece) - max(before, 0)
        before -= len(piece)
    return body_bytes


def _ending(exchange: Exchange, parts: list[Part], rest: bytes) -> Iterator[str]:
    if exchange.failed is not None:
        yield from _not_connected(exchange, exchange.failed.outcome, exchange.failed.time_ns)
    elif exchange.finished is not None and exchange.finished.outcome == "ok":
        yield from _answered(exchange, parts)
    elif exchange.finished is not None:
        yield from _unanswered(exchange, parts, rest)
    if exchange.finished is not None and exchange.finished.outcome not in {"gave_up", "unfinished"}:
        yield from _output(exchange, parts, rest)


def _answered(exchange: Exchange, parts: list[Part]) -> Iterator[str]:
    final = parts[-1] if parts else Part((), complete=False)
    bounded = final.chunked or final.length is not None or exchange.method == "HEAD"
    bounded = bounded or final.status in {204, 304}
    if bounded and final.field("Connection").lower() != "close":
        yield f"* Connection #0 to host {_name(exchange)} left intact"
    else:
        yield "* Closing connection 0"


def _output(exchange: Exchange, parts: list[Part], rest: bytes) -> Iterator[str]:
    """What goes to standard output: the body, or with HEAD (`curl -I`) the head."""
    if not parts:
        return
    if exchange.method == "HEAD":
        yield from (_shown(line) for line in parts[-1].lines)
        yield ""
        return
    body = unchunked(rest) if parts[-1].chunked else rest
    if body:
        yield from clean(body.decode("utf-8", "replace"), _LONGEST_LINE).removesuffix("\n").split("\n")


# ── what goes wrong ──


def _not_connected(exchange: Exchange, outcome: str, now_ns: int) -> Iterator[str]:
    host, port = _address(exchange)
    waited = (now_ns - exchange.began_ns) // _MILLISECOND
    if outcome == "timeout":
        yield from _failed(28, f"Connection timed out after {waited} milliseconds")
    elif outcome in {"refused", "reset"}:
        reason = "Connection refused" if outcome == "refused" else "Connection reset by peer"
        yield f"* connect to {host} port {port} failed: {reason}"
        said = f"Failed to connect to {_name(exchange)} port {port} after {waited} ms: Couldn't connect to server"
        yield from _failed(7, said)


def _unanswered(exchange: Exchange, parts: list[Part], rest: bytes) -> Iterator[str]:
    finished = exchange.finished
    final = parts[-1] if parts else Part((), complete=False)
    match finished.outcome if finished is not None else "":
        case "reset":
            yield from _failed(56, "Recv failure: Connection reset by peer")
        case "eof":
            yield from _failed(52, "Empty reply from server")
        case "truncated" if final.length is not None:
            yield from _failed(18, f"transfer closed with {final.length - len(rest)} bytes remaining to read")
        case "truncated":
            yield from _failed(18, "transfer closed with outstanding read data remaining")
        case "timeout" if finished is not None:
            waited = (finished.time_ns - exchange.began_ns) // _MILLISECOND
            share = f"{len(rest)} out of {final.length}" if final.length else f"{len(rest)}"
            yield from _failed(
                28, f"Operation timed out after {waited} milliseconds with {share} bytes received"
            )


def _failed(code: int, said: str) -> Iterator[str]:
    yield f"* {said}"
    yield "* Closing connection 0"
    yield f"curl: ({code}) {said}"
