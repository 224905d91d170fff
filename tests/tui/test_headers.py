"""The headers in the frame of the large pane: they come off on the way in, and agree with the packet inspector."""

import pytest

from journey_tui.trace import Event
from journey_tui.tui.lenses.fields import Layer
from journey_tui.tui.lenses.way import steps_of
from journey_tui.tui.panes import headers
from journey_tui.tui.scene import Scene
from journey_tui.tui.surface import Border, Surface
from journey_tui.tui.target import Look
from tests.tui.lenses.runs import run_of
from tests.tui.stages.scenes import after, idle

LOWEST_FIRST = (Layer.ETHERNET, Layer.IP, Layer.TCP)


def drawn(scene: Scene, stage: str, width: int = 78) -> Surface:
    surface = Surface(width, 9)
    surface.box(0, 0, width, 9, border=Border.DOUBLE)
    headers.draw(scene, stage, surface)
    return surface


@pytest.mark.parametrize("name", ["hello", "lost-data"])
def test_they_agree_with_the_packet_inspector_all_the_way(name: str) -> None:
    timeline = run_of(name)
    told = 0
    events: dict[int, list[tuple[int, Event]]] = {}
    for position in range(1, min(timeline.length, 1500) + 1):
        event = timeline.event_at(position)
        if event is None or event.packet is None:
            continue
        way = events.setdefault(event.packet, [])
        way.append((position, event))
        world = timeline.world_at(position)
        found = headers.shown(Scene(timeline.header, world, event), world.stage)
        steps = steps_of(way, timeline.header.machine.loopback)
        if found and steps and steps[-1].position == position and not steps[-1].words.startswith("✗"):
            assert {layer for layer, on in found.items() if on} == steps[-1].headers & set(found), position
            told += 1
    assert told > 20


@pytest.mark.parametrize("name", ["hello", "crowd-2p"])
def test_what_is_below_comes_off_first(name: str) -> None:
    timeline = run_of(name)
    for position in range(1, min(timeline.length, 1500) + 1):
        world, event = timeline.world_at(position), timeline.event_at(position)
        found = headers.shown(Scene(timeline.header, world, event), world.stage)
        on = [found[layer] for layer in LOWEST_FIRST if layer in found]
        assert on == sorted(on), position


def test_a_header_that_is_on_has_walls_and_can_be_opened() -> None:
    written = after("DmaWritten")
    surface = drawn(written, "dma")
    assert surface.text_row(8).endswith("▐Eth▌▐IP▌▐TCP▌═╝")
    assert surface.target_at(72, 8) == Look("packet", written.world.packet)
    assert drawn(after("DataQueued"), "receive_buffer").text_row(8).endswith(" Eth  IP  TCP ▐HTTP▌═╝")


def test_the_picture_of_the_headers_themselves_needs_no_others() -> None:
    assert headers.shown(after("SkbBuilt"), "kernel") == {}


def test_where_nothing_is_or_no_room_is_the_frame_stays_whole() -> None:
    assert drawn(idle(), "nic").text_row(8) == "╚" + "═" * 76 + "╝"
    assert drawn(after("DmaWritten"), "http").text_row(8) == "╚" + "═" * 76 + "╝"
    assert drawn(after("DmaWritten"), "dma", 16).text_row(8) == "╚" + "═" * 14 + "╝"
