"""Gathers a `View` from a player: the scene, the words, the latest events and the stays of the request at hand."""

from bisect import bisect_right
from collections.abc import Iterator

from journey_tui.content import explain, sentence
from journey_tui.playback import Player
from journey_tui.playback.index import RequestSpan
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace.events import Event
from journey_tui.tui.scene import Scene
from journey_tui.tui.view import LogLine, View, Visit

_MOST_LINES_KEPT = 4096
_VISITS = 64


class Gatherer:
    """Makes views of one player; it keeps only sentences that it has said already."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self._lines: dict[int, LogLine] = {}
        self._visits_of = (-1, 0, 0)
        self._visits_kept: tuple[Visit, ...] = ()

    def view(self, log_rows: int, visit_rows: bool, **extra: object) -> View:
        """The moment that the player is at."""
        player, timeline = self.player, self.player.timeline
        position = player.position
        event = timeline.event_at(position)
        log = self.lines(position, log_rows)
        came_from = self._came_from(position, event)
        world = timeline.world_at(position)  # after the others: each reading of the timeline's world moves it
        request = player.follow if player.follow is not None else timeline.request_near(position)
        span = timeline.request(request)
        return View(
            scene=Scene(timeline.header, world, event, player.follow, request),
            explanation=None if event is None else explain(event, world, timeline.header),
            stage=world.stage if world.stage in STAGE_BY_ID else "client",
            came_from=came_from,
            position=position,
            length=timeline.length,
            complete=timeline.complete,
            time_ns=timeline.time_at(position),
            playing=player.playing,
            speed=player.speed,
            follow=player.follow,
            log=log,
            visits=self._visits(request) if visit_rows else (),
            visit_request=span,
            spans=timeline.requests,
            drops=timeline.drops,
            times=(timeline.time_at(0), timeline.time_at(timeline.length)),
            **extra,  # type: ignore[arg-type]
        )

    def _came_from(self, position: int, event: Event | None) -> str:
        if event is None or event.packet is None:
            return ""
        packet = self.player.timeline.world_at(position - 1).packets.get(event.packet)
        return "" if packet is None else packet.stage

    def lines(self, position: int, count: int) -> list[LogLine]:
        """The last `count` events up to a position, in words."""
        timeline = self.player.timeline
        wanted = range(max(position - count + 1, 1), position + 1)
        if len(self._lines) > _MOST_LINES_KEPT:
            self._lines.clear()
        for place in wanted:
            if place not in self._lines:
                world, event = timeline.world_at(place), timeline.event_at(place)
                assert event is not None
                text = clean_line(sentence(event, world, timeline.header))
                self._lines[place] = LogLine(place, event.time_ns, event.stage, text)
        return [self._lines[place] for place in wanted]

    def _visits(self, request: int | None) -> tuple[Visit, ...]:
        """The stays around the moment: as many as any pane can show, those aside from its way left out."""
        timeline = self.player.timeline
        span = timeline.request(request)
        if span is None:
            return ()
        changes = span.changes.positions
        place = bisect_right(changes, self.player.position)
        start = max(place // _VISITS * _VISITS - _VISITS, 0)
        key = (span.id, start, len(changes))
        if key != self._visits_of:
            self._visits_of, self._visits_kept = key, tuple(self._stays(span, start))
        return self._visits_kept

    def _stays(self, span: RequestSpan, start: int) -> Iterator[Visit]:
        timeline, changes = self.player.timeline, span.changes
        stop = start + 3 * _VISITS
        kept: list[tuple[int, str]] = []
        for position, aside in zip(changes.positions[start:stop], changes.aside[start:stop], strict=True):
            event = None if aside else timeline.event_at(position)
            if event is not None and (not kept or kept[-1][1] != event.stage):
                kept.append((position, event.stage))
        times = [timeline.time_at(position) for position, _ in kept]
        for (position, stage), begin, end in zip(kept, times, [*times[1:], None], strict=False):
            yield Visit(position, begin, stage, None if end is None else end - begin)
