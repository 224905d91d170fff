"""A crowd is counted: how many are in each state, how sizes are spread, and the followed one first."""

import pytest

from journey_tui.tui.stages.crowds import Bar, below, bits_at, by_size, by_state, draw_crowd, spread
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import crowded, picture, row_with

PEOPLE = 200


def drawn(bars: list[Bar], total: int, width: int, height: int) -> list[str]:
    surface = Surface(width, height)
    draw_crowd(total, "things", "as said", bars, surface)
    return surface.to_text().split("\n")


@pytest.mark.parametrize(
    ("stage", "followed", "counted"),
    [
        ("client", "CLIENT client200", "sending"),
        ("receive_buffer", "SOCKET OF client200", "p50 < 128 B"),
        ("send_buffer", "SOCKET OF client200", "p99 empty"),
        ("kernel", "TCP client200", "200 connections"),
        ("socket", "ACCEPT QUEUE", "ESTABLISHED  200"),
        ("handler", "HANDLER", "200 requests"),
        ("goroutine", "180 goroutines wait", "IO wait  180"),
    ],
)
def test_a_picture_of_a_crowd_tells_of_the_followed_one_and_counts_the_others(
    stage: str, followed: str, counted: str
) -> None:
    scene = crowded(PEOPLE)
    rows = picture(stage, scene, 78, 16)
    first = rows.index(row_with(rows, followed))
    assert rows.index(row_with(rows, counted)) >= first
    assert stage == "socket" or not any("client3 " in row or "client17 " in row for row in rows)


def test_the_largest_kinds_keep_their_rows_and_the_others_are_added_up() -> None:
    bars = [Bar("a", 5), Bar("b", 60), Bar("c", 1), Bar("d", 34)]
    assert [row.split()[0] for row in drawn(bars, 100, 40, 5)] == ["100", "a", "b", "c", "d"]
    kept = drawn(bars, 100, 40, 4)
    assert [row.split()[0] for row in kept] == ["100", "b", "d", "2"]
    assert "2 others   6" in kept[-1]
    assert drawn(bars, 100, 40, 2)[1].split() == ["b", "60", "d", "34", "a", "5", "c", "1"]
    assert drawn(bars, 100, 20, 1)[0].split() == ["100", "things", "b", "60", "…"]


def test_bars_are_as_long_as_their_share_and_something_is_never_nothing() -> None:
    rows = drawn([Bar("most", 999), Bar("one", 1)], 1000, 60, 3)
    most, one = (row.count("█") for row in rows[1:])
    assert one == 1
    assert most > 30
    assert drawn([], 0, 30, 3)[0].strip() == "0 things  as said"


def test_a_spread_names_the_power_of_two_that_bounds_it() -> None:
    counts = {0: 50, 7: 48, 11: 1, 20: 1}
    assert [bits_at(counts, share) for share in (50, 51, 99, 100)] == [0, 7, 11, 20]
    assert spread(counts) == "p50 empty   p99 < 2 KiB   max < 1 MiB"
    assert [bar.label for bar in by_size(counts, Role.KERNEL)][:2] == ["empty", "< 128 B"]
    assert below(10**6) == below(63) == "< 8 EiB"
    assert [bar.label for bar in by_state({"b": 2, "a": 2, "c": 9})] == ["c", "a", "b"]
