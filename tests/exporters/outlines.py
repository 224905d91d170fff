"""An outline made by hand, with the same text wherever a text may stand, so that one test sees all of its places."""

from journey_tui.exporters.outline import Chapter, Outline, Said, SaidChoice, SaidQuestion, Stop
from journey_tui.playback.lesson import Asked, AskedChoice

LANGUAGES = ("en", "bn")


def said(text: str) -> Said:
    """The same in each language, told apart by a last word."""
    return {language: f"{text} {language}" for language in LANGUAGES}


def asked(kind: str, answer: int | None = None, order: tuple[int, ...] = ()) -> Asked:
    """The answer of a question with two choices, of which the second is right."""
    choices = tuple(AskedChoice({}, right, {}, None, place) for place, right in enumerate((False, True)))
    if answer is not None:
        choices = ()
    return Asked(kind, {}, {}, choices, answer, order, 1, "")  # type: ignore[arg-type]


def question(text: str, answered: Asked) -> SaidQuestion:
    """A question whose every word is the text."""
    choices = tuple(SaidChoice(said(text), one.right, said(text)) for one in answered.choices)
    return SaidQuestion(answered, said(text), choices, said(text))


def outline(text: str) -> Outline:
    """Two chapters with three questions: choices, an order, a number."""
    questions = (asked("one"), asked("order", order=(2, 1)), asked("count", answer=4217))
    stops = tuple(
        Stop(number, number, said(text), question(text, one)) for number, one in enumerate(questions, 1)
    )
    return Outline(
        title=text,
        summary=text,
        goals=(text,),
        languages=LANGUAGES,
        minutes=20,
        chapters=(
            Chapter("card", 1, said(text), 1, 1, "", "", said(text), "tcp_v4_rcv", stops[:2]),
            Chapter("kernel", 2, said(text), 2, 2, "", "", said(text), "", stops[2:]),
        ),
        length=3,
    )
