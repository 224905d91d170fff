"""GRO: what becomes one packet, what does not, when it goes up, and what IP and TCP see of it."""

import io
import itertools
from collections.abc import Callable
from typing import Any

import dpkt
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.simulation.activity import Activity
from journey_tui.simulation.gro import BATCH, LARGEST, Gro
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace import Event
from journey_tui.trace.events.kernel import DataQueued, IpReceived, SegmentMerged
from journey_tui.trace.events.outside import SegmentReceived, SegmentSent
from journey_tui.views import Moment
from journey_tui.views.sockets import Sockets
from tests.simulation.accounts import check_accounts
from tests.simulation.runs import events_of, of_kind, trace_of
from tests.simulation.test_laws import check_laws

FULL = 1448
SENT = SegmentSent(
    direction="to_server",
    source="198.18.0.1:40000",
    destination="192.0.2.10:3000",
    flags=("ACK",),
    sequence_number=1000,
    acknowledgement_number=7,
    window=501,
    timestamp_value=1,
    timestamp_echo=2,
)


class Card:
    """A NAPI with GRO, and segments for it."""

    def __init__(self, hz: int = 250) -> None:
        self.env = simpy.Environment()
        self.activity = Activity()
        self.recorder = Recorder(self.env)
        self.gro = Gro(self.recorder, hz)
        self.recorder.mark_zero()
        self.packets = 0

    def packet(self, length: int = FULL, at: int = 0, number: int = 0, **changes: Any) -> Packet:
        """A segment of some bytes, `at` bytes into the stream, the `number`th of its flow."""
        self.packets += 1
        sent = replace(
            SENT,
            packet=self.packets,
            connection=1,
            sequence_number=SENT.sequence_number + at,
            payload=bytes([self.packets % 256]) * length,
            ip_id=number,
        )
        sent = replace(sent, **changes)
        segment = Segment(
            sent.flags, sent.sequence_number, sent.acknowledgement_number, sent.window, sent.payload
        )
        record = ConnectionRecord(1, "alice", sent.source, sent.destination)
        return Packet(sent, segment, record, self.activity)

    def flow(self, *lengths: int) -> list[Packet]:
        """Segments that follow one another."""
        starts = [sum(lengths[:number]) for number in range(len(lengths))]
        return [self.packet(length, starts[number], number) for number, length in enumerate(lengths)]

    def poll(self, packets: list[Packet], *, emptied: bool = True) -> list[list[int]]:
        """Lengths of the segments of each packet that goes up."""
        up = [one for packet in packets for one in self.gro.receive(packet, 0)]
        up += self.gro.end_poll(emptied=emptied)
        return [[len(part.payload) for part in one.segment.parts] for one in up]


def test_full_segments_that_follow_one_another_go_up_as_one_when_the_poll_ends() -> None:
    card = Card()
    packets = card.flow(FULL, FULL, FULL)
    assert [card.gro.receive(packet, 0) for packet in packets] == [[], [], []]
    (whole,) = card.gro.end_poll(emptied=True)
    assert whole is packets[0]
    assert whole.segment.payload == b"".join(packet.sent.payload for packet in packets)
    assert whole.length_bytes == 14 + 20 + 32 + 3 * FULL
    assert card.activity.count == 1
    merged = [event for event in card.recorder.drain() if isinstance(event, SegmentMerged)]
    assert [(event.packet, event.into, event.segments) for event in merged] == [(2, 1, 2), (3, 1, 3)]
    assert merged[-1].length_bytes == whole.length_bytes - 14


def test_a_shorter_segment_is_joined_and_ends_the_packet() -> None:
    card = Card()
    first, second, third = card.flow(FULL, 100, FULL)
    assert card.gro.receive(first, 0) == []
    assert card.poll([second, third]) == [[FULL, 100], [FULL]]


def test_a_longer_segment_is_not_joined() -> None:
    card = Card()
    assert card.poll(card.flow(100, FULL)) == [[100], [FULL]]


@pytest.mark.parametrize("flag", ["PSH", "FIN"])
def test_a_flag_that_ends_something_is_kept_and_ends_the_packet(flag: str) -> None:
    card = Card()
    first, second, third = card.flow(FULL, FULL, FULL)
    ends = card.packet(FULL, FULL, 1, flags=("ACK", flag))
    assert card.poll([first, ends, third]) == [[FULL, FULL], [FULL]]
    assert first.segment.flags == ("ACK", flag)
    assert second.segment.flags == ("ACK",)


HEADERS: dict[str, Callable[[Card], Packet]] = {
    "acknowledgement": lambda card: card.packet(FULL, FULL, 1, acknowledgement_number=8),
    "window": lambda card: card.packet(FULL, FULL, 1, window=502),
    "timestamp": lambda card: card.packet(FULL, FULL, 1, timestamp_value=2),
    "flags": lambda card: card.packet(FULL, FULL, 1, flags=("ACK", "RST")),
    "a gap in the stream": lambda card: card.packet(FULL, FULL + 1, 1),
    "a gap in the IP ids": lambda card: card.packet(FULL, FULL, 2),
    "an old segment": lambda card: card.packet(FULL, 0, 1),
    "a bare ACK": lambda card: card.packet(0, FULL, 1),
}


@pytest.mark.parametrize("difference", HEADERS)
def test_whatever_differs_in_the_header_keeps_two_segments_apart_and_in_order(difference: str) -> None:
    card = Card()
    first, other = card.packet(), HEADERS[difference](card)
    assert len(card.poll([first, other])) == 2
    assert card.recorder.drain() == []


def test_another_time_to_live_keeps_two_segments_apart() -> None:
    card = Card()
    first, second = card.flow(FULL, FULL)
    second.ttl -= 1
    assert card.poll([first, second]) == [[FULL], [FULL]]


def test_flows_do_not_end_each_other() -> None:
    card = Card()
    one, other = card.flow(FULL, FULL), card.flow(FULL, FULL)
    for packet in other:
        packet.sent = replace(packet.sent, source="198.18.0.2:40000")
    assert card.poll([one[0], other[0], one[1], other[1]]) == [[FULL, FULL], [FULL, FULL]]


def test_no_packet_is_longer_than_the_length_field_of_ip_can_say() -> None:
    card = Card()
    groups = card.poll(card.flow(*[FULL] * 60))
    assert [len(group) for group in groups] == [(LARGEST - 52) // FULL, 60 - (LARGEST - 52) // FULL]


def test_what_need_not_wait_goes_up_in_batches_of_eight() -> None:
    card = Card()
    acks = [card.packet(0, 0, number) for number in range(BATCH + 1)]
    assert [len(card.gro.receive(ack, 0)) for ack in acks] == [0] * (BATCH - 1) + [BATCH, 0]
    assert len(card.gro.end_poll(emptied=True)) == 1


def test_a_bucket_keeps_eight_flows_and_lets_the_oldest_go() -> None:
    card = Card()
    flows = [card.packet(FULL, source=f"198.18.0.{host}:40000") for host in range(1, 10)]
    up = [one for packet in flows for one in card.gro.receive(packet, 0)]
    assert up == []
    assert card.gro.end_poll(emptied=False) == flows


@pytest.mark.parametrize(("hz", "kept"), [(250, False), (1000, True)])
def test_a_poll_that_used_its_weight_keeps_this_tick_s_segments_only_where_ticks_are_short(
    hz: int, kept: bool
) -> None:
    card = Card(hz)
    first, second = card.flow(FULL, FULL)
    assert card.poll([first], emptied=False) == ([] if kept else [[FULL]])
    card.env.run(until=1_000_000)
    assert card.poll([second], emptied=False) == ([[FULL, FULL]] if kept else [[FULL]])


@given(
    lengths=st.lists(st.sampled_from([0, 1, 100, FULL, FULL, FULL]), max_size=60),
    gaps=st.sets(st.integers(0, 59), max_size=4),
    weight=st.integers(1, 16),
    hz=st.sampled_from([100, 1000]),
)
def test_no_byte_is_lost_doubled_or_put_out_of_order(
    lengths: list[int], gaps: set[int], weight: int, hz: int
) -> None:
    card = Card(hz)
    packets = [packet for number, packet in enumerate(card.flow(*lengths)) if number not in gaps]
    up: list[Packet] = []
    for number, packet in enumerate(packets, 1):
        up += card.gro.receive(packet, 0)
        if number % weight == 0:
            up += card.gro.end_poll(emptied=False)
    up += card.gro.end_poll(emptied=True)
    parts = [part for packet in up for part in packet.segment.parts]
    assert [part.payload for part in parts] == [packet.sent.payload for packet in packets]
    for packet in up:
        assert packet.segment.payload == b"".join(part.payload for part in packet.segment.parts)
        assert packet.length_bytes <= LARGEST + 14
    assert card.activity.count == len(up) + len(lengths) - len(packets)


# ── in a run ──

UPLOAD = """
network: {path: [{name: wire, latency: 1ms, bandwidth: 10Gbps}]}
clients: [{name: alice, requests: [{method: POST, target: /in, body_size: 200KiB, close: true}]}]
"""
TAIL = '    - {pattern: POST /in, handler: {name: in, read_body: all, body: "read\\n"}}\n' + UPLOAD
SLOW_CARD = "machine: {nic: {rx_usecs: 50us, rx_frames: 64}}"


def uploaded(head: str = SLOW_CARD) -> tuple[Event, ...]:
    return events_of(TAIL, head)


def test_a_run_with_merged_segments_keeps_every_law() -> None:
    events = uploaded()
    check_laws(events)
    check_accounts(events, gomaxprocs=2, ended=True)
    assert len(of_kind(events, "SegmentMerged")) > 100


def test_tcp_takes_a_merged_packet_once_and_acknowledges_it_once() -> None:
    events = uploaded()
    whole = [event for event in events if isinstance(event, IpReceived) and event.segments > 1]
    taken = [event for event in events if isinstance(event, SegmentReceived) and event.segments > 1]
    queued = {event.packet: event.length_bytes for event in events if isinstance(event, DataQueued)}
    assert [event.packet for event in whole] == [event.packet for event in taken]
    for ip, tcp in zip(whole, taken, strict=True):
        assert queued[tcp.packet] == tcp.payload_bytes == ip.length_bytes - 52
        assert tcp.payload_bytes > FULL
    acks = [event for event in events if isinstance(event, SegmentSent) and event.flags == ("ACK",)]
    answers = [event for event in acks if event.direction == "to_client"]
    assert len(taken) <= len(answers) <= len(taken) + 30


def test_frames_that_come_while_a_poll_hands_packets_up_interrupt_anew() -> None:
    ready, late = set[int | None](), 0
    events = events_of(TAIL.replace("10Gbps", "1Gbps"))
    for event in events:
        if event.kind == "DescriptorFilled":
            ready.add(event.packet)
        elif event.kind == "DescriptorCleaned":
            ready.discard(event.packet)
        elif event.kind == "InterruptEnabled" and ready:
            late += 1
            assert events[event.seq + 1].kind == "InterruptRaised"
    assert late


def test_on_loopback_nothing_is_merged() -> None:
    loopback = TAIL.replace("path: [{name: wire, latency: 1ms, bandwidth: 10Gbps}]", "loopback: true")
    assert not of_kind(events_of(loopback), "SegmentMerged")


def test_the_capture_shows_what_the_tap_saw_and_holds_every_byte() -> None:
    trace = trace_of(TAIL, SLOW_CARD)
    frames = [frame for _, frame in dpkt.pcap.UniversalReader(io.BytesIO(b"".join(pcap_chunks(trace))))]
    came = [dpkt.ethernet.Ethernet(frame).data for frame in frames]
    came = [ip for ip in came if ip.data.dport == 3000]
    received = [event for event in trace if isinstance(event, IpReceived)]
    assert [ip.len for ip in came] == [event.length_bytes for event in received]
    sent = [event for event in trace if isinstance(event, SegmentSent) and event.direction == "to_server"]
    assert b"".join(ip.data.data for ip in came) == b"".join(event.payload for event in sent)


def test_ss_counts_the_segments_and_ip_the_packets() -> None:
    trace = trace_of(TAIL, SLOW_CARD)
    sockets = Sockets()
    for event in trace:
        sockets.see(event)
    sent = [event for event in trace if isinstance(event, SegmentSent) and event.direction == "to_server"]
    (ends,) = sockets.connections.values()
    assert ends["server"].segments_in == len(sent)
    counters = Moment(trace, len(trace)).world.counters
    assert counters["IpInReceives"] == sum(isinstance(event, IpReceived) for event in trace) < len(sent) // 2


def test_each_connection_counts_its_ip_ids_by_one_so_that_crowds_can_be_merged() -> None:
    crowd = TAIL.replace("name: alice", "name: crowd, count: 3")
    sent = [
        event
        for event in events_of(crowd)
        if isinstance(event, SegmentSent) and event.direction == "to_server"
    ]
    by_connection: dict[int | None, list[int]] = {}
    for event in sent:
        by_connection.setdefault(event.connection, []).append(event.ip_id)
    assert len(by_connection) == 3
    for ids in by_connection.values():
        assert {(after - before) % 65536 for before, after in itertools.pairwise(ids)} == {1}
