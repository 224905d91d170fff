"""The player: where the viewer is, and how they move.

It has no clock and does no I/O: whoever owns a timer tells it how much time has passed. Whatever moves it by hand
pauses it, so that nobody has to race the picture.
"""

from collections.abc import Callable
from typing import Final

from journey_tui.playback.breakpoints import Breakpoint, Breakpoints, Hit, Search
from journey_tui.playback.pace import EVENTS_PER_SECOND, SPEEDS, Pace, Pacer, Wait, speed_words
from journey_tui.playback.place import SeekError, find_position
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.timeline import Timeline

__all__ = ["EVENTS_PER_SECOND", "SPEEDS", "Player", "SeekError"]

MOST_EVENTS_PULLED: Final = 20_000
"""By one movement: what a viewer waits for without wondering (about a second of simulation)."""
_LOOKAHEAD_EVENTS: Final = 256
_SETTLING_EVENTS: Final = 2048
"""After so many events without a word of it a finished request is over."""
_LONGEST_STEP_S: Final = 1.0
"""After a machine's sleep the picture goes on from where it was."""
_SCANNED_EVENTS: Final = 4096
"""By one advance, in search of a breakpoint."""


class Player:
    """A position in a timeline that moves by hand or with time."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.position = 0
        self.playing = False
        self.follow: int | None = None
        """The request whose stages `next_stage` and `previous_stage` visit."""
        self.breakpoints = Breakpoints(timeline)
        self.stopped: Hit | None = None
        """The breakpoint at which it paused by itself, until it moves again."""
        self.halt: int | None = None
        """A position at which it pauses by itself when it plays on to it: the next stop of a lesson."""
        self._pacer = Pacer(timeline)
        self._delay_s = 0.0
        """What is left of the wait before it begins to play."""
        self._cycle_start: int | None = None

    # ── by hand: each pauses, and says whether the position changed ──

    def step(self) -> bool:
        """One event forward."""
        self._pull_to(self.position + 1)
        return self._go(min(self.position + 1, self.timeline.length))

    def back(self) -> bool:
        """One event back."""
        return self._go(max(self.position - 1, 0))

    def home(self) -> bool:
        """To the moment before the first event."""
        return self._go(0)

    def open(self) -> bool:
        """To where a viewer begins."""
        return self._go(self.opening)

    def end(self) -> bool:
        """To the end, or as far as one movement pulls; `timeline.complete` tells which."""
        self.timeline.pull(MOST_EVENTS_PULLED)
        return self._go(self.timeline.length)

    def seek(self, position: int) -> bool:
        """To a position; one out of range is the nearest that there is."""
        self._pull_to(position)
        return self._go(min(max(position, 0), self.timeline.length))

    def seek_text(self, text: str) -> bool:
        """To the place that a text names (`7`, `5.6us`, `40%`); raises `SeekError` and stays where it is."""
        self.pause()
        return self._go(find_position(self.timeline, text, MOST_EVENTS_PULLED))

    def next_stage(self) -> bool:
        """To where the followed request next enters another stage; False when it does not.

        With none followed: the request at hand, and after its last stage the one that was sent after it.
        """
        self.pause()
        target = self._pull_until(self._stage_after, MOST_EVENTS_PULLED)
        return target is not None and self._go(target)

    def previous_stage(self) -> bool:
        """To where the followed request last entered another stage; False when it did not.

        With none followed: the request at hand, and before its first stage the one that was sent before it.
        """
        self.pause()
        span = self.timeline.request(self._at_hand())
        target = None if span is None else span.changes.before(self.position)
        if span is not None and target is None and self.follow is None:
            former = self.timeline.neighbour(span.id, -1)
            target = None if former is None else former.changes.before(self.position)
        return target is not None and self._go(target)

    # ── with time ──

    def play(self, wait_s: float = 0.0) -> None:
        """Let time move the position, after a wait; at the end of the trace, from where a viewer begins."""
        self._pull_to(self.position + 1)
        if self.position >= self.timeline.length and self.timeline.complete:
            self.position = min(self.opening, max(self.timeline.length - 1, 0))
        self.playing = self.position < self.timeline.length
        self._delay_s, self.stopped = wait_s, None
        self._pacer.restart()

    def pause(self) -> None:
        """Let time pass without a move."""
        self.playing = False
        self._delay_s = 0.0
        self._pacer.restart()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def advance(self, elapsed_s: float) -> bool:
        """Move by the time that has passed; says whether anything changed. Pauses at the end and at breakpoints."""
        if not self.playing:
            return False
        left_s = self._after_delay(min(max(elapsed_s, 0.0), _LONGEST_STEP_S))
        self._pull_to(self.position + int(left_s * EVENTS_PER_SECOND * self.speed) + 1)
        start = self.position
        self._pacer.follow = self.follow
        self.position = self._pacer.move(start, left_s)
        self._stop_at_breakpoint(start)
        if self.halt is not None and start < self.halt <= self.position:
            self._go(self.halt)
        if self.position == self.timeline.length and self.timeline.complete:
            self.pause()
        return self.position != start or not self.playing

    def _after_delay(self, elapsed_s: float) -> float:
        waited = min(self._delay_s, elapsed_s)
        self._delay_s -= waited
        return elapsed_s - waited

    @property
    def wait(self) -> Wait:
        """How long the present moment stands while it plays."""
        self._pacer.follow = self.follow
        return self._pacer.wait(self.position)

    # ── breakpoints ──

    def run_to(
        self, forward: bool, most_events: int = MOST_EVENTS_PULLED, only: Breakpoint | None = None
    ) -> Search:
        """Look for the next (or previous) breakpoint at up to so many events, and go there once it is found.

        To be asked again until the search is over: a long run takes many slices.
        """
        self.pause()
        search = self.breakpoints.search(self.position, forward, most_events, only)
        if search.hit is not None:
            self._go(search.hit.position)
            self.stopped = search.hit
        return search

    def _stop_at_breakpoint(self, start: int) -> None:
        """No further than the first hit, nor than where has been looked."""
        if not self.breakpoints.enabled:
            return
        self.breakpoints.scan(_SCANNED_EVENTS)
        self.position = max(min(self.position, self.breakpoints.scanned), start)
        hit = self.breakpoints.after(start)
        if hit is not None and hit.position <= self.position:
            self._go(hit.position)
            self.stopped = hit

    # ── speed and pace ──

    def next_pace(self) -> None:
        """Each event alike, true time, each stay alike, and round again."""
        paces = list(Pace)
        self.set_pace(paces[(paces.index(self.pace) + 1) % len(paces)])

    def set_pace(self, name: str) -> str:
        """From now on, and the present moment begins anew; an unknown name is the usual one. Returns it."""
        self._pacer.pace = Pace(name) if name in list(Pace) else Pace.EVENTS
        self._pacer.restart()
        return self.pace.value

    @property
    def pace(self) -> Pace:
        """How time passes while it plays."""
        return self._pacer.pace

    @property
    def speed_words(self) -> str:
        """Pace and speed in few cells."""
        return speed_words(self.pace, self._pacer.speed)

    @property
    def speed(self) -> float:
        """How many times faster than normal."""
        return SPEEDS[self._pacer.speed]

    def faster(self) -> bool:
        """The next speed up; False when there is none."""
        return self._set_speed(self._pacer.speed + 1)

    def slower(self) -> bool:
        """The next speed down; False when there is none."""
        return self._set_speed(self._pacer.speed - 1)

    def normal_speed(self) -> bool:
        """The speed that it began with; False when it is that already."""
        return self._set_speed(SPEEDS.index(1.0))

    def set_speed(self, speed: float) -> float:
        """The nearest speed that there is; returns it."""
        self._set_speed(min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - speed)))
        return self.speed

    def _set_speed(self, place: int) -> bool:
        old, self._pacer.speed = self._pacer.speed, min(max(place, 0), len(SPEEDS) - 1)
        return self._pacer.speed != old

    # ── following ──

    def follow_next(self) -> int | None:
        """Follow the request at hand, then the others in the order of sending; None after all have had their turn."""
        if self.follow is None:
            near = self._pull_until(lambda: self.timeline.request_near(self.position), MOST_EVENTS_PULLED)
            self._cycle_start = self.follow = self._request_after(None) if near is None else near
            return self.follow
        start = self.follow if self._cycle_start is None else self._cycle_start
        following = self._request_after(self.follow)
        self.follow = None if following == start else following
        self._cycle_start = None if self.follow is None else start
        return self.follow

    def follow_previous(self) -> int | None:
        """Follow the request that was sent before the one at hand; before the first of all none."""
        near = self._at_hand()
        former = None if near is None else self.timeline.neighbour(near, -1)
        self._cycle_start = None
        self.follow = None if former is None else former.id
        return self.follow

    def _request_after(self, number: int | None) -> int | None:
        """The next request, round from the last of all to the first."""
        if number is not None:
            self._pull_until(lambda: None if self.timeline.is_last(number) else number, MOST_EVENTS_PULLED)
        return self.timeline.request_after(number)

    @property
    def opening(self) -> int:
        """Where a viewer begins: the first client that connects after boot, else before the first event."""
        return self._pull_until(lambda: self.timeline.opening, MOST_EVENTS_PULLED) or 0

    # ── moving ──

    def _go(self, position: int) -> bool:
        self.pause()
        moved = position != self.position
        self.position, self.stopped = position, None
        return moved

    def _pull_to(self, position: int) -> None:
        missing = position - self.timeline.length
        if missing > 0 and not self.timeline.complete:
            self.timeline.pull(min(max(missing, _LOOKAHEAD_EVENTS), MOST_EVENTS_PULLED))

    def _pull_until(self, found: Callable[[], int | None], most_events: int) -> int | None:
        """What `found` finds, pulling more of the trace as long as it finds nothing."""
        while (answer := found()) is None and most_events > 0:
            pulled = self.timeline.pull(_LOOKAHEAD_EVENTS)
            if not pulled:
                return found()
            most_events -= pulled
        return answer

    def _at_hand(self) -> int | None:
        return self.timeline.request_near(self.position) if self.follow is None else self.follow

    def _stage_after(self) -> int | None:
        span = self.timeline.request(self._at_hand())
        if span is None:
            return None
        target = span.changes.after(self.position)
        if target is None and self.follow is None and self._is_over(span):
            following = self.timeline.neighbour(span.id, 1)
            target = None if following is None else following.changes.after(self.position)
        return target

    def _is_over(self, span: RequestSpan) -> bool:
        """Whether nothing more is to be expected of a request: its last packets follow its end closely."""
        settled = self.timeline.length - span.last > _SETTLING_EVENTS
        return self.timeline.complete or (bool(span.outcome) and settled)
