"""The result of a run as one JSON object: requests, connections, counters, latencies.

Folded from the events alone, so a recorded trace gives the same kind of answer as a simulated one.
"""

from collections import Counter
from collections.abc import Iterable
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
    """Times of the answered requests, in nanoseconds; percentiles by nearest rank."""

    count: int
    mean: int | None = None
    p50: int | None = None
    p90: int | None = None
    p99: int | None = None
    max: int | None = None


class LatencyParts(msgspec.Struct, frozen=True):
    """Where the latency went, over the answered requests of which that is known."""

    waited: LatencyResult
    """At the client, for a free connection."""
    wire: LatencyResult
    """Connecting, and the way there and back."""
    server: LatencyResult
    """In the server's kernel and its Go process."""


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What `journey run --format json` prints."""

    journey_run: int = 1
    title: str
    seed: int
    duration_ns: int
    events: int
    requests: list[RequestResult]
    outcomes: dict[str, int]
    """How many requests ended in each way; the sum is the number of requests."""
    connections: list[ConnectionResult]
    counters: dict[str, int]
    latency_ns: LatencyResult
    latency_parts_ns: LatencyParts


def run_result(trace: Trace) -> RunResult:
    """Read the trace to its end and sum it up."""
    folded = fold(trace)
    answered = [request for request in folded.requests.values() if request.status is not None]
    return RunResult(
        title=trace.header.title,
        seed=trace.header.seed,
        duration_ns=max(folded.last_ns, 0),
        events=len(trace),
        requests=[folded.requests[number] for number in sorted(folded.requests)],
        outcomes=dict(sorted(Counter(request.outcome for request in folded.requests.values()).items())),
        connections=[folded.connections[number] for number in sorted(folded.connections)],
        counters=dict.fromkeys(ALWAYS_COUNTED, 0) | dict(sorted(folded.counters.items())),
        latency_ns=latency_result([request.latency_ns for request in answered]),
        latency_parts_ns=LatencyParts(
            waited=latency_result([request.waited_ns for request in answered]),
            wire=latency_result([request.wire_ns for request in answered]),
            server=latency_result([request.server_ns for request in answered]),
        ),
    )


def run_json(trace: Trace) -> bytes:
    """The result as JSON text with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(run_result(trace)), indent=2) + b"\n"


def latency_result(latencies: Iterable[int | None]) -> LatencyResult:
    """Count, mean and nearest-rank percentiles of those that are known."""
    ordered = sorted(latency for latency in latencies if latency is not None)
    if not ordered:
        return LatencyResult(count=0)
    count = len(ordered)
    p50, p90, p99 = (ordered[max(-(-count * percent // 100), 1) - 1] for percent in (50, 90, 99))
    return LatencyResult(count, sum(ordered) // count, p50, p90, p99, ordered[-1])
