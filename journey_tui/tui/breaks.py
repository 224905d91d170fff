"""What the viewer does with breakpoints, and the search for the next one, in slices that no key has to wait for."""

from time import perf_counter
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import N_, _
from journey_tui.playback import Breakpoint, Player
from journey_tui.playback.breakpoints import Search
from journey_tui.tui.lenses.breaks import NEW
from journey_tui.tui.target import Halt
from journey_tui.tui.wrong import told

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

SLICE_S: Final = 0.01
"""How long a search that the viewer waits for may keep a key waiting."""
_AHEAD_S: Final = 0.005
"""And the look ahead, of which nobody knows."""
_SLICE_EVENTS: Final = 128
_PAUSE_S: Final = 0.001
_WAIT_S: Final = 0.05
"""Between two looks at a run that is still being read."""
_PAINT_S: Final = 0.2
"""How often it is said how far a search has come."""
LENS: Final = "breaks"
_NONE_SET: Final = N_("No breakpoint is set: b sets one on this stage, B offers others.")
_CHOOSE: Final = N_("Choose a breakpoint in the list (B) to remove it.")


# ── setting ──


def begin(app: "JourneyApp") -> None:
    """A run was opened: what was set before holds in it too."""
    assert app.player is not None
    app.seeking.ahead = False
    for text in app.seeking.texts:
        try:
            app.player.breakpoints.add(text)
        except ValueError as error:
            app.notice = told(error)
    look(app, app.player)


def toggle(app: "JourneyApp") -> None:
    """On the stage that is shown, or the one that is chosen in the list: on or off."""
    if app.player is None:
        return
    points, text = app.player.breakpoints, chosen(app)
    if app.sight.now.lens == LENS and text is None:
        return
    known = points.find(f"stage {app.view().shown}" if text is None else text)
    if known is None:
        _set(app, f"stage {app.view().shown}" if text is None else text)
    elif text is not None:
        points.switch(known)
        look(app, app.player)
    else:
        points.remove(known)
        app.notice = _("No breakpoint any more: {text}.").format(text=known.text)


def remove(app: "JourneyApp") -> None:
    """The one that is chosen in the list."""
    if app.player is None:
        return
    text = chosen(app)
    known = None if text is None else app.player.breakpoints.find(text)
    if known is None:
        app.notice = _(_CHOOSE)
    else:
        app.player.breakpoints.remove(known)
        app.notice = _("No breakpoint any more: {text}.").format(text=known.text)


def _set(app: "JourneyApp", text: str) -> Breakpoint | None:
    """Set one; what is wrong with it is told."""
    assert app.player is not None
    if text == NEW:
        ask(app)
        return None
    try:
        one = app.player.breakpoints.add(text)
    except ValueError as error:
        app.notice = told(error)
        return None
    app.notice = _("Breakpoint: {text}. c runs to the next, C to the last.").format(text=one.text)
    if app.sight.now.lens == LENS:
        app.sight.begin(0, app.player.breakpoints.all.index(one))
    look(app, app.player)
    return one


def ask(app: "JourneyApp", forward: bool | None = None) -> None:
    """The prompt; what is set there is gone to, as one that is offered would be, if a way is given."""
    from journey_tui.tui.screens.breakpoint import BreakpointScreen

    player = app.player
    if player is None:
        return
    player.pause()

    added: list[str] = []

    def add(text: str) -> None:
        added.append(player.breakpoints.add(text).text)

    def asked(done: bool | None) -> None:
        if done:
            look(app, player)
            if forward is not None:
                go(app, added[-1], forward)
        app.repaint()

    app.push_screen(BreakpointScreen(add), asked)


def chosen(app: "JourneyApp") -> str | None:
    """The words of the breakpoint that is chosen in the list."""
    now, links = app.sight.now, app.focus_links()
    if now.lens != LENS or now.chosen is None or not links:
        return None
    target = links[min(now.chosen, len(links) - 1)].target
    return target.text if isinstance(target, Halt) else None


# ── running ──


def run(app: "JourneyApp", forward: bool) -> None:
    """To the next (or previous) one: of the one that is chosen in the list, else of any that is on."""
    text = chosen(app)
    if text is not None:
        go(app, text, forward)
    elif app.player is not None and not app.player.breakpoints.enabled:
        app.notice = _(_NONE_SET)
    elif app.player is not None:
        _search(app, app.player, forward, None)


def go(app: "JourneyApp", text: str, forward: bool = True) -> None:
    """To where one is met next (or was met last); one that is not set is set first. Then the picture is shown."""
    if app.player is None:
        return
    if text == NEW:
        ask(app, forward)
        return
    known = app.player.breakpoints.find(text) or _set(app, text)
    if known is not None:
        app.sight.close(LENS)
        _search(app, app.player, forward, known)


def _search(app: "JourneyApp", player: Player, forward: bool, only: Breakpoint | None) -> None:
    app.notice = ""
    app.sight.unpin()
    app.seeking.number += 1
    _slice(app, player, forward, only, app.seeking.number, perf_counter())


def _slice(
    app: "JourneyApp", player: Player, forward: bool, only: Breakpoint | None, number: int, painted: float
) -> None:
    """Look for a few milliseconds, and come back until something is found, or a key is pressed."""
    if player is not app.player or number != app.seeking.number:
        return
    deadline = perf_counter() + SLICE_S
    search = Search(False)
    try:
        while not search.over and perf_counter() < deadline:
            search = player.run_to(forward, _SLICE_EVENTS, only)
    except Exception as error:
        app.seeking.number += 1
        app.seeking.told = False
        app.notice = told(error)
        app.repaint()
        return
    if search.over:
        app.seeking.number += 1
        _found(app, player, forward, only, search)
    elif not app.seeking.told or perf_counter() - painted > _PAINT_S:
        app.seeking.told, painted = True, perf_counter()
        share = 100 * search.scanned // max(search.length, 1)
        app.notice = _("searching … {length:,} events, {share} % (any key stops)").format(
            share=share, length=search.length
        )
        app.repaint()
    if not search.over:
        app.set_timer(_PAUSE_S, lambda: _slice(app, player, forward, only, number, painted))


def _found(app: "JourneyApp", player: Player, forward: bool, only: Breakpoint | None, search: Search) -> None:
    app.seeking.told = False
    if search.hit is None:
        words = only.text if only is not None else ", ".join(one.text for one in player.breakpoints.enabled)
        said = (
            _("Not met after this moment: {text}.") if forward else _("Not met before this moment: {text}.")
        )
        app.notice = said.format(text=words)
    else:
        app.notice = stopped(player)
    app.repaint()


def stopped(player: Player) -> str:
    """Which breakpoint it is that the run stands at."""
    return "" if player.stopped is None else _("Breakpoint: {text}.").format(text=player.stopped.text)


def stop(app: "JourneyApp") -> bool:
    """Any key ends a search; whether there was one."""
    if not app.seeking.told:
        return False
    app.seeking.told = False
    app.seeking.number += 1
    app.notice = _("The search was stopped.")
    return True


# ── looking ahead ──


def look(app: "JourneyApp", player: Player) -> None:
    """Fill the index of what has been read, a slice at a time, until all of it has been looked at."""
    if not app.seeking.ahead:
        app.seeking.ahead = True
        app.call_later(_look, app, player)


def _look(app: "JourneyApp", player: Player) -> None:
    if player is not app.player or not player.breakpoints.enabled:
        app.seeking.ahead = False
        return
    deadline = perf_counter() + _AHEAD_S
    while (looked := player.breakpoints.scan(_SLICE_EVENTS)) and perf_counter() < deadline:
        pass
    if not looked and player.timeline.complete:
        app.seeking.ahead = False
        app.repaint()
    else:
        app.set_timer(_PAUSE_S if looked else _WAIT_S, lambda: _look(app, player))
