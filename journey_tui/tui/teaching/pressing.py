"""The keys of a lesson: while something is asked, digits, Enter and the Space bar answer; at a stop, Enter and a clicker go on.

They are looked at before the keymap, and only where they mean something: everywhere else each key does what it always does.
"""

from typing import TYPE_CHECKING, NamedTuple

from journey_tui.content.ui import _
from journey_tui.tui.panes.lesson import FRAME, SIDES, rows_wanted
from journey_tui.tui.teaching.asking import TYPED, Asking
from journey_tui.tui.teaching.bindings import MOVES, ONWARD, VOTES
from journey_tui.tui.teaching.card import window

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.teaching.mode import Teaching


def wants(app: "JourneyApp", key: str) -> bool:
    """Whether a key is the lesson's now."""
    lesson = app.lesson
    if lesson is None or lesson.room is None or app.player is None:
        return False
    if lesson.asking is not None and lesson.standing(app):
        return key != "escape" or lesson.asking.voting
    if app.sight.now.chosen is not None:
        return False
    if key in MOVES:
        return lesson.card is not None and hidden(app, lesson) > 0
    if key not in ONWARD or lesson.open is not None:
        return False
    return lesson.at is not None or lesson.ended(app) or lesson.skips(app)


def press(app: "JourneyApp", key: str) -> None:
    """Do what a key of the lesson means."""
    lesson = app.lesson
    assert lesson is not None
    app.on_key()
    app.moving.end()
    if lesson.asking is not None and lesson.standing(app):
        _answer(app, lesson, key)
    elif key in MOVES:
        scroll(app, lesson, key == "down")
    else:
        lesson.onward(app)
    app.repaint()


def _answer(app: "JourneyApp", lesson: "Teaching", key: str) -> None:
    """A key while a question is open."""
    asking = lesson.asking
    assert asking is not None
    app.notice = ""
    if key in MOVES:
        _move(app, lesson, asking, key)
    elif asking.voting or (key not in ONWARD and key not in VOTES):
        if not asking.press("enter" if key == "pagedown" else key) and key == "space":
            app.notice = lesson.refusal
    elif key in ONWARD:
        lesson.onward(app)
    elif not asking.begin_votes():
        app.notice = _("There is nothing to vote for: this is answered with a number or an order.")


def _move(app: "JourneyApp", lesson: "Teaching", asking: Asking, key: str) -> None:
    """To the next choice; as long as there are words to be read before the first one, through these."""
    shown = _shown(app, lesson)
    unread = shown is not None and (shown.first is None or shown.first >= shown.top + shown.height)
    reads = asking.chosen is None and (key == "up" or unread)
    if shown is not None:
        lesson.scroll = shown.top
    if reads or asking.kind in TYPED:
        scroll(app, lesson, key == "down")
    else:
        asking.press(key)


def scroll(app: "JourneyApp", lesson: "Teaching", forward: bool) -> None:
    """Half of what is shown further, or back."""
    shown = _shown(app, lesson)
    if shown is not None:
        rows = max(shown.height // 2, 1) * (1 if forward else -1)
        lesson.scroll = min(max(shown.top + rows, 0), hidden(app, lesson))


class _Shown(NamedTuple):
    """Which rows of the card are on the screen."""

    top: int
    height: int
    first: int | None
    """The row in which the first choice begins."""


def _shown(app: "JourneyApp", lesson: "Teaching") -> _Shown | None:
    place = app.layout_now.get("lesson")
    if place is None or lesson.card is None:
        return None
    height = max(place.height - FRAME, 1)
    rows = lesson.card.rows(place.width - SIDES, height)
    first = next((at for at, row in enumerate(rows) if row.choice == 0), None)
    return _Shown(window(rows, height, lesson.scroll), height, first)


def hidden(app: "JourneyApp", lesson: "Teaching") -> int:
    """Rows of the card that find no room."""
    place = app.layout_now.get("lesson")
    if place is None or lesson.card is None:
        return 0
    return max(rows_wanted(lesson.card, place.width, besides=False) - max(place.height, FRAME), 0)
