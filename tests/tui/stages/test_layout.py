"""Blocks share a surface: the important ones stay, none overlaps, nothing is drawn outside."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.tui.stages.layout import Block, centred, stack
from journey_tui.tui.surface import Surface

_LETTERS = "ABCDEFGH"


def _fill(letter: str, surface: Surface) -> None:
    surface.fill(0, 0, surface.width, surface.height, letter)


def _block(letter: str, shape: tuple[int, int, int, bool]) -> Block:
    rows, more, rank, whole = shape
    return Block(partial(_fill, letter), rows=rows, most=rows + more, rank=rank, whole=whole)


_shapes = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 20), st.integers(0, 5), st.booleans()),
    min_size=1,
    max_size=len(_LETTERS),
)


def _drawn(shapes: list[tuple[int, int, int, bool]], height: int) -> dict[str, int]:
    """How many rows each letter got, in the order from the top."""
    surface = Surface(10, height)
    stack(surface, [_block(letter, shape) for letter, shape in zip(_LETTERS, shapes, strict=False)])
    rows: dict[str, int] = {}
    for row in surface.to_text().split("\n"):
        if row:
            rows[row[0]] = rows.get(row[0], 0) + 1
    return rows


@given(shapes=_shapes, height=st.integers(0, 60))
def test_blocks_keep_their_order_and_their_rows(
    shapes: list[tuple[int, int, int, bool]], height: int
) -> None:
    rows = _drawn(shapes, height)
    assert list(rows) == sorted(rows)
    for letter, count in rows.items():
        least, more, _, whole = shapes[_LETTERS.index(letter)]
        assert count <= least + more
        if len(rows) > 1 or least <= height:
            assert count >= least
            assert not whole or count in {least, least + more}


@given(shapes=_shapes, height=st.integers(1, 60))
def test_a_block_goes_only_when_none_of_a_higher_rank_is_left(
    shapes: list[tuple[int, int, int, bool]], height: int
) -> None:
    rows = _drawn(shapes, height)
    ranks = {letter: shape[2] for letter, shape in zip(_LETTERS, shapes, strict=False)}
    gone = [rank for letter, rank in ranks.items() if letter not in rows]
    assert all(ranks[letter] <= min(gone) for letter in rows if gone)


def test_rows_that_are_left_become_air_between_blocks() -> None:
    surface = Surface(3, 5)
    stack(surface, [Block(partial(_fill, "A")), Block(partial(_fill, "B")), Block(partial(_fill, "C"))])
    assert surface.to_text() == "AAA\n\nBBB\n\nCCC"


def test_a_wide_surface_is_used_in_its_middle() -> None:
    assert centred(Surface(200, 3), 100).width == 100
    assert centred(Surface(80, 3), 100).width == 80
