"""What has just happened to a goroutine or a thread, in one row: the state that it left and the one it has now."""

from typing import Final

from rich.cells import cell_len

from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutinePreempted,
    GoroutineReadied,
    GoroutineStarted,
    GoroutineStolen,
    ProcessStarted,
    ThreadBlocked,
    ThreadCreated,
    ThreadScheduled,
    ThreadWoken,
    TimerFired,
    TimerStarted,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import (
    Part,
    event_value,
    function_name,
    goroutine_name,
    here,
    spans,
    token,
    whose,
)
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time

_STAGE: Final = "goroutine"
_FOR: Final = "  for "
_TOKEN: Final = 4
"""Cells of a token besides its label."""
_READIED: Final = {
    "runnext": "to runnext: the next on its P",
    "local": "to its P's queue",
    "global": "to the global queue",
    "direct": "this M runs it at once",
}
"""Where a readied goroutine is put (runtime.ready, runtime.injectglist)."""


_TAKEN_FROM: Final = {
    "runnext": "taken from its P's runnext",
    "local": "taken from its P's queue",
    "global": "taken from the global queue",
    "netpoll": "found by netpoll",
    "stolen": "stolen from another P",
}
"""Where a goroutine comes from that is run (runtime.findRunnable)."""


def active_goroutine(scene: Scene) -> int | None:
    """The goroutine of the moment: the event's, else the one that serves the request."""
    number = event_value(scene.event, "goroutine")
    if number is None and scene.request is not None:
        number = scene.request.goroutine
    return number


def moment(scene: Scene) -> tuple[Part, ...]:
    """The goroutine's change of state at this moment; empty when the boxes or the list show it by themselves."""
    event = scene.event
    name = goroutine_name(event.goroutine) if event is not None else ""
    if isinstance(event, GoroutineReadied):
        return (
            (f" {name} ", Role.PACKET),
            " WAITING ━━► RUNNABLE  ",
            (_READIED.get(event.queue, event.queue), Role.DIM),
        )
    if isinstance(event, GoroutineParked | GoroutinePreempted | GoroutineEnded):
        state, detail = _stopped(event)
        return ((f" {name} ", Role.PACKET), f" RUNNING ━━► {state}  ", (detail, Role.DIM))
    if isinstance(event, GoroutineStarted):
        return (
            (f" {name} ", Role.PACKET),
            " RUNNABLE ━━► RUNNING  ",
            (_TAKEN_FROM.get(event.source, f"taken from {event.source}"), Role.DIM),
        )
    if isinstance(event, GoroutineCreated):
        return ((f" {name} ", Role.PACKET), " NEW ━━► RUNNABLE  ", (function_name(event.function), Role.DIM))
    if isinstance(event, ProcessStarted):
        return (
            (f" PROCESS {event.pid} ", Role.PACKET),
            f" begins  Go {event.go}, GOMAXPROCS {event.gomaxprocs}",
        )
    if isinstance(event, TimerStarted):
        due = f"due in {format_time(max(event.when_ns - event.time_ns, 0))}, at {format_time(event.when_ns)}"
        return ((f" {name} ", Role.PACKET), " TIMER SET  ", (due, Role.DIM))
    if isinstance(event, TimerFired):
        return ((f" {name} ", Role.PACKET), " TIMER IS DUE  ", ("it will be runnable again", Role.DIM))
    if isinstance(event, GoroutineStolen):
        return (
            (f" {event.count} G ", Role.PACKET),
            f" P{event.victim} ━━► P{event.processor}  ",
            ("stolen", Role.DIM),
        )
    return ()


def _stopped(event: GoroutineParked | GoroutinePreempted | GoroutineEnded) -> tuple[str, str]:
    """The new state of a goroutine that has left its thread, and why."""
    if isinstance(event, GoroutineParked):
        file = f" of fd {event.fd}" if event.fd is not None else ""
        return "WAITING", f"{event.reason}{file}"
    if isinstance(event, GoroutinePreempted):
        return "RUNNABLE", event.cause
    return "ENDED", function_name(event.function)


def draw_moment(scene: Scene, surface: Surface) -> None:
    """That change as a row, and at its end the request for which it happens."""
    x = spans(surface, 1, 0, *moment(scene))
    if names_request(scene, surface.width):
        x = spans(surface, x, 0, (_FOR, Role.DIM))
        token(surface, x, 0, here(scene, _STAGE), target=whose(scene, _STAGE))


def names_request(scene: Scene, width: int) -> bool:
    """Whether the request is at this stage, and that row has room for it."""
    label, parts = here(scene, _STAGE), moment(scene)
    used = sum(cell_len(part if isinstance(part, str) else part[0]) for part in parts)
    return bool(label and parts) and used + len(_FOR) + cell_len(label) + _TOKEN < width


def thread_of_the_moment(scene: Scene) -> int | None:
    """The thread that has just been woken, put to sleep, made or given a core."""
    if isinstance(scene.event, ThreadWoken | ThreadBlocked | ThreadScheduled | ThreadCreated):
        return scene.event.thread
    return None
