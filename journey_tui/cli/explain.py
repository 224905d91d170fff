"""`journey explain`: a term, a stage, a topic or a kind of event in plain words, without the picture."""

import re
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.output import as_lines, deliver
from journey_tui.cli.sources import SourceRefused
from journey_tui.cli.speech import LANG_OPTION, speak_for
from journey_tui.cli.words import wrapped
from journey_tui.content.ui import BOTH, _, parts, speaking
from journey_tui.text import clean_line

if TYPE_CHECKING:
    from journey_tui.content.finding import Explicable
    from journey_tui.content.pages import Block

_WIDTH: Final = 80
_WIDEST: Final = 100
"""Cells of a line that is still read with ease."""
_NARROWEST: Final = 20
_LONGEST_WORD: Final = 60
_INDENT: Final = "  "
_CODE: Final = "    "
_BENGALI: Final = re.compile(r"[\u0980-\u09ff]")
_HOLE: Final = re.compile(r"\{(\w+)(?::[^{}|]*\|([^{}|]*))?\}")
_EXAMPLES: Final = """\b
Examples:
  journey explain ring buffer
  journey explain --lang bn netpoller
  journey explain রিং বাফার
"""


@click.command(epilog=_EXAMPLES, context_settings={"ignore_unknown_options": True})
@LANG_OPTION
@click.argument("words", nargs=-1, metavar="[WORD]...")
def explain(words: tuple[str, ...], lang: str | None) -> None:
    """Explain a term, a stage, a topic or a kind of event in plain words.

    Without WORD: list all that can be explained.
    """
    wanted = " ".join(words)
    said = lang or ("bn" if _BENGALI.search(wanted) else None)
    languages = (speak_for(said),) if said != BOTH else parts(BOTH)
    deliver(as_lines(_in_each(wanted, languages, _columns())), None)


def _in_each(wanted: str, languages: tuple[str, ...], width: int) -> Iterator[str]:
    """What is asked for, or all that can be, in one language after the other."""
    for number, language in enumerate(languages):
        if number:
            yield ""
        with speaking(language):
            yield from explained(wanted, language, width) if wanted.strip() else everything(language, width)


def explained(wanted: str, language: str, width: int) -> Iterator[str]:
    """All that a word means, in lines of so many cells. Raises `SourceRefused` with the nearest names for an unknown one."""
    from journey_tui.content.finding import meant

    things = meant(wanted)
    if not things:
        raise _unknown(wanted)
    return _separated(things, language, width)


def _separated(things: "tuple[Explicable, ...]", language: str, width: int) -> Iterator[str]:
    for number, thing in enumerate(things):
        if number:
            yield ""
        yield from _thing(thing, language, width)


def _unknown(wanted: str) -> SourceRefused:
    from journey_tui.content.nearest import nearest, speaking_of

    near, speaking_there = nearest(wanted), speaking_of(wanted)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    there = f"it is spoken of under: {', '.join(speaking_there)}\n" if speaking_there else ""
    return SourceRefused(
        f"nothing is called '{clean_line(wanted, _LONGEST_WORD)}'{hint}\n{there}journey explain lists all that can be explained"
    )


def _thing(thing: "Explicable", language: str, width: int) -> Iterator[str]:
    from journey_tui.content.finding import Kind

    told = {
        Kind.TERM: _term,
        Kind.STAGE: _stage,
        Kind.TOPIC: _topic,
        Kind.EVENT: _event,
        Kind.MISCONCEPTIONS: _misconceptions,
    }
    return told[thing.kind](thing.name, language, width)


def _term(name: str, language: str, width: int) -> Iterator[str]:
    from journey_tui.content.glossary import glossary

    term = glossary(language)[name]
    yield from wrapped(term.title, width)
    yield from wrapped(term.say, width, _INDENT)
    if term.also:
        yield from wrapped(_("Also: {words}").format(words=", ".join(term.also)), width, _INDENT)
    yield from wrapped(_("Where: {stages}").format(stages=_titles(term.stages)), width, _INDENT)
    if term.see:
        yield from wrapped(_("See: {words}").format(words=", ".join(term.see)), width, _INDENT)


def _stage(name: str, language: str, width: int) -> Iterator[str]:
    from journey_tui.content.glossary import terms_of
    from journey_tui.content.pages import stage_page
    from journey_tui.stages import STAGE_BY_ID

    stage = STAGE_BY_ID[name]
    yield from _page(stage_page(name, language), f"{stage.id}, {stage.label}, {stage.lane.heading}", width)
    yield ""
    terms = ", ".join(term.title for term in terms_of(name, language))
    yield from wrapped(_("Terms: {words}").format(words=terms), width)


def _topic(name: str, language: str, width: int) -> Iterator[str]:
    from journey_tui.content.pages import topic_page, topics

    where = _("Where: {stages}").format(stages=_titles(topics(language)[name].stages))
    yield from _page(topic_page(name, language), where, width)


def _page(page: str, below: str, width: int) -> Iterator[str]:
    """The title, a line below it, and the rest."""
    from journey_tui.content.pages import Part, blocks

    before: Part | None = None
    for block in blocks(page):
        if before not in (None, Part.HEADING) and not before is block.part is Part.ITEM:
            yield ""
        yield from _block(block, width)
        if block.part is Part.TITLE:
            yield from wrapped(below, width, _INDENT)
        before = block.part


def _block(block: "Block", width: int) -> Iterator[str]:
    from journey_tui.content.pages import Part

    if block.part is Part.CODE:
        yield from (f"{_CODE}{line}".rstrip() for line in block.text.split("\n"))
    elif block.part is Part.ITEM:
        rest = " " * (len(block.mark) + 1)
        yield from wrapped(f"{block.mark} {block.text}", width, rest=rest)
    else:
        yield from wrapped(block.text, width)


def _event(kind: str, language: str, width: int) -> Iterator[str]:
    """Its forms, with the names of values where a run has the values."""
    from journey_tui.content.loader import event_words
    from journey_tui.stages import STAGE_BY_ID
    from journey_tui.trace.events import EVENT_KINDS

    stage = EVENT_KINDS[kind].at_stage
    yield f"{kind} ({STAGE_BY_ID[stage].title})" if stage else kind
    forms = {name: words for name, words in event_words(language).items() if name.split()[0] == kind}
    for name, words in forms.items():
        if name != kind:
            yield ""
            yield name
        yield from wrapped(_HOLE.sub(_named, words.say), width, _INDENT)
        yield from wrapped(_HOLE.sub(_named, words.why), width, _INDENT)
        yield from wrapped(words.source, width, _INDENT)


def _named(hole: re.Match[str]) -> str:
    return f"<{hole[1]}> {hole[2]}" if hole[2] else f"<{hole[1]}>"


def _misconceptions(_name: str, language: str, width: int) -> Iterator[str]:
    from journey_tui.content.misconceptions import misconceptions

    yield _("What people get wrong")
    for each in misconceptions(language):
        yield ""
        mark = f"{each.number}. "
        yield from wrapped(f"{mark}{each.told} ({', '.join(each.stages)})", width, rest=" " * len(mark))


def everything(language: str, width: int) -> Iterator[str]:
    """A list of all that can be explained."""
    from journey_tui.content.glossary import glossary
    from journey_tui.content.pages import Part, blocks, stage_page, topics
    from journey_tui.stages import STAGES
    from journey_tui.trace.events import EVENT_KINDS

    titles = {
        stage.id: next(
            block.text for block in blocks(stage_page(stage.id, language)) if block.part is Part.TITLE
        )
        for stage in STAGES
    }
    pages = {topic.name: topic.title for topic in topics(language).values()}
    yield from _table(_("Stages"), titles, width)
    yield ""
    yield from _table(_("Topics"), pages | {"misconceptions": _("What people get wrong")}, width)
    yield ""
    yield _("Terms")
    yield from wrapped(", ".join(term.title for term in glossary(language).values()), width, _INDENT)
    yield ""
    yield _("Events")
    yield from wrapped(", ".join(EVENT_KINDS), width, _INDENT)


def _table(heading: str, rows: dict[str, str], width: int) -> Iterator[str]:
    names = max(map(len, rows))
    yield heading
    for name, title in rows.items():
        first = f"{_INDENT}{name:<{names}}{_INDENT}"
        yield from wrapped(title, width, first, " " * len(first))


def _titles(stages: tuple[str, ...]) -> str:
    from journey_tui.stages import STAGE_BY_ID

    return ", ".join(STAGE_BY_ID[stage].title for stage in stages)


def _columns() -> int:
    """Cells of a line: the terminal's, if there is one and it is neither very narrow nor very wide."""
    if not sys.stdout.isatty():
        return _WIDTH
    return min(max(shutil.get_terminal_size((_WIDTH, 24)).columns, _NARROWEST), _WIDEST)
