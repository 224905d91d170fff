"""What no packet could carry is refused when a trace is read, and what is read can be exported."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.trace import Trace
from journey_tui.trace.events.base import UNSTAMPED_TIME_NS
from journey_tui.trace.events.kernel import IpReceived
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.file import TraceFileError, read_trace, trace_lines
from journey_tui.trace.ranges import FARTHEST_NS, fault_of
from tests.arbitrary import events_of
from tests.samples import sample_events, sample_header

SEGMENT = next(event for event in sample_events() if isinstance(event, SegmentSent))
RECEIVED = next(event for event in sample_events() if isinstance(event, IpReceived))


@pytest.mark.parametrize("event", sample_events(), ids=lambda event: event.kind)
def test_what_a_simulation_makes_is_in_range(event: Any) -> None:
    assert fault_of(event) is None


@pytest.mark.parametrize(
    ("event", "changes", "said"),
    [
        (RECEIVED, {"ttl": 2**31}, "ttl 2147483648 is out of range; from 0 to 255"),
        (RECEIVED, {"ttl": -1}, "ttl -1 is out of range"),
        (RECEIVED, {"time_ns": 2**62}, "is too far away"),
        (RECEIVED, {"time_ns": -FARTHEST_NS - 1}, "is too far away"),
        (RECEIVED, {"time_ns": UNSTAMPED_TIME_NS}, "has no time_ns"),
        (SEGMENT, {"source": ""}, "source is not an IPv4 address and a port"),
        (SEGMENT, {"source": "::1:5"}, "source is not"),
        (SEGMENT, {"source": "1:5"}, "source is not"),
        (SEGMENT, {"source": "127.0.0.1:x"}, "source is not"),
        (SEGMENT, {"destination": "127.0.0.1:99999"}, "destination is not"),
        (SEGMENT, {"destination": "127.0.0.1:-1"}, "destination is not"),
        (SEGMENT, {"mss": -1}, "mss -1 is out of range; from 0 to 65,535"),
        (SEGMENT, {"mss": 65_536}, "mss 65536 is out of range"),
        (SEGMENT, {"window_scale": -1}, "window_scale -1 is out of range; from 0 to 255"),
        (SEGMENT, {"payload": bytes(65_535)}, "a payload of 65,535 bytes fits into no packet"),
    ],
)
def test_what_no_packet_could_carry_is_refused_with_its_line(
    event: Any, changes: dict[str, Any], said: str, tmp_path: Path
) -> None:
    damaged = replace(event, seq=0, **changes)
    assert said in str(fault_of(damaged))
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(trace_lines(Trace(sample_header(), [damaged]))))
    if "time_ns" in changes and changes["time_ns"] == UNSTAMPED_TIME_NS:
        assert b"time_ns" not in path.read_bytes()
    with pytest.raises(TraceFileError, match=rf"^run\.jsonl:2: damaged event: {event.kind}: "):
        read_trace(path).pull_all()


@pytest.mark.no_cover  # many runs of what other tests reach
@settings(max_examples=200)
@given(st.lists(st.sampled_from(("SegmentSent", "IpReceived")).flatmap(events_of), max_size=12))
def test_whatever_is_in_range_becomes_a_pcap(events: list[Any]) -> None:
    usable = [event for event in events if fault_of(event) is None]
    assert b"".join(pcap_chunks(Trace(sample_header(), usable)))


@given(
    st.integers(-FARTHEST_NS, FARTHEST_NS),
    st.none() | st.integers(0, 65_535),
    st.none() | st.integers(0, 255),
    st.integers(0, 255),
    st.booleans(),
    st.sampled_from((0, 1, 65_455, 65_475)),
    st.integers(-(2**63), 2**63 - 1),
)
def test_every_value_in_range_becomes_a_record(
    time_ns: int, mss: int | None, scale: int | None, ttl: int, sack: bool, length: int, any_number: int
) -> None:
    segment = replace(
        SEGMENT,
        time_ns=time_ns,
        direction="to_server",
        packet=1,
        mss=mss,
        window_scale=scale,
        sack_permitted=sack,
        payload=bytes(length),
        window=any_number,
        sequence_number=any_number,
        ip_id=any_number,
    )
    received = replace(RECEIVED, time_ns=time_ns, packet=1, ttl=ttl)
    assert fault_of(segment) is None
    assert fault_of(received) is None
    _, record = pcap_chunks(Trace(sample_header(), [segment, received]))
    assert len(record) > length
