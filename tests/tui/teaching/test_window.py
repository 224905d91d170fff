"""The teacher's own window, drawn without an application."""

from dataclasses import dataclass

import pytest

from journey_tui.tui.surface import Surface
from journey_tui.tui.teaching.message import Asked, Offered, Telling, encode, telling
from journey_tui.tui.teaching.presenter import named
from journey_tui.tui.teaching.window import bar, draw, minutes

SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]
TOLD = Telling(
    source="small",
    title="A small lesson",
    minutes=10,
    elapsed_s=61.0,
    stop_s=5.0,
    state="question",
    chapter="2  Frames",
    stop=2,
    stops=6,
    notes="Point at the card",
    question=Asked(
        ask="Who wrote this?",
        offered=(
            Offered(text="The card", right=True, because="DMA", votes=12),
            Offered(text="The kernel", votes=4, taken=True),
        ),
    ),
    position=170,
    length=485,
    time="1.0 ms",
    now="A frame is in RAM.",
    coming=("The card raises an interrupt.",),
    next_stop="3  What happens first?",
    points=1,
    of=5,
)


@dataclass
class Drawn:
    text: str
    most: int


def drawn(
    told: Telling | None,
    size: tuple[int, int] = (80, 40),
    since_s: float = 0.0,
    scroll: int = 0,
    waiting: str = "",
) -> Drawn:
    surface = Surface(*size)
    most = draw(told, waiting, since_s, scroll, surface)
    return Drawn(surface.to_text(), most)


@pytest.mark.parametrize("size", SIZES)
def test_notes_clock_and_what_comes_are_found_at_every_size(size: tuple[int, int]) -> None:
    first = drawn(TOLD, size)
    pages = first.text + drawn(TOLD, size, scroll=first.most).text
    for text in (
        "A small lesson",
        "1:01 / 10 min",
        "here 0:05",
        "Point at the card",
        "Who wrote this?",
        "interrupt",
        "What happens first?",
    ):
        assert text in pages, text


def test_the_clock_runs_on_between_two_messages() -> None:
    assert "1:21 / 10 min" in drawn(TOLD, since_s=20.0).text


def test_answers_votes_and_what_is_about_to_be_answered_are_shown() -> None:
    text = drawn(TOLD).text
    assert "✓ 1 The card" in text
    assert "12 (75 %)" in text
    assert "The kernel ◀ answered" in text


def test_items_of_an_order_stand_as_they_happen_with_the_numbers_that_the_class_sees() -> None:
    offered = (Offered(text="called", place=2), Offered(text="parsed", place=1))
    lines = drawn(
        Telling(source="s", title="t", question=Asked(ask="In which order?", offered=offered))
    ).text.split("\n")
    listed = [line.strip() for line in lines if line.strip().startswith(("1.", "2."))]
    assert listed == ["1. parsed (2)", "2. called (1)"]


def test_without_a_lesson_it_says_what_it_waits_for() -> None:
    assert "begin one" in drawn(None, waiting="No lesson runs: begin one.").text


def test_after_the_lesson_the_last_moment_stays_and_it_says_that_it_waits() -> None:
    text = drawn(TOLD, waiting="The lesson has ended.").text
    assert "The lesson has ended." in text
    assert "Point at the card" in text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65.9, "1:05"), (3600 + 125, "1:02:05")])
def test_minutes(seconds: float, text: str) -> None:
    assert minutes(seconds) == text


def test_no_votes_are_no_bar() -> None:
    assert bar(0, 0) == "0 (0 %)"


def test_a_lesson_is_named_by_a_part_of_its_name_or_title() -> None:
    assert all(named(TOLD, part) for part in ("", "SMALL", "lesson"))
    assert not named(TOLD, "other")


def test_hostile_words_are_words() -> None:
    told = telling(
        encode(Telling(source="s", title="[/] [@click=app.quit]x[/]", notes="\x1b[2J" + "n" * 9000))
    )
    assert "[@click=app.quit]x[/]" in drawn(told).text
    assert "\x1b" not in drawn(told).text
