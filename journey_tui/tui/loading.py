"""Opens sources in a thread, reads them on in slices that no key has to wait for, and opens a file again when it was saved.

A file that does not hold a run now (a mistake, a line half written) changes nothing on the screen but a notice with the
mistake; the run that was open stays until one comes that can be shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from textual.timer import Timer
from textual.worker import Worker, WorkerState

from journey_tui.content.ui import _
from journey_tui.text import clean
from journey_tui.tui import collecting
from journey_tui.tui.looking import Sight
from journey_tui.tui.wrong import first, told

if TYPE_CHECKING:  # the first picture waits for none of these
    from journey_tui.playback import Player, Timeline
    from journey_tui.playback.again import Place
    from journey_tui.trace.trace import Trace
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.mode import Teaching

INTRODUCTION_S: Final = 6.0
"""How long a run stands at its opening, with what it is about, before it plays."""
SLICE_S: Final = 0.005
"""How long pulling may keep a key waiting."""
LOOK_S: Final = 0.5
"""How often a file that is open is looked at; it is read again when it has stayed as it is from one look to the next."""
_SLICE_EVENTS: Final = 32
_GROWTH_EVENTS: Final = 2048
"""While a long trace is pulled, the bar is painted again after so many events."""

OpenSource = Callable[[str], "Trace"]
FileOf = Callable[[str], Path | None]
"""The file behind a source, if it is one that may be edited while it is shown."""


@dataclass(slots=True)
class Opened:
    """What the thread has made of a source."""

    player: "Player"
    notice: str
    """What is wrong with a source that is damaged further on, or what is to be said of its lesson."""
    lesson: "Teaching | None"
    found: int | None = None
    """Where the viewer stood before, if it was opened again."""


class Loader:
    """One source at a time."""

    def __init__(self, app: "JourneyApp", open_source: OpenSource, source: str, file_of: FileOf) -> None:
        self.source = source
        self._app = app
        self._open_source = open_source
        self._file_of = file_of
        self._file: Path | None = None
        self._opener: Worker[Opened] | None = None
        self._painted_length = 0
        self._looked: tuple[int, int, int] | None = None
        """The file as it was at the last look."""
        self._shown: tuple[int, int, int] | None = None
        """The file as it was when it was read."""
        self._watcher: Timer | None = None

    @property
    def opening_words(self) -> str:
        """What is told while there is nothing to be seen."""
        return _("Opening {source} …").format(source=clean(self.source, 200))

    def open(self, source: str) -> None:
        """Begin to open it; whatever is shown goes."""
        app = self._app
        self._remember()
        app.end_lesson()
        app.player = app.gatherer = None
        collecting.begin()
        app.sight = Sight(zoomed=app.sight.zoomed)
        self.source = source
        app.notice = self.opening_words
        app.opening = True
        self._file = self._file_of(source)
        self._looked = self._shown = self._signature()
        self._watch()
        self._start(None)

    def look(self) -> None:
        """Open the file again, if it was saved; not while it is still being written, or opened."""
        now, before = self._signature(), self._looked
        self._looked = now
        if now is not None and now == before and now != self._shown and not self._app.opening:
            self._shown = now
            self.again()

    def again(self) -> None:
        """Open the source anew, and stay where the viewer is; what is shown stays until then."""
        from journey_tui.playback.again import place_of

        app = self._app
        player = app.player if app.lesson is None else app.lesson.whole
        if app.lesson is not None:
            app.lesson.keep(app)
        app.opening = True
        self._start(None if player is None else place_of(player.timeline, player.position))

    def _start(self, place: "Place | None") -> None:
        load = partial(self._load, self.source, place)
        self._opener = self._app.run_worker(load, thread=True, exit_on_error=False)
        self._app.repaint()

    def _load(self, source: str, place: "Place | None") -> Opened:
        from journey_tui.playback import Player, Timeline
        from journey_tui.playback.again import find_place

        player = Player(Timeline(self._open_source(source)))
        try:
            player.open()
            lesson, said = self._app.lesson_of(player, source, saved=place is not None)
        except Exception as error:
            if not player.timeline.length or self._app.teaches(source) or place is not None:
                raise
            return Opened(player, told(error), None)
        found = None if place is None or self._app.teaches(source) else find_place(player.timeline, place)
        return Opened(player, said, lesson, found)

    def changed(self, event: Worker.StateChanged) -> None:
        """Show what was opened; what is wrong with it is told, where the picture would be if there is none."""
        if event.worker is not self._opener:
            return
        app = self._app
        if event.state is WorkerState.SUCCESS:
            assert self._opener is not None
            assert self._opener.result is not None
            app.opening = False
            self._show(self._opener.result)
        elif event.state is WorkerState.ERROR:
            app.opening = False
            text = told(event.worker.error)
            app.notice = text if app.player is None else first(text, self.source)
        app.repaint()

    def _show(self, opened: Opened) -> None:
        from journey_tui.tui import breaks
        from journey_tui.tui.screen_view import Gatherer

        app, before = self._app, self._app.player
        self._remember()
        app.end_lesson()
        app.player, app.lesson = opened.player, opened.lesson
        app.notice = "\n".join(filter(None, [*app.preferences.wrong, opened.notice]))
        app.gatherer, self._painted_length = Gatherer(opened.player), 0
        app.begins_at, app.to_end = opened.player.position, False
        app.preferences.begin(speed=opened.player.set_speed(app.preferences.speed))
        app.preferences.begin(pace=opened.player.set_pace(app.preferences.pace))
        breaks.begin(app)
        if before is None:
            opened.player.play(wait_s=INTRODUCTION_S)
        else:
            opened.player.follow = before.follow
            app.notice = app.notice or _("The file was saved: this is the run as it is now.")
        if opened.found is not None:
            opened.player.seek(opened.found)
        if opened.lesson is not None:
            opened.lesson.open_door(app)
        app.call_later(self._pull, opened.player)

    def _remember(self) -> None:
        """Breakpoints hold in the run that comes, too."""
        if self._app.player is not None:
            self._app.seeking.texts = [one.text for one in self._app.player.breakpoints.enabled]

    def _watch(self) -> None:
        """Look after a file that may be edited, and only then."""
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = None if self._file is None else self._app.set_interval(LOOK_S, self.look)

    def _signature(self) -> tuple[int, int, int] | None:
        if self._file is None:
            return None
        try:
            state = self._file.stat()
        except OSError:
            return None  # between an editor's two steps there may be none
        return state.st_mtime_ns, state.st_size, state.st_ino

    def _pull(self, player: "Player") -> None:
        """Read on for one slice, and come back until there is nothing left."""
        app = self._app
        whole = app.player if app.lesson is None else app.lesson.whole
        if player is not whole:
            return
        more = self._pull_slice(player.timeline)
        grown = player.timeline.length - self._painted_length
        if not more or grown >= _GROWTH_EVENTS:
            self._painted_length = player.timeline.length
            if app.to_end:
                player.seek(player.timeline.length)
            app.repaint()
        if more:
            app.set_timer(0.001, lambda: self._pull(player))
        else:
            collecting.settle(player.timeline.length)

    def _pull_slice(self, timeline: "Timeline") -> bool:
        """Whether there may be more; a damaged source ends where the damage is, and says so."""
        deadline = perf_counter() + SLICE_S
        try:
            while perf_counter() < deadline:
                if not timeline.pull(_SLICE_EVENTS):
                    return False
        except Exception as error:
            self._app.notice = told(error)
            return False
        return True
