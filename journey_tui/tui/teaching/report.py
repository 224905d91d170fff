"""One moment of a lesson for the teacher's own window: with the notes, the answers, and what is to come."""

from typing import TYPE_CHECKING, Final

from journey_tui.playback.lesson import ResolvedStop
from journey_tui.tui.teaching.cards import said_of
from journey_tui.tui.teaching.message import Asked, Offered, State, Telling, shortened
from journey_tui.tui.teaching.wording import Wording
from journey_tui.units import format_clock

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.mode import Teaching

_COMING: Final = 3
"""Events that are told ahead."""


def telling(app: "JourneyApp", lesson: "Teaching", language: str, elapsed_s: float, stop_s: float) -> Telling:
    """Everything that the window shows, in its language."""
    whole, position = lesson.whole.timeline, 0 if app.player is None else app.player.position
    wording = lesson.wording_in(language)
    stop = lesson.at or lesson.lesson.stop_after(position)
    chapter = lesson.lesson.chapter_at(position)
    length = lesson.lesson.length
    ahead = range(position + 1, min(position + _COMING, length) + 1)
    following = lesson.lesson.stop_after(position)
    here = lesson.at
    return Telling(
        source=shortened(lesson.room.name if lesson.room is not None else ""),
        title=shortened(whole.header.title),
        minutes=lesson.lesson.minutes,
        elapsed_s=elapsed_s,
        stop_s=stop_s,
        state=_state(app, lesson),
        playing=app.player is not None and app.player.playing,
        chapter=shortened(f"{chapter.number}  {wording.title(chapter)}"),
        chapter_notes=shortened(wording.chapter_notes(chapter)),
        stop=len(lesson.lesson.stops) if stop is None else stop.number,
        stops=len(lesson.lesson.stops),
        say="" if here is None else shortened(wording.say(here)),
        notes="" if here is None else shortened(wording.notes(here)),
        question=None if stop is None else _asked(lesson, wording, stop),
        position=position,
        length=length,
        time=format_clock(whole.time_at(position)),
        now=shortened(wording.sentence(position)),
        coming=tuple(shortened(wording.sentence(place)) for place in ahead),
        next_stop="" if following is None else shortened(f"{following.number}  {wording.short(following)}"),
        points=lesson.session.points,
        of=lesson.lesson.points,
    )


def _state(app: "JourneyApp", lesson: "Teaching") -> State:
    if lesson.open is not None:
        return "question"
    if lesson.at is not None:
        return "answered" if lesson.at.question is not None else "stop"
    return "end" if lesson.ended(app) else "running"


def _asked(lesson: "Teaching", wording: Wording, stop: ResolvedStop) -> Asked | None:
    """The question with what the class does not see, and what the class has said so far."""
    question = stop.question
    if question is None:
        return None
    answered, asking = lesson.session.of(stop), lesson.asking
    verdict = answered.verdict
    votes = dict(answered.votes)
    taken = () if verdict is None else verdict.reply
    if asking is not None and lesson.open is stop:
        votes = dict(enumerate(asking.votes, 1))
        taken = asking.reply() or ()
    choices = []
    for number, text in enumerate(wording.choices(stop), 1):
        place = question.order.index(number) + 1 if question.order else 0
        choices.append(
            Offered(
                text=shortened(text),
                right=question.choices[number - 1].right,
                place=place,
                because=shortened(wording.choice_because(stop, number)),
                votes=votes.get(number) if votes else None,
                taken=number in taken and not question.order,
            )
        )
    return Asked(
        ask=shortened(wording.ask(stop)),
        answer=str(question.answer) if question.answer is not None else "",
        because=shortened(wording.because(stop)),
        offered=tuple(choices),
        verdict=shortened(said_of(stop, verdict)) if answered.shown else "",
    )
