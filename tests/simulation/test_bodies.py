"""Requests that bring a body: what the client sends, what the server reads, and what becomes of the connection."""

import pytest

from journey_tui.scenario.errors import ScenarioErrors
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event
from journey_tui.trace.events.outside import RequestFinished, RequestSent
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


@pytest.mark.parametrize("network", ["loopback: true", "path: [{latency: 2ms}]"])
@pytest.mark.parametrize("read", ["all", "none"])
@pytest.mark.parametrize("size", ["0B", "1B", "4000B", "4096B", "64KiB", "255KiB"])
def test_a_body_that_is_read_or_drained_leaves_the_connection_for_the_next_request(
    size: str, read: str, network: str
) -> None:
    events = run(size, read, network)
    check_laws(events)
    finished = [event for event in events if isinstance(event, RequestFinished)]
    assert [(event.outcome, event.status) for event in finished] == [("ok", 200)] * 2


def test_a_request_is_its_header_its_content_length_and_its_body() -> None:
    first, last = (event for event in run("300B") if isinstance(event, RequestSent))
    header = len("POST /upload HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 300\r\n\r\n")
    assert first.length_bytes == header + 300
    assert last.length_bytes == first.length_bytes + len("Connection: close\r\n")


def test_a_body_too_large_to_be_drained_is_refused_with_a_sentence() -> None:
    with pytest.raises(ScenarioErrors, match="256KiB and more are not simulated yet"):
        run("256KiB")
