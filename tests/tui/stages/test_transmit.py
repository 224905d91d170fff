"""The TX ring's drawing: filled, known to the NIC, being sent, sent, cleaned."""

import pytest

from journey_tui.tui.scene import Scene
from journey_tui.world.state import TxRing
from tests.tui.stages.scenes import after, idle, loopback_scene, picture, row_with


def _slots(rows: list[str]) -> list[str]:
    row = next(row for row in rows if row.count("┃") > 4)
    return [glyph for glyph in row if glyph in "○►●✓·↑"]


def test_an_idle_ring_is_empty() -> None:
    assert _slots(picture("transmit", idle())) == ["·"] * 8


@pytest.mark.parametrize(
    ("kind", "glyph"),
    [("TxDescriptorFilled", "○"), ("DoorbellRung", "►"), ("TxDmaRead", "●"), ("FrameTransmitted", "✓")],
)
def test_the_slot_shows_how_far_the_frame_is(kind: str, glyph: str) -> None:
    assert _slots(picture("transmit", after(kind)))[0] == glyph


def test_before_the_doorbell_the_nic_does_not_know() -> None:
    assert "NIC not told of 1 yet" in row_with(picture("transmit", after("TxDescriptorFilled")), "DOORBELL")
    assert "NIC knows of all" in row_with(picture("transmit", after("DoorbellRung")), "DOORBELL")


def test_pointers_tell_where_the_driver_fills_and_what_is_cleaned() -> None:
    rows = picture("transmit", after("TxCompleted"))
    assert "driver fills 1" in row_with(rows, "▼")
    assert "cleaned up to 1" in row_with(rows, "▲")
    assert _slots(rows) == ["↑", *"·······"]


def test_a_ring_that_has_wrapped_still_tells_what_the_nic_knows() -> None:
    scene = idle()
    ring = TxRing(queue=0, size=8, slots={7: 1, 0: 2}, tail=1, doorbell=0, clean_pointer=7)
    scene.world.tx_ring = ring
    slots = _slots(picture("transmit", Scene(scene.header, scene.world)))
    assert (slots[7], slots[0]) == ("►", "○")


def test_loopback_says_that_there_is_no_ring() -> None:
    assert any("NO TX RING" in row for row in picture("transmit", loopback_scene()))
