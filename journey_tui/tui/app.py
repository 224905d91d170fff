"""The application: it owns the canvas, the timer while something plays, and what a frame is made of; nothing else.

It paints first and loads afterwards: a trace is opened after the first picture and pulled in slices that no key has
to wait for. Paused it has no timer and paints nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.filter import LineFilter
from textual.timer import Timer
from textual.worker import Worker

from journey_tui.content.ui import _
from journey_tui.text import clean
from journey_tui.tui import keymap
from journey_tui.tui.canvas import Canvas
from journey_tui.tui.language import Speech
from journey_tui.tui.layout import Layout, lay_out
from journey_tui.tui.loading import FileOf, Loader, OpenSource
from journey_tui.tui.looking import PICTURE, Sight
from journey_tui.tui.looks import USUAL, Depth, Looks, writing
from journey_tui.tui.motion import Motion
from journey_tui.tui.panes import choosable, compose
from journey_tui.tui.preferences import Preferences
from journey_tui.tui.seeking import Seeking
from journey_tui.tui.surface import Link
from journey_tui.tui.teaching import bindings
from journey_tui.tui.teaching.taught import Taught
from journey_tui.tui.themes import DARK, style_key, themes
from journey_tui.tui.view import View

if TYPE_CHECKING:  # the first picture waits for none of these
    from journey_tui.playback import Player
    from journey_tui.tui.screen_view import Gatherer
    from journey_tui.tui.teaching.classroom import Classroom

FRAMES_PER_SECOND: Final = 15

Titles = Callable[[], Sequence[tuple[str, str]]]


class JourneyApp(Taught):
    """The screen of one run."""

    TITLE = "journey"
    ENABLE_COMMAND_PALETTE = True
    CSS = "Screen { layers: base; }"
    BINDINGS = [  # noqa: RUF012 - textual reads it from the class
        *(
            Binding(
                ",".join(command.keys),
                f"run('{command.id}')",
                command.words,
                show=False,
                id=command.id,  # under which a viewer's own keys replace these
                # else Tab goes to the screen, which has nothing to focus
                priority=command.id in keymap.LOOKS,
            )
            for command in keymap.COMMANDS
        ),
        *bindings.BINDINGS,
    ]

    def __init__(
        self,
        open_source: OpenSource,
        source: str,
        titles: Titles = tuple,
        theme: str = DARK,
        looks: Looks = USUAL,
        preferences: Preferences | None = None,
        breakpoints: Sequence[str] = (),
        speech: Speech | None = None,
        room: "Classroom | None" = None,
        file_of: FileOf = lambda source: None,
    ) -> None:
        super().__init__(ansi_color=None if looks.depth is Depth.FULL else True)
        self._line_filters, spell = writing(looks)
        for known in themes(looks.depth):
            self.register_theme(known)
        self.theme = theme
        self.looks = looks
        self.motion = looks.motion
        """Whether what moves may be seen on its way."""
        self.preferences = Preferences() if preferences is None else preferences
        self.speech = Speech() if speech is None else speech
        self.preferences.begin(theme=theme.removeprefix("journey-"), language=self.speech.language)
        self.set_keymap(self.preferences.changed_keys)
        self.titles = titles
        self.canvas = Canvas(spell)
        self.player: Player | None = None
        self.gatherer: Gatherer | None = None
        self.sight: Sight = Sight()
        """What the viewer looks at."""
        self.loader = Loader(self, open_source, source, file_of)
        self.notice = self.loader.opening_words
        self._timer: Timer | None = None
        self._last_tick = 0.0
        self.opening: bool = True
        """Whether a source is still on its way."""
        self.room = room
        self.begins_at = 0
        """The position at which the run was opened: there it is introduced."""
        self.to_end = False
        """Whether the end is wanted, as soon as it is known."""
        self.seeking = Seeking(list(breakpoints))
        """Breakpoints to begin with, and the search for the next one."""
        self.moving = Motion(self.motion)
        """What is still on its way to where it belongs."""
        self.dragging = False
        """Whether the mouse holds the bar."""
        self.before_projector: str | None = None
        """The theme to go back to when the projector is gone; None while there is none."""

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield self.canvas

    def on_mount(self) -> None:
        """Have the first picture ready, and leave the terminal as it was whoever ends the program."""
        self.repaint()
        self.heed_signals()

    def on_ready(self) -> None:
        """The first picture is on the screen; now the source."""
        self.open(self.loader.source)

    def on_resize(self) -> None:
        """Lay out anew, once the canvas has its size."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if (self.canvas.surface.width, self.canvas.surface.height) != self.size:
            self.repaint()

    # ── opening ──

    def open(self, source: str) -> None:
        """Open a source in a thread, so that no key waits for it, and play it from where a viewer begins."""
        self.loader.open(source)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A source has been opened, or cannot be."""
        self.loader.changed(event)

    # ── painting ──

    def repaint(self) -> None:
        """Show the moment that the player is at, and let the timer run only while it plays."""
        if self.lesson is not None:
            self.lesson.settle(self)
        width, height = self.size
        layout = self.layout_now
        surface = compose(self.view(layout), layout, width, height)
        if (room := layout.get("tour")) is not None:
            from journey_tui.tui import tour

            tour.draw(surface.area(room.x, room.y, room.width, room.height), self.preferences.commands)
        self.canvas.show(surface, style_key(self.theme, self.looks.depth))
        self._watch_clock()
        if self.lesson is not None:
            self.lesson.tell(self)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every row goes through: Textual's own, but for those that only make colours grey, and ours."""
        own = () if self.looks.depth is Depth.NONE else super().get_line_filters()
        return [*own, *self._line_filters]

    @property
    def layout_now(self) -> Layout:
        """Where the panes are."""
        lens = self.sight.now.lens != PICTURE
        projector = self.before_projector is not None
        layout = lay_out(*self.size, self.sight.zoomed, self.gatherer is None, lens, projector)
        if self.preferences.tour and self.gatherer is not None:
            from journey_tui.tui import tour

            layout = tour.arranged(layout, self.preferences.commands)
        return layout if self.lesson is None else self.lesson.arranged(layout)

    def focus_links(self) -> list[Link]:
        """What can be opened with the keys."""
        return choosable(self.canvas.surface, self.layout_now, self.sight.now.lens)

    def most_scroll(self) -> int:
        """By how many rows the list in the large pane can be moved up."""
        from journey_tui.tui.lenses import LENSES

        layout = self.layout_now
        lens = self.sight.now.lens
        if self.gatherer is None or "focus" not in layout:
            return 0
        return LENSES[lens].most_scroll(self.view(layout).gathered[lens], layout["focus"].height - 2)

    @property
    def length(self) -> int:
        """Events that are known of."""
        return 0 if self.player is None else self.player.timeline.length

    def view(self, layout: Layout | None = None) -> View:
        """Everything that a frame shows."""
        layout = self.layout_now if layout is None else layout
        if self.gatherer is None:
            waiting = View(notice=self.notice, failed=not self.opening, language=self.speech.language)
            return replace(waiting, commands=self.preferences.commands)
        introduced = self.player is not None and self.player.position == self.begins_at
        progress = self.moving.progress(perf_counter())
        language = self.speech.language
        view = self.gatherer.view(layout, self.sight, self.notice, introduced, progress, language)
        view = replace(view, commands=self.preferences.commands, seeking=self.seeking.told)
        return view if self.lesson is None else self.lesson.shown(self, view)

    def _watch_clock(self) -> None:
        playing = self.moving.running or (self.player is not None and self.player.playing)
        if playing and self._timer is None:
            self._last_tick = perf_counter()
            self._timer = self.set_interval(1 / FRAMES_PER_SECOND, self._tick)
        elif not playing and self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        from journey_tui.tui import breaks, commands

        now = perf_counter()
        elapsed, self._last_tick = now - self._last_tick, now
        if commands.guarded(self, lambda player: player.advance(elapsed)):
            assert self.player is not None
            self.notice = breaks.stopped(self.player) or self.notice
            self.moving.play(now, self.player.wait.seconds)
            self.repaint()
        elif self.moving.running:
            self.repaint()

    # ── what the viewer does ──

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the keymap are the picture's alone: what lies over it has its own."""
        if action == "lesson":
            return self.wants(str(parameters[0]))
        return action != "run" or len(self.screen_stack) == 1

    def action_run(self, command: str) -> None:
        """A key of the keymap."""
        from journey_tui.tui import commands

        if len(self.screen_stack) == 1:
            stopped = self.seeking.told
            self.on_key()
            if not (stopped and command == "escape"):
                commands.run(self, command)

    def on_key(self) -> None:
        """Any key takes the tour away, and ends a search; what else it does is its own affair."""
        self._end_search()
        self._end_tour()

    def _end_search(self) -> None:
        if self.seeking.told:
            from journey_tui.tui import breaks

            breaks.stop(self)
            self.repaint()

    def _end_tour(self) -> None:
        if self.preferences.tour:
            self.notice = self.preferences.end_tour() or self.notice
            self.repaint()

    def action_command_palette(self) -> None:
        """Ctrl+P; over another overlay it could open nothing."""
        from journey_tui.tui.screens.palette import Palette

        if len(self.screen_stack) == 1:
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Ctrl+C, which in a terminal may mean copy."""
        key = self.preferences.commands["quit"].shown.split(",")[0]
        self.notice = _("Press {key} to quit.").format(key=key or "Ctrl+Q")
        self.repaint()

    def on_canvas_pressed(self, message: Canvas.Pressed) -> None:
        """The mouse."""
        from journey_tui.tui import pointing

        self._end_search()
        pointing.press(self, message)  # on what is seen, which gives way with the tour
        self._end_tour()

    def doing(self) -> str:
        """Where it was, for the line that tells of an error in the program."""
        at = "" if self.player is None else f", at event {self.player.position}"
        return f"showing {clean(self.loader.source, 100)}{at}"

    def watch_theme(self) -> None:
        """Another theme: paint all."""
        if self.is_running:
            self.repaint()
