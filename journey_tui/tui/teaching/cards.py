"""From a stop and what has been done about it to the card that the class reads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import _
from journey_tui.playback.lesson import Answered, Reply, ResolvedStop, Verdict
from journey_tui.tui.surface import Role
from journey_tui.tui.teaching.asking import TYPED, Asking
from journey_tui.tui.teaching.card import Card, Line
from journey_tui.tui.teaching.window import bar
from journey_tui.tui.teaching.wording import Wording

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.mode import Teaching

_GAP: Final = Line()
_GO_ON: Final = "Go on"


def card_of(lesson: "Teaching", app: "JourneyApp") -> Card | None:
    """What the class reads where it stands; None between stops, and in a run that is only looked at."""
    wording = lesson.wording(app)
    if lesson.asking is not None and lesson.open is not None and lesson.standing(app):
        title = _title(lesson, lesson.open, wording)
        return question_card(lesson.open, title, wording, lesson.asking, lesson.scroll)
    stop = lesson.at
    if lesson.room is None or stop is None or lesson.open is not None:
        return None
    answered = lesson.session.of(stop)
    if stop.question is not None and answered.shown:
        return answer_card(stop, _title(lesson, stop, wording), wording, answered, lesson.scroll)
    return stop_card(stop, len(lesson.lesson.stops), wording, lesson.chapter(app), lesson.scroll)


def _title(lesson: "Teaching", stop: ResolvedStop, wording: Wording) -> str:
    """Which question it is, and of which chapter."""
    stops = lesson.lesson.stops
    number = sum(each.question is not None for each in stops[: stop.number])
    count = sum(each.question is not None for each in stops)
    where = _("Question {number} of {count}").format(number=number, count=count)
    return f"{where} · {wording.title(lesson.lesson.chapters[stop.chapter - 1])}"


def stop_card(stop: ResolvedStop, count: int, wording: Wording, chapter: str, scroll: int) -> Card:
    """What is said at a stop without an open question; below it, where there is room, what happens there."""
    where = _("Stop {number} of {count}").format(number=stop.number, count=count)
    happens = wording.sentence(stop.position)
    said = [Line(wording.say(stop), Role.STRONG)] if stop.say else []
    besides = (*([_GAP] if said else []), Line(happens)) if happens else ()
    hint = _("Enter goes on · → one event")
    return Card(
        f"{where} · {chapter}",
        tuple(said),
        hint,
        _("Enter goes on"),
        scroll=scroll,
        enter=_GO_ON,
        besides=besides,
    )


def question_card(stop: ResolvedStop, title: str, wording: Wording, asking: Asking, scroll: int) -> Card:
    """An open question; nothing on it tells which answer is right."""
    lines = [Line(wording.say(stop)), _GAP] if stop.say and not asking.voting else []
    lines.append(Line(wording.ask(stop), Role.STRONG))
    if asking.kind in TYPED:
        lines += [_GAP, Line(f"{asking.typed}▏", Role.KEY, _("Your number:") + " ", lit=True)]
    else:
        lines += _choices(wording.choices(stop), asking)
    enter = "Count" if asking.voting else "Reveal" if asking.reply() is None else "Answer"
    return Card(
        title,
        tuple(lines),
        hint(asking),
        short_hint(asking),
        urgent=True,
        scroll=scroll,
        enter=enter,
        asks=True,
    )


def _choices(texts: list[str], asking: Asking) -> Iterator[Line]:
    votes = dict(enumerate(asking.votes))
    total = sum(asking.votes)
    for place, text in enumerate(texts):
        lit = place == asking.chosen
        sign = f"{'▶' if lit else ' '}{place + 1} {_box(place, asking)}"
        yield Line(text, Role.TEXT, sign, place, lit)
        if place in votes:
            yield Line(bar(votes[place], total), Role.KEY, " " * len(sign), place, lit and asking.voting)


def _box(place: int, asking: Asking) -> str:
    """Whether a choice is ticked, or which place an item has been given."""
    if asking.kind == "several":
        return "[✓] " if place in asking.ticked else "[ ] "
    if asking.kind == "order":
        return f"[{asking.ticked.index(place) + 1}] " if place in asking.ticked else "[ ] "
    return ""


def hint(asking: Asking) -> str:
    """The keys of an open question."""
    if asking.voting:
        return _("digits count the votes · Enter next choice · Esc done")
    votes = " · " + _("v votes") if asking.can_vote else ""
    ways = {
        "count": _("type the number"),
        "measure": _("type the number"),
        "several": _("1-{count} tick, as many as are right").format(count=asking.count),
        "order": _("1-{count} one after the other").format(count=asking.count),
    }
    how = ways.get(asking.kind, _("1-{count} choose").format(count=asking.count))
    return f"{how} · {short_hint(asking)}{votes}"


def short_hint(asking: Asking) -> str:
    """What Enter does now."""
    if asking.voting:
        return _("Esc ends the votes")
    return _("Enter shows the answer") if asking.reply() is None else _("Enter answers")


def answer_card(stop: ResolvedStop, title: str, wording: Wording, answered: Answered, scroll: int) -> Card:
    """What came of a question: the verdict, then each choice with why it is right or wrong."""
    assert stop.question is not None
    verdict = answered.verdict
    role = Role.STRONG if verdict is None else Role.GOOD if verdict.right else Role.ERROR
    sign = "" if verdict is None else "✓ " if verdict.right else "✗ "
    lines = [Line(said_of(stop, verdict), role, sign), _GAP, Line(wording.ask(stop), Role.STRONG)]
    if stop.question.kind == "order":
        lines += _ordered(stop, wording)
    elif not stop.question.takes_number:
        lines += _judged(stop, wording, answered)
    because = wording.because(stop)
    lines += [_GAP, Line(because)] if because else []
    return Card(
        title,
        tuple(lines),
        _("Enter goes on · → one event"),
        _("Enter goes on"),
        urgent=True,
        scroll=scroll,
        enter=_GO_ON,
    )


def said_of(stop: ResolvedStop, verdict: Verdict | None) -> str:
    """The verdict in words."""
    assert stop.question is not None
    correct = _numbers(stop.question.correct)
    if verdict is None:
        return _("The answer: {correct}").format(correct=correct)
    if verdict.right:
        return _("Right.")
    reply = _numbers(verdict.reply)
    return _("Not right: you said {reply}; the answer is {correct}.").format(reply=reply, correct=correct)


def _numbers(reply: Reply) -> str:
    """The number, or the numbers of the choices."""
    return ", ".join(map(str, reply))


def _judged(stop: ResolvedStop, wording: Wording, answered: Answered) -> Iterator[Line]:
    """Every choice with its mark; the one that was taken is pointed at."""
    assert stop.question is not None
    reply = () if answered.verdict is None else answered.verdict.reply
    total = sum(answered.votes.values())
    texts = wording.choices(stop)
    for number, (choice, text) in enumerate(zip(stop.question.choices, texts, strict=True), 1):
        mark = "✓" if choice.right else "✗"
        sign = f"{'▶' if number in reply else ' '}{mark} {number} "
        role = Role.GOOD if choice.right else Role.ERROR if number in reply else Role.TEXT
        yield Line(text, role, sign)
        if answered.votes:
            yield Line(bar(answered.votes.get(number, 0), total), Role.KEY, " " * len(sign))
        because = wording.choice_because(stop, number)
        if because:
            yield Line(because, Role.TEXT, " " * len(sign))


def _ordered(stop: ResolvedStop, wording: Wording) -> Iterator[Line]:
    """The items as they happen."""
    assert stop.question is not None
    texts = wording.choices(stop)
    for place, number in enumerate(stop.question.order, 1):
        sign = f" {place}. "
        yield Line(f"{texts[number - 1]} ({number})", Role.GOOD, sign)
        because = wording.choice_because(stop, number)
        if because:
            yield Line(because, Role.TEXT, " " * len(sign))
