"""A run of which only the past is known: what lies beyond a position is not there, for whoever asks and however.

While a question about what comes next is open, the screen is drawn from such a run. Nothing has to be hidden pane by pane,
and nothing can be forgotten: the log, the timeline, a search, the end of the bar know no more than the world does.
"""

from typing import Final

from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Trace

_PULL_EVENTS: Final = 4096


class Held(Trace):
    """The first events of a run that goes on: it is never complete, and gives no more."""

    def __init__(self, timeline: Timeline, position: int) -> None:
        super().__init__(timeline.header, timeline.events(0, position))
        while super().pull(_PULL_EVENTS):
            pass
        self.complete = False

    def pull(self, count: int) -> int:
        """Nothing: it is held."""
        return 0
