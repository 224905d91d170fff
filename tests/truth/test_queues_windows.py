"""A server that never reads, against the recording: every segment with its length and its window, up to the fourth probe."""

from itertools import pairwise
from typing import Final

import pytest

from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Event, Trace
from journey_tui.trace.events.limits import WindowClosed, WindowProbed
from journey_tui.trace.events.outside import SegmentSent
from tests.truth.test_queues_and_handshakes import HERE

Line = tuple[str, str, int, int]
NAMES: Final = (("SYN", "S"), ("FIN", "F"), ("RST", "R"))
UNDECIDED_MS: Final = 40
"""A timer's granule, and what the client took between two writes."""


@pytest.fixture(scope="module")
def trace() -> Trace:
    run = simulate(load(HERE / "never_reads.yaml"))
    run.pull_all()
    return run


def recorded() -> list[tuple[Line, int]]:
    """Direction, flags, payload bytes and window of each segment; milliseconds since the first."""
    lines = (line.split() for line in (HERE / "never_reads.exact").read_text().splitlines())
    return [((way, flags, int(length), int(window)), int(at)) for way, flags, length, window, at in lines]


def as_recorded(event: SegmentSent) -> Line:
    flags = "".join(short for name, short in NAMES if name in event.flags)
    way = ">" if event.direction == "to_server" else "<"
    return way, flags or "-", len(event.payload), event.window


def segments(trace: Trace) -> list[SegmentSent]:
    return [event for event in trace if isinstance(event, SegmentSent)]


def test_every_segment_has_the_recorded_length_and_window(trace: Trace) -> None:
    assert [as_recorded(event) for event in segments(trace)] == [line for line, _ in recorded()]


def test_the_loss_probe_the_delayed_ack_and_the_window_probes_come_when_recorded(trace: Trace) -> None:
    first, *_ = sent = segments(trace)
    for event, (_, at_ms) in zip(sent, recorded(), strict=True):
        assert abs((event.time_ns - first.time_ns) / 1e6 - at_ms) <= max(UNDECIDED_MS, at_ms // 8)


def test_each_probe_waits_twice_as_long_as_the_one_before(trace: Trace) -> None:
    events: list[Event] = [event for event in trace if isinstance(event, (WindowClosed, WindowProbed))]
    assert [event.kind for event in events] == ["WindowClosed", *["WindowProbed"] * 4]
    times = [event.time_ns for event in events]
    gaps = [after - before for before, after in pairwise(times)]
    assert all(1.8 < longer / shorter < 2.2 for shorter, longer in pairwise(gaps))
