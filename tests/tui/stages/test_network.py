"""The path's drawing: packets stand on the link that carries them, in their own direction."""

from msgspec.structs import replace

from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.header import HopSetup
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.world.empty import empty_world
from tests.tui.stages.scenes import after, idle, loopback_scene, moments, picture, row_with


def test_boxes_and_both_lanes_are_drawn_before_any_packet() -> None:
    rows = picture("network", idle())
    row = row_with(rows, "CLIENT")
    assert row.index("CLIENT") < row.index("router") < row.index("SERVER")
    assert row.count("►") == 2
    assert row_with(rows, "◄─").count("◄") >= 1


def test_a_packet_to_the_server_is_on_the_upper_lane_right_of_its_hop() -> None:
    row = row_with(picture("network", after("PacketQueuedAtHop")), "CLIENT")
    assert row.index("router") < row.index("● SYN") < row.index("SERVER")


def test_a_packet_to_the_client_is_on_the_lower_lane_left_of_its_hop() -> None:
    scene = next(one for one in moments() if one.world.hops[0].to_client)
    rows = picture("network", scene)
    upper = next(index for index, row in enumerate(rows) if "CLIENT" in row)
    assert "● SYN-ACK" not in rows[upper]
    assert rows[upper + 1].index("◄") < rows[upper + 1].index("● SYN-ACK") < rows[upper].index("router")


def test_a_packet_that_the_link_has_carried_stands_at_its_end() -> None:
    row = row_with(picture("network", after("PacketForwarded")), "CLIENT")
    assert "● SYN ►" in row


def test_latency_and_bandwidth_of_each_hop_are_told() -> None:
    row = row_with(picture("network", idle()), "1 Gbps")
    assert "10 ms" in row


def test_a_path_too_long_for_boxes_becomes_a_table_with_the_active_hop_in_view() -> None:
    scene = after("PacketQueuedAtHop")
    hops = tuple(
        HopSetup(name=f"hop{number}", latency_ns=1_000_000, bandwidth_bps=10**9) for number in range(16)
    )
    header = replace(scene.header, hops=hops)
    world = empty_world(header)
    world.packets, world.packet = scene.world.packets, scene.world.packet
    world.packets[1].hop_index = 12
    world.hops[12].to_server = [1]
    rows = picture("network", Scene(header, world, scene.event))
    assert "► 13  hop12" in row_with(rows, "●")
    assert "● SYN" in row_with(rows, "hop12")
    assert any("more" in row for row in rows)


def test_a_packet_that_is_lost_on_the_way_says_why() -> None:
    scene = after("PacketQueuedAtHop")
    event = PacketDropped(where="network", reason="a bit error", packet=1)
    row = row_with(picture("network", Scene(scene.header, scene.world, event)), "LOST HERE")
    assert "● SYN" in row
    assert "✗ LOST HERE: a bit error" in row


def test_a_packet_that_the_card_drops_says_why() -> None:
    scene = after("PacketDropped")
    assert "✗ LOST HERE: no free descriptor" in row_with(picture("nic", scene), "LOST")


def test_loopback_says_that_there_is_no_wire() -> None:
    assert any("NO WIRE" in row for row in picture("network", loopback_scene()))
    assert DRAWINGS["network"].line(loopback_scene()) == "loopback: no wire"
