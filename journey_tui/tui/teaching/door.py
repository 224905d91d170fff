"""The lesson's side of the link: it opens the door, and tells whoever has come in what is shown now."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from journey_tui.content.ui import CHOICES, _
from journey_tui.tui.teaching import meeting
from journey_tui.tui.teaching.follow import Publisher
from journey_tui.tui.teaching.message import Telling

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.mode import Teaching


class Door:
    """Made when the lesson is opened; nothing is told while nobody listens, or while nothing changes."""

    def __init__(self, app: "JourneyApp", lesson: "Teaching") -> None:
        self._app = app
        self._lesson = lesson
        self._publisher = Publisher(self._telling)
        self._since = perf_counter()
        self._began = self._since if lesson.room is None else lesson.room.began
        self._at: object = None
        """The stop at hand when it was last looked."""
        self._told: tuple[object, ...] = ()
        self._closed = False

    @property
    def elapsed_s(self) -> float:
        """Since the class began."""
        return perf_counter() - self._began

    async def open(self, place: Callable[[], Path]) -> None:
        """Open the door; where that cannot be, the lesson goes on without a window, and says so."""
        try:
            await self._publisher.open(meeting.own(place()))
        except OSError as error:
            reason = error.strerror or error
            self._app.notice = _("journey present cannot follow: {reason}").format(reason=reason)
            self._app.repaint()
        if self._closed:
            self._publisher.close()

    def tell(self) -> None:
        """Whatever has changed since it was told last."""
        if self._lesson.at is not self._at:
            self._at, self._since = self._lesson.at, perf_counter()
        if not self._publisher.heard:
            self._told = ()
            return
        news = self._state()
        if news != self._told:
            self._told = news
            self._publisher.publish()

    def close(self) -> None:
        """Nobody is told any more."""
        self._closed = True
        self._publisher.close()

    def _state(self) -> tuple[object, ...]:
        """Everything that a window shows of."""
        app, lesson = self._app, self._lesson
        player = app.player
        asking = lesson.asking
        votes = None if asking is None else (tuple(asking.votes), asking.reply())
        where = None if player is None else (player.position, player.playing)
        return (where, lesson.at, lesson.open, votes, lesson.session.points, len(lesson.session.asked))

    def _telling(self, language: str) -> Telling:
        from journey_tui.tui.teaching.report import telling

        now = perf_counter()
        wanted = language if language in CHOICES else "en"
        return telling(self._app, self._lesson, wanted, self.elapsed_s, now - self._since)
