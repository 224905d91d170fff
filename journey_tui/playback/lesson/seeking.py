"""Looks for all moments of a lesson at once, in one pass over the run.

A moment may be looked for only behind another one, so those that are waited for are asked before those that wait.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from journey_tui.playback.conditions import Watch
from journey_tui.playback.lesson.matching import Matcher, Owners
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.world import World, apply, empty_world

START: Final = 0
"""The position before the first event."""


class Seeker:
    """Looks for one moment: the nth event that matches, behind an anchor."""

    def __init__(self, matcher: Matcher, anchor: "Seeker | None", all_of_them: bool = False) -> None:
        self.matcher = matcher
        self.anchor = anchor
        """Behind whose position it is looked for; None: from the beginning."""
        self.event_position: int | None = None
        """Of the event, once it is found."""
        self.matches = array("I")
        """Where all that is counted lies, anchor or not."""
        self._all = all_of_them
        self._left = matcher.spec.nth
        self._watch: Watch | None = None if matcher.condition is None else matcher.condition.watch()

    @property
    def position(self) -> int | None:
        """Where the moment is: at its event, or just before it."""
        if self.event_position is None:
            return None
        return self.event_position - self.matcher.spec.before

    @property
    def done(self) -> bool:
        """Whether it needs to see no more events."""
        return not self._all and self.event_position is not None

    def take(self, position: int, event: Event, client: str, world: World | None) -> None:
        """Look at the next event of its kinds."""
        if self._watch is not None and not self._watch(event, world):
            return
        if not self.matcher.holds(event, client):
            return
        if self._all:
            self.matches.append(position)
        elif self._behind_anchor(position):
            self._left -= 1
            if not self._left:
                self.event_position = position

    def _behind_anchor(self, position: int) -> bool:
        if self.anchor is None:
            return True
        begin = self.anchor.position
        return begin is not None and position > begin

    def settle(self, length: int) -> None:
        """Of the first or the last event: where it is, without looking."""
        at = self.matcher.spec.at
        if at and length:
            self.event_position = 1 if at == "start" else length


def seek(timeline: Timeline, seekers: Sequence[Seeker]) -> None:
    """Let all seekers look through the whole run, which has been pulled; anchors come before those that wait for them."""
    for seeker in seekers:
        seeker.settle(timeline.length)
    active = [seeker for seeker in seekers if not seeker.matcher.spec.at]
    by_kind = {kind: _that_want(kind, active) for kind in EVENT_KINDS.values()}
    owners = Owners() if any(seeker.matcher.spec.client for seeker in active) else None
    world = empty_world(timeline.header) if any(seeker.matcher.of_world for seeker in active) else None
    for position, event in enumerate(timeline.events(0, timeline.length), 1):
        client = "" if owners is None else owners.of(event)
        if world is not None:
            apply(world, event)
        for seeker in by_kind[type(event)]:
            if not seeker.done:
                seeker.take(position, event, client, world)


def _that_want(kind: type[Event], seekers: Iterable[Seeker]) -> list[Seeker]:
    """The seekers that an event of this type must be shown to."""
    wanted = []
    for seeker in seekers:
        kinds, stage = seeker.matcher.kinds, seeker.matcher.spec.stage
        watched = seeker.matcher.condition is not None
        elsewhere = bool(stage and kind.at_stage) and kind.at_stage != stage
        if (kinds is None or kind in kinds) and (watched or not elsewhere):
            wanted.append(seeker)
    return wanted
