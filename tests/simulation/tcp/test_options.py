"""What stands in the headers beside the payload: SACK blocks, timestamps, and nothing at all in some resets."""

from functools import cache

import dpkt
import pytest

from journey_tui.exporters.summary import run_result
from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace
from journey_tui.trace.events.outside import RequestFinished, SegmentSent
from journey_tui.trace.wire import frame_bytes, frame_length

LOSSY = """
journey: 1
title: holes
seed: 3
server: {routes: [{pattern: GET /large, handler: {body_size: 100KiB, content_length: declared}}]}
network: {path: [{latency: 20ms, bandwidth: 100Mbps, loss: 4%}]}
clients: [{name: a, timeout: 100s, requests: [{target: /large, close: true}]}]
"""
FAR_AWAY = """
journey: 1
title: a round trip longer than the first timeout
server: {routes: [{pattern: GET /hello, handler: {body: hello}}]}
network: {path: [{latency: 700ms}]}
clients: [{name: a, requests: [{target: /hello}]}]
"""
LEAVES = """
journey: 1
title: the client leaves
server: {routes: [{pattern: GET /slow, handler: {wait: 300ms, body: late}}]}
network: {loopback: true}
clients: [{name: a, gives_up: {after: 80ms}, requests: [{target: /slow}]}]
"""


@cache
def trace_of(text: str) -> Trace:
    trace = simulate(load_text(text, "options.yaml"))
    trace.pull_all()
    return trace


def segments(text: str) -> list[SegmentSent]:
    return [event for event in trace_of(text) if isinstance(event, SegmentSent)]


def options(event: SegmentSent) -> dict[int, bytes]:
    packet = dpkt.ethernet.Ethernet(frame_bytes(event))
    return dict(dpkt.tcp.parse_opts(packet.data.data.opts))


def test_sack_blocks_stand_in_the_header_behind_the_timestamps() -> None:
    telling = [event for event in segments(LOSSY) if event.sack_blocks]
    assert len(telling) > 10
    for event in telling:
        data = options(event)[dpkt.tcp.TCP_OPT_SACK]
        edges = [int.from_bytes(data[place : place + 4], "big") for place in range(0, len(data), 4)]
        assert edges == [edge for block in event.sack_blocks for edge in block]


def test_no_frame_is_longer_than_the_mtu_allows() -> None:
    assert max(frame_length(event) for event in segments(LOSSY)) == 1514


def test_an_early_segment_does_not_change_the_timestamp_that_is_echoed() -> None:
    telling = [event for event in segments(LOSSY) if event.sack_blocks and event.direction == "to_server"]
    by_number: dict[int, set[int | None]] = {}
    for event in telling:
        by_number.setdefault(event.acknowledgement_number, set()).add(event.timestamp_echo)
    assert by_number
    assert all(len(echoes) == 1 for echoes in by_number.values())


def test_the_echoed_timestamp_tells_the_round_trip_of_a_repeated_syn() -> None:
    sent = segments(FAR_AWAY)
    assert [event.flags for event in sent if event.retransmission and event.direction == "to_server"] == [
        ("SYN",)
    ]
    assert not any(event.payload for event in sent if event.retransmission)
    (finished,) = [event for event in trace_of(FAR_AWAY) if isinstance(event, RequestFinished)]
    assert finished.outcome == "ok"


def test_a_close_without_lingering_resets_with_ack_and_timestamps_and_is_counted() -> None:
    text = LEAVES.replace("after: 80ms", "after: 80ms, how: reset")
    (reset,) = [event for event in segments(text) if "RST" in event.flags]
    assert (reset.direction, reset.flags) == ("to_server", ("ACK", "RST"))
    assert reset.timestamp_value is not None
    assert run_result(trace_of(text)).counters["TcpExtTCPAbortOnData"] == 1


@pytest.mark.parametrize("field", ["timestamp_value", "timestamp_echo"])
def test_data_for_a_closed_socket_is_refused_without_ack_window_or_options(field: str) -> None:
    (reset,) = [event for event in segments(LEAVES) if "RST" in event.flags]
    assert (reset.direction, reset.flags, reset.window) == ("to_server", ("RST",), 0)
    assert getattr(reset, field) is None
    assert options(reset) == {}
