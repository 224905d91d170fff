"""What the screen looks like, as the viewer changes it: themes, the projector, nothing at all; and what is kept of it."""

from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import _
from journey_tui.tui.looks import Depth
from journey_tui.tui.themes import LIGHT, NAMES

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp

_PROJECTED: Final = (80, 24)
"""What still reads from the back row: letters of a twenty-fourth of the picture's height."""


def theme(app: "JourneyApp") -> None:
    """The next theme."""
    _wear(app, NAMES[(NAMES.index(app.theme) + 1) % len(NAMES)])


def choose(app: "JourneyApp", name: str) -> None:
    """One of them by its name."""
    _wear(app, name)
    app.notice = remembered(app) or app.notice
    app.repaint()


def _wear(app: "JourneyApp", name: str) -> None:
    if app.looks.depth is Depth.NONE:
        app.notice = _("No colour may be written here: every theme looks like this.")
        return
    app.theme = name
    app.notice = _("Theme: {name}.").format(name=name.removeprefix("journey-").replace("-", " "))


def projector(app: "JourneyApp") -> None:
    """Light, and only what reads from the back row; or as it was before."""
    if app.before_projector is not None:
        app.theme, app.before_projector, app.notice = app.before_projector, None, ""
        return
    app.before_projector, app.theme = app.theme, LIGHT
    width, height = app.size
    app.notice = (
        _("Projector: it reads from the back row.")
        if width <= _PROJECTED[0] and height <= _PROJECTED[1]
        else _(
            "Projector: enlarge the letters (Ctrl and +) until this is 80x24; it is {width}x{height}."
        ).format(width=width, height=height)
    )


def blank(app: "JourneyApp") -> None:
    """Nothing, until the next key."""
    from journey_tui.tui.screens.blank import BlankScreen

    if app.player is not None:
        app.player.pause()
    app.push_screen(BlankScreen())


def remembered(app: "JourneyApp") -> str:
    """Keep what the viewer chose for the next time; what the projector asks for is not chosen."""
    own = app.before_projector or app.theme
    chosen: dict[str, str | float] = {"theme": own.removeprefix("journey-")}
    if app.player is not None:
        chosen["speed"] = app.player.speed
        chosen["pace"] = app.player.pace.value
    return app.preferences.note(**chosen)
