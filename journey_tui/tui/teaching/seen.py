"""What a class has seen of its run: whatever is opened beside the picture knows that, and no more.

A list of requests, a request's durations or a goroutine's life would else answer at one stop what the next one asks.
"""

from journey_tui.playback import Player, Timeline
from journey_tui.playback.held import HeldTimeline


class Seen:
    """Grows with the furthest place at which the run has stood."""

    def __init__(self, whole: Player) -> None:
        self._whole = whole
        self._furthest = 0
        self._timeline: HeldTimeline | None = None

    def up_to(self, position: int) -> Timeline:
        """The run as far as it has been seen, now that it stands at a position; all of it from its end on."""
        whole = self._whole.timeline
        self._furthest = max(self._furthest, position)
        if whole.complete and self._furthest >= whole.length:
            return whole
        if self._timeline is None:
            self._timeline = HeldTimeline(whole, self._furthest)
        self._timeline.hold(self._furthest)
        return self._timeline

    def held_at(self, position: int) -> HeldTimeline:
        """The run without anything beyond a position."""
        if self._furthest <= position and isinstance(known := self.up_to(position), HeldTimeline):
            return known
        return HeldTimeline(self._whole.timeline, position)
