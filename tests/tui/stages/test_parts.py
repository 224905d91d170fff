"""What all drawings share: meters that do not lie, names that are counted, one look of the token."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from journey_tui.tui.stages.parts import function_name, meter, nearby, spans, status_text, token, words
from journey_tui.tui.surface import Role, Surface


@given(used=st.integers(0, 10**9), capacity=st.integers(1, 10**9), width=st.integers(2, 60))
def test_a_meter_is_empty_only_for_nothing_and_full_only_when_full(
    used: int, capacity: int, width: int
) -> None:
    surface = Surface(width, 1)
    meter(surface, 0, 0, width, used, capacity, Role.KERNEL)
    filled = surface.text_row(0).count("█")
    assert surface.text_row(0) == "█" * filled + "░" * (width - filled)
    assert (filled == 0) == (used == 0)
    assert (filled == width) == (used >= capacity)


@given(
    names=st.lists(st.text("abc", min_size=1, max_size=8), max_size=20),
    hidden=st.integers(0, 1000),
    width=st.integers(0, 80),
)
def test_names_that_find_no_room_are_counted(names: list[str], hidden: int, width: int) -> None:
    text = words(names, len(names) + hidden, width, "none")
    if not names:
        assert text == "none"
        return
    shown = [word for word in text.split() if not word.startswith("+")]
    assert shown == names[: len(shown)]
    left = len(names) + hidden - len(shown)
    assert text.endswith(f"+{left:,}") == (left > 0)
    assert len(shown) == 1 or cell_len(text) <= width


@given(keys=st.sets(st.integers(0, 500), min_size=1), limit=st.integers(1, 80), data=st.data())
def test_of_many_numbers_the_active_one_is_always_among_the_chosen(
    keys: set[int], limit: int, data: st.DataObject
) -> None:
    active = data.draw(st.sampled_from(sorted(keys)))
    chosen = nearby(keys, active, limit)
    assert active in chosen
    assert chosen == sorted(chosen)
    assert len(chosen) == min(len(keys), limit)


def test_the_token_is_a_disc_and_a_label_filled() -> None:
    surface = Surface(30, 1)
    token(surface, 2, 0, "GET /hello")
    assert list(surface.runs(0))[1] == (" ● GET /hello ", Role.PACKET)


def test_a_token_without_room_keeps_its_disc() -> None:
    surface = Surface(3, 1)
    token(surface, 0, 0, "GET /hello")
    assert "●" in surface.text_row(0)


def test_functions_lose_their_package_and_unknown_statuses_keep_their_number() -> None:
    assert function_name("net/http.(*conn).serve") == "(*conn).serve"
    assert function_name("main.main") == "main"
    assert status_text(404) == "404 Not Found"
    assert status_text(799) == "799"


def test_the_blank_behind_what_is_underlined_stays_plain() -> None:
    surface = Surface(20, 1)
    assert spans(surface, 0, 0, ("WAITS ", Role.WARN), "x") == 7
    assert list(surface.runs(0))[:2] == [("WAITS", Role.WARN), (" x" + " " * 13, Role.TEXT)]
    assert spans(Surface(5, 1), 0, 0, ("WAITS ", Role.WARN)) == 5
