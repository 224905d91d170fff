"""The parser's and writer's drawing: lines ticked off as they are read, then the answer and its buffers."""

import pytest

from tests.tui.stages.scenes import after, idle, picture, row_with


def test_before_any_request_what_will_be_parsed_is_listed() -> None:
    rows = picture("http", idle())
    assert [
        word for word in ("request line", "headers", "blank line") if any(f"· {word}" in row for row in rows)
    ] == [
        "request line",
        "headers",
        "blank line",
    ]
    assert "0 of 2048" in row_with(rows, "response buffer")
    assert "0 of 4096" in row_with(rows, "connection buffer")


@pytest.mark.parametrize(("width", "height"), [(58, 5), (78, 11)])
def test_a_line_is_ticked_when_it_is_parsed(width: int, height: int) -> None:
    rows = picture("http", after("RequestLineParsed"), width, height)
    assert "✓ GET /details/7 HTTP/1.1" in row_with(rows, "✓ GET")
    assert "GET /details/7 HTTP/1.1↵·····" in row_with(rows, "↵")
    assert "▲ 25 of 68 B parsed" in row_with(rows, "▲")
    assert not any("✓ Host" in row for row in rows)
    assert any("· next line" in row for row in rows)


def test_headers_follow_in_their_order() -> None:
    rows = picture("http", after("HeaderParsed", 2))
    host, connection = (
        next(index for index, row in enumerate(rows) if word in row)
        for word in ("✓ Host: localhost:3000", "✓ Connection: close")
    )
    assert host < connection


def test_the_whole_header_is_told() -> None:
    rows = picture("http", after("RequestParsed"))
    assert any("✓ blank line" in row for row in rows)
    assert "68 of 68 B parsed" in row_with(rows, "parsed")


def test_the_answer_tells_status_and_length() -> None:
    rows = picture("http", after("ResponseHeaderWritten"))
    assert any("HTTP/1.1 200 OK" in row for row in rows)
    assert any("Content-Length: 6" in row for row in rows)


def test_chunked_is_told() -> None:
    scene = after("ResponseHeaderWritten")
    for request in scene.world.requests.values():
        request.chunked, request.content_length = True, None
    assert any("Transfer-Encoding: chunked" in row for row in picture("http", scene))


def test_bytes_wait_in_one_buffer_and_then_in_the_other() -> None:
    first = picture("http", after("ResponseBuffered"))
    assert "6 of 2048" in row_with(first, "response buffer")
    second = picture("http", after("ResponseBuffered", 2))
    assert "0 of 2048" in row_with(second, "response buffer")
    assert "63 of 4096" in row_with(second, "connection buffer")


def test_many_headers_are_counted_and_the_latest_shown() -> None:
    scene = after("HeaderParsed", 2)
    for request in scene.world.requests.values():
        request.headers = [(f"X-{number}", "v") for number in range(100)]
    rows = picture("http", scene)
    assert any("GET /details/7 HTTP/1.1" in row for row in rows)
    assert any("X-99: v" in row for row in rows)
    assert any("more headers" in row for row in rows)


def test_nonsense_is_answered_by_net_http_itself() -> None:
    rows = picture("http", after("RequestRejected"))
    assert any("✗ not a request" in row for row in rows)
    assert any("400 Bad Request" in row for row in rows)
