"""The result of a run as one JSON object: requests, connections, counters, latencies.

Folded from the events alone, so a recorded trace gives the same kind of answer as a simulated one.
"""

from typing import Final

import msgspec

from journey_tui.exporters.summary_fold import ConnectionResult, RequestResult, fold
from journey_tui.trace.trace import Trace

ALWAYS_COUNTED: Final = (
    "TcpExtListenOverflows",
    "TcpExtListenDrops",
    "TcpOutRsts",
    "TcpRetransSegs",
    "rx_missed_errors",
)
"""Counters that stand in every result, at 0 when nothing was counted."""


class LatencyResult(msgspec.Struct, frozen=True):
    """Latencies of the answered requests, in nanoseconds; percentiles by nearest rank."""

    count: int
    mean: int | None = None
    p50: int | None = None
    p90: int | None = None
    p99: int | None = None
    max: int | None = None


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What `journey run --format json` prints."""

    journey_run: int = 1
    title: str
    seed: int
    duration_ns: int
    events: int
    requests: list[RequestResult]
    connections: list[ConnectionResult]
    counters: dict[str, int]
    latency_ns: LatencyResult


def run_result(trace: Trace) -> RunResult:
    """Read the trace to its end and sum it up."""
    folded = fold(trace)
    latencies = [
        request.latency_ns
        for request in folded.requests.values()
        if request.status is not None and request.latency_ns is not None
    ]
    return RunResult(
        title=trace.header.title,
        seed=trace.header.seed,
        duration_ns=max(folded.last_ns, 0),
        events=len(trace),
        requests=[folded.requests[number] for number in sorted(folded.requests)],
        connections=[folded.connections[number] for number in sorted(folded.connections)],
        counters=dict.fromkeys(ALWAYS_COUNTED, 0) | dict(sorted(folded.counters.items())),
        latency_ns=latency_result(latencies),
    )


def run_json(trace: Trace) -> bytes:
    """The result as JSON text with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(run_result(trace)), indent=2) + b"\n"


def latency_result(latencies: list[int]) -> LatencyResult:
    """Count, mean and nearest-rank percentiles."""
    if not latencies:
        return LatencyResult(count=0)
    ordered = sorted(latencies)
    count = len(ordered)
    p50, p90, p99 = (ordered[max(-(-count * percent // 100), 1) - 1] for percent in (50, 90, 99))
    return LatencyResult(count, sum(ordered) // count, p50, p90, p99, ordered[-1])
