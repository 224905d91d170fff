"""A trace as sentences: one line for each event, with time, place and what happened."""

from collections.abc import Iterator
from typing import Final

from journey_tui.content import sentence
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean
from journey_tui.trace.trace import Trace
from journey_tui.units import format_clock
from journey_tui.world import apply, empty_world

_TIME_WIDTH: Final = 12
_TITLE_WIDTH: Final = max(len(stage.title) for stage in STAGE_BY_ID.values())


def transcript_lines(trace: Trace) -> Iterator[str]:
    """The title, then each event: number, time since the server was ready, stage, sentence."""
    header = trace.header
    yield clean(header.title)
    if header.summary:
        yield clean(header.summary)
    yield f"Go {clean(header.server.go)}, Linux {clean(header.kernel)}, seed {header.seed}"
    yield ""
    world = empty_world(header)
    for event in trace:
        apply(world, event)
        said = sentence(event, world, header).replace("\n", " ")
        place = STAGE_BY_ID[event.stage].title
        yield f"{event.seq + 1:>6}  {format_clock(event.time_ns):>{_TIME_WIDTH}}  {place:<{_TITLE_WIDTH}}  {said}"
