"""Gathers a `View` from a player: the scene, the words, the latest events and the stays of the request at hand."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from journey_tui.content import explain, sentence
from journey_tui.content.ui import parts
from journey_tui.playback import Player, Timeline
from journey_tui.playback.doing import Doing
from journey_tui.playback.spans import RequestSpan
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean_line
from journey_tui.trace.events import Event
from journey_tui.tui.layout import Layout
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.looking import Looking, Sight
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.carrier import WITHOUT_BYTES, answer_under_way
from journey_tui.tui.view import LogLine, View, Visit

_MOST_LINES_KEPT = 4096
_VISITS = 64


class Gatherer:
    """Makes views of one player; it keeps only sentences that it has said already."""

    def __init__(self, player: Player, asked: bool = False) -> None:
        self.player = player
        self.knows: Callable[[int], Timeline] | None = None
        """What is known where the player stands, if that is not all of the run."""
        self._known: Timeline = player.timeline
        """What lenses and a request's way are read from."""
        self._asked = asked
        self._lines: dict[int, LogLine] = {}
        self._visits_of = (-1, 0, 0)
        self._visits_kept: tuple[Visit, ...] = ()
        self._lenses: dict[str, Callable[[Ask], Any]] = {}

    def _known_now(self) -> Timeline:
        known = self.player.timeline if self.knows is None else self.knows(self.player.position)
        if known is not self._known:
            self._known = known
            self._lenses.clear()
        return known

    def view(
        self,
        layout: Layout,
        sight: Sight,
        notice: str,
        introduced: bool,
        progress: float = 1.0,
        language: str = "en",
    ) -> View:
        """The moment that the player is at, with what the panes of this layout need."""
        player, timeline = self.player, self.player.timeline
        position = player.position
        event = timeline.event_at(position)
        rows = layout["log"].height if "log" in layout else 0
        self.lines(position - 1, rows - 1)  # the world is read from earlier to later: back is far
        came_from = self._came_from(position, event)
        moved_from = self._moved_from(position, event) if progress < 1 else ""
        log = self.lines(position, rows)
        known = self._known_now()
        follow = None if known.request(player.follow) is None else player.follow
        request = follow if follow is not None else known.request_near(position)
        span = known.request(request)
        gathered = self._gathered(layout, sight.now, request, follow)
        world = timeline.world_at(position)  # after the others: each reading of the timeline's world moves it
        said = [
            None if event is None else explain(event, world, timeline.header, one) for one in parts(language)
        ]
        return View(
            scene=Scene(
                timeline.header, world, event, player.follow, request, progress, moved_from, self._asked
            ),
            explanation=said[0],
            translation=said[1] if len(said) > 1 else None,
            language=language,
            stage=world.stage if world.stage in STAGE_BY_ID else "client",
            came_from=came_from,
            position=position,
            length=timeline.length,
            complete=timeline.complete,
            time_ns=timeline.time_at(position),
            playing=player.playing,
            speed_words=player.speed_words,
            skipped_ns=player.wait.skipped_ns if player.playing else 0,
            follow=player.follow,
            log=log,
            visits=self._visits(request) if "journey" in layout else (),
            visit_request=span,
            spans=timeline.requests,
            starts=timeline.request_starts,
            drops=timeline.drops,
            breaks=player.breakpoints.marks(),
            stops=player.breakpoints.stages,
            stoppable=bool(player.breakpoints.enabled),
            times=(timeline.time_at(0), timeline.time_at(timeline.length)),
            looking=sight.now,
            looked=bool(sight.before),
            zoomed=sight.zoomed,
            gathered=gathered,
            notice=notice,
            introduced=introduced,
        )

    def _gathered(
        self, layout: Layout, now: Looking, request: int | None, follow: int | None
    ) -> dict[str, Any]:
        """What each lens that has a pane reads from the timeline; the one looked through answers for the large pane."""
        looks = {name: Looking(name) for name in layout if name in LENSES}
        shown = {
            **{name: (layout[name], look) for name, look in looks.items()},
            now.lens: (layout.get("focus"), now),
        }
        result: dict[str, Any] = {}
        for name, (place, look) in shown.items():
            if name not in self._lenses:
                self._lenses[name] = LENSES[name].gatherer(self._known)
            width, height = (0, 0) if place is None else (place.width - 2, place.height - 2)
            result[name] = self._lenses[name](
                Ask(
                    position=self.player.position,
                    request=request,
                    follow=follow,
                    subject=look.subject,
                    tab=look.tab,
                    scroll=look.scroll,
                    words=look.words,
                    width=max(width, 0),
                    height=max(height, 0),
                    breakpoints=self.player.breakpoints,
                )
            )
        return result

    def _came_from(self, position: int, event: Event | None) -> str:
        if event is None or event.packet is None:
            return ""
        packet = self.player.timeline.world_at(position - 1).packets.get(event.packet)
        return "" if packet is None else packet.stage

    def _moved_from(self, position: int, event: Event | None) -> str:
        """The stage that packet or request comes from; empty where it stays, or is new."""
        before = self._came_from(position, event)
        if event is not None and event.packet is None and event.request is not None:
            world = self.player.timeline.world_at(position - 1)
            request = world.requests.get(event.request)
            carried = request and event.stage in WITHOUT_BYTES and answer_under_way(world, request)
            before = "" if request is None or carried else request.stage
        return before if event is not None and before in STAGE_BY_ID and before != event.stage else ""

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
        span = self._known.request(request)
        if span is None:
            return ()
        key = (span.id, len(span.changes), span.ended)
        if key != self._visits_of:
            self._visits_of, self._visits_kept = key, tuple(_visits(span))
        place = bisect_right(self._visits_kept, self.player.position, key=lambda visit: visit.position)
        start = max(place - _VISITS, 0)
        return self._visits_kept[start : start + 2 * _VISITS]


def _visits(span: RequestSpan) -> Iterator[Visit]:
    """A request's stays, those at one stage taken together."""
    for stage, stays in groupby(span.way(), key=lambda stay: stay.stage):
        first, *others = stays
        last = others[-1] if others else first
        end = None if last.duration_ns is None else last.time_ns + last.duration_ns
        duration_ns = None if end is None else end - first.time_ns
        lost_at = next((stay.position for stay in (first, *others) if stay.doing is Doing.LOST), None)
        yield Visit(first.position, first.time_ns, stage, duration_ns, lost_at)
