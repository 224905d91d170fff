"""`journey present`: the teacher's own window. It follows the lesson of another terminal, and waits where there is none."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.filter import LineFilter

from journey_tui.content.ui import _
from journey_tui.tui.canvas import Canvas
from journey_tui.tui.failing import Failing
from journey_tui.tui.looks import USUAL, Depth, Looks, writing
from journey_tui.tui.surface import Surface
from journey_tui.tui.teaching import meeting
from journey_tui.tui.teaching.follow import follow
from journey_tui.tui.teaching.message import Telling, Unreadable
from journey_tui.tui.teaching.window import draw
from journey_tui.tui.themes import DARK, NAMES, style_key, themes

_TICK_S: Final = 1.0
"""The clock's step, and how often a lesson is looked for."""
_PAGE: Final = 10


class PresenterApp(Failing):
    """One canvas, one clock, one connection."""

    TITLE = "journey present"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012 - textual reads it from the class
        Binding("q,দ,escape,ctrl+q", "quit", show=False),
        Binding("up,k,ক", "move(-1)", show=False),
        Binding("down,j,জ,space", "move(1)", show=False),
        Binding("pageup", f"move(-{_PAGE})", show=False),
        Binding("pagedown", f"move({_PAGE})", show=False),
        Binding("home", "move(-10000)", show=False),
        Binding("T,ঠ", "theme", show=False),
    ]

    def __init__(
        self,
        place: Path,
        language: str,
        path: Path | None = None,
        source: str = "",
        theme: str = DARK,
        looks: Looks = USUAL,
    ) -> None:
        super().__init__(ansi_color=None if looks.depth is Depth.FULL else True)
        self._line_filters, spell = writing(looks)
        for known in themes(looks.depth):
            self.register_theme(known)
        self.theme = theme
        self.looks = looks
        self.canvas = Canvas(spell)
        self.told: Telling | None = None
        """The last that was heard."""
        self._told_at = 0.0
        self._place = place
        self._language = language
        self._path = path
        """The socket that was chosen; None: whichever answers."""
        self._source = source
        """What the lesson has to be called; empty: any."""
        self._waiting = self._nobody()
        self._scroll = self._most_scroll = 0

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield self.canvas

    def on_mount(self) -> None:
        """Look for the lesson, and let the clock run."""
        self.heed_signals()
        self.repaint()
        self.set_interval(_TICK_S, self.repaint)
        self.run_worker(self._follow_all(), exit_on_error=False)

    def on_resize(self) -> None:
        """Lay out anew."""
        self.call_after_refresh(self.repaint)

    async def _follow_all(self) -> None:
        """One lesson after the other, as they come."""
        while True:
            path = self._path or await asyncio.to_thread(self._found)
            if path is not None:
                await self._follow(path)
            await asyncio.sleep(_TICK_S)

    def _found(self) -> Path | None:
        """The newest lesson that is the one that was asked for."""
        for path in meeting.running(self._place):
            told = meeting.peek(path, self._language)
            if told is not None and named(told, self._source):
                return path
        return None

    async def _follow(self, path: Path) -> None:
        try:
            await follow(path, self._language, self._hear)
        except Unreadable as error:
            self._waiting = _("What the lesson says cannot be read: {reason}").format(reason=error)
        except OSError:
            self._waiting = self._nobody() if self.told is None else self._over()
        else:
            self._waiting = self._over()
        self._path = None
        self.repaint()

    def _hear(self, told: Telling) -> None:
        if self.told is None or (told.stop, told.state) != (self.told.stop, self.told.state):
            self._scroll = 0
        self.told, self._told_at, self._waiting = told, perf_counter(), ""
        self.repaint()

    def _nobody(self) -> str:
        """What is said before a lesson is found."""
        return _(
            "No lesson runs yet: begin one with journey teach in another terminal. This window finds it."
        )

    def _over(self) -> str:
        """What is said when the other program has ended."""
        return _("The lesson has ended. When it goes on, or another begins, this window follows.")

    def repaint(self) -> None:
        """Everything; only cells that changed are sent."""
        width, height = self.size
        surface = Surface(width, height)
        since_s = 0.0 if self._waiting else perf_counter() - self._told_at
        self._most_scroll = draw(self.told, self._waiting, since_s, self._scroll, surface)
        self.canvas.show(surface, style_key(self.theme, self.looks.depth))

    def action_move(self, rows: int) -> None:
        """Read on, or back."""
        self._scroll = min(max(self._scroll + rows, 0), self._most_scroll)
        self.repaint()

    def action_theme(self) -> None:
        """The next one."""
        self.theme = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)]
        self.repaint()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every row goes through."""
        own = () if self.looks.depth is Depth.NONE else super().get_line_filters()
        return [*own, *self._line_filters]


def named(told: Telling, source: str) -> bool:
    """Whether a lesson is the one that is asked for, by its file's name or a part of it."""
    return (
        not source
        or source.casefold() in told.source.casefold()
        or source.casefold() in told.title.casefold()
    )
