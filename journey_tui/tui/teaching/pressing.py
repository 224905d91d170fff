"""The keys of a lesson: while something is asked, digits, Enter and the Space bar answer; at a stop, Enter and a clicker go on.

They are looked at before the keymap, and only where they mean something: everywhere else each key does what it always does.
"""

from typing import TYPE_CHECKING

from journey_tui.content.ui import _
from journey_tui.tui.panes.lesson import FRAME, rows_wanted
from journey_tui.tui.teaching.asking import TYPED
from journey_tui.tui.teaching.bindings import MOVES, ONWARD, VOTES

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
        lesson.scroll = min(max(lesson.scroll + (1 if key == "down" else -1), 0), hidden(app, lesson))
    else:
        lesson.onward(app)
    app.repaint()


def _answer(app: "JourneyApp", lesson: "Teaching", key: str) -> None:
    asking = lesson.asking
    assert asking is not None
    app.notice = ""
    if asking.voting or (key not in ONWARD and key not in VOTES):
        before = asking.chosen
        moved = asking.press("enter" if key == "pagedown" else key)
        if key == "space" and not moved:
            app.notice = lesson.refusal
        if key in MOVES and (not moved or asking.chosen == before or asking.chosen is None):
            _scroll(
                app,
                lesson,
                1 if key == "down" else -1,
                top=asking.chosen is None and asking.kind not in TYPED,
            )
    elif key in VOTES:
        if not asking.begin_votes():
            app.notice = _("There is nothing to vote for: this is answered with a number or an order.")
    else:
        lesson.onward(app)


def _scroll(app: "JourneyApp", lesson: "Teaching", rows: int, top: bool) -> None:
    lesson.scroll = 0 if top else min(max(lesson.scroll + rows, 0), hidden(app, lesson))


def hidden(app: "JourneyApp", lesson: "Teaching") -> int:
    """Rows of the card that find no room."""
    place = app.layout_now.get("lesson")
    if place is None or lesson.card is None:
        return 0
    return max(rows_wanted(lesson.card, place.width, besides=False) - max(place.height, FRAME), 0)
