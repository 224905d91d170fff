"""The first row: where the packet is is said at every width, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.layout import SMALLEST_WIDTH
from journey_tui.tui.panes import header
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View
from tests.tui.stages.scenes import idle

SCENE = idle()


def drawn(view: View, width: int) -> str:
    surface = Surface(width, 1)
    header.draw(view, surface)
    return surface.text_row(0)


@given(
    st.integers(SMALLEST_WIDTH, 200),
    st.sampled_from(sorted(STAGE_BY_ID)),
    st.integers(0, 9_999),
    st.booleans(),
)
def test_it_names_the_stage_whole_at_every_width(width: int, stage: str, length: int, playing: bool) -> None:
    view = View(scene=SCENE, stage=stage, length=length, time_ns=1_234_567, playing=playing)
    row = drawn(view, width)
    assert "…" not in row
    known = STAGE_BY_ID[stage]
    assert known.label in row or known.title.partition(" (")[0] in row


@pytest.mark.parametrize(("width", "state"), [(40, "❚❚ "), (60, "❚❚ PAUSE")])
def test_a_narrow_one_keeps_the_sign_and_gives_up_its_word(width: int, state: str) -> None:
    assert drawn(View(scene=SCENE, length=485), width).startswith(f" {state}")
    assert ("PAUSE" in drawn(View(scene=SCENE, length=485), width)) == (width == 60)
