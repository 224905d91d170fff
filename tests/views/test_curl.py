"""The curl view: the words of curl 7.88.1, for answers and for all that may come instead of one."""

import re

import pytest

from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.trace.events import outside
from journey_tui.views import Moment
from journey_tui.views.curl import curl
from journey_tui.views.exchange import exchange_of, request_at
from journey_tui.views.response_text import heads, unchunked
from tests.views.runs import at_end, moment_after, recorded, run_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GET = b"GET /x HTTP/1.1\r\nHost: localhost:3000\r\n\r\n"
SAID = ["> GET /x HTTP/1.1", "> Host: localhost:3000", "> "]
MS = 1_000_000


def undated(lines: list[str]) -> list[str]:
    return [re.sub(r"Date: .*", "Date:", line) for line in lines]


def test_an_answer_is_told_line_by_line_as_curl_told_it() -> None:
    lines = list(curl(at_end(run_of("get-hello-close"))))
    assert undated(lines) == undated(recorded("02_get_hello_close.client.txt").splitlines())


def test_a_view_at_an_earlier_moment_is_the_beginning_of_a_later_one() -> None:
    trace = run_of("get-hello-close")
    whole = list(curl(at_end(trace)))
    for position in range(0, len(trace), 5):
        assert list(curl(Moment(trace, position))) == whole[: len(list(curl(Moment(trace, position))))]


def test_a_connection_that_is_there_is_used_again() -> None:
    trace = run_of("keepalive-two-requests")
    first, second = (list(curl(at_end(trace), request)) for request in (1, 2))
    assert first[:2] == ["*   Trying 127.0.0.1:3000...", first[1]]
    assert second[0] == "* Re-using existing connection #0 with host 127.0.0.1"
    assert second[-2:] == ["* Connection #0 to host 127.0.0.1 left intact", "about"]
    assert list(curl(at_end(trace))) == second


def test_the_request_that_was_spoken_of_last_is_shown() -> None:
    trace = run_of("two-concurrent-slow")
    moment = moment_after(trace, lambda event: isinstance(event, outside.RequestSent), 2)
    assert request_at(moment) == 2
    assert request_at(Moment(trace, 0)) is None
    assert list(curl(Moment(trace, 0))) == []


def test_with_head_the_head_is_the_output() -> None:
    trace = run_of("statuses")
    heads_of = [list(curl(at_end(trace), request)) for request in range(1, 7)]
    (said,) = [lines for lines in heads_of if any(line.startswith("> HEAD") for line in lines)]
    head = [line[2:] for line in said if line.startswith("< ")]
    assert said[-len(head) :] == head
    assert not any(line.startswith("{ [") for line in said)


def test_chunks_are_put_together_for_the_output() -> None:
    trace = run_of("statuses")
    said = list(curl(at_end(trace), 6))
    assert "< Transfer-Encoding: chunked" in said
    assert len(said[-1]) == 5 * 1024
    assert any(re.fullmatch(r"\{ \[\d{4} bytes data\]", line) for line in said)


# ── what comes instead of an answer ──


def exchange(outcome: str, *reads: bytes, method: str = "GET", sent: bytes = GET) -> list[str]:
    """What curl says of a connection at time 0, `reads` in order, and an outcome 300 ms later."""
    events: list[Event] = [
        outside.ClientConnecting(client="a", local="10.0.0.1:1", remote="10.0.0.2:3000"),
        segment("to_server", ("SYN",), 0),
        segment("to_client", ("SYN", "ACK"), 0),
        outside.ClientConnected(client="a", duration_ns=MS),
        outside.RequestSent(
            client="a", method=method, target="/x", host="localhost:3000", length_bytes=len(sent)
        ),
        segment("to_server", ("ACK",), 1, sent),
    ]
    place = 1
    for piece in reads:
        events += [segment("to_client", ("ACK",), place, piece)]
        events += [outside.ResponseDataReceived(client="a", length_bytes=len(piece), total_bytes=0)]
        place += len(piece)
    if outcome:
        events.append(outside.RequestFinished(client="a", outcome=outcome))
    return list(curl(moment_of(events)))


def segment(direction: str, flags: tuple[str, ...], sequence: int, payload: bytes = b"") -> Event:
    return outside.SegmentSent(
        direction=direction,  # type: ignore[arg-type]
        source="",
        destination="",
        flags=flags,
        sequence_number=sequence,
        acknowledgement_number=0,
        window=1,
        payload=payload,
    )


def moment_of(events: list[Event]) -> Moment:
    """Stamped and numbered events; each segment arrives at once."""
    stamped: list[Event] = []
    for number, event in enumerate(events):
        ids = {"connection": 1, "request": 1, "time_ns": 0, "packet": number}
        values = {name: getattr(event, name) for name in event.__struct_fields__}
        if isinstance(event, outside.RequestFinished | outside.ConnectFailed):
            ids["time_ns"] = 300 * MS
        stamped.append(type(event)(**values | ids))
        if isinstance(event, outside.SegmentSent):
            host = "client" if event.direction == "to_client" else "server"
            arrived = outside.SegmentReceived(
                host=host,  # type: ignore[arg-type]
                flags=event.flags,
                payload_bytes=0,
                matched="",
                state="",
                packet=number,
                connection=1,
            )
            stamped.append(arrived)
    trace = Trace(TraceHeader(title="test"), stamped)
    trace.pull_all()
    return at_end(trace)


def closing(said: str, code: int) -> list[str]:
    return [f"* {said}", "* Closing connection 0", f"curl: ({code}) {said}"]


CONNECTED = ["*   Trying 10.0.0.2:3000...", "* Connected to localhost (10.0.0.2) port 3000 (#0)", *SAID]
ANSWER = ["< HTTP/1.1 200 OK", "< Content-Length: 6", "< "]


@pytest.mark.parametrize(
    ("outcome", "reads", "said"),
    [
        ("eof", (), closing("Empty reply from server", 52)),
        ("reset", (), closing("Recv failure: Connection reset by peer", 56)),
        (
            "timeout",
            (),
            closing("Operation timed out after 300 milliseconds with 0 bytes received", 28),
        ),
        (
            "truncated",
            (HEAD + b"hel",),
            [
                *ANSWER,
                "{ [3 bytes data]",
                *closing("transfer closed with 3 bytes remaining to read", 18),
                "hel",
            ],
        ),
        (
            "timeout",
            (HEAD, b"he", b"l"),
            [
                *ANSWER,
                "{ [2 bytes data]",
                *closing("Operation timed out after 300 milliseconds with 3 out of 6 bytes received", 28),
                "hel",
            ],
        ),
        (
            "truncated",
            (CHUNKED + b"3\r\nhel\r\n",),
            [
                "< HTTP/1.1 200 OK",
                "< Transfer-Encoding: chunked",
                "< ",
                "{ [8 bytes data]",
                *closing("transfer closed with outstanding read data remaining", 18),
                "hel",
            ],
        ),
        (
            "ok",
            (b"HTTP/1.1 200 OK\r\n\r\nhello\n",),
            ["< HTTP/1.1 200 OK", "< ", "{ [6 bytes data]", "* Closing connection 0", "hello"],
        ),
        ("gave_up", (HEAD + b"hel",), [*ANSWER, "{ [3 bytes data]"]),
        ("", (HEAD[:20],), ["< HTTP/1.1 200 OK"]),
    ],
)
def test_each_end_is_told_in_curl_s_words(outcome: str, reads: tuple[bytes, ...], said: list[str]) -> None:
    assert exchange(outcome, *reads) == [*CONNECTED, *said]


def test_a_body_waits_for_100_continue_and_is_told_when_it_is_all_sent() -> None:
    sent = (
        b"POST /x HTTP/1.1\r\nHost: localhost:3000\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\naaaa"
    )
    lines = exchange("ok", b"HTTP/1.1 100 Continue\r\n\r\n", HEAD + b"hello\n", method="POST", sent=sent)
    assert lines[7:12] == [
        "< HTTP/1.1 100 Continue",
        "} [4 bytes data]",
        "* We are completely uploaded and fine",
        "< HTTP/1.1 200 OK",
        "< Content-Length: 6",
    ]


def test_a_body_that_goes_along_with_the_header_comes_before_the_answer() -> None:
    sent = b"POST /x HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 4\r\n\r\naaaa"
    lines = exchange("ok", HEAD + b"hello\n", method="POST", sent=sent)
    assert lines[5:8] == ["> ", "} [4 bytes data]", "< HTTP/1.1 200 OK"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            "refused",
            [
                "* connect to 10.0.0.2 port 3000 failed: Connection refused",
                *closing(
                    "Failed to connect to 10.0.0.2 port 3000 after 300 ms: Couldn't connect to server", 7
                ),
            ],
        ),
        ("timeout", closing("Connection timed out after 300 milliseconds", 28)),
        ("unfinished", []),
    ],
)
def test_a_connection_that_does_not_come_about(outcome: str, said: list[str]) -> None:
    connecting = outside.ClientConnecting(client="a", local="10.0.0.1:1", remote="10.0.0.2:3000")
    failed = outside.ConnectFailed(client="a", outcome=outcome)
    assert list(curl(moment_of([connecting, failed]))) == ["*   Trying 10.0.0.2:3000...", *said]


# ── parts ──


def test_only_as_much_as_was_read_is_shown() -> None:
    trace = run_of("get-hello-close")
    before = moment_after(trace, lambda event: isinstance(event, outside.ResponseDataReceived))
    assert b"".join(exchange_of(before, 1).reads).endswith(b"hello\n")
    assert exchange_of(Moment(trace, before.position - 1), 1).reads == []


def test_heads_end_with_the_final_one() -> None:
    found, rest = heads(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"body\r\n\r\nmore")
    assert [part.status for part in found] == [100, 200]
    assert rest == b"body\r\n\r\nmore"
    assert found[-1].length == 6
    assert heads(b"") == ([], b"")
    assert heads(b"nonsense\r\n\r\n")[0][0].status == 0


def test_chunks_that_are_damaged_end_the_body() -> None:
    assert unchunked(b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n") == b"abcde"
    assert unchunked(b"3\r\nab") == b"ab"
    assert unchunked(b"-3\r\nab") == b""
    assert unchunked(b"zz\r\nab") == b""
