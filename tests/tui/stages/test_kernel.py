"""The kernel's drawing: where the softirq runs, headers coming off, both ends of TCP."""

import pytest

from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import after, idle, picture, row_with


def test_an_idle_softirq_says_so() -> None:
    rows = picture("kernel", idle())
    assert "SOFTIRQ idle" in row_with(rows, "SOFTIRQ")
    assert "no connection yet" in row_with(rows, "no connection")


def test_a_running_softirq_names_its_core_and_context() -> None:
    assert "on CPU 0  as the interrupt ends (irq exit)" in row_with(
        picture("kernel", after("SoftirqStarted")), "SOFTIRQ"
    )


def test_on_loopback_it_runs_inside_the_senders_system_call() -> None:
    scene = next(
        one
        for one in (after("SoftirqStarted", nth) for nth in range(1, 9))
        if one.event and one.event.cpu == 1
    )
    assert "inside the sender's system call" in row_with(picture("kernel", scene), "SOFTIRQ")


def test_weight_and_budget_are_told() -> None:
    row = row_with(picture("kernel", after("NapiPolled")), "weight")
    assert "of weight 64" in row
    assert "budget 300" in row


@pytest.mark.parametrize(
    ("kind", "nth", "ticks"), [("SkbBuilt", 3, 0), ("IpReceived", 3, 1), ("SegmentReceived", 4, 2)]
)
def test_headers_come_off_one_after_the_other(kind: str, nth: int, ticks: int) -> None:
    row = row_with(picture("kernel", after(kind, nth)), "TCP 32")
    assert row.count("✓") == ticks
    assert row.count("►") == 1


def test_on_the_way_out_no_header_comes_off() -> None:
    row = row_with(picture("kernel", after("SegmentSent", 2)), "TCP 2")
    assert "✓" not in row
    assert "● SYN-ACK" in row


def test_both_ends_states_stand_side_by_side() -> None:
    row = row_with(picture("kernel", after("TcpStateChanged", 2)), "◄──►")
    assert "alice SYN_SENT ◄──►  SYN_RECV  server" in row


def test_the_segments_numbers_are_told() -> None:
    row = row_with(picture("kernel", after("IpReceived", 3)), "seq")
    assert "seq 1,001   ack 5,001   window 64,240" in row


def test_a_syn_acknowledges_nothing() -> None:
    assert "seq 1,000   ack -" in row_with(picture("kernel", after("IpReceived")), "seq")


def test_the_poll_counts_the_packets_that_it_has_carried_up() -> None:
    assert "1 of weight 64" in row_with(picture("kernel", after("IpReceived", 3)), "weight")


def test_before_the_syn_is_taken_only_a_listener_stands_on_the_server() -> None:
    row = row_with(picture("kernel", after("SkbBuilt")), "◄──►")
    assert "SYN_SENT ◄──► LISTEN server" in row


@pytest.mark.parametrize(
    ("kind", "header"), [("SkbBuilt", "ETHERNET"), ("IpReceived", "IP"), ("SegmentReceived", "TCP")]
)
def test_the_header_that_is_read_now_is_the_filled_one(kind: str, header: str) -> None:
    surface = Surface(78, 10)
    DRAWINGS["kernel"].picture(after(kind), surface)
    filled = [text for y in range(10) for text, role in surface.runs(y) if role is Role.PACKET]
    assert any(f"► {header} " in text for text in filled)


@pytest.mark.parametrize(
    ("kind", "nth", "layer"),
    [
        ("SkbBuilt", 1, "1 DRIVER: sk_buff"),
        ("IpReceived", 1, "2 IP: is it ours?"),
        ("SegmentReceived", 1, "3 TCP: which socket?"),
        ("SegmentSent", 2, "TCP: makes segments"),
    ],
)
def test_the_layer_that_has_the_packet_is_marked(kind: str, nth: int, layer: str) -> None:
    surface = Surface(78, 10)
    DRAWINGS["kernel"].picture(after(kind, nth), surface)
    filled = [text.strip() for y in range(10) for text, role in surface.runs(y) if role is Role.PACKET]
    assert layer in filled
