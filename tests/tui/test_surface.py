"""The surface: text in cells, whatever the text is."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from journey_tui.tui.surface import NARROW, Surface, fit


def test_characters_that_get_no_second_look_are_printable_and_take_one_cell() -> None:
    assert all(character.isprintable() and cell_len(character) == 1 for character in NARROW)


@given(st.text(max_size=30), st.integers(-5, 25), st.integers(-1, 3))
def test_whatever_is_put_anywhere_each_row_keeps_its_width_and_nothing_is_obeyed(
    text: str, x: int, y: int
) -> None:
    surface = Surface(20, 2)
    surface.put(x, y, text)
    for row in range(2):
        assert len(surface.row(row)) == 20
        assert sum(cell_len(character) for character, _ in surface.row(row)) == 20
        assert not any(ord(character) < 32 for character in surface.text_row(row))


@given(st.text(max_size=30), st.integers(0, 20))
def test_fitted_text_takes_no_more_cells_than_it_may(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width


def test_cut_text_ends_with_an_ellipsis_and_whole_text_does_not() -> None:
    assert fit("receive", 5) == "rece…"
    assert fit("read", 4) == "read"


def test_drawing_in_an_area_draws_on_the_whole_and_not_beside_the_area() -> None:
    surface = Surface(10, 3)
    surface.area(2, 1, 3, 1).put(0, 0, "abcdef")
    assert surface.to_text() == "\n  abc\n"
