"""A chapter on the page: its picture, what happens there, its stops, and the questions with their answers folded away."""

from typing import Final

from journey_tui.content.ui import N_
from journey_tui.exporters.html.about import about
from journey_tui.exporters.html.markup import Markup, element, in_languages, joined, paragraphs
from journey_tui.exporters.outline import Chapter, Outline, SaidChoice, SaidQuestion, Stop, in_each

_RIGHT: Final = N_("Right")
_WRONG: Final = N_("Wrong")


def chapter_section(chapter: Chapter, outline: Outline, picture: Markup) -> Markup:
    """One chapter."""
    numbered = {each: f"{chapter.number}. {text}" for each, text in chapter.title.items()}
    parts = [
        _head(in_languages("h2", numbered), chapter.position, outline),
        element("figure", picture, element("figcaption", _happens(chapter))),
        about(chapter.page, outline),
        *(_stop(stop, outline) for stop in chapter.stops),
    ]
    inside = joined(parts)
    return element("section", inside, id=f"chapter-{chapter.id}")


def _head(heading: Markup, position: int, outline: Outline) -> Markup:
    """A heading with a button that leads the player there; on paper it has none."""
    words = in_languages("span", in_each(N_("Show in the player"), outline.languages))
    button = element("button", words, type="button", class_="show", data_position=str(position))
    return element("div", heading, button, class_="head")


def _happens(chapter: Chapter) -> Markup:
    source = element("p", chapter.source, class_="source", lang="en") if chapter.source else Markup("")
    return joined([paragraphs(chapter.happens), source])


def _stop(stop: Stop, outline: Outline) -> Markup:
    said = in_each(N_("Stop {number}"), outline.languages)
    heading = {each: text.format(number=stop.number) for each, text in said.items()}
    parts = [_head(in_languages("h3", heading), stop.position, outline), paragraphs(stop.say)]
    if stop.question is not None:
        parts.append(_question(stop.question, outline))
    return element("section", joined(parts))


def _question(question: SaidQuestion, outline: Outline) -> Markup:
    choices = [element("li", _inline(choice)) for choice in question.choices]
    answer = [
        element("summary", in_languages("span", in_each(N_("Answer"), outline.languages))),
        _answer(question, outline),
        paragraphs(question.because),
    ]
    parts = [
        paragraphs(question.ask, "ask"),
        element("ol", joined(choices)) if choices else Markup(""),
        element("details", joined(answer)),
    ]
    return element("div", joined(parts), class_="question")


def _inline(choice: SaidChoice) -> Markup:
    return in_languages("span", choice.text)


def _answer(question: SaidQuestion, outline: Outline) -> Markup:
    asked = question.asked
    if asked.answer is not None:
        return element("p", str(asked.answer), class_="mark")
    if asked.order:
        ordered = (question.choices[number - 1] for number in asked.order)
        return element("ol", joined(element("li", _inline(one), paragraphs(one.because)) for one in ordered))
    return element("ol", joined(element("li", _verdict(one, outline)) for one in question.choices))


def _verdict(choice: SaidChoice, outline: Outline) -> Markup:
    mark = in_languages("span", in_each(_RIGHT if choice.right else _WRONG, outline.languages), class_="mark")
    return joined([Markup(_inline(choice) + " · " + mark), paragraphs(choice.because)])
