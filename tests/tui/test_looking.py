"""What the viewer looks at: into things and back the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.tui.looking import PICTURE, Looking, Sight
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Pin, Run, Seek


@given(
    st.lists(st.tuples(st.sampled_from(["requests", "packet", "goroutine"]), st.integers(1, 3)), max_size=12)
)
def test_as_many_steps_back_as_looks_lead_to_where_one_began(looks: list[tuple[str, int]]) -> None:
    sight = Sight()
    seen = [sight.now]
    for lens, subject in looks:
        sight.look(lens, subject)
        if sight.now != seen[-1]:
            seen.append(sight.now)
    while len(seen) > 1:
        assert sight.now == seen.pop()
        assert sight.back()
    assert sight == Sight()
    assert not sight.back()


@given(
    st.sampled_from(["picture", "requests"]),
    st.lists(st.sampled_from(["packet", "route", "host", "requests"])),
)
def test_however_many_lenses_are_tried_one_step_leads_back(start: str, tried: list[str]) -> None:
    sight = Sight()
    sight.look(start)
    sight.look("goroutine", 1)
    for lens in tried:
        sight.swap(lens)
    sight.back()
    assert sight.now.lens in {start, PICTURE}
    assert len(sight.before) <= 1


def test_in_a_picture_a_choice_is_let_go_and_a_lens_is_left_at_once() -> None:
    sight = Sight()
    sight.choose(1, links=3)
    assert sight.back()
    assert sight.now == Looking()
    assert not sight.back()
    sight.look("requests")
    sight.choose(1, links=3)
    assert sight.now.chosen == 0
    sight.back()
    assert sight.now == Looking(PICTURE)


def test_the_choice_stays_among_the_links_and_then_moves_the_list() -> None:
    sight = Sight()
    for _ in range(5):
        sight.choose(1, links=3, top=1)
    assert sight.now == Looking(chosen=2, scroll=1)
    for _ in range(9):
        sight.choose(-1, links=3, top=1)
    assert sight.now == Looking(chosen=0, scroll=0)


def test_a_pinned_stage_gives_way_to_the_run_and_to_escape() -> None:
    sight = Sight()
    sight.pin("nic")
    sight.unpin()
    assert sight.now.pinned is None
    sight.pin("nic")
    assert sight.back()
    assert sight.now == Looking()


def test_the_last_link_on_a_cell_counts_and_a_part_has_its_places_in_the_whole() -> None:
    surface = Surface(20, 4)
    part = surface.area(5, 1, 10, 2)
    part.link(0, 0, 10, Pin("nic"), height=2)
    part.link(2, 1, 30, Seek(7))
    assert surface.target_at(5, 1) == Pin("nic")
    assert surface.target_at(7, 2) == Seek(7)
    assert surface.target_at(14, 2) == Seek(7)
    assert surface.target_at(15, 2) is None  # cut off at the part's edge
    assert [link.target for link in surface.links()] == [Pin("nic"), Seek(7)]


@pytest.mark.parametrize(("x", "width"), [(-3, 2), (20, 4), (3, 0)])
def test_a_link_outside_of_the_surface_is_none(x: int, width: int) -> None:
    surface = Surface(20, 4)
    surface.link(x, 0, width, Run("help"))
    assert not surface.links()


def test_a_chosen_link_is_lit_without_a_change_of_its_text() -> None:
    surface = Surface(10, 1)
    surface.put(0, 0, "abcdef")
    surface.link(2, 0, 3, Run("help"))
    surface.choose(surface.links()[0])
    assert surface.text_row(0).rstrip() == "abcdef"
    assert [role for _, role in surface.row(0)[:6]] == [Role.TEXT] * 2 + [Role.CHOSEN] * 3 + [Role.TEXT]


def test_choosing_begins_beside_the_present() -> None:
    sight = Sight()
    sight.choose(-1, 5, here=3)
    assert sight.now.chosen == 2
    sight = Sight()
    sight.choose(1, 5, here=4)
    assert sight.now.chosen == 4


def test_a_list_that_comes_round_goes_on_at_its_other_end() -> None:
    sight = Sight()
    sight.choose(-1, 3, top=7, here=1, comes_round=True)
    sight.choose(-1, 3, top=7, comes_round=True)
    assert (sight.now.chosen, sight.now.scroll) == (0, 7)
    sight.choose(-1, 3, top=7)
    assert sight.now.scroll == 6


def test_a_part_is_kept_lit_until_it_is_picked_again() -> None:
    sight = Sight()
    sight.pick(4)
    assert sight.now.picked == 4
    sight.pick(4)
    assert sight.now.picked is None
