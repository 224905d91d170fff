"""Where the panes lie, at every size."""

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.tui.layout import SMALLEST_HEIGHT, SMALLEST_WIDTH, lay_out


@given(st.integers(1, 500), st.integers(1, 200), st.booleans(), st.booleans())
def test_panes_cover_the_screen_and_never_overlap(
    width: int, height: int, zoomed: bool, waiting: bool
) -> None:
    seen = [[0] * width for _ in range(height)]
    for place in lay_out(width, height, zoomed, waiting).values():
        assert place.width > 0
        assert place.height > 0
        for y in range(place.y, place.y + place.height):
            for x in range(place.x, place.x + place.width):
                seen[y][x] += 1
    assert {count for row in seen for count in row} == {1}


@given(st.integers(SMALLEST_WIDTH, 500), st.integers(SMALLEST_HEIGHT, 200))
def test_the_picture_and_its_words_are_on_every_screen_but_the_tiny(width: int, height: int) -> None:
    layout = lay_out(width, height)
    assert layout["focus"].height >= 3
    assert layout["explanation"].height >= 2


@given(st.integers(SMALLEST_WIDTH, 500), st.integers(SMALLEST_HEIGHT, 200))
def test_beside_a_lens_no_pane_shows_the_same_again(width: int, height: int) -> None:
    assert not {"packet", "timeline"} & set(lay_out(width, height, lens=True))


def test_a_large_screen_has_a_pane_for_everything() -> None:
    assert {"lanes", "focus", "explanation", "journey", "timeline", "packet", "log"} <= set(lay_out(200, 60))


def test_a_wide_and_low_screen_fills_its_column_of_words_with_the_stays_of_the_request() -> None:
    assert "journey" in lay_out(120, 30)
    assert lay_out(120, 30)["explanation"].height == 12
    assert "journey" not in lay_out(120, 24)
    assert "journey" not in lay_out(120, 30, projector=True)
