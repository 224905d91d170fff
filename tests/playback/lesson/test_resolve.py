"""A lesson's moments are found where they happen, and what does not fit the run is told with its key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from journey_tui.playback.lesson import resolve
from journey_tui.trace import EVENT_KINDS
from journey_tui.trace.lesson import Chapter, Lesson, MomentSpec, Question
from tests.playback.lesson.lessons import (
    FRAME,
    choices,
    events,
    first,
    lesson,
    problems,
    resolved,
    stop,
    text,
    timeline,
)


def position(when: MomentSpec) -> int:
    """Where a moment is found."""
    return resolved(stop("only", when)).stops[0].position


def test_a_moment_is_the_position_after_its_event() -> None:
    assert position(FRAME) == first("FrameArrived")
    assert position(MomentSpec(kind="FrameArrived", nth=2)) == first("FrameArrived", 2)


def test_before_is_one_position_earlier_and_remembers_the_event() -> None:
    found = resolved(stop("only", MomentSpec(kind="FrameArrived", before=True))).stops[0]
    assert (found.position, found.event_position) == (first("FrameArrived") - 1, first("FrameArrived"))


def test_the_first_and_the_last_event_are_start_and_end() -> None:
    assert position(MomentSpec(at="start")) == 1
    assert position(MomentSpec(at="end")) == len(events())
    assert position(MomentSpec(at="start", before=True)) == 0


def test_fields_narrow_a_moment() -> None:
    again = MomentSpec(kind="SyscallReturned", where=(("name", "read"), ("errno", "EAGAIN")))
    event = events()[position(again) - 1]
    assert (getattr(event, "name", ""), getattr(event, "errno", "")) == ("read", "EAGAIN")


def test_of_several_values_one_is_enough_but_a_list_is_all_of_them() -> None:
    holds = MomentSpec(kind="SegmentSent", where=(("flags", "ACK"),))
    equals = MomentSpec(kind="SegmentSent", where=(("flags", ("ACK",)),))
    assert getattr(events()[position(holds) - 1], "flags", ()) == ("SYN", "ACK")
    assert getattr(events()[position(equals) - 1], "flags", ()) == ("ACK",)


def test_false_is_not_the_number_zero() -> None:
    first_time = MomentSpec(kind="SegmentSent", where=(("retransmission", False),))
    assert position(first_time) == first("SegmentSent")
    found = problems(stop("only", replace(first_time, where=(("retransmission", 0),))))
    assert found[0].path == ("stops", 0, "when", "where", "retransmission")


def test_a_client_is_known_by_its_connection() -> None:
    found = events()[position(MomentSpec(kind="SegmentSent", client="bob")) - 1]
    assert found.connection is not None
    assert found.connection != events()[position(MomentSpec(kind="SegmentSent")) - 1].connection


def test_a_condition_is_met_as_a_breakpoint_would_be() -> None:
    assert position(MomentSpec(condition="accept queue > 0")) == first("HandshakeCompleted")
    assert position(MomentSpec(condition="stage nic")) == first("FrameArrived")


@pytest.mark.parametrize("stage", ["client", "goroutine", "handler", "http", "kernel", "socket"])
def test_a_condition_sees_what_happens_elsewhere_even_if_the_moment_is_of_one_stage(stage: str) -> None:
    plain = MomentSpec(condition=f"stage {stage}", nth=2)
    assert position(replace(plain, stage=stage)) == position(plain)


def test_after_looks_behind_another_moment() -> None:
    parked = MomentSpec(kind="GoroutineParked", after="frame")
    found = resolved(stop("frame"), stop("parked", parked)).stops
    assert found[1].position == first("GoroutineParked", start=first("FrameArrived"))


def test_after_a_stop_before_its_event_the_event_itself_may_come() -> None:
    before = MomentSpec(kind="FrameArrived", before=True)
    found = resolved(
        stop("coming", before), stop("come", MomentSpec(kind="FrameArrived", after="coming"))
    ).stops
    assert found[1].position == found[0].position + 1


def test_chapters_reach_to_the_next_and_hold_their_stops() -> None:
    chapters = (
        Chapter(id="boot", title=text("Boot")),
        Chapter(id="card", title=text("Card"), when=FRAME),
    )
    found = resolved(stop("start", MomentSpec(at="start")), stop("frame"), chapters=chapters)
    assert [chapter.position for chapter in found.chapters] == [0, first("FrameArrived")]
    assert [one.chapter for one in found.stops] == [1, 2]
    assert found.chapter_at(first("FrameArrived") - 1).id == "boot"
    assert found.chapter_at(first("FrameArrived")).id == "card"
    assert [one.id for one in found.stops_of(2)] == ["frame"]


def test_stops_are_found_around_a_position() -> None:
    found = resolved(stop("start", MomentSpec(at="start")), stop("frame"), stop("end", MomentSpec(at="end")))
    one, frame, end = found.stops
    assert found.stop_at(frame.position) is frame
    assert found.stop_at(frame.position + 1) is None
    assert found.stop_after(frame.position) is end
    assert found.stop_after(end.position) is None
    assert found.stop_before(frame.position) is one
    assert found.stop_before(one.position) is None


# ── what does not fit the run ──


def test_a_moment_that_does_not_come_so_often_says_how_often_it_does() -> None:
    found = problems(stop("only", MomentSpec(kind="FrameArrived", nth=1_000)))
    assert found[0].path == ("stops", 0, "when", "nth")
    assert "happens" in found[0].message
    assert "lower nth" in found[0].message


def test_a_field_that_never_has_the_value_says_what_there_is() -> None:
    found = problems(stop("only", MomentSpec(kind="SyscallReturned", where=(("name", "raed"),))))
    assert found[0].path == ("stops", 0, "when", "where", "name")
    assert "did you mean 'read'?" in found[0].message


def test_stops_out_of_order_name_both() -> None:
    found = problems(stop("frame"), stop("start", MomentSpec(at="start")))
    assert found[0].path == ("stops", 1, "when")
    assert "'start' is at event 1, before 'frame'" in found[0].message


def test_two_stops_at_one_event_are_refused() -> None:
    assert "the same event" in problems(stop("one"), stop("two"))[0].message


def test_waiting_in_a_circle_is_told_and_ends() -> None:
    a, b = (MomentSpec(kind="FrameArrived", after=other) for other in ("b", "a"))
    assert "circle" in problems(stop("a", a), stop("b", b))[0].message


def test_who_waits_for_what_never_comes_is_not_blamed() -> None:
    never = MomentSpec(kind="FrameArrived", nth=1_000)
    found = problems(stop("never", never), stop("waits", MomentSpec(kind="FrameArrived", after="never")))
    assert [problem.path[1] for problem in found] == [0]


@pytest.mark.parametrize(
    ("when", "key"),
    [
        (MomentSpec(), ()),
        (MomentSpec(kind="FrameArived"), ("kind",)),
        (MomentSpec(stage="nik"), ("stage",)),
        (MomentSpec(condition="accept quee > 3"), ("condition",)),
        (MomentSpec(kind="FrameArrived", where=(("sise", 3),)), ("where", "sise")),
        (MomentSpec(kind="FrameArrived", after="nobody"), ("after",)),
    ],
)
def test_words_that_a_trace_file_may_hold_but_nobody_knows_are_refused(
    when: MomentSpec, key: tuple[str, ...]
) -> None:
    assert problems(stop("only", when))[0].path == ("stops", 0, "when", *key)


@pytest.mark.parametrize(
    "question",
    [
        Question(kind="one", ask=text("?")),
        Question(kind="one", ask=text("?"), choices=choices(False, False)),
        Question(kind="several", ask=text("?"), choices=choices(False, False)),
        Question(kind="next", ask=text("?"), choices=choices(True, False)),
        Question(kind="count", ask=text("?")),
        Question(kind="measure", ask=text("?"), measure="length of the queue"),
        Question(kind="count", ask=text("?"), count=FRAME, start="nowhere"),
    ],
)
def test_questions_that_make_no_sense_are_refused(question: Question) -> None:
    assert problems(stop("only", question=question))[0].path[:3] == ("stops", 0, "question")


def test_a_run_without_a_lesson_and_a_lesson_without_chapters_are_refused() -> None:
    with pytest.raises(Exception, match="no lesson"):
        resolve(timeline(None))
    with pytest.raises(Exception, match="too few"):
        resolve(timeline(Lesson(minutes=5)))


# ── laws ──

_kinds = st.sampled_from(sorted({event.kind for event in events()} & EVENT_KINDS.keys()))
_moments = st.builds(MomentSpec, kind=_kinds, nth=st.integers(1, 3), before=st.booleans())


@settings(max_examples=40)
@given(_moments)
def test_the_nth_moment_is_the_nth_event_of_its_kind(when: MomentSpec) -> None:
    found = [place for place, event in enumerate(events(), 1) if event.kind == when.kind]
    if len(found) < when.nth:
        assert problems(stop("only", when))
    else:
        assert position(when) == found[when.nth - 1] - when.before


@settings(max_examples=15)
@given(st.lists(st.integers(0, 200), max_size=5))
def test_resolving_is_the_same_whatever_was_sought_before(seeks: list[int]) -> None:
    taught = lesson(stop("frame", question=Question(kind="measure", ask=text("?"), measure="run queue")))
    run = timeline(taught)
    run.pull(200)
    for place in seeks:
        run.world_at(min(place, run.length))
    assert resolve(run) == resolve(timeline(taught))
