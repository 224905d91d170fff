"""What net/http answers in a handler's place, byte for byte as a real server did."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from journey_tui.simulation.go.default_handlers import answer_before_mux, answer_for, redirect
from journey_tui.simulation.go.mux import ServeMux
from journey_tui.simulation.go.parser import BadRequest, NeedMore, ParsedRequest, ParserStep, RequestParser
from journey_tui.simulation.go.response import ResponseWriter, SocketWrite
from journey_tui.simulation.go.status import body_allowed, status_line, status_text

TRUTH: Final = Path(__file__).parents[2] / "truth"
DATES: Final = {"06:38:56", "06:38:58", "06:38:59"}
SETS: Final[list[dict[str, Any]]] = json.loads((TRUTH / "mux_vectors.json").read_text())["sets"]


def recorded_in(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((TRUTH / name).read_text())["requests"]
    return rows


ASKED: Final = recorded_in("statuses.json") + recorded_in("bad_requests.json")


def parse(raw: str) -> ParserStep:
    parser = RequestParser()
    assert isinstance(parser.next(), NeedMore)
    parser.feed(raw.encode())
    while not isinstance(step := parser.next(), ParsedRequest | BadRequest):
        pass
    return step


def server_mux() -> ServeMux:
    mux = ServeMux()
    for pattern in ("GET /hello", "GET /about", "/details/{id}", "GET /big", "POST /upload"):
        mux.handle(pattern)
    return mux


def write_body(response: ResponseWriter, pattern: str, value: str) -> list[Any]:
    bodies = {
        "GET /hello": [b"hello\n"],
        "/details/{id}": [f"details {value}\n".encode()],
        "GET /big": [b"x" * 1024] * 5,
        "POST /upload": [b"read 0 err=<nil>\n"],
    }
    return [step for piece in bodies[pattern] for step in response.write(piece)]


def answer(raw: str, date: str) -> tuple[list[bytes], bool]:
    """The writes of the answer, and whether the connection is kept."""
    step = parse(raw)
    if isinstance(step, BadRequest):
        return [step.response], False
    assert isinstance(step, ParsedRequest)
    request = step.request
    response = ResponseWriter(request, lambda: date)
    route = server_mux().route(request.method, request.target, request.host)
    given = answer_before_mux(request) or answer_for(route, request)
    if given:
        steps = given.write_to(response)
    else:
        steps = write_body(response, route.pattern, route.values.get("id", ""))
    steps += response.finish()
    return [step.data for step in steps if isinstance(step, SocketWrite)], response.reuses_connection


@pytest.mark.parametrize("recorded", ASKED, ids=lambda recorded: recorded["request"][:40].strip())
def test_answers_are_the_recorded_bytes(recorded: dict[str, Any]) -> None:
    text = recorded.get("answer", "")
    times = [time for time in DATES if time in text]
    date = f"Mon, 23 Nov 2026 {times[0] if times else '06:38:56'} GMT"
    sent, kept = answer(recorded["request"], date)
    if text:
        assert b"".join(sent).decode() == text
    if "writes" in recorded:
        assert [len(data) for data in sent] == recorded["writes"]
    if "closed" in recorded:
        assert kept != recorded["closed"]


def test_requests_that_never_reach_the_mux_end_as_recorded() -> None:
    elsewhere = [row for recorded in SETS for row in recorded["requests"] if "stage" in row]
    assert {row["stage"] for row in elsewhere} == {"parser", "server"}
    for row in elsewhere:
        method, target, host = row["ask"]
        step = parse(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")
        if row["stage"] == "parser":
            assert isinstance(step, BadRequest)
            assert step.status == row["status"]
        else:
            assert isinstance(step, ParsedRequest)
            given = answer_before_mux(step.request)
            assert given is not None
            assert given.status == row["status"]


def test_a_redirect_escapes_what_html_or_a_header_cannot_carry() -> None:
    given = redirect("GET", "/x?a=<b>&\"'é", 307)
    assert given.headers["Location"] == "/x?a=<b>&\"'%c3%a9"
    assert given.body == '<a href="/x?a=&lt;b&gt;&amp;&#34;&#39;é">Temporary Redirect</a>.\n\n'.encode()


def test_only_get_gets_a_body_with_its_redirect() -> None:
    assert redirect("HEAD", "/a", 301).body == b""
    assert redirect("HEAD", "/a", 301).headers["Content-Type"] == "text/html; charset=utf-8"
    assert redirect("POST", "/a", 301).headers == {"Location": "/a"}


def test_reason_phrases_are_those_of_go_on_every_python() -> None:
    spelled = {
        103: "Early Hints",
        200: "OK",
        203: "Non-Authoritative Information",
        307: "Temporary Redirect",
        404: "Not Found",
        413: "Request Entity Too Large",
        414: "Request URI Too Long",
        416: "Requested Range Not Satisfiable",
        418: "I'm a teapot",
        422: "Unprocessable Entity",
        425: "Too Early",
        431: "Request Header Fields Too Large",
        511: "Network Authentication Required",
        299: "",
    }
    assert {code: status_text(code) for code in spelled} == spelled
    assert sum(bool(status_text(code)) for code in range(1000)) == 62


def test_an_unknown_status_is_spelled_out() -> None:
    assert status_line(299) == "HTTP/1.1 299 status code 299\r\n"
    assert status_line(404, http_1_1=False) == "HTTP/1.0 404 Not Found\r\n"


def test_only_1xx_204_and_304_have_no_body() -> None:
    assert [code for code in (100, 199, 200, 204, 205, 304, 404) if not body_allowed(code)] == [
        100,
        199,
        204,
        304,
    ]
