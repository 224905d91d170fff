"""What the palette finds: commands, stages, requests, scenarios and terms, each by plain words.

Words that stand in a name as they are typed are looked for first; only where none does, letters in that order. Names may come
from a file: they are shown as they are, never as markup.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from journey_tui.content.glossary import glossary as terms
from journey_tui.content.introductions import introduced
from journey_tui.content.pages import topics
from journey_tui.content.ui import LANGUAGES, N_, _, current, everywhere
from journey_tui.stages import STAGES
from journey_tui.text import clean, clean_line
from journey_tui.tui.screens.base import closes

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
    also: str = ""
    """By which it is found though it is not shown: the same in another language."""


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
        """What holds the words; else what holds the letters."""
        wanted = query.casefold()
        held = [hit for found in self._all if (hit := _hit(found, wanted)) is not None]
        if held:
            for hit in held:
                yield hit
            return
        matcher = self.matcher(query)
        for found in self._all:
            score = matcher.match(found.text)
            if score > 0:
                yield Hit(score, Content(_shown(found)), found.act, found.text)


class Palette(CommandPalette):
    """Textual's, framed and coloured as what else lies over the picture."""

    DEFAULT_CSS = """
    Palette #--container { margin-top: 0; width: 82; max-width: 100%; background: $background; }
    Palette #--input, Palette #--input.--list-visible {
        border: round $primary; background: $background; height: 3; margin: 0;
    }
    Palette SearchIcon { display: none; }
    Palette #--results { margin-top: 0; }
    Palette CommandInput, Palette CommandInput:focus { border: none; height: 1; padding: 0 1; }
    Palette CommandList, Palette CommandList:focus {
        background: $background; background-tint: $background 0%; border: round $primary; padding: 0;
        min-width: 12; max-height: 70vh; scrollbar-size-vertical: 1; scrollbar-color: $primary;
        scrollbar-background: $background; text-style: none;
    }
    Palette CommandList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    Palette CommandInput > .input--placeholder { color: $text-muted; }
    Palette CommandList > .option-list--option { text-style: none; }
    """

    def __init__(self) -> None:
        super().__init__(
            providers=[JourneyProvider], placeholder=_("Words of a command, a stage, a scenario, #2 …")
        )

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close, if that has not been done."""
        return closes(self, partial(super().dismiss, result))

    def _action_command_list(self, action: str) -> None:
        """Move in the list while there is room for a line of it; textual 8.2's own would raise."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


def _hit(found: Found, wanted: str) -> Hit | None:
    """It, if a text of it holds the words; lit where they are seen."""
    shown, place = Content(_shown(found)), found.text.casefold().find(wanted)
    if place >= 0:
        lit = shown.stylize("bold underline", place, place + len(wanted))
        return Hit(1.0 if place == 0 else 0.9, lit, found.act, found.text)
    return Hit(0.8, shown, found.act, found.text) if wanted in found.also.casefold() else None


def everything(app: "JourneyApp") -> Iterator[Found]:
    """In the order in which they are listed."""
    yield from _commands(app)
    if app.player is not None:
        yield from _places(app)
    for name, title in app.titles():
        also = " ".join(introduced(title, language) for language in LANGUAGES)
        said = introduced(title, current())
        yield _found(N_("Open: {name} - {title}"), partial(app.open, name), also=also, name=name, title=said)
    yield from _terms(app)


def _commands(app: "JourneyApp") -> Iterator[Found]:
    for name, command in app.preferences.commands.items():
        if name not in _NOT_HERE:
            yield _found(command.words, partial(app.action_run, name), command.shown)


def _places(app: "JourneyApp") -> Iterator[Found]:
    from journey_tui.tui.pointing import go
    from journey_tui.tui.target import Follow, Pin

    assert app.player is not None
    for stage in STAGES:
        act = partial(go, app, Pin(stage.id))
        yield _found(N_("Look at: {stage} ({lane})"), act, stage=stage.title, lane=stage.lane.heading)
    for span in app.player.timeline.requests[:MOST_REQUESTS]:
        request = f"#{span.id} {span.method} {span.target}"
        yield _found(N_("Follow {request}"), partial(go, app, Follow(span.id)), request=request)


def _terms(app: "JourneyApp") -> Iterator[Found]:
    """Words of the glossary, each opened there when it is chosen, and topics with pages of their own."""
    from journey_tui.tui.commands import glossary, topic

    if app.player is None:
        return
    for name, term in terms(current()).items():
        also = " ".join(terms(language)[name].title for language in LANGUAGES)
        yield _found(N_("Term: {term}"), partial(glossary, app, name), also=also, term=term.title)
    for name, page in topics(current()).items():
        also = " ".join(topics(language)[name].title for language in LANGUAGES)
        yield _found(N_("Topic: {title}"), partial(topic, app, name), also=also, title=page.title)


def _found(message: str, act: Callable[[], object], keys: str = "", also: str = "", **names: str) -> Found:
    """In the language that is spoken; it is found in every one."""
    elsewhere = clean(f"{everywhere(message).format(**names)} {also}")
    return Found(clean_line(_(message).format(**names), _LONGEST), act, keys, elsewhere)


def _shown(found: Found) -> str:
    return f"{found.text}  ({found.keys})" if found.keys else found.text
