"""The lives of packets, connections and goroutines, held against a search of the whole trace."""

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback.history import History, until
from journey_tui.trace import Event
from journey_tui.trace.events.hardware import FrameArrived
from journey_tui.trace.events.outside import RequestSent, SegmentSent
from tests.samples import sample_events


def noted(events: list[Event]) -> History:
    history = History()
    for position, event in enumerate(events, 1):
        history.note(position, event)
    return history


def segment(packet: int) -> SegmentSent:
    return SegmentSent(
        packet=packet,
        connection=1,
        direction="to_server",
        source="198.51.100.1:1",
        destination="192.0.2.1:80",
        flags=("ACK",),
        sequence_number=1,
        acknowledgement_number=1,
        window=1,
    )


def test_a_packet_has_all_its_events_from_its_sending_on() -> None:
    events = sample_events()
    history = noted(events)
    for number in {event.packet for event in events if isinstance(event, SegmentSent) and event.packet}:
        named = [place for place, event in enumerate(events, 1) if event.packet == number]
        sent = [place for place in named if isinstance(events[place - 1], SegmentSent)]
        assert history.packet(number) == [place for place in named if place >= sent[-1]]


@given(st.lists(st.tuples(st.integers(-(2**63), 2**64 - 1), st.booleans()), max_size=40))
def test_ids_in_any_order_find_the_packet_that_was_sent_last_under_them(
    told: list[tuple[int, bool]],
) -> None:
    events: list[Event] = [
        segment(packet) if begins else FrameArrived(packet=packet, queue=0, length_bytes=1, rss_hash=0)
        for packet, begins in told
    ]
    history = noted(events)
    for number, _ in told:
        sent = max(
            (at for at, (packet, begins) in enumerate(told, 1) if begins and packet == number), default=0
        )
        later = [at for at, (packet, _) in enumerate(told, 1) if packet == number and sent and at >= sent]
        assert history.packet(number) == later


def test_a_connection_knows_its_segments_its_data_and_its_requests() -> None:
    events = sample_events()
    history = noted(events)
    for number in {event.connection for event in events if isinstance(event, SegmentSent)}:
        known = history.connection(number)
        assert known is not None
        sent = [
            (place, event)
            for place, event in enumerate(events, 1)
            if isinstance(event, SegmentSent) and event.connection == number
        ]
        assert list(known.segments) == [place for place, _ in sent]
        data = [place for place, event in sent if event.payload and not event.retransmission]
        assert sorted([*known.data_to_server, *known.data_to_client]) == data
        asked = [
            place
            for place, event in enumerate(events, 1)
            if isinstance(event, RequestSent) and event.connection == number
        ]
        assert list(known.requests) == asked


def test_what_was_never_heard_of_has_no_history() -> None:
    history = History()
    assert history.packet(7) == []
    assert history.connection(7) is None
    assert list(history.goroutine(7)) == []
    assert until([3, 5, 9], 5) == 2


def test_a_packet_that_is_long_on_its_way_keeps_all_its_notes() -> None:
    history, arrived = History(), FrameArrived(packet=1, queue=0, length_bytes=1, rss_hash=0)
    history.note(1, segment(1))
    for position in range(2, 70_000):
        history.note(position, segment(position))
    later = [70_000, 200_000, 10_000_000]
    for position in later:
        history.note(position, arrived)
    assert history.packet(1) == [1, *later]
    assert history.packet(69_999) == [69_999]
