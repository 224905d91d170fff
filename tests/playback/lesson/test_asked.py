"""The right answer of a question comes from the run, and a reply is judged by it."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.playback.lesson import Asked, resolve
from journey_tui.trace.lesson import MomentSpec, Question
from tests.playback.lesson.lessons import (
    FRAME,
    asking,
    choices,
    events,
    first,
    lesson,
    moments,
    problems,
    resolved,
    stop,
    text,
    timeline,
)


def asked(question: Question) -> Asked:
    """A question at the first frame, with its answer."""
    found = asking(question).stops[0].question
    assert found is not None
    return found


def question(kind: str, **more: object) -> Question:
    """A question of a kind."""
    return Question(kind=kind, ask=text("?"), **more)  # type: ignore[arg-type]


def count(kind: str, start: int, stop: int) -> int:
    """Events of a kind between two positions."""
    return sum(event.kind == kind for event in events()[start:stop])


def test_one_choice_is_right() -> None:
    one = asked(question("one", choices=choices(False, True, False), points=3))
    assert one.correct == (2,)
    assert one.check((2,)).points == 3
    assert (one.check((1,)).right, one.check((1,)).points, one.check((1,)).of) == (False, 0, 3)


def test_exactly_the_right_ones_must_be_ticked_in_any_order() -> None:
    several = asked(question("several", choices=choices(True, False, True)))
    assert several.check((3, 1)).right
    assert not several.check((1,)).right
    assert not several.check((1, 2, 3)).right


def test_what_happens_next_is_what_comes_first_after_the_stop() -> None:
    following = asked(question("next", choices=moments("InterruptRaised", "DmaWritten", "FrameArrived")))
    assert following.correct == (2,)
    start = first("FrameArrived")
    assert [choice.position for choice in following.choices] == [
        first(kind, start=start) for kind in ("InterruptRaised", "DmaWritten", "FrameArrived")
    ]


def test_what_never_happens_is_a_wrong_choice() -> None:
    never = question("next", choices=moments("ServerListening", "DmaWritten"))
    assert [choice.position is None for choice in asked(never).choices] == [True, False]
    assert asked(never).correct == (2,)


def test_none_that_happens_or_two_at_once_are_mistakes() -> None:
    nothing = question("next", choices=moments("ServerListening", "ListenStarted"))
    both = question("next", choices=moments("DmaWritten", "DmaWritten"))
    for wrong, said in ((nothing, "none of them happens"), (both, "the same event")):
        assert said in problems(stop("only", question=wrong))[0].message


def test_counting_is_up_to_the_stop_unless_it_says_otherwise() -> None:
    here, last = first("FrameArrived"), len(events())
    counted = {"count": MomentSpec(kind="SegmentSent")}
    assert asked(question("count", start="start", stop="here", **counted)).answer == count(
        "SegmentSent", 0, here
    )
    assert asked(question("count", start="here", stop="end", **counted)).answer == count(
        "SegmentSent", here, last
    )
    assert asked(question("count", start="only", stop="end", **counted)).answer == count(
        "SegmentSent", here, last
    )


def test_the_event_of_the_stop_is_counted_up_to_it_and_not_from_it() -> None:
    all_of_them = count("FrameArrived", 0, len(events()))
    up_to = asked(question("count", count=FRAME, start="start", stop="here")).answer
    after = asked(question("count", count=FRAME, start="here", stop="end")).answer
    assert (up_to, after) == (1, all_of_them - 1)


def test_a_count_of_nothing_and_a_count_backwards_are_mistakes() -> None:
    nothing = question("count", count=MomentSpec(kind="HandlerStarted"), start="start", stop="here")
    backwards = question("count", count=FRAME, start="here", stop="here")
    assert "counts nothing" in problems(stop("only", question=nothing))[0].message
    assert problems(stop("only", question=backwards))[0].path[-1] == "from"


def test_a_measure_is_that_of_the_world_at_the_stop() -> None:
    run = timeline(lesson(stop("only", question=question("measure", measure="Threads"))))
    found = resolve(run).stops[0]
    assert found.question is not None
    assert found.question.answer == len(run.world_at(found.position).threads) > 0


def test_a_measure_of_a_connection_needs_an_event_with_one() -> None:
    at_boot = stop("only", MomentSpec(at="start"), question("measure", measure="cwnd"))
    assert "is of a connection" in problems(at_boot)[0].message


def test_things_to_order_are_never_shown_in_their_order() -> None:
    kinds = ("DmaWritten", "FrameArrived", "InterruptRaised")
    ordered = asked(question("order", choices=moments(*kinds), start="start"))
    in_order = [ordered.choices[number - 1].position or 0 for number in ordered.order]
    assert in_order == sorted(in_order)
    assert ordered.order != (1, 2, 3)
    assert ordered.check(ordered.order).right
    assert not ordered.check((1, 2, 3)).right


def test_whatever_the_stop_is_called_two_things_are_shown_the_other_way_round() -> None:
    pair = question("order", choices=moments("FrameArrived", "DmaWritten"), start="start")
    for number in range(12):
        found = resolved(stop(f"s{number}", question=pair)).stops[0].question
        assert found is not None
        assert found.order == (2, 1)


def test_two_things_at_one_event_cannot_be_put_in_order() -> None:
    same = question("order", choices=moments("DmaWritten", "DmaWritten"), start="start")
    assert "same event as number 1" in problems(stop("only", question=same))[0].message


@pytest.mark.parametrize("reply", [(), (0,), (4,), (1, 2), (1, 1), (2**80,)])
def test_what_is_no_reply_is_refused(reply: tuple[int, ...]) -> None:
    one = asked(question("one", choices=choices(True, False, False)))
    with pytest.raises(ValueError, match="no reply"):
        one.check(reply)


def test_a_choice_is_ticked_once() -> None:
    several = asked(question("several", choices=choices(True, False, True)))
    assert not several.fits((1, 1))
    assert several.fits((2, 1))


def test_the_fingerprint_changes_with_what_is_asked() -> None:
    one = asked(question("one", choices=choices(True, False)))
    other = asked(question("one", choices=choices(False, True)))
    assert one.fingerprint == asked(question("one", choices=choices(True, False))).fingerprint
    assert one.fingerprint != other.fingerprint


@cache
def two_kinds() -> tuple[Asked, ...]:
    """A question with one right choice, and one with two."""
    one, two = choices(True, False, False), choices(True, False, True)
    return tuple(
        asked(question(kind, choices=each, points=2)) for kind, each in (("one", one), ("several", two))
    )


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 12), max_size=5).map(tuple))
def test_only_the_correct_reply_wins_the_points(reply: tuple[int, ...]) -> None:
    for each in two_kinds():
        if each.fits(reply):
            assert (each.check(reply).points == 2) == (set(reply) == set(each.correct))
