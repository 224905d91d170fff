"""Where a lesson's card stands, at every size, and how its words are broken and moved."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from journey_tui.tui.layout import SMALLEST_HEIGHT, SMALLEST_WIDTH, Layout, lay_out
from journey_tui.tui.panes.lesson import FRAME, draw, rows_wanted
from journey_tui.tui.surface import Surface
from journey_tui.tui.teaching.card import Card, Line, window
from journey_tui.tui.teaching.placing import with_card
from journey_tui.tui.view import View

WIDTHS = st.integers(SMALLEST_WIDTH, 300)
HEIGHTS = st.integers(SMALLEST_HEIGHT, 120)
WORDS = st.lists(st.text("abc ক্ষি漢[/]", max_size=90), min_size=1, max_size=30)


def card(words: list[str], urgent: bool = True) -> Card:
    return Card("Title", tuple(Line(text, sign="1 ") for text in words), urgent=urgent)


def covered(layout: Layout, width: int, height: int) -> set[int]:
    """How many panes lie on each cell."""
    seen = [[0] * width for _ in range(height)]
    for place in layout.values():
        for y in range(place.y, place.y + place.height):
            for x in range(place.x, place.x + place.width):
                seen[y][x] += 1
    return {count for row in seen for count in row}


@given(WIDTHS, HEIGHTS, st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.integers(1, 120))
def test_with_a_card_panes_still_cover_the_screen_and_never_overlap(
    width: int, height: int, zoomed: bool, lens: bool, projector: bool, urgent: bool, rows: int
) -> None:
    layout = lay_out(width, height, zoomed, lens=lens, projector=projector)
    with_one = with_card(layout, card(["word"] * rows, urgent))
    assert covered(with_one, width, height) == {1}
    assert "explanation" not in with_one
    assert with_one["lesson"].height >= layout["explanation"].height


@given(WIDTHS, HEIGHTS)
def test_a_question_that_fits_in_the_stack_is_shown_whole(width: int, height: int) -> None:
    layout = lay_out(width, height, zoomed=True)
    asked = card(["which?", "this", "that"])
    room = layout["focus"].height + layout["explanation"].height
    place = with_card(layout, asked)["lesson"]
    assert place.height >= min(rows_wanted(asked, place.width), room)


@given(WORDS, st.integers(10, 80), st.integers(1, 20))
def test_every_row_of_a_card_can_be_moved_into_view(words: list[str], width: int, height: int) -> None:
    rows = card(words).rows(width)
    assert all(row.indent + cell_len(row.text) <= width for row in rows)
    tops = {window(rows, height, scroll) for scroll in range(len(rows) + 1)}
    assert {place for top in tops for place in range(top, min(top + height, len(rows)))} == set(
        range(len(rows))
    )


@given(WORDS, st.integers(0, 29), st.integers(1, 12), st.integers(0, 40))
def test_what_is_lit_is_always_in_view(words: list[str], lit: int, height: int, scroll: int) -> None:
    lines = [Line(text, lit=place == lit % len(words)) for place, text in enumerate(words)]
    rows = Card("Title", tuple(lines)).rows(40)
    top = window(rows, height, scroll)
    assert any(row.lit for row in rows[top : top + height])


def test_the_frame_says_that_there_is_more_and_a_notice_stands_first() -> None:
    surface = Surface(40, 6)
    shown = Card(
        "Question 1",
        tuple(Line(f"line {n}") for n in range(9)),
        hint="Enter answers",
        notice="Told.",
        scroll=2,
    )
    draw(View(card=shown), surface)
    text = surface.to_text()
    assert "… ↑" in text.split("\n")[0]
    assert "… ↓" in text.split("\n")[-1]
    assert "Enter answers" in text
    assert shown.rows(36)[0].text == "Told."
    assert rows_wanted(shown, 40) == 10 + FRAME


def test_while_something_is_asked_no_page_about_the_stage_stands_beside_it() -> None:
    layout = lay_out(200, 60, lens=True)
    assert "about" in with_card(layout, card(["said"]))
    asked = with_card(layout, Card("Question", (Line("which?"),), urgent=True, asks=True))
    assert "about" not in asked
    assert covered(asked, 200, 60) == {1}


def test_code_stays_as_it_stands() -> None:
    rows = Card("", (Line("Look:\n    ss  -tln   'sport = 3000'\nDone."),)).rows(20)
    assert [row.text for row in rows] == ["Look:", "    ss  -tln   'sport = 3000'", "Done."]
