"""What is said of one event: the form that fits it, with its values in it."""

from dataclasses import dataclass

from journey_tui.content.forms import forms
from journey_tui.content.loader import event_words
from journey_tui.content.values import values_of
from journey_tui.trace.events import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import World


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, why it is so, and which function does it."""

    say: str
    why: str
    source: str


def explain(event: Event, world: World, header: TraceHeader, language: str = "en") -> Explanation:
    """The words for an event; `world` is the state after it. Plain text, safe to show."""
    table = event_words(language)
    words = next(table[form] for form in forms(event, world) if form in table)
    values = values_of(event, world, header, language)
    return Explanation(words.say.format_map(values), words.why.format_map(values), words.source)


def sentence(event: Event, world: World, header: TraceHeader, language: str = "en") -> str:
    """What happened, in one or two sentences with the real values."""
    return explain(event, world, header, language).say
