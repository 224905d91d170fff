"""Answering a question with keys, without a screen."""

import pytest

from journey_tui.tui.teaching.asking import Asking, digit_of


def pressed(asking: Asking, *keys: str) -> Asking:
    for key in keys:
        asking.press(key)
    return asking


@pytest.mark.parametrize(
    ("key", "digit"), [("0", 0), ("7", 7), ("০", 0), ("৯", 9), ("a", None), ("up", None), ("ক", None)]
)
def test_digits_are_read_from_both_keyboards(key: str, digit: int | None) -> None:
    assert digit_of(key) == digit


def test_nothing_is_answered_until_something_is_chosen() -> None:
    assert [Asking(kind, 3).reply() for kind in ("one", "next", "several", "count", "order")] == [None] * 5


@pytest.mark.parametrize("keys", [("2",), ("২",), ("down", "down"), ("3", "up"), ("9", "2")])
def test_one_choice_is_taken_by_its_number_or_by_moving_to_it(keys: tuple[str, ...]) -> None:
    assert pressed(Asking("one", 3), *keys).reply() == (2,)


def test_moving_up_from_the_first_choice_lets_go_of_all() -> None:
    assert pressed(Asking("next", 3), "down", "up").reply() is None


def test_several_are_ticked_and_unticked_with_digits_or_the_space_bar() -> None:
    asking = pressed(Asking("several", 4), "1", "down", "space", "4", "1")
    assert asking.reply() == (2, 4)


def test_a_number_is_typed_digit_by_digit_and_taken_back() -> None:
    assert pressed(Asking("count", 0), "0", "1", "২", "5", "backspace").reply() == (12,)
    assert pressed(Asking("measure", 0), "0").reply() == (0,)
    assert pressed(Asking("count", 0), *"1234567890123").reply() == (123456789,)


def test_an_order_is_given_one_item_after_the_other() -> None:
    asking = pressed(Asking("order", 3), "3", "1")
    assert asking.unfinished
    assert pressed(asking, "backspace", "2", "1").reply() == (3, 2, 1)
    assert not asking.unfinished


def test_votes_are_typed_for_one_choice_after_the_other_and_most_of_them_are_the_answer() -> None:
    asking = Asking("one", 3)
    assert asking.begin_votes()
    pressed(asking, "1", "2", "down", "5", "enter", "0", "৩", "enter")
    assert (asking.votes, asking.voting, asking.reply()) == ([12, 5, 3], False, (1,))


def test_a_class_that_is_divided_has_no_answer() -> None:
    asking = Asking("next", 2)
    asking.begin_votes()
    assert pressed(asking, "7", "down", "7", "escape").reply() is None


def test_votes_that_nobody_gave_are_none() -> None:
    asking = Asking("one", 2)
    asking.begin_votes()
    assert pressed(asking, "4", "backspace", "escape").votes == []


@pytest.mark.parametrize("kind", ["count", "order"])
def test_there_is_nothing_to_vote_for_where_nothing_is_chosen(kind: str) -> None:
    assert not Asking(kind, 0 if kind == "count" else 3).begin_votes()
