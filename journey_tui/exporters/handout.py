"""What a handout says besides its lesson: a caption for each event, and what its words are looked up in."""

from collections.abc import Iterable, Iterator, Sequence

from journey_tui.content import explain
from journey_tui.content.introductions import introduced
from journey_tui.exporters.outline import Outline
from journey_tui.playback.timeline import Timeline
from journey_tui.trace.header import TraceHeader

Caption = tuple[str, str, str]
"""What happens, why, and which function does it."""


def captions(timeline: Timeline, positions: Iterable[int], language: str) -> list[Caption]:
    """A caption for each position; before the first event it says what the run is about."""
    return [_caption(timeline, position, language) for position in positions]


def _caption(timeline: Timeline, position: int, language: str) -> Caption:
    event = timeline.event_at(position)
    if event is None:
        header = timeline.header
        return introduced(header.title, language), introduced(header.summary, language), ""
    words = explain(event, timeline.world_at(position), timeline.header, language)
    return words.say, words.why, words.source


def spoken_of(outline: Outline, told: Sequence[Caption]) -> Iterator[str]:
    """Every English text of a handout, for the terms in it."""
    yield outline.summary
    for say, why, _source in told:
        yield f"{say} {why}"
    for chapter in outline.chapters:
        yield chapter.title.get("en", "")
        for stop in chapter.stops:
            yield stop.say.get("en", "")
            if stop.question is not None:
                yield stop.question.ask.get("en", "")
                yield stop.question.because.get("en", "")
                yield from (choice.because.get("en", "") for choice in stop.question.choices)


def made_of(header: TraceHeader) -> str:
    """Versions and seed: what makes the run what it is."""
    return f"Go {header.server.go}, Linux {header.kernel}, seed {header.seed}."
