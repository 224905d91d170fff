"""The RX ring's drawing: pointers over and under their slots, four faces of a slot, pages in RAM."""

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.trace.events.hardware import DescriptorsPosted
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.slots import Pointer, Ring, Slot, draw_ring, ring_window
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.state import RxRing, World
from tests.tui.stages.scenes import after, card, idle, loopback_scene, picture, row_with


def _column(rows: list[str], number: int) -> int:
    """The middle of the slot with that number, read from the row of numbers."""
    numbers = next(row for row in rows if row.split()[:3] == ["0", "1", "2"])
    return numbers.index(str(number))


def _with_ring(ring: RxRing) -> Scene:
    scene = idle()
    scene.world.rx_rings[0] = ring
    return scene


def test_an_idle_ring_has_every_slot_posted_but_the_one_that_tells_full_from_empty() -> None:
    rows = picture("dma", idle())
    slots = next(row for row in rows if "○" in row)
    assert slots.count("○") == 7
    assert "○ 7 posted" in row_with(rows, "posted")


@pytest.mark.parametrize(("read", "write"), list(product(range(8), range(8))))
def test_both_pointers_stand_at_their_slots(read: int, write: int) -> None:
    ring = RxRing(queue=0, size=8, read_pointer=read, write_pointer=write, tail=(read - 1) % 8)
    rows = picture("dma", _with_ring(ring))
    above, below = row_with(rows, "driver reads"), row_with(rows, "NIC writes")
    assert above.index("▼") == _column(rows, read)
    assert below.index("▲") == _column(rows, write)
    assert f"driver reads {read}" in above
    assert f"NIC writes {write}" in below


def test_slots_are_told_apart_by_glyph() -> None:
    ring = RxRing(
        queue=0, size=8, read_pointer=1, write_pointer=3, tail=6, filled={1: 7, 2: 8}, writing={3: 9}
    )
    rows = picture("dma", _with_ring(ring))
    slots = next(row for row in rows if "█" in row)
    assert [glyph for glyph in slots if glyph in "○●█·"] == list("·██●○○··")
    legend = row_with(rows, "being written")
    assert "○ 2 posted" in legend
    assert "● 1 being written" in legend
    assert "█ 2 filled" in legend
    assert "· 3 empty" in legend


def test_a_frame_that_is_written_lies_in_the_page_of_its_slot() -> None:
    row = row_with(picture("dma", after("DmaWritten", 3)), "PAGES IN RAM")
    assert "slot 2 ►  ● GET /details/7" in row


def _marked(kind: str) -> list[str]:
    surface = Surface(78, 11)
    DRAWINGS["dma"].picture(after(kind), surface)
    slots = next(y for y in range(11) if "┃" in surface.text_row(y))
    return [text.strip() for text, role in surface.runs(slots) if role in {Role.PACKET, Role.FOCUS}]


@pytest.mark.parametrize(
    ("kind", "glyph"),
    [("DmaWritten", "●"), ("DescriptorFilled", "✓"), ("DescriptorCleaned", "↑"), ("DescriptorsPosted", "○")],
)
def test_the_slot_of_the_moment_is_marked_for_what_happened_to_it(kind: str, glyph: str) -> None:
    assert set("".join(_marked(kind)).split()) == {glyph}


def test_a_slot_that_is_posted_far_from_the_pointers_is_brought_into_view() -> None:
    ring = RxRing(queue=0, size=256, read_pointer=1, write_pointer=1, tail=0)
    scene = Scene(
        after("DescriptorsPosted").header, _with_ring(ring).world, DescriptorsPosted(queue=0, count=1, tail=0)
    )
    assert "255" in row_with(picture("dma", scene), "254").split()


def test_of_a_large_ring_a_window_is_shown_that_says_so() -> None:
    ring = RxRing(queue=0, size=4096, read_pointer=2000, write_pointer=2001, tail=1999)
    rows = picture("dma", _with_ring(ring))
    slots = next(row for row in rows if row.count("○") > 3 and "…" in row)
    assert slots.startswith("…")
    assert slots.endswith("…")
    assert "4,096 descriptors" in row_with(rows, "RX RING")


def test_where_rows_are_short_each_slot_carries_its_number() -> None:
    rows = picture("dma", after("DmaWritten", 3), 58, 5)
    assert " 2 ● " in row_with(rows, "┃")
    assert len(rows) == 5


@pytest.mark.parametrize(("width", "height"), [(58, 4), (58, 5), (58, 8), (78, 11), (118, 14)])
def test_a_ring_of_16_slots_is_shown_whole(width: int, height: int) -> None:
    scene = after("DmaWritten", 3)
    scene.world.rx_rings[0].size = 16
    rows = picture("dma", scene, width, height)
    slots = next(row for row in rows if "●" in row and row.count("┃") > 2)
    assert slots.count("┃") == 17
    read = scene.world.rx_rings[0].read_pointer
    pointer = next(row for row in rows if "▼" in row).index("▼")
    assert slots[:pointer].count("┃") == read + 1


def _without_packet(world: World) -> World:
    world.packet = None
    for request in world.requests.values():
        request.stage = "client"
    return world


def test_a_card_shows_both_pointers() -> None:
    scene = after("DescriptorFilled")
    rows = card("dma", replace(scene, event=None, world=_without_packet(scene.world)), 40, 3)
    assert "driver reads 0" in rows[0]
    assert "NIC writes 1" in rows[2]


def test_the_ring_is_said_to_hold_no_bytes() -> None:
    assert any(
        "The ring holds descriptors; the bytes are in the pages." in row for row in picture("dma", idle())
    )


def test_loopback_says_that_there_is_no_ring() -> None:
    assert any("NO RX RING" in row for row in picture("dma", loopback_scene()))


@given(
    size=st.integers(min_value=1, max_value=5000),
    focus=st.integers(min_value=0, max_value=10_000),
    room=st.integers(min_value=1, max_value=80),
)
def test_the_window_always_holds_the_slot_in_focus_and_never_a_slot_twice(
    size: int, focus: int, room: int
) -> None:
    window = ring_window(size, focus, room)
    assert focus % size in window
    assert len(window) == min(size, room)
    assert len(set(window)) == len(window)
    assert all((second - first) % size == 1 % size for first, second in pairwise(window))


def test_a_frame_that_finds_no_descriptor_is_lost_and_said_to_be() -> None:
    scene = after("DescriptorFilled")
    ring = scene.world.rx_rings[0]
    ring.tail = ring.write_pointer
    lost = PacketDropped(where="dma", reason="no free RX descriptor", packet=scene.world.packet)
    rows = picture("dma", replace(scene, event=lost))
    assert "NO FREE DESCRIPTOR" in row_with(rows, f"NIC writes {ring.write_pointer}")
    assert "● SYN" in row_with(rows, "✗ LOST HERE: no free RX descriptor")
    assert "● SYN  ✗ LOST" in row_with(card("dma", replace(scene, event=lost), 18), "SYN")


@pytest.mark.parametrize("stage", ["dma", "transmit"])
@pytest.mark.parametrize("width", [18, 30, 38, 46])
def test_a_card_names_the_packet_that_is_in_the_ring_however_wide_it_is(stage: str, width: int) -> None:
    scene = after("DmaWritten" if stage == "dma" else "TxDmaRead")
    assert card(stage, scene, width)[2] == f" ● {scene.packet and scene.packet.label}"


@pytest.mark.parametrize("at", range(8))
def test_the_words_of_a_pointer_are_never_cut_without_saying_so(at: int) -> None:
    surface = Surface(30, 3)
    ring = Ring(256, lambda number: Slot("·"), at, Pointer(at, "driver reads 1000"), Pointer(at, "▪ 1000"))
    draw_ring(surface, ring)
    above, _, below = surface.to_text().split("\n")
    assert "driver reads 1000" in above or "…" in above
    assert "▪ 1000" in below


def test_a_window_on_the_ring_shows_where_the_lost_frame_would_have_gone() -> None:
    scene = after("DescriptorFilled")
    full = RxRing(queue=0, size=256, read_pointer=4, write_pointer=200, tail=200)
    scene.world.rx_rings[0] = full
    lost = PacketDropped(where="dma", reason="no free RX descriptor", packet=scene.world.packet)
    rows = picture("dma", replace(scene, event=lost))
    assert "200" in rows[rows.index(row_with(rows, "NIC writes 200")) - 1].split()
    assert "driver reads 4 ▼ elsewhere" in row_with(rows, "▼")
