"""What the network card does under pressure: a ring that overruns, and interrupts with and without moderation."""

from journey_tui.trace.events.hardware import FrameArrived, InterruptDelayed, InterruptRaised
from journey_tui.trace.events.kernel import DataRead, IpReceived
from journey_tui.trace.events.outside import PacketDropped
from tests.gallery.runs import MILLISECOND, SECOND, counter, events_of, outcomes_of, result_of

STORM, MODERATED = "interrupt-storm", "interrupt-moderation"


def test_fifteen_of_sixteen_descriptors_can_be_filled_and_the_card_drops_the_rest() -> None:
    dropped = events_of("ring-overrun", PacketDropped)
    assert {(event.where, event.reason) for event in dropped} == {("dma", "no free RX descriptor")}
    assert len(dropped) == counter("ring-overrun", "rx_missed_errors") == 20 - 15


def test_the_kernel_never_hears_of_what_the_card_dropped() -> None:
    received = {event.packet for event in events_of("ring-overrun", IpReceived)}
    assert received.isdisjoint(event.packet for event in events_of("ring-overrun", PacketDropped))
    assert len(received) == counter("ring-overrun", "IpInReceives")
    for counted in ("TcpExtListenDrops", "TcpExtListenOverflows", "TcpOutRsts"):
        assert counter("ring-overrun", counted) == 0


def test_who_was_dropped_comes_again_after_a_second_and_is_served() -> None:
    connections = result_of("ring-overrun").connections
    assert {len(connection.syn_sent_ns) for connection in connections[:15]} == {1}
    for connection in connections[15:]:
        first, again = connection.syn_sent_ns
        assert 1.0 * SECOND <= again - first < 1.1 * SECOND
    assert [outcome for _, _, outcome in outcomes_of("ring-overrun")] == ["ok"] * 20


def test_both_cards_receive_the_same_frames() -> None:
    counts = {len(events_of(name, FrameArrived)) for name in (STORM, MODERATED)}
    assert len(counts) == 1
    assert {outcome for name in (STORM, MODERATED) for outcome in outcomes_of(name)} == {("alice", 200, "ok")}


def test_without_moderation_there_is_an_interrupt_for_every_frame() -> None:
    assert len(events_of(STORM, InterruptRaised)) >= len(events_of(STORM, FrameArrived))
    assert events_of(STORM, InterruptDelayed) == []


def test_with_moderation_there_are_a_fifth_of_the_interrupts_and_half_of_the_reads() -> None:
    assert 5 * len(events_of(MODERATED, InterruptRaised)) < len(events_of(STORM, InterruptRaised))
    assert 2 * len(events_of(MODERATED, DataRead)) <= len(events_of(STORM, DataRead))


def test_a_poll_of_several_frames_hands_one_packet_up_and_a_poll_of_one_frame_that_frame() -> None:
    def shares(name: str) -> float:
        return len(events_of(name, IpReceived)) / len(events_of(name, FrameArrived))

    assert shares(MODERATED) < 0.3
    assert shares(STORM) > 0.9


def test_moderation_costs_the_lone_frame_its_wait() -> None:
    storm, moderated = (result_of(name).connections[0].established_ns for name in (STORM, MODERATED))
    assert storm is not None
    assert moderated is not None
    assert moderated - storm == 0.2 * MILLISECOND
