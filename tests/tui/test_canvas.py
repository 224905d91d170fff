"""Which cells a frame paints."""

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.tui.canvas import changed_cells
from journey_tui.tui.surface import Role, Row, Surface


def row(text: str) -> Row:
    surface = Surface(12, 1)
    surface.put(0, 0, text)
    return surface.row(0)


LETTERS = st.text(st.sampled_from("ab 漢é\N{COMBINING ACUTE ACCENT}কা"), max_size=14)


@given(LETTERS, LETTERS)
def test_painting_the_changed_cells_gives_the_new_row(before: str, after: str) -> None:
    old, new = row(before), row(after)
    painted = list(old)
    for first, stop in changed_cells(old, new):
        painted[first:stop] = new[first:stop]
    assert tuple(painted) == new


@given(LETTERS, LETTERS)
def test_no_wide_character_is_painted_by_half(before: str, after: str) -> None:
    old, new = row(before), row(after)
    for first, stop in changed_cells(old, new):
        for cells in (old, new):
            assert cells[first][0] != ""
            assert stop == len(cells) or cells[stop][0] != ""


def test_equal_rows_are_not_painted_and_one_change_is_one_cell() -> None:
    assert list(changed_cells(row("hello"), row("hello"))) == []
    assert list(changed_cells(row("hello"), row("hallo"))) == [(1, 2)]
    styled = Surface(12, 1)
    styled.put(0, 0, "hello")
    styled.put(4, 0, "o", Role.STRONG)
    assert list(changed_cells(row("hello"), styled.row(0))) == [(4, 5)]
