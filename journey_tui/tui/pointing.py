"""What the mouse means at a cell: what is linked there, a place on the bar, a row to choose."""

from typing import TYPE_CHECKING

from journey_tui.tui import breaks, commands
from journey_tui.tui.panes import scrub
from journey_tui.tui.target import Answer, Follow, Halt, Look, Pick, Pin, Run, Seek, Target

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.canvas import Canvas


def press(app: "JourneyApp", message: "Canvas.Pressed") -> None:
    """Act on a click, a drag or the wheel."""
    layout = app.layout_now
    bar = layout.get("scrub")
    if message.dragged:
        if app.dragging and bar is not None:
            _drag(app, scrub.position_at(message.x, bar.width, app.length))
        return
    on_bar = bar is not None and bar.contains(message.x, message.y)
    target = app.canvas.surface.target_at(message.x, message.y)
    app.dragging = False
    if message.wheel:
        _wheel(app, message, on_bar)
    elif target is not None:
        go(app, target)
    elif on_bar and bar is not None:
        app.dragging = True
        _drag(app, scrub.snapped(app.view(layout), message.x, bar.width))


def _wheel(app: "JourneyApp", message: "Canvas.Pressed", on_bar: bool) -> None:
    """Step on the bar; elsewhere move what is long."""
    forward, layout = message.wheel > 0, app.layout_now
    if on_bar:
        commands.run(app, "step" if forward else "back")
    elif "focus" in layout and layout["focus"].contains(message.x, message.y):
        commands.scroll(app, 1 if forward else -1)
    elif app.lesson is not None and "lesson" in layout and layout["lesson"].contains(message.x, message.y):
        from journey_tui.tui.teaching.pressing import scroll

        scroll(app, app.lesson, forward)
        app.repaint()


def go(app: "JourneyApp", target: Target) -> None:
    """Open what a link stands for."""
    if app.player is None and not isinstance(target, Run):
        return
    match target:
        case Run(command):
            commands.run(app, command)
        case Pin() | Look() | Pick():
            _look(app, target)
        case Seek(position):
            seek(app, position)
        case Follow(request):
            commands.follow(app, request)
        case Halt(text):
            breaks.go(app, text)
        case Answer(place):
            if app.lesson is not None:
                app.lesson.point(place)
    app.repaint()


def _look(app: "JourneyApp", target: Pin | Look | Pick) -> None:
    """Look at something else; the run stands."""
    match target:
        case Pin(stage):
            app.sight.pin(stage)
        case Look(lens, subject, tab):
            app.sight.look(lens, subject, tab)
        case Pick(number):
            app.sight.pick(number)


def seek(app: "JourneyApp", position: int) -> None:
    """Go to a place in the run."""
    app.notice = ""
    app.sight.unpin()
    app.moving.end()
    commands.guarded(app, lambda player: player.seek(position))


def _drag(app: "JourneyApp", position: int | None) -> None:
    if position is not None and app.player is not None:
        seek(app, position)
        app.repaint()
