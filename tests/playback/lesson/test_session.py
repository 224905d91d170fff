"""One way through a lesson: forward and back, answers that count once, and a place that is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.playback.lesson import Reply, ResolvedLesson, ResolvedStop, Session, SessionError
from journey_tui.playback.lesson.asked import Asked, AskedChoice
from journey_tui.playback.lesson.score import in_words, score_csv, score_json, score_of
from journey_tui.trace.lesson import MomentSpec, Question
from tests.playback.lesson.lessons import FRAME, choices, resolved, stop, text

ONE = Question(kind="one", ask=text("=1+1"), choices=choices(False, True), points=2)
COUNT = Question(kind="count", ask=text("How many?"), count=FRAME, start="start", stop="here")


class Plainly:
    """The words as they stand."""

    def ask(self, stop: ResolvedStop) -> str:
        return "" if stop.question is None else stop.question.ask["en"]

    def reply(self, stop: ResolvedStop, reply: Reply) -> str:
        assert stop.question is not None
        return in_words(stop.question, reply, lambda text: text["en"])


def taught(one: Question = ONE) -> ResolvedLesson:
    """A lesson of three stops, two of which ask."""
    return resolved(
        stop("begin", MomentSpec(at="start")),
        stop("choose", question=one),
        stop("count", MomentSpec(at="end"), COUNT),
    )


def test_an_order_is_one_sentence_though_each_of_its_choices_is_one() -> None:
    texts = ["It is bound.", "It listens.", "ঘুমায়।"]
    choices = tuple(AskedChoice({"en": text}, True, {}, None, place) for place, text in enumerate(texts))
    asked = Asked("order", {"en": "?"}, {}, choices, None, (1, 2, 3), 1, "")
    assert in_words(asked, (1, 2), lambda text: text["en"]) == "It is bound, then It listens."
    assert in_words(asked, (3, 1), lambda text: text["en"]) == "ঘুমায়, then It is bound."


def test_a_question_is_open_until_it_is_answered() -> None:
    session = Session(taught())
    assert (session.stop, session.asking) == (None, False)
    session.go_on()
    assert not session.asking
    session.go_on()
    assert session.asking
    assert session.reply((2,)).right
    assert (session.asking, session.points) == (False, 2)


def test_the_first_reply_counts() -> None:
    session = Session(taught())
    session.go_to(2)
    session.reply((1,))
    assert session.reply((2,)).right
    assert session.points == 0
    assert [missed.id for missed in session.missed] == ["choose"]


def test_an_answer_that_is_only_shown_wins_nothing() -> None:
    session = Session(taught())
    session.go_to(2)
    session.reveal()
    session.reply((2,))
    assert (session.asking, session.points) == (False, 0)


def test_nothing_can_be_answered_where_nothing_is_asked() -> None:
    session = Session(taught())
    with pytest.raises(ValueError, match="nothing is asked"):
        session.reply((1,))


def test_one_goes_on_to_the_end_and_back_to_the_beginning() -> None:
    session = Session(taught())
    assert [one.id for one in iter(session.go_on, None)] == ["begin", "choose", "count"]
    assert not session.done
    session.reveal()
    assert session.done
    assert [session.go_back() is None for _ in range(4)] == [False, False, True, True]


def test_votes_are_kept_within_reason() -> None:
    session = Session(taught())
    session.go_to(2)
    session.vote(1, 12)
    session.vote(2, -5)
    assert session.of(taught().stops[1]).votes == {1: 12, 2: 0}
    assert session.asking


def test_a_question_that_was_changed_is_asked_again_and_the_rest_is_kept() -> None:
    session = Session(taught())
    session.go_to(2)
    session.reply((2,))
    session.go_to(3)
    session.reply((5,))
    changed = taught(Question(kind="one", ask=text("another"), choices=choices(False, True)))
    restored, lost = Session.from_json(changed, session.to_json())
    assert (lost, restored.number, restored.points) == (1, 3, 0)
    assert restored.is_open(changed.stops[1])
    assert not restored.is_open(changed.stops[2])


def test_where_the_stop_is_gone_one_comes_back_to_the_last_before_it_that_is_left() -> None:
    session = Session(taught())
    session.go_to(3)
    shorter = resolved(stop("begin", MomentSpec(at="start")), stop("choose", question=ONE))
    assert Session.from_json(shorter, session.to_json())[0].number == 2
    assert Session.from_json(resolved(stop("other")), session.to_json())[0].number == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[1]", b'{"journey_session":9,"title":"","stop":"","answers":{}}', b"\xff", b"[" * 9_999],
)
def test_what_is_no_session_is_refused(data: bytes) -> None:
    with pytest.raises(SessionError):
        Session.from_json(taught(), data)


_replies = st.one_of(st.none(), st.integers(1, 2))


@settings(max_examples=40)
@given(
    st.integers(0, 3),
    _replies,
    st.one_of(st.none(), st.integers(-(2**60), 2**60)),
    st.dictionaries(st.integers(1, 2), st.integers(0, 99)),
)
def test_a_session_comes_back_as_it_was_left(
    number: int, choice: int | None, typed: int | None, votes: dict[int, int]
) -> None:
    lesson = taught()
    session = Session(lesson)
    for place, reply in ((2, choice), (3, typed)):
        session.go_to(place)
        if reply is not None:
            session.reply((reply,))
    session.go_to(2)
    for each, count in votes.items():
        session.vote(each, count)
    session.go_to(number)
    restored, lost = Session.from_json(lesson, session.to_json())
    assert (lost, restored.number, restored.points) == (0, number, session.points)
    assert restored.to_json() == session.to_json()
    assert [one.id for one in restored.missed] == [one.id for one in session.missed]


def test_the_score_says_what_was_missed_and_what_was_not_reached() -> None:
    session = Session(taught())
    session.go_to(2)
    session.reply((1,))
    score = score_of(session, "01-a", Plainly(), learner="Åsa", date="2026-01-31")
    assert (score.points, score.of, score.learner) == (0, 3, "Åsa")
    assert [(each.stop, each.reply, each.right) for each in score.answers] == [
        ("choose", "choice 1", False),
        ("count", "", False),
    ]
    assert score.answers[0].correct == "choice 2"
    assert b'"journey_score": 1' in score_json(score)


def test_a_spreadsheet_reads_no_cell_as_a_formula() -> None:
    score = score_of(Session(taught()), "a", Plainly(), learner="@SUM(1)")
    lines = score_csv(score).decode().splitlines()
    assert lines[0].startswith("lesson,learner,date,stop,chapter,kind,question,reply,right,points,of,correct")
    assert lines[1].startswith("a,'@SUM(1),,choose,all,one,'=1+1,,false,0,2,")
