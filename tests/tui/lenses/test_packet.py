"""The packet inspector: its bytes are the pcap's, its fields cover them, and what is lit belongs together."""

import dpkt
import pytest

from journey_tui.exporters.pcap import pcap_chunks
from journey_tui.playback import Timeline
from journey_tui.trace import Trace
from journey_tui.trace.events.kernel import IpReceived
from journey_tui.trace.events.outside import PacketDropped, SegmentSent
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.lenses.fields import Layer, Numbering, fields_of
from journey_tui.tui.lenses.packet_rows import Inspected
from journey_tui.tui.looking import Looking
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look, Pick
from journey_tui.tui.view import View
from tests.samples import sample_events, sample_header


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    made = Timeline(Trace(sample_header(), sample_events()))
    made.pull(100_000)
    return made


def inspected(timeline: Timeline, ask: Ask) -> Inspected:
    data = LENSES["packet"].gatherer(timeline)(ask)
    assert isinstance(data, Inspected)
    return data


def first(timeline: Timeline, kind: type) -> int:
    return next(place for place in range(1, timeline.length + 1) if type(timeline.event_at(place)) is kind)


def drawn(data: Inspected, width: int, height: int, chosen: int | None = None) -> Surface:
    surface = Surface(width, height)
    LENSES["packet"].draw(View(looking=Looking("packet", chosen=chosen)), data, surface)
    return surface


def packets(timeline: Timeline) -> list[int]:
    events = map(timeline.event_at, range(1, timeline.length + 1))
    return [event.packet for event in events if isinstance(event, SegmentSent) and event.packet is not None]


def test_the_bytes_of_every_packet_are_the_ones_that_a_pcap_holds(timeline: Timeline) -> None:
    shown = {inspected(timeline, Ask(0, None, subject=number)).frame for number in packets(timeline)}
    data = b"".join(pcap_chunks(Trace(sample_header(), sample_events())))
    place = 24
    frames = []
    while place < len(data):
        length = dpkt.pcap.LEPktHdr(data[place : place + 16]).caplen
        frames.append(data[place + 16 : place + 16 + length])
        place += 16 + length
    assert len(frames) > 5
    assert set(frames) <= shown


def test_the_fields_of_a_frame_cover_each_of_its_bytes_once(timeline: Timeline) -> None:
    for number in packets(timeline):
        data = inspected(timeline, Ask(0, None, subject=number))
        covered = [place for field in data.fields for place in range(field.start, field.stop)]
        assert covered == list(range(len(data.frame)))


def test_any_payload_makes_fields_that_cover_it_and_hold_no_escape() -> None:
    frame = bytes(12) + b"\x08\x00" + b"E" + bytes(19) + bytes(12) + b"\x50" + bytes(7)
    for payload in (
        b"",
        b"\x1b[2J\xff",
        b"GET /\x1b[0m HTTP/1.1\r\nA: b\r\n\r\nbody",
        b"HTTP/1.1 200",
        b"PUT ",
    ):
        fields = fields_of(frame + payload, Numbering())
        covered = [place for field in fields for place in range(field.start, field.stop)]
        assert covered == list(range(len(frame + payload)))
        assert not any("\x1b" in field.name + field.value for field in fields)
    assert fields_of(b"short", Numbering()) == []


def test_headers_come_off_as_the_packet_goes_up(timeline: Timeline) -> None:
    received = first(timeline, IpReceived)
    before = inspected(timeline, Ask(received - 1, None)).now
    after = inspected(timeline, Ask(received, None)).now
    assert before is not None
    assert after is not None
    assert before.headers - after.headers == {Layer.IP}
    assert Layer.TCP in after.headers
    assert "ip_rcv" in drawn(inspected(timeline, Ask(received, None)), 78, 20).text_row(1)


def test_the_chosen_field_lights_its_bytes_and_no_others(timeline: Timeline) -> None:
    position = first(timeline, IpReceived)
    data = inspected(timeline, Ask(position, None, width=78, height=20))
    plain = drawn(data, 78, 20)
    picks = [place for place, link in enumerate(plain.links()) if isinstance(link.target, Pick)]
    lit = drawn(data, 78, 20, chosen=picks[0])
    field = data.fields[0]
    cells = [cell for y in range(20) for cell in lit.row(y)[40:] if cell[1] is Role.CHOSEN]
    hex_digits = 2 * (field.stop - field.start)
    assert len(cells) == hex_digits + (field.stop - field.start)
    assert all(cell[1] is not Role.CHOSEN for y in range(20) for cell in plain.row(y))


def test_each_byte_of_the_dump_is_a_link_to_its_field(timeline: Timeline) -> None:
    data = inspected(timeline, Ask(first(timeline, IpReceived), None, width=78, height=20))
    surface = drawn(data, 78, 20)
    left = 78 - 35 + 6
    assert surface.target_at(left, 2) == Pick(0)
    assert surface.target_at(left + 15, 2) == Pick(1)


def test_the_packets_beside_it_are_a_link_away(timeline: Timeline) -> None:
    sent = first(timeline, SegmentSent)
    opening = inspected(timeline, Ask(sent, None))
    targets = [target for _, target in opening.links]
    following = next(target for text, target in opening.links if text.endswith("▸"))
    assert Look("connection", opening.connection) in targets
    assert isinstance(following, Look)
    later = inspected(timeline, Ask(sent, None, subject=following.subject))
    assert Look("packet", opening.number) in [target for _, target in later.links]


def test_a_lost_packet_says_where_and_why(timeline: Timeline) -> None:
    data = inspected(timeline, Ask(first(timeline, PacketDropped), None))
    assert data.now is not None
    assert data.now.ends
    assert "lost" in drawn(data, 78, 20).text_row(0)
    assert any(text.startswith("lost") for text, _ in data.links)


@pytest.mark.parametrize("size", [(0, 0), (10, 3), (38, 4), (58, 5), (78, 10), (118, 30), (180, 50)])
def test_every_page_is_drawn_at_any_size(timeline: Timeline, size: tuple[int, int]) -> None:
    for tab in range(3):
        ask = Ask(first(timeline, IpReceived), None, tab=tab, width=size[0], height=size[1])
        data = inspected(timeline, ask)
        assert bool(drawn(data, *size).to_text().strip()) == (size[0] > 0)
        assert LENSES["packet"].most_scroll(data, size[1]) >= 0


def test_before_the_first_packet_there_is_none(timeline: Timeline) -> None:
    empty = Timeline(Trace(sample_header()))
    assert "No packet" in drawn(inspected(empty, Ask(0, None)), 40, 5).to_text()
    assert "No packet" in drawn(inspected(timeline, Ask(0, None, subject=10**9)), 40, 5).to_text()
