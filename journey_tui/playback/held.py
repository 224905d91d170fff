"""A run of which only the past is known: what lies beyond a position is not there, for whoever asks and however.

While a question about what comes next is open, the screen is drawn from such a run. Nothing has to be hidden pane by pane,
and nothing can be forgotten: the log, the timeline, a search, the end of the bar know no more than the world does.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Event, Trace

_PULL_EVENTS: Final = 4096


class Held(Trace):
    """The first events of a run that goes on; it is never complete. The events themselves stay where they are."""

    def __init__(self, whole: Timeline) -> None:
        super().__init__(whole.header)
        self._whole = whole
        self._known = 0
        self.last = 0
        """The position beyond which nothing is known; it may be moved on."""

    def __len__(self) -> int:
        """Events pulled so far."""
        return self._known

    def __getitem__(self, position: int) -> Event:
        """The event at a position that has been pulled; raises `IndexError`."""
        event = self._whole.event_at(position + 1) if 0 <= position < self._known else None
        if event is None:
            raise IndexError(f"event {position} of {self._known}")
        return event

    def pull(self, count: int) -> int:
        """Up to `count` more, as far as they may be known."""
        pulled = max(min(count, self.last - self._known), 0)
        self._known += pulled
        return pulled

    def events(self, start: int, stop: int) -> Iterator[Event]:
        """The events of [start, stop) that have been pulled."""
        return self._whole.events(max(start, 0), min(stop, self._known))


class HeldTimeline(Timeline):
    """The world at every position up to one, and nothing beyond it."""

    def __init__(self, whole: Timeline, position: int) -> None:
        self._held = Held(whole)
        super().__init__(self._held)
        self.hold(position)

    @property
    def held_at(self) -> int:
        """The last position that there is."""
        return self._held.last

    def hold(self, position: int) -> None:
        """Know of the run up to a position, which is not before the last one."""
        self._held.last = max(position, self._held.last)
        while self.pull(_PULL_EVENTS):
            pass
