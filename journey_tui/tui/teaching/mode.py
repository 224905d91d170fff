"""The lesson mode of the screen: it stops the run at every stop, asks, holds what is to come, and judges.

While a question is open the application plays another run: the same one without its future (`playback.held`). So nothing on
the screen can tell what comes next, and no pane has to know of it.
"""

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import _, _n
from journey_tui.playback import Player
from journey_tui.playback.lesson import ResolvedLesson, ResolvedStop, Session
from journey_tui.tui.layout import Layout
from journey_tui.tui.lenses import LENSES
from journey_tui.tui.looking import PICTURE
from journey_tui.tui.teaching.asking import Asking
from journey_tui.tui.teaching.card import Card
from journey_tui.tui.teaching.cards import card_of
from journey_tui.tui.teaching.classroom import Classroom
from journey_tui.tui.teaching.door import Door
from journey_tui.tui.teaching.past import Past
from journey_tui.tui.teaching.placing import with_card
from journey_tui.tui.teaching.seen import Seen
from journey_tui.tui.teaching.wording import Wording
from journey_tui.tui.view import View

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

_FORWARD: Final = ("play", "step", "next_stage", "run_next", "end", "next_chapter")
"""Commands that would show what comes after an open question."""
_HELD: Final = ("next_stage", "end")
"""Commands that may pass over a stop: they come no further than the first one that has not been seen."""

JUST_COME_S: Final = 0.8
"""Seconds after the run has come to a question by itself in which Enter was meant for the run and shows no answer."""


class Teaching:
    """One lesson in one run."""

    def __init__(self, player: Player, lesson: ResolvedLesson, room: Classroom | None) -> None:
        self.lesson = lesson
        self.room = room
        """What it is taught with; None: the run is only looked at, and its chapters are shown."""
        self.session = Session(lesson)
        self.whole = player
        """The run with all that is to come."""
        self.at: ResolvedStop | None = None
        """The stop at which the run stands."""
        self.open: ResolvedStop | None = None
        """The stop whose question is open: nothing beyond it is known."""
        self.asking: Asking | None = None
        self.card: Card | None = None
        """What the class reads now."""
        self.scroll = 0
        self._known = Seen(player)
        self._past = Past(player, self._known)
        self._seen = 0
        """The number of the last stop that has been come to."""
        self._stood = 0
        self._holds = False
        self._opens_list = False
        """Whether a lens has just been opened that may be a long list."""
        self._plays = False
        """Whether the run played when it was last looked, and no key has moved it since."""
        self._came: float | None = None
        """When it played on to the open question; None: a key led there."""
        self._looked_at: tuple[str, int | None, int] | None = None
        """Lens, subject and page that were open when the card was first shown."""
        self._ended = False
        """Whether the run stood at its end when it was last looked."""
        self._greeting = ""
        """What is said at the very beginning, until the first stop."""
        self._wordings: dict[str, Wording] = {}
        self._door: Door | None = None

    # ── where it begins ──

    @property
    def begins_at(self) -> int:
        """The first chapter; where it begins with the run and no stop lies before the first client, that client."""
        first = self.lesson.chapters[0].position if self.lesson.chapters else 0
        opening = self.whole.opening
        early = self.lesson.stops and self.lesson.stops[0].position <= opening
        return first if first or early else opening

    def begin(self, room: Classroom, saved: bool = False) -> str:
        """Take up what was left; says what was found."""
        self.whole.seek(self.begins_at)
        self.session, came_back, lost = room.restore(self.lesson)
        if not came_back:
            self._greeting = _("Enter leads on from stop to stop; m lists them.")
            return self._greeting
        if self.session.number:
            self.whole.seek(self.session.position)
            self._seen = self.session.number
        return self._taken_up(lost, saved)

    def _taken_up(self, lost: int, saved: bool) -> str:
        number, count = self.session.number, len(self.lesson.stops)
        where = (
            _("You are back at stop {number} of {count}; m lists all, journey teach --again begins anew.")
            if number
            else _("You are back before the first stop; m lists all, journey teach --again begins anew.")
        ).format(number=number, count=count)
        if saved and number:
            where = _("The file was saved: this is the run as it is now.")
        if not lost:
            return where
        changed = _n(
            "The lesson has changed: {count} answer fits no longer and was dropped.",
            "The lesson has changed: {count} answers fit no longer and were dropped.",
            lost,
        ).format(count=lost)
        return f"{changed}\n{where}"

    # ── at every frame ──

    def settle(self, app: "JourneyApp") -> None:
        """Come to a stop, or leave it, as the position says; make the card that is shown."""
        player = app.player
        if player is None:
            return
        if self.room is not None and self.open is None:
            self._hold_back(player)
            self._come_to(app, self.lesson.stop_at(player.position))
        if app.player is not None:
            app.player.halt = self._halt(app.player)
            self._stood = app.player.position
            self._plays = app.player.playing
        if self.room is not None and self.open is None and app.gatherer is not None:
            app.gatherer.knows = self._known.up_to
        self._watch_end(app)
        card = card_of(self, app)
        self.card = None if card is None else replace(card, notice=app.notice, aside=self._looks_aside(app))
        if self._opens_list:
            self._opens_list = False
            _show_present(app)

    def _looks_aside(self, app: "JourneyApp") -> bool:
        """Whether another lens, or another page of one, has been opened since the words were shown."""
        now = app.sight.now
        return now.lens != PICTURE and (now.lens, now.subject, now.tab) != self._looked_at

    def _watch_end(self, app: "JourneyApp") -> None:
        """The first time that the end is come to, say what was reached; where it is a stop, once that has been read."""
        ended = self.room is not None and self.ended(app)
        if ended and not self._ended and self.at is None:
            from journey_tui.tui.teaching import overlays

            app.call_later(overlays.end, app)
        self._ended = ended

    def _hold_back(self, player: Player) -> None:
        """What passes over stops comes no further than the first that has not been seen."""
        if self._holds:
            coming = self.lesson.stop_after(self._stood)
            while coming is not None and coming.number <= self._seen:
                coming = self.lesson.stop_after(coming.position)
            if coming is not None and coming.position < player.position:
                player.seek(coming.position)
        self._holds = False

    def _halt(self, player: Player) -> int | None:
        if self.room is None:
            return None
        if self.open is not None:
            return self.open.position
        coming = self.lesson.stop_after(player.position)
        return None if coming is None else coming.position

    def _come_to(self, app: "JourneyApp", stop: ResolvedStop | None) -> None:
        if stop is self.at:
            return
        if self.at is not None and self.at.look:
            app.sight.close(self.at.look)
        self.at, self.scroll = stop, 0
        if stop is None:
            return
        assert app.player is not None
        app.player.pause()
        said = [line for line in app.notice.split("\n") if line != self._greeting]
        app.notice = "\n".join(said)  # the words of the stop need the row of the greeting
        self._seen = max(self._seen, stop.number)
        self.session.go_to(stop.number)
        if stop.look:
            app.sight.look(stop.look)
            self._opens_list = True
        if stop.stage:
            app.sight.pin(stop.stage)
        if self.session.is_open(stop):
            self._ask(app, stop)
        self._look_at(app)
        self.keep(app)

    def _look_at(self, app: "JourneyApp") -> None:
        """Remember what is looked at when words are shown."""
        now = app.sight.now
        self._looked_at = (now.lens, now.subject, now.tab)

    # ── asking ──

    def _ask(self, app: "JourneyApp", stop: ResolvedStop) -> None:
        """Show a run that ends here, with the question."""
        assert stop.question is not None
        assert app.player is not None
        self.open = stop
        self._came = perf_counter() if self._plays else None
        votes = self.session.of(stop).votes
        count = len(stop.question.choices)
        given = [votes.get(number, 0) for number in range(1, count + 1)] if votes else []
        self.asking = Asking(stop.question.kind, count, votes=given)
        self._past.hide(app, stop.position)

    def answer(self, app: "JourneyApp") -> str:
        """Take what is answered, and show the whole run again; says what is still missing."""
        assert self.open is not None
        assert self.asking is not None
        if self.asking.unfinished:
            return _("Put all {count} in order, or take back with Backspace.").format(count=self.asking.count)
        reply = self.asking.reply()
        if reply is None and self._came is not None and perf_counter() - self._came < JUST_COME_S:
            return _("The question has only just come: Enter once more shows the answer.")
        self._note_votes()
        if reply is None:
            self.session.reveal()
        else:
            self.session.reply(reply)
        self._past.reveal(app, self.open.position)
        self.open, self.asking, self.scroll = None, None, 0
        self._look_at(app)
        self.keep(app)
        return ""

    def keep(self, app: "JourneyApp") -> None:
        """Write down where one stands."""
        self._note_votes()
        if self.room is not None and not self.room.keep(self.session):
            app.notice = _("The place in the lesson cannot be kept: its file cannot be written.")

    def _note_votes(self) -> None:
        """What the class has said so far of the question that is open."""
        if self.asking is not None and self.open is not None and self.session.stop is self.open:
            for number, votes in enumerate(self.asking.votes, 1):
                self.session.vote(number, votes)

    def point(self, place: int) -> None:
        """Take the choice that was clicked."""
        if self.asking is not None:
            self.asking.choose(place)

    # ── going on ──

    def standing(self, app: "JourneyApp") -> bool:
        """Whether the open question is on the screen, and not the past before it."""
        return self.open is not None and app.player is not None and app.player.position == self.open.position

    def onward(self, app: "JourneyApp") -> None:
        """From a stop: play on; while it plays: to the next stop; from the end: what was reached."""
        from journey_tui.tui.teaching import overlays

        player = app.player
        if player is None:
            return
        app.notice = ""
        self._plays = False
        if self.standing(app):
            app.notice = self.answer(app)
        elif self.ended(app):
            overlays.end(app)
        elif player.playing:
            player.seek(self.lesson.length if player.halt is None else player.halt)
        else:
            app.sight.unpin()
            player.play()

    def skips(self, app: "JourneyApp") -> bool:
        """Whether going on means the next stop at once: it plays, and nothing is open."""
        return self.room is not None and self.open is None and app.player is not None and app.player.playing

    def ended(self, app: "JourneyApp") -> bool:
        """Whether the run stands at its end."""
        return self.open is None and app.player is not None and app.player.position >= self.lesson.length

    def takes(self, app: "JourneyApp", command: str) -> bool:
        """Whether a command of the keymap is refused, or means something else here."""
        if self.room is None or app.player is None:
            return False
        self._holds = command in _HELD
        self._plays = False
        if (
            command == "about"
            and app.sight.now.chosen is None
            and (self.at or self.ended(app) or self.skips(app) or app.sight.now.pinned is None)
        ):
            self.onward(app)
            return True
        if command in _FORWARD and self.standing(app):
            app.notice = self.refusal
            return True
        return False

    @property
    def refusal(self) -> str:
        """Why nothing that comes can be shown."""
        return _("A question is open: answer it, or press Enter to see the answer; then the run goes on.")

    # ── the teacher's window ──

    def open_door(self, app: "JourneyApp") -> None:
        """Let the teacher's window follow, if there is a place where it looks for lessons."""
        if self.room is not None and self.room.meeting is not None:
            self._door = Door(app, self)
            app.run_worker(self._door.open(self.room.meeting), exit_on_error=False)

    def tell(self, app: "JourneyApp") -> None:
        """Tell the window, if there is one, what has changed."""
        if self._door is not None:
            self._door.tell()

    def close(self) -> None:
        """Let the window go, and keep the place."""
        if self._door is not None:
            self._door.close()
        self._note_votes()
        if self.room is not None:
            self.room.keep(self.session)

    # ── what is shown ──

    def arranged(self, layout: Layout) -> Layout:
        """The panes with a place for the card."""
        return layout if self.card is None else with_card(layout, self.card)

    def shown(self, app: "JourneyApp", view: View) -> View:
        """The view with what a lesson adds to it."""
        between = self.room is not None and app.sight.now.pinned is None and app.sight.now.chosen is None
        enter = "Next stop" if self.skips(app) else "Go on" if between else ""
        if self.card is not None and not self.skips(app):
            enter = self.card.enter
        shown = replace(view, card=self.card, enter=enter)
        return replace(shown, chapter=self.chapter(app), chapters=self.chapters(app))

    def wording(self, app: "JourneyApp") -> Wording:
        """The words in the viewer's language."""
        return self.wording_in(app.speech.language)

    def wording_in(self, choice: str) -> Wording:
        """The words in a language, or in both."""
        if choice not in self._wordings:
            self._wordings[choice] = Wording(self.whole.timeline, self.lesson, choice)
        return self._wordings[choice]

    def chapter(self, app: "JourneyApp") -> str:
        """The title of the chapter at hand."""
        position = 0 if app.player is None else app.player.position
        return self.wording(app).title(self.lesson.chapter_at(position)) if self.lesson.chapters else ""

    def chapters(self, app: "JourneyApp") -> list[tuple[int, str]]:
        """Where chapters begin, as far as may be known."""
        last = self.lesson.length if self.open is None else self.open.position
        known = [chapter for chapter in self.lesson.chapters if chapter.position <= last]
        return [(chapter.position, self.wording(app).title(chapter)) for chapter in known]


def _show_present(app: "JourneyApp") -> None:
    """Move a long list so far that the present is in view; nothing in it is chosen, for keys are the lesson's."""
    layout, now = app.layout_now, app.sight.now
    if "focus" in layout and now.lens in LENSES:
        data = app.view(layout).gathered[now.lens]
        scroll, _chosen = LENSES[now.lens].begin(data, layout["focus"].height - 2)
        app.sight.begin(scroll, None)
