"""The page: what stands on it, in which order, and what a browser may load for it: nothing."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from journey_tui.content.ui import N_
from journey_tui.exporters.frames import Film
from journey_tui.exporters.handout import Caption
from journey_tui.exporters.html.film import film_json
from journey_tui.exporters.html.lesson import chapter_section
from journey_tui.exporters.html.markup import Markup, element, in_languages, joined
from journey_tui.exporters.outline import Outline, in_each, introduced_in
from journey_tui.exporters.terms import Entry

_NAMES: Final = {"en": "English", "bn": "বাংলা"}
_BOTH: Final = "English + বাংলা"


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything that a page is made of."""

    outline: Outline
    pictures: Mapping[str, str]
    """SVG by chapter id."""
    film: Film
    captions: Mapping[str, Sequence[Caption]]
    """By language, one for each frame."""
    terms: Sequence[Entry]
    made_of: str
    """Versions and seed."""


def page(handout: Handout) -> Iterator[str]:
    """The page in pieces."""
    script, outline = _file("player.js"), handout.outline
    style = _file("page.css") + _colours(handout.film)
    languages = outline.languages
    yield "<!doctype html>\n"
    yield f'<html lang="{languages[0]}" data-language="{"both" if len(languages) > 1 else languages[0]}">\n'
    yield joined(
        [element("head", *_head(introduced_in(outline.title, languages)[languages[0]], style, script))]
    )
    yield "\n<body>\n"
    yield joined([_top(handout), _contents(outline)])
    yield _player(handout)
    yield "\n<main>\n"
    for chapter in outline.chapters:
        yield chapter_section(chapter, outline, _picture(handout.pictures[chapter.id]))
        yield "\n"
    yield joined([_glossary(handout), _foot(handout)])
    yield "\n</main>\n"
    data = film_json(handout.film, handout.captions, outline)
    yield element("script", Markup(data), id="film", type="application/json")
    yield element("script", Markup(script))
    yield "\n</body>\n</html>\n"


def _head(title: str, style: str, script: str) -> Iterator[Markup]:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    yield element("meta", charset="utf-8")
    yield element("meta", http_equiv="Content-Security-Policy", content=policy)
    yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("title", title)
    yield element("style", Markup(style))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return (files("journey_tui.exporters.html") / name).read_text("utf-8")


def _colours(film: Film) -> str:
    ground, front = film.looks[0].background, film.looks[0].foreground
    return f"body {{ background: {ground}; color: {front}; }}\n"


def _top(handout: Handout) -> Markup:
    outline = handout.outline
    languages = outline.languages
    parts = [in_languages("h1", introduced_in(outline.title, languages))]
    parts.append(in_languages("p", introduced_in(outline.summary, languages)))
    if outline.goals:
        goals = (in_languages("li", introduced_in(goal, languages)) for goal in outline.goals)
        parts.append(element("ul", *goals))
    if outline.minutes:
        said = in_each(N_("{minutes} minutes"), outline.languages)
        parts.append(
            in_languages("p", {each: text.format(minutes=outline.minutes) for each, text in said.items()})
        )
    if len(outline.languages) > 1:
        parts.append(_switch(outline.languages))
    return element("header", joined(parts))


def _switch(languages: Sequence[str]) -> Markup:
    choices = {**{each: _NAMES.get(each, each) for each in languages}, "both": _BOTH}
    labels = (
        element("label", element("input", type="radio", name="language", value=value), f" {name}")
        for value, name in choices.items()
    )
    return element("fieldset", *labels, aria_label=" / ".join(_NAMES.get(each, each) for each in languages))


def _contents(outline: Outline) -> Markup:
    items = (
        element("li", element("a", in_languages("span", one.title), href=f"#chapter-{one.id}"))
        for one in outline.chapters
    )
    heading = in_languages("h2", in_each(N_("Contents"), outline.languages))
    return element("nav", heading, element("ol", joined(items)))


# ── the player ──


def _player(handout: Handout) -> Markup:
    languages, film = handout.outline.languages, handout.film
    box = f"0 0 {film.width * 9.6:g} {film.height * 18}"
    ground = element("rect", width="100%", height="100%", fill=film.looks[0].background)
    drawn = element("g", Markup(""), font_family=_MONOSPACE, font_size="16", id="screen")
    captions = (
        element(
            "div",
            element("p", id=f"says-{each}", class_="says"),
            element("p", id=f"why-{each}"),
            element("p", id=f"source-{each}", class_="source", lang="en"),
            lang=each,
            data_said=len(languages) > 1,
        )
        for each in languages
    )
    inside = [
        in_languages("h2", in_each(N_("The run, event by event"), languages)),
        element("svg", ground, drawn, viewBox=box, aria_hidden="true"),
        _buttons(languages),
        in_languages("p", in_each(_KEYS, languages), class_="keys"),
        *_left_out(handout),
        element("div", *captions, class_="caption", aria_live="polite"),
    ]
    return element(
        "section", joined(inside), id="player", class_="player", tabindex="0", aria_label="journey"
    )


_MONOSPACE: Final = (
    "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,'Liberation Mono','Noto Sans Bengali',monospace"
)
_KEYS: Final = N_(
    "Keys: → and ← go on and back, Home and End to the first and the last event, PgDn and PgUp from chapter to "
    "chapter, Space plays."
)
_LEFT_OUT: Final = N_(
    "The run has {length} events. Here are {shown} of them: what follows the beginning of each chapter and each stop."
)
_BUTTONS: Final = (
    ("first", N_("First")),
    ("back", N_("Back")),
    ("play", N_("Play")),
    ("on", N_("On")),
    ("last", N_("Last")),
)


def _buttons(languages: Sequence[str]) -> Markup:
    buttons = [
        element("button", in_languages("span", in_each(words, languages)), id=name, type="button")
        for name, words in _BUTTONS
    ]
    bar = element("input", id="bar", type="range", min="0", max="0", value="0", aria_label="event")
    where = element("span", id="where", class_="where")
    return element("div", joined([*buttons, bar, where]), class_="buttons")


def _left_out(handout: Handout) -> Iterator[Markup]:
    outline, shown = handout.outline, len(handout.film.frames)
    if handout.film.frames and shown < outline.length - handout.film.frames[0].position + 1:
        said = in_each(_LEFT_OUT, outline.languages)
        numbers = {"length": f"{outline.length:,}", "shown": f"{shown:,}"}
        yield in_languages("p", {each: text.format(**numbers) for each, text in said.items()}, class_="keys")


# ── pictures and the end ──


def _picture(svg: str) -> Markup:
    """A picture as a part of the page, of which it needs no name space of its own."""
    return Markup(re.sub(r' xmlns="[^"]*"', "", svg, count=1).strip())


def _glossary(handout: Handout) -> Markup:
    languages = handout.outline.languages
    if not handout.terms:
        return Markup("")
    entries = (
        element("dt", in_languages("span", term.name)) + in_languages("dd", term.say)
        for term in handout.terms
    )
    heading = in_languages("h2", in_each(N_("Words met on the way"), languages))
    return element("section", heading, element("dl", joined(map(Markup, entries))), id="glossary")


def _foot(handout: Handout) -> Markup:
    return element("footer", element("p", f"journey_tui. {handout.made_of}", class_="source", lang="en"))
