"""Requests that bring a body: what the client sends, what the server reads, and what becomes of the connection."""

import pytest

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event
from journey_tui.trace.events.http import ConnectionLingering
from journey_tui.trace.events.outside import RequestFinished, RequestSent, SegmentSent
from tests.simulation.test_laws import check_laws

SCENARIO = """
journey: 1
title: test
server:
  routes:
    - pattern: POST /upload
      handler: {{name: upload, body: "ok", read_body: {read}}}
network: {{{network}}}
clients:
  - name: alice
    requests:
      - {{method: POST, target: /upload, body_size: {size}}}
      - {{method: POST, target: /upload, body_size: {size}, close: true}}
"""


def run(size: str, read: str = "all", network: str = "loopback: true") -> tuple[Event, ...]:
    text = SCENARIO.format(size=size, read=read, network=network)
    return tuple(simulate(load_text(text, "test.yaml")))


def outcomes(events: tuple[Event, ...]) -> list[tuple[str, int | None]]:
    return [(event.outcome, event.status) for event in events if isinstance(event, RequestFinished)]


@pytest.mark.parametrize("network", ["loopback: true", "path: [{latency: 2ms}]"])
@pytest.mark.parametrize("read", ["all", "none"])
@pytest.mark.parametrize("size", ["0B", "1B", "4000B", "4096B", "64KiB", "255KiB"])
def test_a_body_that_is_read_or_drained_leaves_the_connection_for_the_next_request(
    size: str, read: str, network: str
) -> None:
    events = run(size, read, network)
    check_laws(events)
    assert outcomes(events) == [("ok", 200)] * 2


def test_a_request_is_its_header_its_content_length_and_its_body() -> None:
    first, last = (event for event in run("300B") if isinstance(event, RequestSent))
    header = len("POST /upload HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 300\r\n\r\n")
    assert first.length_bytes == header + 300
    assert last.length_bytes == first.length_bytes + len("Connection: close\r\n")


@pytest.mark.parametrize(
    ("network", "size"),
    [("loopback: true", "256KiB"), ("loopback: true", "3MiB"), ("path: [{latency: 2ms}]", "1MiB")],
)
def test_a_large_body_that_the_handler_reads_leaves_the_connection_for_the_next_request(
    network: str, size: str
) -> None:
    events = run(size, "all", network)
    check_laws(events)
    assert outcomes(events) == [("ok", 200)] * 2


@pytest.mark.parametrize("network", ["loopback: true", "path: [{latency: 2ms}]"])
def test_a_large_body_that_nobody_reads_ends_with_the_answer_then_fin_then_rst_after_half_a_second(
    network: str,
) -> None:
    events = run("3MiB", "none", network)
    check_laws(events)
    assert outcomes(events)[0] == ("ok", 200)
    sent = [event for event in events if isinstance(event, SegmentSent) and event.direction == "to_client"]
    fin = next(event for event in sent if "FIN" in event.flags)
    reset = next(event for event in sent if "RST" in event.flags)
    assert 500_000_000 <= reset.time_ns - fin.time_ns < 504_000_000
    assert [event.duration_ns for event in events if isinstance(event, ConnectionLingering)] == [500_000_000]


def test_a_body_over_the_limit_of_a_max_bytes_reader_gets_413_and_the_connection_ends() -> None:
    events = run("3MiB", "1MiB")
    check_laws(events)
    assert outcomes(events) == [("ok", 413), ("not_sent", None)]
