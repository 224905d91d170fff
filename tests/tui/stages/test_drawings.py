"""What holds for every drawing of every stage: it is there, it is pure, and it never fails or spills."""

from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from journey_tui.stages import STAGES
from journey_tui.text import clean
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS, LINE_WIDTH
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.state import freeze
from tests.tui.stages import scenes

STAGE_IDS = [stage.id for stage in STAGES]
SIZES = [(36, 4), (58, 5), (78, 11), (74, 13), (100, 25), (198, 56)]
_ALL: list[Scene] = [*scenes.moments(), scenes.crowded(), scenes.hostile(), scenes.loopback_scene()]


def _drawn(stage: str, scene: Scene, width: int, height: int) -> list[tuple[tuple[str, Role], ...]]:
    surface = Surface(width, height)
    DRAWINGS[stage].picture(scene, surface)
    return [surface.row(y) for y in range(surface.height)]


def test_every_stage_of_the_table_has_its_drawing_and_no_other_does() -> None:
    assert list(DRAWINGS) == STAGE_IDS


@given(
    scene=st.sampled_from(_ALL),
    width=st.integers(min_value=0, max_value=200),
    height=st.integers(min_value=0, max_value=60),
    stage=st.sampled_from(STAGE_IDS),
)
@settings(max_examples=400)
def test_no_size_makes_a_drawing_fail(scene: Scene, width: int, height: int, stage: str) -> None:
    drawing = DRAWINGS[stage]
    drawing.picture(scene, Surface(width, height))
    drawing.card(scene, Surface(width, height))


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_drawing_changes_nothing_and_the_same_scene_gives_the_same_rows(stage: str) -> None:
    for scene in (*scenes.moments()[::7], scenes.crowded()):
        before = freeze(scene.world)
        first = _drawn(stage, scene, 78, 11)
        DRAWINGS[stage].card(scene, Surface(30, 3))
        DRAWINGS[stage].line(scene)
        assert _drawn(stage, scene, 78, 11) == first
        assert freeze(scene.world) == before


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_a_drawing_stays_inside_its_area(stage: str) -> None:
    for scene in (scenes.idle(), scenes.crowded(), scenes.hostile()):
        for width, height in SIZES:
            whole = Surface(width + 2, height + 2)
            whole.fill(0, 0, width + 2, height + 2, "#")
            DRAWINGS[stage].picture(scene, whole.area(1, 1, width, height))
            edge = {cell for y in (0, height + 1) for cell in whole.row(y)}
            edge |= {whole.row(y)[x] for y in range(1, height + 1) for x in (0, width + 1)}
            assert edge == {("#", Role.TEXT)}


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_a_line_is_short_and_plain_for_every_moment(stage: str) -> None:
    for scene in _ALL:
        assert cell_len(DRAWINGS[stage].line(scene)) <= LINE_WIDTH
    for scene in scenes.moments():
        assert DRAWINGS[stage].line(scene).isascii()


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_before_anything_happened_a_drawing_already_says_what_the_stage_is(stage: str) -> None:
    for scene in (scenes.idle(), scenes.loopback_scene()):
        for width, height in SIZES:
            rows = [row for row in scenes.picture(stage, scene, width, height) if row.strip()]
            assert len(rows) >= min(height, 3)
        assert any(row.strip() for row in scenes.card(stage, scene, 18, 3))


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_no_control_character_and_no_direction_override_reaches_a_cell(stage: str) -> None:
    scene = scenes.hostile()
    surface = Surface(100, 25)
    DRAWINGS[stage].picture(scene, surface)
    text = surface.to_text().replace("\n", "")
    assert {category(character) for character in text} & {"Cc", "Cf", "Cs"} == set()
    assert DRAWINGS[stage].line(scene) == clean(DRAWINGS[stage].line(scene))


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_the_packet_is_one_token_wherever_it_is(stage: str) -> None:
    """Whatever is filled as the packet carries a disc, a glyph of the ring, or the name of what carries it."""
    for scene in scenes.moments():
        packet = scene.packet
        if packet is None or packet.stage != stage or scene.world.stage != stage:
            continue
        surface = Surface(78, 11)
        DRAWINGS[stage].picture(scene, surface)
        filled = "".join(text for y in range(11) for text, role in surface.runs(y) if role is Role.PACKET)
        assert f"● {packet.label}" in filled, (scene.event, surface.to_text())


@pytest.mark.parametrize("stage", STAGE_IDS)
def test_a_card_shows_the_packet_when_it_is_there(stage: str) -> None:
    for scene in scenes.moments():
        packet = scene.packet
        if packet is not None and packet.stage == stage and stage not in {"dma", "transmit"}:
            assert f"● {packet.label}"[:10] in "\n".join(scenes.card(stage, scene, 18, 3))
