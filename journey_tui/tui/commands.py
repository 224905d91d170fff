"""What each command of the keymap does to the application."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import N_, _
from journey_tui.playback import Player
from journey_tui.stages import STAGES
from journey_tui.tui import appearance, breaks, language
from journey_tui.tui.lenses import LENSES
from journey_tui.tui.looking import PICTURE
from journey_tui.tui.target import Follow
from journey_tui.tui.wrong import told

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

_MOVES: Final[dict[str, Callable[[Player], object]]] = {
    "play": Player.toggle,
    "step": Player.step,
    "back": Player.back,
    "home": Player.home,
    "end": Player.end,
    "next_stage": Player.next_stage,
    "previous_stage": Player.previous_stage,
    "slower": Player.slower,
    "faster": Player.faster,
    "normal_speed": Player.normal_speed,
    "follow": Player.follow_next,
    "follow_previous": Player.follow_previous,
}
_OF_A_REQUEST: Final = ("timeline", "sequence", "waterfall")
"""Lenses that look into one request: from the list of all, into the one that is chosen there."""
_SEEN_TO_MOVE: Final = ("step", "next_stage")
_KEEP_PIN: Final = ("play", "slower", "faster", "normal_speed", "follow", "follow_previous")
_PAGES: Final = {"page_next": "step", "page_previous": "back"}
"""What a page key means where there is no list: what a slide clicker sends steps."""
_LISTS: Final = ("requests", "breaks")
"""Lenses that list what does not move with the run."""
FAILED: Final = 2
"""Exit code when the source could not be opened."""
_NOTHING: Final = {
    "next_stage": N_("This request goes to no later stage."),
    "previous_stage": N_("This request was at no earlier stage."),
    "follow": N_("No request is followed now."),
    "follow_previous": N_("No request is followed now."),
}
"""What is said of a command that found nothing to do."""
PACES: Final = {
    "events": N_("every event has the same time"),
    "true": N_("true time, slowed down; long gaps are shortened"),
    "stages": N_("every stay of the request at a stage has the same time"),
}
"""How time passes, by the pace's name in the player."""


def run(app: "JourneyApp", command: str) -> None:
    """Carry out one command and show what came of it."""
    app.moving.end()
    if command in _PAGES and app.sight.now.lens not in _LISTS:
        command = _PAGES[command]
    if app.lesson is not None and app.lesson.takes(app, command):
        app.repaint()
        return
    if command in _MOVES:
        if command not in _KEEP_PIN:
            app.sight.unpin()
        if app.player is not None:
            app.notice = ""
            app.to_end = command == "end"
        if guarded(app, _MOVES[command]):
            if command in _SEEN_TO_MOVE:
                app.moving.step(perf_counter())
        elif app.player is not None:
            app.notice = app.notice or _(_NOTHING.get(command, ""))
    else:
        _OTHERS[command](app)
    app.notice = appearance.remembered(app) or app.notice
    app.repaint()


def guarded(app: "JourneyApp", move: Callable[[Player], object]) -> bool:
    """Move the player, if there is one; what a damaged source raises on the way is told."""
    if app.player is None:
        return False
    try:
        return bool(move(app.player))
    except Exception as error:
        app.player.pause()
        app.notice = told(error)
        return True


def follow(app: "JourneyApp", request: int) -> None:
    """Follow one request from where it begins."""

    def move(player: Player) -> bool:
        app.notice = ""
        span = player.timeline.request(request)
        player.follow = request
        return span is not None and player.seek(span.first)

    app.sight.unpin()
    app.moving.end()
    guarded(app, move)


def scroll(app: "JourneyApp", rows: int) -> None:
    """Move the list in the large pane."""
    app.sight.choose(rows, 0, app.most_scroll(), comes_round=LENSES[app.sight.now.lens].comes_round)
    app.repaint()


def _pace(app: "JourneyApp") -> None:
    if app.player is not None:
        app.player.next_pace()
        _told_pace(app, app.player)


def choose_pace(app: "JourneyApp", name: str) -> None:
    """One of them by its name."""
    if app.player is not None:
        app.player.set_pace(name)
        _told_pace(app, app.player)
        app.notice = appearance.remembered(app) or app.notice
        app.repaint()


def _told_pace(app: "JourneyApp", player: Player) -> None:
    app.notice = _("Pace: {words}.").format(words=_(PACES[player.pace.value]))


def _zoom(app: "JourneyApp") -> None:
    app.sight.zoomed = not app.sight.zoomed


def _stage_after(app: "JourneyApp", places: int) -> None:
    """Look at another stage; through a lens that has pages, turn them."""
    pages = len(LENSES[app.sight.now.lens].tabs)
    if pages > 1:
        app.sight.turn(places, pages)
    elif app.player is not None:
        names = [stage.id for stage in STAGES]
        app.sight.pin(names[(names.index(app.view().shown) + places) % len(names)])


def _choose(app: "JourneyApp", places: int) -> None:
    if app.player is not None:
        links = app.focus_links()
        here = next((place for place, link in enumerate(links) if link.here), None)
        comes_round = LENSES[app.sight.now.lens].comes_round
        app.sight.choose(places, len(links), app.most_scroll(), here=here, comes_round=comes_round)


def _page(app: "JourneyApp", pages: int) -> None:
    """Move the list by what is seen of it."""
    links, layout = app.focus_links(), app.layout_now
    if links and "focus" in layout:
        app.sight.page(pages * max(len(links) - 1, 1), len(links), app.most_scroll())


def _lens(app: "JourneyApp", name: str) -> None:
    """Look through a lens; through the one that is open already, turn its page, or go back to the picture."""
    if app.player is None:
        return
    tabs = len(LENSES[name].tabs)
    if app.sight.now.lens != name:
        app.sight.look(name, _chosen_request(app) if name in _OF_A_REQUEST else None)
    elif app.sight.now.tab + 1 < tabs:
        app.sight.turn(1, tabs)
    else:
        app.sight.look(PICTURE)
    _begin(app)


def _host_back(app: "JourneyApp") -> None:
    """The tool before the one that is shown; the last one to begin with."""
    if app.player is None:
        return
    if app.sight.now.lens != "host":
        app.sight.look("host")
    app.sight.turn(-1, len(LENSES["host"].tabs))


def _chosen_request(app: "JourneyApp") -> int | None:
    """The request that is chosen in the list of all, if that is what is looked at."""
    links, chosen = app.focus_links(), app.sight.now.chosen
    if app.sight.now.lens != "requests" or chosen is None or not links:
        return None
    target = links[min(chosen, len(links) - 1)].target
    return target.request if isinstance(target, Follow) else None


def _narrow(app: "JourneyApp") -> None:
    """Ask which of all requests are to be listed."""
    from journey_tui.tui.screens.narrow import NarrowScreen

    def told(words: str | None) -> None:
        if words is not None and app.sight.now.lens == "requests":
            app.sight.narrow(words.strip())
            _begin(app)
        app.repaint()

    guarded(app, Player.pause)
    app.push_screen(NarrowScreen(app.sight.now.words), told)


def _begin(app: "JourneyApp") -> None:
    """Where the lens begins: how far its list is moved up, and which of its links is chosen."""
    layout, now = app.layout_now, app.sight.now
    if "focus" in layout:
        data = app.view(layout).gathered[now.lens]
        app.sight.begin(*LENSES[now.lens].begin(data, layout["focus"].height - 2))


def _lens_after(app: "JourneyApp", places: int) -> None:
    if app.player is not None:
        names = list(LENSES)
        app.sight.swap(names[(names.index(app.sight.now.lens) + places) % len(names)])


def _about(app: "JourneyApp") -> None:
    from journey_tui.tui.pointing import go
    from journey_tui.tui.screens.about import AboutScreen

    if app.player is None:
        return
    links = app.focus_links()
    if app.sight.now.chosen is not None and links:
        go(app, links[min(app.sight.now.chosen, len(links) - 1)].target)
    else:
        app.player.pause()
        app.push_screen(AboutScreen(app.view().shown, app.speech.language))


def glossary(app: "JourneyApp", wanted: str = "") -> None:
    """Its terms, or those that hold a text; one that is chosen is told, and its stage shown; a topic's page is opened."""
    from journey_tui.content import Term, Topic
    from journey_tui.tui.screens.glossary import GlossaryScreen

    def chosen(found: Term | Topic | None) -> None:
        if isinstance(found, Topic):
            topic(app, found.name)
        elif found is not None:
            app.sight.pin(found.stages[0])
            app.notice = f"{found.title}: {found.say}"
        app.repaint()

    if app.player is not None:
        app.player.pause()
        app.push_screen(GlossaryScreen(app.view().shown, wanted), chosen)


def topic(app: "JourneyApp", name: str) -> None:
    """The page of a topic, over the picture."""
    from journey_tui.tui.screens.about import AboutScreen

    app.push_screen(AboutScreen(name, app.speech.language))


def _help(app: "JourneyApp") -> None:
    from journey_tui.tui.screens.help import HelpScreen

    app.push_screen(HelpScreen(app.preferences.commands))


def _log(app: "JourneyApp", search: bool = False) -> None:
    from journey_tui.tui.screens.log import LogScreen

    def chosen(position: int | None) -> None:
        if position is not None:
            app.notice = ""
            app.sight.unpin()
            guarded(app, lambda player: player.seek(position))
        app.repaint()

    if app.player is not None and app.gatherer is not None:
        app.player.pause()
        app.push_screen(LogScreen(app.player, app.gatherer.lines, search), chosen)


def _scenarios(app: "JourneyApp") -> None:
    from journey_tui.tui.screens.picker import PickerScreen

    def opened(titled: tuple[str, str] | None) -> None:
        if titled is not None:
            app.open(titled[0])

    guarded(app, Player.pause)
    app.push_screen(PickerScreen(app.titles()), opened)


def _go_to(app: "JourneyApp") -> None:
    from journey_tui.tui.screens.go_to import GoToScreen

    if app.player is None:
        return

    def gone(moved: bool | None) -> None:
        if moved is not None:
            app.notice = ""
            app.sight.unpin()
        app.repaint()

    app.player.pause()
    app.push_screen(GoToScreen(app.player.seek_text), gone)


def _chapter_after(app: "JourneyApp", places: int) -> None:
    from journey_tui.tui.teaching import overlays

    overlays.step_chapter(app, places)


def _chapters(app: "JourneyApp") -> None:
    from journey_tui.tui.teaching import overlays

    overlays.chapters(app)


def _notes(app: "JourneyApp") -> None:
    from journey_tui.tui.teaching import overlays

    overlays.notes(app)


_OTHERS: Final[dict[str, Callable[["JourneyApp"], object]]] = {
    "break_here": breaks.toggle,
    "breaks": lambda app: _lens(app, breaks.LENS),
    "run_next": lambda app: breaks.run(app, forward=True),
    "run_previous": lambda app: breaks.run(app, forward=False),
    "remove": breaks.remove,
    "page_next": lambda app: _page(app, 1),
    "page_previous": lambda app: _page(app, -1),
    "pace": _pace,
    "zoom": _zoom,
    "escape": lambda app: app.sight.back(),
    "look_next": lambda app: _stage_after(app, 1),
    "look_previous": lambda app: _stage_after(app, -1),
    "choose_next": lambda app: _choose(app, 1),
    "choose_previous": lambda app: _choose(app, -1),
    "lens_next": lambda app: _lens_after(app, 1),
    "lens_previous": lambda app: _lens_after(app, -1),
    "packet": lambda app: _lens(app, "packet"),
    "timeline": lambda app: _lens(app, "timeline"),
    "sequence": lambda app: _lens(app, "sequence"),
    "waterfall": lambda app: _lens(app, "waterfall"),
    "requests": lambda app: _lens(app, "requests"),
    "host": lambda app: _lens(app, "host"),
    "host_back": _host_back,
    "about": _about,
    "glossary": glossary,
    "next_chapter": lambda app: _chapter_after(app, 1),
    "previous_chapter": lambda app: _chapter_after(app, -1),
    "chapters": _chapters,
    "notes": _notes,
    "theme": appearance.theme,
    "language": language.turn,
    "help": _help,
    "log": _log,
    "search": lambda app: _narrow(app) if app.sight.now.lens == "requests" else _log(app, search=True),
    "projector": appearance.projector,
    "blank": appearance.blank,
    "scenarios": _scenarios,
    "go_to": _go_to,
    "quit": lambda app: app.exit(return_code=int(app.player is None and not app.opening) * FAILED),
}
