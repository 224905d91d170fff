"""What the palette finds: commands, stages, requests, scenarios and terms, each by plain words.

Words that stand in a name as they are typed come before letters that only follow one another in it. Names may come
from a file: they are shown as they are, never as markup.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from journey_tui import content
from journey_tui.stages import STAGES
from journey_tui.text import clean_line

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

MOST_REQUESTS: Final = 200
_LONGEST: Final = 100
_NOT_HERE: Final = ("choose_next", "choose_previous", "escape", "about")
"""Commands that mean something only while one looks at the picture."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something to be found."""

    text: str
    act: Callable[[], object]
    keys: str = ""


class JourneyProvider(Provider):
    """Everything that can be done and gone to from here."""

    async def startup(self) -> None:
        """Made anew each time that the palette is opened."""
        self._all = list(everything(cast("JourneyApp", self.app)))

    async def discover(self) -> Hits:
        """All of it, before anything is typed."""
        for found in self._all:
            yield DiscoveryHit(Content(_shown(found)), found.act, found.text)

    async def search(self, query: str) -> Hits:
        """What holds the words, then what holds the letters."""
        matcher = self.matcher(query)
        for found in self._all:
            place = found.text.casefold().find(query.casefold())
            score = 1.0 if place == 0 else 0.9 if place > 0 else _weak(matcher.match(found.text))
            if score > 0:
                shown = Content(_shown(found))
                if place >= 0:
                    shown = shown.stylize("bold underline", place, place + len(query))
                yield Hit(score, shown, found.act, found.text)


def _weak(strength: float) -> float:
    """Below every match that stands as it was typed, however strong."""
    return strength / (1 + strength) / 2


def everything(app: "JourneyApp") -> Iterator[Found]:
    """In the order in which they are listed."""
    yield from _commands(app)
    if app.player is not None:
        yield from _places(app)
    for name, title in app.titles():
        text = clean_line(f"Open: {name} - {title}", _LONGEST)
        yield Found(text, partial(app.open, name))
    yield from _terms(app)


def _commands(app: "JourneyApp") -> Iterator[Found]:
    for name, command in app.preferences.commands.items():
        if name not in _NOT_HERE:
            yield Found(command.words, partial(app.action_run, name), command.shown)


def _places(app: "JourneyApp") -> Iterator[Found]:
    from journey_tui.tui.pointing import go
    from journey_tui.tui.target import Follow, Pin

    assert app.player is not None
    for stage in STAGES:
        yield Found(f"Look at: {stage.title} ({stage.lane.heading})", partial(go, app, Pin(stage.id)))
    for span in app.player.timeline.requests[:MOST_REQUESTS]:
        text = clean_line(f"Follow #{span.id} {span.method} {span.target}", _LONGEST)
        yield Found(text, partial(go, app, Follow(span.id)))


def _terms(app: "JourneyApp") -> Iterator[Found]:
    """Words of the glossary, where the language has one."""
    glossary: Any = getattr(content, "glossary", None)
    if glossary is None or "glossary" not in app.preferences.commands:
        return
    for term in glossary():
        yield Found(clean_line(f"Term: {term}", _LONGEST), partial(app.action_run, "glossary"))


def _shown(found: Found) -> str:
    return f"{found.text}  ({found.keys})" if found.keys else found.text
