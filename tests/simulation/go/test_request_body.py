"""Bodies in chunks, bodies that nobody reads, bodies that end too soon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.framing import MAX_POST_HANDLER_READ_BYTES
from journey_tui.trace.events.http import ResponseFinished, ServerLogged
from tests.simulation.go.programs import HELLO, HELLO_ROUTE, Website, get, route

FD = 6
CHUNKED = {"Transfer_Encoding": "chunked"}
HELLO_CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"


def upload(go: str = "1.27", **settings: object) -> Website:
    return Website(route("POST /upload", body="thanks\n", **settings), HELLO_ROUTE, go=go)


def lingers(site: Website) -> bool:
    return ("shutdown", "SHUT_WR", 0) in site.on(FD)


@pytest.mark.parametrize("read_body", ["all", "none"])
@pytest.mark.parametrize(
    "body",
    [
        HELLO_CHUNKS,
        b"5;name=value\r\nhello\r\n6 \r\n world\r\n00\r\n\r\n",
        b"A\r\n0123456789\r\n0\r\nTrailer: yes\r\nOther: no\r\n\r\n",
        b"2710\r\n" + b"z" * 10_000 + b"\r\n0\r\n\r\n",
    ],
    ids=["one", "extension", "trailer", "large"],
)
def test_a_body_in_chunks_is_read_to_its_end_and_the_next_request_follows(
    body: bytes, read_body: str
) -> None:
    site = upload(read_body=read_body)
    connection = site.connect(get("/upload", "POST", body, **CHUNKED) + HELLO)
    assert connection.written.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert connection.written.endswith(b"hello\n")


@pytest.mark.parametrize(
    "body",
    [
        b"zz\r\nhello\r\n0\r\n\r\n",
        b"5\nhello\r\n0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"5\r\r\nhello\r\n0\r\n\r\n",
        b"5;" + b"e" * 5000 + b"\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"11111111111111111\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_a_chunk_that_cannot_be_understood_ends_the_connection_after_the_answer(body: bytes) -> None:
    site = upload()
    connection = site.connect(get("/upload", "POST", body, **CHUNKED) + HELLO)
    assert connection.written.count(b"HTTP/1.1 200 OK\r\n") == 1
    assert b"\r\nConnection: close\r\n" in connection.written
    assert lingers(site)


def test_many_tiny_chunks_with_long_extensions_are_refused() -> None:
    site = upload()
    site.connect(get("/upload", "POST", b"1;" + b"e" * 1000 + b"\r\nx\r\n", **CHUNKED))
    connection = site.syscalls.files[FD]
    for _ in range(40):
        site.send(connection, b"1;" + b"e" * 1000 + b"\r\nx\r\n")
        if FD not in site.syscalls.files:
            break
    assert b"\r\nConnection: close\r\n" in connection.written


@given(st.lists(st.integers(1, 300), max_size=8), st.lists(st.integers(1, 400), max_size=6))
def test_chunks_are_understood_in_whatever_pieces_they_come(chunks: list[int], cuts: list[int]) -> None:
    body = b"".join(b"%x\r\n%s\r\n" % (size, b"z" * size) for size in chunks) + b"0\r\n\r\n"
    data = get("/upload", "POST", body, **CHUNKED) + HELLO
    site = upload()
    connection = site.connect()
    for cut in cuts:
        if data[:cut]:
            site.send(connection, data[:cut])
        data = data[cut:]
    if data:
        site.send(connection, data)
    assert connection.written.count(b"HTTP/1.1 200 OK\r\n") == 2


def test_an_end_within_a_chunk_is_an_error_and_one_within_a_declared_body_just_the_end() -> None:
    site = upload()
    connection = site.connect(get("/upload", "POST", b"5\r\nhel", **CHUNKED))
    site.leave(connection)
    assert b"\r\nConnection: close\r\n" in connection.written
    site = upload()
    connection = site.connect(get("/upload", "POST", b"hel", Content_Length="5"))
    site.leave(connection)
    assert b"\r\nConnection: close\r\n" not in connection.written
    assert FD not in site.syscalls.files


@pytest.mark.parametrize(("length", "stays"), [(-1, True), (0, False)])
def test_the_server_reads_less_than_256_kib_for_a_handler_that_did_not(length: int, stays: bool) -> None:
    site = upload(read_body="none")
    size = MAX_POST_HANDLER_READ_BYTES + length
    connection = site.connect(get("/upload", "POST", b"z" * size, Content_Length=str(size)))
    assert (b"\r\nConnection: close\r\n" in connection.written) == (not stays)
    assert [event.keep_alive for event in site.events(ResponseFinished)] == [stays]
    assert lingers(site) == (not stays)


def test_more_than_256_kib_in_chunks_are_given_up_after_as_much_was_read() -> None:
    for go in ("1.22", "1.26", "1.27"):
        site = upload(go=go, read_body="none")
        body = b"50000\r\n" + b"z" * 0x50000 + b"\r\n0\r\n\r\n"
        connection = site.connect(get("/upload", "POST", body, **CHUNKED))
        assert b"\r\nConnection: close\r\n" in connection.written
        assert any(name == "shutdown" for name, _, _ in site.on(4 if go == "1.22" else FD)), go


def test_a_client_that_wants_the_connection_closed_is_not_waited_for() -> None:
    site = upload(read_body="none")
    head = get("/upload", "POST", b"z" * 10, Content_Length="5000", Connection="close")
    connection = site.connect(head)
    assert connection.written.endswith(b"thanks\n")
    assert [name for name, _, _ in site.on(FD)][-2:] == ["epoll_ctl", "close"]
    assert not lingers(site)


@pytest.mark.parametrize(("go", "lingering"), [("1.22", False), ("1.26", False), ("1.27", True)])
def test_only_since_1_27_a_body_that_could_not_be_drained_makes_the_connection_linger(
    go: str, lingering: bool
) -> None:
    site = upload(go=go, read_body="none")
    fd = 4 if go == "1.22" else FD
    connection = site.connect(get("/upload", "POST", Content_Length="5", Expect="100-continue"))
    assert b"\r\nConnection: close\r\n" in connection.written
    site.leave(connection)
    assert any(name == "shutdown" for name, _, _ in site.on(fd)) == lingering
    assert fd not in site.syscalls.files


def test_a_panic_is_logged_with_the_client_s_address_and_then_the_body_is_drained() -> None:
    site = upload(read_body="none", panic="before_write")
    request = get("/upload", "POST", b"z" * 5000, Content_Length="5000")
    connection = site.connect(request)
    assert connection.written == b""
    assert [event.message for event in site.events(ServerLogged)] == [
        "http: panic serving 127.0.0.1:40000: boom"
    ]
    assert site.syscalls.log.startswith("2026/11/23 12:00:01 http: panic serving 127.0.0.1:40000: boom\n")
    assert [result for name, _, result in site.on(FD) if name == "read"] == [4096, len(request) - 4096]
