"""No lens fails on a trace that says anything, in any order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.playback import Timeline
from journey_tui.trace import Event, Trace
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.looking import Looking
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View
from tests.arbitrary import any_events, events_of
from tests.samples import sample_header

INSIDE = ("packet", "connection", "goroutine", "buffer", "route")
TOLD = (
    "SegmentSent",
    "SegmentReceived",
    "PacketDropped",
    "RoutePatternTried",
    "RouteMatched",
    "GoroutineParked",
)


@settings(max_examples=20, deadline=None)
@given(
    any_events(20),
    st.lists(st.sampled_from(TOLD).flatmap(events_of), max_size=20),
    st.integers(0, 2),
    st.none() | st.integers(-2, 9),
    st.sampled_from([(58, 5), (78, 10), (118, 30)]),
)
def test_any_trace_can_be_looked_into(
    some: list[Event], more: list[Event], tab: int, subject: int | None, size: tuple[int, int]
) -> None:
    timeline = Timeline(Trace(sample_header(), more + some + more))
    timeline.pull(1000)
    for name in INSIDE:
        gather = LENSES[name].gatherer(timeline)
        for position in {0, timeline.length // 2, timeline.length}:
            near = timeline.request_near(position)
            ask = Ask(position, near, subject=subject, tab=tab, scroll=tab, width=size[0], height=size[1])
            data = gather(ask)
            view = View(position=position, looking=Looking(name, chosen=tab, picked=tab))
            surface = Surface(*size)
            LENSES[name].draw(view, data, surface)
            assert LENSES[name].title(view, data)
            assert LENSES[name].most_scroll(data, size[1]) >= 0
            assert not any(character in surface.to_text() for character in "\x1b\x07\x9b\u202e")
