"""A handout as Markdown: headings, texts and questions, the answers at its end.

Every word of the run and the lesson is text and nothing else: whatever Markdown (CommonMark 0.31, and what GitHub adds
to it) would read as a mark is escaped, so that a title with brackets or HTML in it shows as it was written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from journey_tui.content.ui import N_
from journey_tui.exporters.outline import Chapter, Outline, Said, SaidQuestion, Stop, in_each, introduced_in
from journey_tui.exporters.terms import Entry
from journey_tui.exporters.texts import blocks

_ANYWHERE: Final = re.compile(r"[\\`*_\[\]<>|~$]")
_FIRST: Final = re.compile(r"^(?:[#+=-]|(\d{1,9})(?=[.)]))")
_ADDRESS: Final = re.compile(r"(?<=\w)(?=://)|(?<=\bwww)(?=\.)", re.IGNORECASE)
"""Where GitHub would begin to see a link."""
_TICKS: Final = re.compile(r"`+")
_ENDS: Final = (".", "?", "!", "।")
"""What ends a sentence, in English and in Bengali."""


def handout_lines(outline: Outline, terms: Sequence[Entry], made_of: str) -> Iterator[str]:
    """The handout line by line."""
    yield from _top(outline)
    for chapter in outline.chapters:
        yield from _chapter(chapter, outline)
    yield from _answers(outline)
    yield from _glossary(outline, terms)
    yield "---"
    yield ""
    yield f"journey_tui. {escaped(made_of)}"


def escaped(text: str) -> str:
    """Text on one line that shows as it is."""
    line = " ".join(text.split()).replace("&", "&amp;")
    line = _ANYWHERE.sub(lambda mark: {"<": "&lt;", ">": "&gt;"}.get(mark[0], f"\\{mark[0]}"), line)
    line = _ADDRESS.sub(r"\\", line)
    return _FIRST.sub(_not_first, line)


def _not_first(found: re.Match[str]) -> str:
    """What begins a line, so that it begins neither a list nor a heading nor a rule."""
    return f"{found[0]}\\" if found[1] else f"\\{found[0]}"


# ── parts ──


def _top(outline: Outline) -> Iterator[str]:
    languages = outline.languages
    yield f"# {_one_line(introduced_in(outline.title, languages))}"
    yield ""
    for summary in dict.fromkeys(introduced_in(outline.summary, languages).values()):
        yield escaped(summary)
        yield ""
    for goal in outline.goals:
        yield f"- {_one_line(introduced_in(goal, languages))}"
    if outline.goals:
        yield ""
    if outline.minutes:
        said = in_each(N_("{minutes} minutes"), outline.languages)
        yield _one_line({each: text.format(minutes=outline.minutes) for each, text in said.items()})
        yield ""


def _chapter(chapter: Chapter, outline: Outline) -> Iterator[str]:
    yield f"## {chapter.number}. {_one_line(chapter.title)}"
    yield ""
    yield from _texts(chapter.happens)
    if chapter.source:
        yield _code_span(chapter.source)
        yield ""
    for stop in chapter.stops:
        yield from _stop(stop, outline)


def _stop(stop: Stop, outline: Outline) -> Iterator[str]:
    yield "### " + _one_line(_numbered(N_("Stop {number}"), stop.number, outline))
    yield ""
    yield from _texts(stop.say)
    if stop.question is not None:
        yield from _texts(stop.question.ask)
        for number, choice in enumerate(stop.question.choices, 1):
            yield f"{number}. {_one_line(choice.text)}"
        if stop.question.choices:
            yield ""


def _answers(outline: Outline) -> Iterator[str]:
    asking = [
        (stop, stop.question) for one in outline.chapters for stop in one.stops if stop.question is not None
    ]
    if not asking:
        return
    yield "## " + _one_line(in_each(N_("Answers"), outline.languages))
    yield ""
    for stop, question in asking:
        yield "### " + _one_line(_numbered(N_("Stop {number}"), stop.number, outline))
        yield ""
        yield from _answer(question)


def _answer(question: SaidQuestion) -> Iterator[str]:
    asked = question.asked
    if asked.answer is not None:
        yield str(asked.answer)
        yield ""
    for number in asked.order if asked.answer is None else ():
        yield f"- {_choice(question, number)}"
    if not asked.order:
        for number, choice in enumerate(question.choices, 1):
            yield f"- {'✓' if choice.right else '✗'} {_choice(question, number)}"
    if question.choices:
        yield ""
    yield from _texts(question.because)


def _choice(question: SaidQuestion, number: int) -> str:
    choice = question.choices[number - 1]
    text, because = _one_line(choice.text), _one_line(choice.because)
    if because:
        text += (" " if text.endswith(_ENDS) else ": ") + because
    return f"{number}\\. {text}"


def _glossary(outline: Outline, terms: Sequence[Entry]) -> Iterator[str]:
    if not terms:
        return
    yield "## " + _one_line(in_each(N_("Words met on the way"), outline.languages))
    yield ""
    for term in terms:
        yield f"- **{_one_line(term.name)}**: {_one_line(term.say)}"
    yield ""


# ── texts ──


def _numbered(message: str, number: int, outline: Outline) -> Said:
    return {each: text.format(number=number) for each, text in in_each(message, outline.languages).items()}


def _one_line(said: Mapping[str, str]) -> str:
    """The languages side by side; once, where they say the same."""
    return " / ".join(dict.fromkeys(escaped(text) for text in said.values() if text.strip()))


def _texts(said: Mapping[str, str]) -> Iterator[str]:
    """The paragraphs of each language, one language after the other."""
    for text in dict.fromkeys(text for text in said.values() if text):
        for is_code, block in blocks(text):
            yield from _fenced(block) if is_code else [escaped(block)]
            yield ""


def _fenced(code: str) -> Iterator[str]:
    """Code between fences that are longer than any in it."""
    fence = "`" * (_longest_ticks(code, 2) + 1)
    yield f"{fence}text"
    yield from code.split("\n")
    yield fence


def _code_span(code: str) -> str:
    ticks = "`" * (_longest_ticks(code, 0) + 1)
    return f"{ticks} {code} {ticks}" if "`" in code else f"{ticks}{code}{ticks}"


def _longest_ticks(text: str, least: int) -> int:
    return max([least, *(len(ticks) for ticks in _TICKS.findall(text))])
