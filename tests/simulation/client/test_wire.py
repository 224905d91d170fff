"""What a client writes, in which writes, and how it knows an answer's end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.scenario.clients import Request, Segments
from journey_tui.simulation.client.answer import Answer
from journey_tui.simulation.client.wire import WRITE_BYTES, message_of, writes_of

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"


def request(**settings: object) -> Request:
    return Request.model_validate(settings)


def test_a_request_is_its_line_host_headers_length_expectation_and_close_in_this_order() -> None:
    plan = request(
        method="POST",
        target="/upload",
        host="a",
        headers={"Accept": "*/*"},
        body_size="3B",
        expect_continue=True,
        close=True,
    )
    message = message_of(plan)
    assert message.head == (
        b"POST /upload HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nContent-Length: 3\r\n"
        b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    assert (message.body, message.waits_for_continue) == (b"xxx", True)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("GET /a HTTP/1.1\r\n\r\n", ("GET", "/a")),
        ("GARBAGE\r\n\r\n", ("GARBAGE", "")),
        ("\r\nGET /a HTTP/1.1\r\n\r\n", ("", "")),
        ("\x1b[2JGET /\u202ea b\n", ("[2JGET", "/a")),
    ],
)
def test_a_raw_request_goes_out_as_it_stands_and_is_named_by_its_first_two_words_cleaned(
    raw: str, words: tuple[str, str]
) -> None:
    message = message_of(request(raw=raw))
    assert message.head == raw.encode()
    assert (message.method, message.target) == words


def test_a_small_request_is_one_write_and_a_large_body_follows_its_header_in_pieces() -> None:
    assert [write.data for write in writes_of(b"head", b"body", None)] == [b"headbody"]
    writes = writes_of(b"head", b"x" * (WRITE_BYTES + 5), None)
    assert [len(write.data) for write in writes] == [4, WRITE_BYTES, 5]
    assert {write.after_ns for write in writes} == {0}


def test_listed_pieces_come_first_and_what_they_leave_comes_last() -> None:
    writes = writes_of(b"abcdef", b"gh", Segments.model_validate({"sizes": [1, 3], "gap": "5ms"}))
    assert [(write.data, write.after_ns) for write in writes] == [
        (b"a", 0),
        (b"bcd", 5_000_000),
        (b"efgh", 5_000_000),
    ]


@given(st.binary(max_size=200), st.integers(1, 250))
def test_so_many_pieces_are_of_about_one_size_and_none_is_lost(data: bytes, count: int) -> None:
    writes = writes_of(data, b"", Segments.model_validate({"count": count, "gap": "1ms"}))
    assert b"".join(write.data for write in writes) == data
    assert len(writes) == min(count, len(data))
    lengths = {len(write.data) for write in writes}
    assert max(lengths, default=1) - min(lengths, default=1) <= 1


@pytest.mark.parametrize("first", [HELLO, CHUNKED], ids=["length", "chunks"])
def test_what_follows_an_answer_belongs_to_the_next_one(first: bytes) -> None:
    answer = Answer("GET")
    assert answer.feed(first + HELLO[:9]) == HELLO[:9]
    assert (answer.done, answer.total_bytes) == (True, len(first))


def test_a_100_asks_for_the_body_and_is_no_answer() -> None:
    answer = Answer("POST")
    answer.feed(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert (answer.continued, answer.status, answer.done) == (True, None, False)
    answer.feed(HELLO)
    assert (answer.status, answer.done) == (200, True)


@pytest.mark.parametrize(
    ("head", "closes"),
    [
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close", True),
    ],
)
def test_an_http_1_0_answer_closes_unless_it_says_otherwise(head: bytes, closes: bool) -> None:
    answer = Answer("GET")
    answer.feed(head + b"\r\n\r\n")
    assert (answer.done, answer.closes) == (True, closes)
