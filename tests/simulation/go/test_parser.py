"""The request parser against recordings of Go's server: what it understands, and what each read asks for."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.header import canonical_key, has_token
from journey_tui.simulation.go.parser import (
    MAX_HEADER_BYTES,
    BadRequest,
    InputEnded,
    NeedMore,
    NextRequestBegins,
    ParsedHeader,
    ParsedLine,
    ParsedRequest,
    ParserStep,
    RequestParser,
)
from journey_tui.simulation.go.request import Request

TRUTH: Final = Path(__file__).parents[2] / "truth"
RECORDED: Final[list[dict[str, Any]]] = json.loads((TRUTH / "parsed_requests.json").read_text())["requests"]
BAD: Final[list[dict[str, Any]]] = json.loads((TRUTH / "bad_requests.json").read_text())["requests"]
HELLO: Final = b"GET /hello HTTP/1.1\r\nHost: localhost:3000\r\n\r\n"


def parse_pieces(
    parser: RequestParser, pieces: list[bytes], *, failing: bool = False
) -> tuple[list[int], list[ParserStep]]:
    """Feed pieces one a read, to the first step that ends a request; the reads' sizes and the steps."""
    waiting = [piece for piece in pieces if piece]
    reads: list[int] = []
    steps: list[ParserStep] = []
    while True:
        step = parser.next()
        if isinstance(step, NeedMore):
            reads.append(step.read_size)
            if not waiting:
                parser.end_of_input(failed=failing)
                continue
            piece = waiting.pop(0)
            parser.feed(piece[: step.read_size])
            if piece[step.read_size :]:
                waiting.insert(0, piece[step.read_size :])
            continue
        steps.append(step)
        if isinstance(step, ParsedRequest | BadRequest | InputEnded):
            return reads, steps


def parse(data: bytes, go: str = "1.27") -> ParserStep:
    return parse_pieces(RequestParser(go), [data])[1][-1]


def request_of(data: bytes) -> Request:
    step = parse(data)
    assert isinstance(step, ParsedRequest), step
    return step.request


def as_utf8(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def seen_by_handler(request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "target": request.target,
        "proto": request.proto,
        "host": request.host,
        "header": {
            as_utf8(name): [as_utf8(value) for value in request.header.values(name)]
            for name in request.header.names()
        },
        "length": request.content_length,
    }


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["pieces"][:1])
def test_reads_request_and_answer_are_those_of_go(recorded: dict[str, Any]) -> None:
    pieces = [piece.encode("latin-1") for piece in recorded["pieces"]]
    reads, steps = parse_pieces(RequestParser(), pieces, failing=recorded["end"] == "fail")
    last = steps[-1]
    if "request" in recorded:
        assert isinstance(last, ParsedRequest), last
        wanted = {name: value for name, value in recorded["request"].items() if name != "close"}
        assert seen_by_handler(last.request) == wanted
    elif isinstance(last, ParsedRequest):
        assert last.request.expectation_fails
        assert " 417 Expectation Failed" in recorded["answer"]
    elif isinstance(last, BadRequest):
        assert last.response.decode("latin-1") == recorded["answer"]
        assert last.lingers == recorded["lingers"]
    else:
        assert "answer" not in recorded
    assert reads == recorded["reads"][: len(reads)]
    if not isinstance(last, ParsedRequest):
        assert reads == recorded["reads"]


@pytest.mark.parametrize("recorded", BAD, ids=lambda recorded: recorded["request"][:40].strip())
def test_malformed_requests_get_the_recorded_answer(recorded: dict[str, Any]) -> None:
    step = parse(recorded["request"].encode())
    if isinstance(step, BadRequest):
        assert step.response.decode() == recorded["answer"]
        assert recorded["closed"]
    else:
        assert isinstance(step, ParsedRequest)
        assert "Date: " in recorded["answer"]  # a handler's answer, or the mux's


def test_steps_tell_line_headers_and_the_blank_line() -> None:
    reads, steps = parse_pieces(RequestParser(), [HELLO])
    assert reads == [4096]
    assert steps[:2] == [ParsedLine("GET", "/hello", "HTTP/1.1"), ParsedHeader("Host", "localhost:3000")]
    last = steps[2]
    assert isinstance(last, ParsedRequest)
    assert (last.header_count, last.consumed, last.buffered) == (1, len(HELLO), 0)
    assert last.request.host == "localhost:3000"
    assert "Host" not in last.request.header


def test_a_request_in_five_pieces_makes_each_read_ask_for_the_room_that_is_left() -> None:
    pieces = [b"GET /he", b"llo HT", b"TP/1.1\r\nHost: a\r", b"\n\r", b"\n"]
    reads, steps = parse_pieces(RequestParser(), pieces)
    assert isinstance(steps[-1], ParsedRequest)
    # "Host: a\r" waits for its LF, and then one CR for its own.
    assert reads == [4096, 4089, 4083, 4088, 4095]


def test_a_header_line_is_understood_only_when_the_next_byte_is_there() -> None:
    parser = RequestParser()
    _drive(parser, b"GET / HTTP/1.1\r\nHost: a\r\n")
    assert isinstance(parser.next(), NeedMore)
    parser.feed(b" b")
    assert isinstance(parser.next(), NeedMore)
    parser.feed(b"\r\n\r\n")
    assert parser.next() == ParsedHeader("Host", "a b")


def _drive(parser: RequestParser, data: bytes) -> None:
    assert isinstance(parser.next(), NeedMore)
    parser.feed(data)
    assert isinstance(parser.next(), ParsedLine)


def test_what_follows_a_request_stays_for_the_next_one() -> None:
    parser = RequestParser()
    assert isinstance(parse_pieces(parser, [HELLO + HELLO.replace(b"hello", b"about")])[1][-1], ParsedRequest)
    assert parser.buffered == len(HELLO)
    reads, steps = parse_pieces(parser, [])
    assert reads == []
    assert steps[:2] == [NextRequestBegins(), ParsedLine("GET", "/about", "HTTP/1.1")]
    assert parser.buffered == 0


def test_between_requests_the_connection_is_idle_until_four_bytes_are_there() -> None:
    parser = RequestParser()
    parse_pieces(parser, [HELLO])
    assert parser.next() == NeedMore(4096, idle=True)
    parser.feed(HELLO[:3])
    assert parser.next() == NeedMore(4093, idle=True)
    parser.feed(HELLO[3:5])
    assert parser.next() == NextRequestBegins()
    assert parser.next() == NeedMore(4091, idle=False)


def test_the_body_is_taken_out_of_the_buffer() -> None:
    parser = RequestParser()
    data = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel"
    last = parse_pieces(parser, [data])[1][-1]
    assert isinstance(last, ParsedRequest)
    assert (last.request.body_length, last.buffered) == (5, 3)
    assert parser.take(5) == b"hel"
    assert parser.buffered == 0


def test_stray_line_ends_are_forgiven_only_after_a_post() -> None:
    for method, forgiven in ((b"POST", True), (b"PUT", False)):
        parser = RequestParser()
        parse_pieces(parser, [method + b" / HTTP/1.1\r\nHost: a\r\n\r\n\r\n" + HELLO])
        assert isinstance(parse_pieces(parser, [])[1][-1], ParsedRequest) == forgiven


def test_a_client_that_leaves_between_requests_gets_no_answer() -> None:
    parser = RequestParser()
    parse_pieces(parser, [HELLO])
    assert parse_pieces(parser, [])[1] == [InputEnded()]
    assert parser.next() == InputEnded()


def test_a_read_that_returns_more_than_was_asked_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="4096"):
        RequestParser().feed(bytes(4097))


def test_header_over_a_mebibyte_is_431() -> None:
    step = parse(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (MAX_HEADER_BYTES + 8192) + b"\r\n\r\n")
    assert isinstance(step, BadRequest)
    assert (step.status, step.lingers) == (431, True)
    assert step.response.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")


@pytest.mark.parametrize(
    ("values", "go", "fits"), [(499, "1.27", True), (500, "1.27", False), (500, "1.26", True)]
)
def test_500_header_values_host_included_are_the_limit_since_go_1_27(
    values: int, go: str, fits: bool
) -> None:
    step = parse(b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * values + b"\r\n", go)
    assert isinstance(step, ParsedRequest) == fits
    if isinstance(step, BadRequest):
        assert step.status == 431


@pytest.mark.parametrize(
    ("proto", "connection", "closes", "keeps_1_0"),
    [
        ("HTTP/1.1", "", False, False),
        ("HTTP/1.1", "close", True, False),
        ("HTTP/1.1", "foo, Close", True, False),
        ("HTTP/1.1", "closed", False, False),
        ("HTTP/1.0", "", True, False),
        ("HTTP/1.0", "keep-alive", False, True),
        ("HTTP/1.0", "Keep-Alive, close", True, True),
    ],
)
def test_who_wants_the_connection_closed(proto: str, connection: str, closes: bool, keeps_1_0: bool) -> None:
    field = f"Connection: {connection}\r\n" if connection else ""
    request = request_of(f"GET / {proto}\r\nHost: a\r\n{field}\r\n".encode())
    assert (request.wants_close, request.wants_http_1_0_keep_alive) == (closes, keeps_1_0)


def test_chunks_overrule_a_content_length() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    request = request_of(head)
    assert (request.body_length, request.chunked, request.has_body) == (None, True, True)
    assert "Content-Length" not in request.header


def test_a_length_of_thousands_of_digits_is_refused() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
    assert isinstance(parse(head + b"9" * 5000 + b"\r\n\r\n"), BadRequest)
    assert request_of(head + b"0" * 5000 + b"7\r\n\r\n").body_length == 7


def test_an_absolute_target_overrules_the_host_header() -> None:
    assert request_of(b"GET http://b:80/x HTTP/1.1\r\nHost: a\r\n\r\n").host == "b:80"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("content-type", "Content-Type"),
        ("WWW-authenticate", "Www-Authenticate"),
        ("x--y", "X--Y"),
        ("_a", "_a"),
        ("bad name", "bad name"),
        ("é", "é"),
    ],
)
def test_names_have_one_spelling(name: str, canonical: str) -> None:
    assert canonical_key(name) == canonical


def test_a_token_stands_between_spaces_tabs_and_commas() -> None:
    assert has_token("foo,\tCLOSE bar", "close")
    assert not has_token("foo;close", "close")
    assert not has_token("\u212aeep-alive", "keep-alive")  # the Kelvin sign lower-cases to k


@given(st.data())
def test_where_the_bytes_are_cut_changes_nothing_that_is_understood(data: st.DataObject) -> None:
    recorded = data.draw(st.sampled_from(RECORDED))
    whole = "".join(recorded["pieces"]).encode("latin-1")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    in_one = parse_pieces(RequestParser(), [whole])[1]
    in_pieces = parse_pieces(RequestParser(), pieces)[1]
    assert [_essence(step) for step in in_pieces] == [_essence(step) for step in in_one]


def _essence(step: ParserStep) -> object:
    return (step.header_count, step.consumed) if isinstance(step, ParsedRequest) else step


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_no_bytes_whatever_break_the_parser(pieces: list[bytes]) -> None:
    _, steps = parse_pieces(RequestParser(), pieces)
    assert isinstance(steps[-1], ParsedRequest | BadRequest | InputEnded)
