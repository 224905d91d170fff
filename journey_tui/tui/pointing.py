"""What the mouse means at a cell: a place in the run, a command, a stage to look at."""

from typing import TYPE_CHECKING

from journey_tui.tui import commands
from journey_tui.tui.layout import Rect
from journey_tui.tui.panes import footer, journey, lanes, log, scrub, stage_map
from journey_tui.tui.view import View

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.canvas import Canvas


def press(app: "JourneyApp", message: "Canvas.Pressed") -> None:
    """Act on a click, a drag or the wheel."""
    layout = app.layout_now
    if message.dragged:
        if app.dragging and "scrub" in layout:
            _seek(app, scrub.position_at(message.x, layout["scrub"].width, app.length))
        return
    app.dragging = False
    pane = next((name for name, place in layout.items() if place.contains(message.x, message.y)), "")
    if not pane:
        return
    place = layout[pane]
    x, y = message.x - place.x, message.y - place.y
    if message.wheel:
        if pane == "scrub":
            commands.run(app, "step" if message.wheel > 0 else "back")
    elif pane == "scrub":
        app.dragging = scrub.button_at(x) is None
        _scrub(app, x, place.width)
    else:
        _click(app, pane, place, x, y)


def _scrub(app: "JourneyApp", x: int, width: int) -> None:
    button = scrub.button_at(x)
    if button is not None:
        commands.run(app, button)
    else:
        _seek(app, scrub.position_at(x, width, app.length))


def _click(app: "JourneyApp", pane: str, place: Rect, x: int, y: int) -> None:
    view: View = app.view()
    match pane:
        case "footer":
            command = footer.command_at(view, place.width, x)
            if command is not None:
                commands.run(app, command)
        case "lanes":
            _pin(app, lanes.stage_at(place.width, x, y))
        case "stage_map":
            _pin(app, stage_map.stage_at(view, place.width, place.height, x, y))
        case "log":
            _seek(app, log.position_at(view, place.height, y))
        case "journey":
            _seek(app, journey.position_at(view, place.height, y))
        case _:
            pass


def _seek(app: "JourneyApp", position: int | None) -> None:
    if position is not None and app.player is not None:
        app.pinned = None
        commands.guarded(app, lambda player: player.seek(position))
        app.repaint()


def _pin(app: "JourneyApp", stage: str | None) -> None:
    if stage is not None and app.player is not None:
        app.pinned = stage
        app.repaint()
