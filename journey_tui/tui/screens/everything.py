"""What the palette can find: commands, stages, requests, scenarios, terms, and what lies behind a key that turns several.

Each is an act with its words. The words by which people look for it may be others: those are known too, and not shown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from journey_tui.content.glossary import glossary as terms
from journey_tui.content.introductions import introduced
from journey_tui.content.pages import topics
from journey_tui.content.ui import LANGUAGES, N_, _, current, everywhere
from journey_tui.playback.conditions import BreakpointError, parse_condition
from journey_tui.playback.measures import MEASURES
from journey_tui.stages import STAGES
from journey_tui.text import clean, clean_line
from journey_tui.trace.events import EVENT_KINDS
from journey_tui.tui.target import Follow, Halt, Look, Pin, Target
from journey_tui.tui.themes import NAMES

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

MOST_REQUESTS: Final = 200
_LONGEST: Final = 100
_NOT_HERE: Final = ("choose_next", "choose_previous", "escape", "about", "page_next", "page_previous")
"""Commands that mean something only while one looks at the picture."""
_ALSO: Final = {
    "play": "start stop resume continue",
    "step": "forward next",
    "back": "go back rewind undo last",
    "home": "first start restart begin",
    "end": "last finish",
    "slower": "speed slow",
    "faster": "speed fast",
    "pace": "real time slow motion scaled speed",
    "go_to": "jump seek moment position",
    "follow": "track one",
    "break_here": "stop halt pause at",
    "breaks": "stop halt pause when condition breakpoint",
    "run_next": "continue until stop jump",
    "run_previous": "go back until last jump",
    "zoom": "enlarge bigger larger full screen",
    "about": "explain page",
    "packet": "hex dump headers",
    "timeline": "axis gantt rows",
    "sequence": "arrows ladder handshake",
    "waterfall": "latency duration spent longest wait slow kernel go compare",
    "requests": "connections slowest failed last sort filter",
    "host": "command shell tool",
    "log": "events history",
    "search": "search look for filter",
    "scenarios": "file run example load",
    "glossary": "word meaning dictionary definition",
    "theme": "colours colors contrast white black background",
    "projector": "beamer big letters class",
    "language": "bangla translate",
    "help": "shortcut keyboard print manual",
    "quit": "exit leave close",
}
"""Other words by which commands are looked for."""
_LENSES: Final = (
    ("connection", N_("Look into the connection: its TCP states, and what it waits for"), "socket handshake"),
    ("goroutine", N_("Look into the goroutine: its life, stay by stay"), "parked park wake scheduler"),
    ("buffer", N_("Look into the buffer: which bytes stand in it"), "unread receive send window"),
    ("route", N_("Look into the route: which patterns were tried, and which won"), "mux match pattern 404"),
)
_PLACE: Final = re.compile(r"[+-]?\d+(\.\d+)?\s*(ns|us|µs|μs|ms|s|%)")
_NUMBER: Final = re.compile(r"(?:follow|request)?\s*#?\s*(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Found:
    """Something to be found."""

    text: str
    act: Callable[[], object]
    keys: str = ""
    also: str = ""
    """By which it is found though it is not shown: the same in another language, and other words for it."""
    label: str = ""
    """What it is called on the map: typed alone, nothing else is meant first."""
    tells: bool = False
    """Whether it only tells of a thing: then it stands behind the thing."""


def everything(app: "JourneyApp") -> Iterator[Found]:
    """In the order in which they are listed."""
    yield from _commands(app)
    if app.player is not None:
        yield from _looks(app)
        yield from _halts(app)
        yield from _places(app)
    yield from _ways(app)
    for name, title in app.titles():
        also = " ".join(introduced(title, language) for language in LANGUAGES)
        said = introduced(title, current())
        yield _found(N_("Open: {name} - {title}"), partial(app.open, name), also=also, name=name, title=said)
    yield from _terms(app)


def written(app: "JourneyApp", query: str) -> Iterator[Found]:
    """What is named outright: a moment (3ms, 40%), a request (#7), a condition (accept queue > 3)."""
    from journey_tui.tui.lenses.breaks import READY_MADE

    text = query.strip()
    if app.player is None or not text:
        return
    if _PLACE.fullmatch(text.casefold()):
        yield _found(N_("Go to {place}"), partial(_seek, app, text), place=text)
    elif number := _NUMBER.fullmatch(text.casefold()):
        span = app.player.timeline.request(int(number[1]))
        if span is not None:
            request = f"#{span.id} {span.method} {span.target}"
            yield _found(N_("Follow {request}"), _going(app, Follow(span.id)), request=request)
    elif text.casefold() not in dict(READY_MADE) and (" " in text or text in EVENT_KINDS):
        try:
            condition = parse_condition(text)
        except BreakpointError:
            return
        if condition.text.endswith(" peaks") and "peak" not in text.casefold():
            return  # who asks for the fullest wants to be there
        yield _found(
            N_("Run to the next: {condition}"), _going(app, Halt(condition.text)), condition=condition.text
        )


def _seek(app: "JourneyApp", text: str) -> None:
    from journey_tui.playback import SeekError

    assert app.player is not None
    app.sight.unpin()
    try:
        app.player.seek_text(text)
        app.notice = ""
    except SeekError as error:
        app.notice = clean(str(error))
    app.repaint()


def _going(app: "JourneyApp", target: Target) -> Callable[[], object]:
    from journey_tui.tui.pointing import go

    return partial(go, app, target)


def _commands(app: "JourneyApp") -> Iterator[Found]:
    for name, command in app.preferences.commands.items():
        if name not in _NOT_HERE:
            also = _ALSO.get(name, "")
            yield _found(command.words, partial(app.action_run, name), command.shown, also)


def _looks(app: "JourneyApp") -> Iterator[Found]:
    """Lenses that have no key of their own, and each tool of the real host."""
    from journey_tui.tui.lenses import LENSES

    for lens, words, also in _LENSES:
        yield _found(words, _going(app, Look(lens)), also=also)
    for tab, tool in enumerate(LENSES["host"].tabs):
        yield _found(N_("On a real host: {tool}"), _going(app, Look("host", tab=tab)), tool=tool)


def _halts(app: "JourneyApp") -> Iterator[Found]:
    from journey_tui.tui.lenses.breaks import READY_MADE

    for text, words in READY_MADE:
        also = f"first stop at breakpoint {everywhere(words)}"
        yield _found(N_("Run to the next: {condition}"), _going(app, Halt(text)), also=also, condition=text)

    for measure in MEASURES:
        act = partial(_to_largest, app, measure.words)
        also = "when fullest longest highest most peak maximum max " + " ".join(measure.others)
        yield _found(N_("Go to where it was largest: {measure}"), act, also=also, measure=measure.words)


def _to_largest(app: "JourneyApp", measure: str) -> None:
    """The last moment at which it was larger than ever before, looked for from the end."""
    from journey_tui.tui import breaks

    assert app.player is not None
    app.player.seek(app.player.timeline.length)
    breaks.go(app, f"{measure} peaks", forward=False)
    app.repaint()


def _places(app: "JourneyApp") -> Iterator[Found]:
    assert app.player is not None
    for stage in STAGES:
        name, lane, act = stage.title, stage.lane.heading, _going(app, Pin(stage.id))
        found = _found(N_("Look at: {stage} ({lane})"), act, also=stage.label, stage=name, lane=lane)
        yield replace(found, label=stage.label.casefold())
    for span in app.player.timeline.requests[:MOST_REQUESTS]:
        request = f"#{span.id} {span.method} {span.target}"
        yield _found(N_("Follow {request}"), _going(app, Follow(span.id)), request=request)


def _ways(app: "JourneyApp") -> Iterator[Found]:
    """Each theme and each pace, behind one key each."""
    from journey_tui.tui import appearance, commands

    for name in NAMES:
        plain = name.removeprefix("journey-").replace("-", " ")
        act = partial(appearance.choose, app, name)
        yield _found(N_("Theme: {name}."), act, also="colours colors", name=plain)
    for pace, words in commands.PACES.items() if app.player is not None else ():
        said, also = _(words), everywhere(words)
        yield _found(N_("Pace: {words}."), partial(commands.choose_pace, app, pace), also=also, words=said)


def _terms(app: "JourneyApp") -> Iterator[Found]:
    """Words of the glossary, each opened there when it is chosen, and topics with pages of their own."""
    from journey_tui.tui.commands import glossary, topic

    if app.player is None:
        return
    for name, term in terms(current()).items():
        also = " ".join(terms(language)[name].title for language in LANGUAGES)
        yield _found(N_("Term: {term}"), partial(glossary, app, name), also=also, tells=True, term=term.title)
    for name, page in topics(current()).items():
        also = " ".join(topics(language)[name].title for language in LANGUAGES)
        yield _found(N_("Topic: {title}"), partial(topic, app, name), also=also, tells=True, title=page.title)


def _found(
    message: str, act: Callable[[], object], keys: str = "", also: str = "", tells: bool = False, **names: str
) -> Found:
    """In the language that is spoken; it is found in every one."""
    elsewhere = clean(f"{everywhere(message).format(**names)} {also}")
    return Found(clean_line(_(message).format(**names), _LONGEST), act, keys, elsewhere, tells=tells)
