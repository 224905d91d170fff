"""The response writer against recordings of Go's: every byte, and which write(2) carries it."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.exporters.pcap import START_S
from journey_tui.simulation.go.calendar import SIMULATED_EPOCH, http_date
from journey_tui.simulation.go.default_handlers import error_answer
from journey_tui.simulation.go.framing import BodyState
from journey_tui.simulation.go.parser import ParsedRequest, RequestParser
from journey_tui.simulation.go.request import Request
from journey_tui.simulation.go.response import (
    Buffered,
    HeaderFinalised,
    ResponseStep,
    ResponseWriter,
    SocketWrite,
    WriteRefused,
)

DATE: Final = "Mon, 23 Nov 2026 06:38:56 GMT"
TRUTH: Final = Path(__file__).parents[2] / "truth"
ANSWERS: Final[list[dict[str, Any]]] = json.loads((TRUTH / "written_answers.json").read_text())["answers"]
LETTERS: Final = bytes(range(ord("a"), ord("z") + 1))


def request_of(head: str) -> Request:
    parser = RequestParser()
    parser.next()
    parser.feed(head.encode())
    while not isinstance(step := parser.next(), ParsedRequest):
        pass
    return step.request


def writer_for(head: str = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") -> ResponseWriter:
    request = request_of(head)
    body = BodyState(unread=request.content_length, saw_eof=not request.has_body)
    return ResponseWriter(request, lambda: DATE, body=body)


def writes(steps: list[ResponseStep]) -> list[bytes]:
    return [step.data for step in steps if isinstance(step, SocketWrite)]


def do(response: ResponseWriter, action: list[Any]) -> list[ResponseStep]:
    match action:
        case ["h", str(name), str(value)]:
            response.header.set(name, value)
            return []
        case ["s", int(status)]:
            return response.write_header(status)
        case ["w", int(length)]:
            return response.write((LETTERS * (length // 26 + 1))[:length])
        case ["f"]:
            return response.flush()
        case ["e", int(status), str(text)]:
            response.header.delete("Content-Length")
            return error_answer(text, status).write_to(response)
        case _:
            raise AssertionError(action)


@pytest.mark.parametrize("recorded", ANSWERS, ids=range(len(ANSWERS)))
def test_header_writes_and_connection_are_those_of_go(recorded: dict[str, Any]) -> None:
    response = writer_for(recorded["request"])
    steps = [step for action in recorded["handler"] for step in do(response, action)]
    sent = writes(steps + response.finish())
    whole = b"".join(sent)
    assert whole.split(b"\r\n\r\n")[0].decode("latin-1") == recorded["head"]
    assert [len(data) for data in sent] == recorded["writes"]
    assert hashlib.sha256(whole).hexdigest()[:16] == recorded["sha256"]
    assert response.reuses_connection == recorded["kept"]


@pytest.mark.parametrize(("connection", "length"), [("", 122), ("Connection: close\r\n", 141)])
def test_hello_is_one_write(connection: str, length: int) -> None:
    response = writer_for(f"GET /hello HTTP/1.1\r\nHost: a\r\n{connection}\r\n")
    assert response.write(b"hello\n") == [Buffered("response", 6, 6, 2048)]
    header, buffered, body, sent = response.finish()
    assert isinstance(header, HeaderFinalised)
    assert (header.status, header.content_length, header.chunked) == (200, 6, False)
    assert buffered == Buffered("connection", length - 6, length - 6, 4096)
    assert body == Buffered("connection", 6, length, 4096)
    assert isinstance(sent, SocketWrite)
    assert sent.data == header.header + b"hello\n"
    assert len(sent.data) == length


def test_five_kibibytes_in_five_writes_are_three_chunks_in_two_writes() -> None:
    response = writer_for()
    steps = [step for _ in range(5) for step in response.write(b"x" * 1024)] + response.finish()
    first, second = writes(steps)
    assert (len(first), len(second)) == (4096, 1175)
    body = (first + second).split(b"\r\n\r\n", 1)[1]
    chunks = b"".join(b"%x\r\n%s\r\n" % (size, b"x" * size) for size in (0x800, 0x800, 0x400))
    assert body == chunks + b"0\r\n\r\n"
    assert [step.chunked for step in steps if isinstance(step, HeaderFinalised)] == [True]


def test_a_large_write_goes_past_both_buffers() -> None:
    response = ResponseWriter(
        request_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), lambda: DATE, sniffed_type="application/octet-stream"
    )
    response.header.set("Content-Length", str(16 << 20))
    mebibyte = bytes(1 << 20)
    assert [len(data) for data in writes(response.write(mebibyte))] == [4096, 1044602]
    assert [len(data) for data in writes(response.write(mebibyte))] == [1048576]


def test_a_full_response_buffer_waits_for_the_next_write() -> None:
    response = writer_for()
    assert response.write(b"x" * 2048) == [Buffered("response", 2048, 2048, 2048)]
    (sent,) = writes(response.finish())
    assert b"\r\nContent-Length: 2048\r\n" in sent


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_body_refuses_one(status: int) -> None:
    response = writer_for()
    response.write_header(status)
    (refused,) = response.write(b"x")
    assert isinstance(refused, WriteRefused)
    (sent,) = writes(response.finish())
    assert b"Content-" not in sent
    assert response.reuses_connection


def test_writing_more_than_declared_is_refused_and_less_closes_the_connection() -> None:
    response = writer_for()
    response.header.set("Content-Length", "5")
    assert isinstance(response.write(b"123456")[0], WriteRefused)
    response = writer_for()
    response.header.set("Content-Length", "5")
    response.write(b"1234")
    response.finish()
    assert not response.reuses_connection


def test_the_first_status_counts() -> None:
    response = writer_for()
    response.write_header(404)
    response.write_header(200)
    assert response.status == 404


@pytest.mark.parametrize("status", [0, 99, 1000])
def test_a_status_of_other_than_three_digits_is_refused(status: int) -> None:
    with pytest.raises(ValueError, match="invalid WriteHeader code"):
        writer_for().write_header(status)


@pytest.mark.parametrize(
    ("length", "close", "discards"), [(102400, "", True), (3 << 20, "", False), (5, "close", False)]
)
def test_only_a_small_unread_body_of_a_connection_that_stays_is_read_before_the_header(
    length: int, close: str, discards: bool
) -> None:
    response = writer_for(
        f"POST / HTTP/1.1\r\nHost: a\r\nConnection: {close}\r\nContent-Length: {length}\r\n\r\n"
    )
    response.write(b"ok")
    response.handler_returned()
    assert response.discards_body_first() == discards
    response.finish()
    assert not response.discards_body_first()


@pytest.mark.parametrize(("how", "stays"), [("whole", True), ("failed", False), ("too_much", False)])
def test_a_connection_stays_only_when_the_whole_body_could_be_read(
    how: Literal["whole", "failed", "too_much"], stays: bool
) -> None:
    response = writer_for("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 102400\r\n\r\n")
    response.write(b"ok")
    response.body.discarded, response.body.saw_eof = how, stays
    (sent,) = writes(response.finish())
    assert (b"\r\nConnection: close\r\n" in sent) == (not stays)
    assert response.reuses_connection == stays
    assert response.lingers == (how == "too_much")


@pytest.mark.parametrize(("written", "more", "settles"), [(0, 2048, False), (0, 2049, True), (2048, 1, True)])
def test_the_header_is_settled_by_the_write_that_the_response_buffer_has_no_room_for(
    written: int, more: int, settles: bool
) -> None:
    response = writer_for()
    response.write(b"x" * written)
    assert response.settles_with(more) == settles
    told = any(isinstance(step, HeaderFinalised) for step in response.write(b"y" * more))
    assert told == settles
    assert not response.settles_with(10_000) or not told


def test_a_large_unread_body_closes_the_connection_after_a_while() -> None:
    response = writer_for(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {3 << 20}\r\n\r\n")
    response.write(b"did not read the body\n")
    (sent,) = writes(response.finish())
    assert (
        sent
        == (
            f"HTTP/1.1 200 OK\r\nDate: {DATE}\r\nContent-Length: 22\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\ndid not read the body\n"
        ).encode()
    )
    assert (response.reuses_connection, response.lingers) == (False, True)


def test_a_body_over_its_limit_closes_the_connection() -> None:
    response = writer_for(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {3 << 20}\r\n\r\n")
    response.request_too_large()
    (sent,) = writes(error_answer("http: request body too large", 413).write_to(response) + response.finish())
    assert (
        sent
        == (
            "HTTP/1.1 413 Request Entity Too Large\r\nConnection: close\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
            f"Date: {DATE}\r\nContent-Length: 29\r\n\r\nhttp: request body too large\n"
        ).encode()
    )
    assert response.lingers


EXPECTING: Final = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"


def test_100_continue_goes_out_once_at_the_first_read_of_the_body() -> None:
    response = writer_for(EXPECTING)
    assert response.send_continue() == [SocketWrite(b"HTTP/1.1 100 Continue\r\n\r\n")]
    assert response.send_continue() == []
    response.body.saw_eof = True
    response.write(b"read 5 err=<nil>\n")
    assert b"Connection" not in writes(response.finish())[0]
    assert response.reuses_connection


def test_an_answer_without_100_continue_closes_the_connection() -> None:
    response = writer_for(EXPECTING)
    response.write(b"did not read the body\n")
    assert response.send_continue() == []
    steps = response.finish()
    assert b"\r\nConnection: close\r\n" in writes(steps)[0]
    assert not response.reuses_connection


def test_a_panic_sends_only_what_the_connection_buffer_has() -> None:
    response = writer_for()
    response.write(b"x" * 100)
    assert response.abort() == []
    response = writer_for()
    response.write(b"x" * 2000)
    response.write(b"y" * 100)
    (sent,) = writes(response.abort())
    assert sent.endswith(b"800\r\n" + b"x" * 2000 + b"y" * 48 + b"\r\n")


def test_after_a_flush_a_panic_leaves_the_chunks_without_an_end() -> None:
    response = writer_for()
    response.write(b"partial")
    (sent,) = writes(response.flush())
    assert sent.endswith(b"Transfer-Encoding: chunked\r\n\r\n7\r\npartial\r\n")
    assert response.abort() == []
    assert not response.reuses_connection


def test_dates_have_the_fixed_length_of_the_format() -> None:
    assert http_date(0) == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert http_date(12 * 3600 * 10**9) == "Tue, 24 Nov 2026 00:00:00 GMT"
    assert http_date(-1) == "Mon, 23 Nov 2026 11:59:59 GMT"


def test_answers_and_captures_share_one_calendar() -> None:
    assert SIMULATED_EPOCH.timestamp() == START_S


@given(st.integers(-(10**15), 10**18))
def test_every_date_has_29_characters(time_ns: int) -> None:
    assert len(http_date(time_ns)) == 29


BODIES: Final = st.lists(st.integers(0, 9000), max_size=8)


@given(BODIES, st.sampled_from(["GET", "HEAD", "POST"]), st.booleans())
def test_the_body_arrives_whole_whatever_pieces_it_was_written_in(
    lengths: list[int], method: str, declared: bool
) -> None:
    response = writer_for(f"{method} / HTTP/1.1\r\nHost: a\r\n\r\n")
    body = b"".join(bytes([index]) * length for index, length in enumerate(lengths))
    if declared:
        response.header.set("Content-Length", str(len(body)))
    steps: list[ResponseStep] = []
    for index, length in enumerate(lengths):
        steps += response.write(bytes([index]) * length)
    steps += response.finish()
    header, _, sent = b"".join(writes(steps)).partition(b"\r\n\r\n")
    assert _unchunked(header, sent) == (b"" if method == "HEAD" else body)
    for step in steps:
        if isinstance(step, Buffered):
            assert step.used <= step.capacity


def _unchunked(header: bytes, sent: bytes) -> bytes:
    if b"Transfer-Encoding: chunked" not in header:
        return sent
    body = b""
    while True:
        size, _, sent = sent.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            assert sent == b"\r\n"
            return body
        body, sent = body + sent[:length], sent[length + 2 :]
