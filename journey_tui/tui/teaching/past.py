"""Shows the run without its future while a question is open, and the whole one again after it."""

from typing import TYPE_CHECKING

from journey_tui.playback import Player
from journey_tui.playback.held import HeldTimeline
from journey_tui.tui.screen_view import Gatherer
from journey_tui.tui.teaching.seen import Seen

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp


class Past:
    """Changes what the application plays; what was read for an earlier question is kept for the next one."""

    def __init__(self, whole: Player, seen: Seen) -> None:
        self._whole = whole
        self._seen = seen
        self._gatherer: Gatherer | None = None
        """Of the whole run, while the other one is shown."""
        self._held: Gatherer | None = None

    def hide(self, app: "JourneyApp", position: int) -> None:
        """From now on nothing beyond a position is known."""
        assert app.player is not None
        held = self._held_at(position)
        held.player.seek(position)
        _alike(held.player, app.player)
        self._gatherer, app.player, app.gatherer = app.gatherer, held.player, held

    def reveal(self, app: "JourneyApp", position: int) -> None:
        """From now on everything is known; the viewer stands at a position."""
        assert app.player is not None
        self._whole.seek(position)
        _alike(self._whole, app.player)
        app.player, app.gatherer, self._gatherer = self._whole, self._gatherer, None

    def _held_at(self, position: int) -> Gatherer:
        timeline = None if self._held is None else self._held.player.timeline
        if self._held is None or not isinstance(timeline, HeldTimeline) or timeline.held_at > position:
            player = Player(self._seen.held_at(position))
            self._held = Gatherer(player, asked=True)
        else:
            timeline.hold(position)
        return self._held


def _alike(player: Player, other: Player) -> None:
    """Play as the other does: speed, pace, the request that is followed, breakpoints."""
    player.set_speed(other.speed)
    player.set_pace(other.pace.value)
    known = other.follow is not None and player.timeline.request(other.follow) is not None
    player.follow = other.follow if known else None
    for one in list(player.breakpoints.all):
        if other.breakpoints.find(one.text) is None:
            player.breakpoints.remove(one)
    for one in other.breakpoints.enabled:
        if player.breakpoints.find(one.text) is None:
            player.breakpoints.add(one.text)
