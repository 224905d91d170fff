"""The panes of words beside a picture: what they say, they say whole."""

from functools import partial

import pytest

from journey_tui.content import Explanation
from journey_tui.playback.spans import RequestSpan
from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace.header import TraceHeader
from journey_tui.tui.layout import SMALLEST_WIDTH
from journey_tui.tui.lenses import LENSES
from journey_tui.tui.lenses.axis import Axis
from journey_tui.tui.lenses.lanes import Lines
from journey_tui.tui.looking import PICTURE, Looking
from journey_tui.tui.panes import explanation, focus, journey
from journey_tui.tui.scene import Scene
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View, Visit
from tests.tui.stages.scenes import after, idle

NO_LINES = Lines(Axis(0, 1, True), (), 0, None, 0)
LOST = Visit(position=10, time_ns=1_000, stage="dma", duration_ns=1_030_000_000, lost_at=12)


def stays(position: int) -> Surface:
    surface = Surface(48, 10)
    span = RequestSpan(1, "alice", "GET", "/hello", 1)
    scene = after("DmaWritten")
    journey.draw(View(scene=scene, visits=(LOST,), visit_request=span, position=position), surface)
    return surface


def test_a_stay_in_which_the_packet_was_lost_is_no_work_of_its_stage() -> None:
    lost = stays(12)
    row = next(lost.row(y) for y in range(10) if "RING" in lost.text_row(y))
    assert "1.03 s  ✗ LOST" in "".join(character for character, _ in row)
    assert "▪" not in "".join(character for character, _ in row)
    assert ("✗", Role.ERROR) in row


def test_a_loss_is_not_told_before_it_happens() -> None:
    assert "LOST" not in stays(11).to_text()


def test_a_text_that_goes_on_ends_with_a_whole_word_and_one_ellipsis() -> None:
    words = "Alice has waited longer than anyone expected before giving up " * 9
    before = idle()
    scene = Scene(TraceHeader(title="A run", summary=words, server=before.header.server), before.world)
    for width in range(40, 90, 3):
        surface = Surface(width, 8)
        explanation.draw(View(scene=scene), surface)
        last = surface.text_row(6).strip("│ ")
        assert last.endswith(" …")
        assert last.count("…") == 1
        assert last.removesuffix(" …").split()[-1] in words.split()


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_name_of_a_chapter_stays_whole_where_the_frame_is_narrow(width: int) -> None:
    surface = Surface(width, 8)
    chapter = "What happens in ListenAndServe"
    scene = after("DmaWritten")
    told = Explanation("It is so.", "It is.", "kernel")
    explanation.draw(View(scene=scene, explanation=told, chapter=chapter), surface)
    assert f" {chapter} ─" in surface.text_row(0)
    assert ("What is happening ·" in surface.text_row(0)) == (width > 54)


@pytest.mark.parametrize(("width", "told"), [(120, True), (72, True), (60, False)])
def test_a_lens_tells_in_its_frame_what_its_signs_mean_whole_or_not_at_all(width: int, told: bool) -> None:
    surface = Surface(width, 8)
    lens = LENSES["timeline"]
    view = View(scene=idle(), gathered={"timeline": NO_LINES}, looking=Looking("timeline"))
    for draw in (focus.draw, partial(focus.beside, "timeline")):
        draw(view, surface)
        assert (lens.legend in surface.text_row(7)) == told
        assert "░" not in surface.text_row(7) or told


@pytest.mark.parametrize("stage", sorted(STAGE_BY_ID))
def test_the_name_of_a_stage_is_whole_in_the_frame_of_the_narrowest_picture(stage: str) -> None:
    surface = Surface(SMALLEST_WIDTH, 5)
    focus.draw(View(scene=idle(), stage=stage, gathered={PICTURE: None}, looking=Looking(PICTURE)), surface)
    assert f" {STAGE_BY_ID[stage].title} " in surface.text_row(0)
    pinned = View(scene=idle(), gathered={PICTURE: None}, looking=Looking(PICTURE, pinned=stage))
    focus.draw(pinned, surface)
    assert "  pinned: Esc " in surface.text_row(0)
