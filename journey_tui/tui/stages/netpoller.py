"""The netpoller: which thread called it and sleeps in epoll_pwait, the pollDesc of each file, what it gave back.

It is no thread: it is code that a thread without work calls (`netpoll`, runtime/netpoll_epoll.go, Go 1.27).
"""

from functools import partial

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    active_fd,
    card,
    facts,
    goroutine_name,
    here,
    nearby,
    spans,
    thread_name,
    token,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import PollDescriptor, World

_STAGE = "netpoller"
_MOST_NAMES = 16


def line(scene: Scene) -> str:
    """Who waits."""
    netpoll = scene.world.netpoll
    if netpoll.blocked_thread is not None:
        return f"{thread_name(scene.world, netpoll.blocked_thread)} waits in epoll_pwait"
    return f"nobody waits, {netpoll.calls:,} calls"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Who waits, what came back, timers."""
    netpoll = scene.world.netpoll
    card(
        surface,
        scene,
        _STAGE,
        _caller(scene.world),
        (("gave back ", Role.DIM), _returned(scene.world, surface.width - 10)),
        (("timers ", Role.DIM), f"{len(netpoll.timers):,}", ("  calls ", Role.DIM), f"{netpoll.calls:,}"),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """Caller, pollDesc table, result, timers."""
    rows = max(len(scene.world.netpoll.descriptors), 1) + 1
    stack(
        surface,
        [
            Block(partial(_call, scene), rank=1),
            Block(partial(_table, scene), rows=2, most=rows, rank=0),
            Block(partial(_result, scene), rank=2),
            Block(partial(_timers, scene), rank=3),
            last_row(scene, _STAGE, "The netpoller is no thread: it is code that an idle M calls.", rank=4),
        ],
    )


def _caller(world: World) -> tuple[Part, ...]:
    netpoll = world.netpoll
    if netpoll.blocked_thread is not None:
        return (
            (thread_name(world, netpoll.blocked_thread), Role.USER),
            (" SLEEPS in epoll_pwait", Role.STRONG),
        )
    if netpoll.calling_thread is not None:
        return ((thread_name(world, netpoll.calling_thread), Role.USER), (" CALLS epoll_pwait", Role.STRONG))
    return (("NOBODY WAITS", Role.STRONG), (" in epoll_pwait", Role.DIM))


def _call(scene: Scene, surface: Surface) -> None:
    netpoll = scene.world.netpoll
    x = spans(surface, 2, 0, *_caller(scene.world))
    calling = netpoll.blocked_thread is not None or netpoll.calling_thread is not None
    pairs: list[tuple[str, Part]] = [("calls", f"{netpoll.calls:,}")]
    if calling:
        pairs.insert(0, ("timeout", _timeout(netpoll.timeout_ns)))
    facts(surface, x + 3, 0, *pairs)


def _timeout(timeout_ns: int | None) -> str:
    if timeout_ns is None:
        return "none: for ever"
    return "0: looks and goes on" if timeout_ns == 0 else format_time(timeout_ns)


def _table(scene: Scene, surface: Surface) -> None:
    world, active = scene.world, active_fd(scene)
    descriptors = world.netpoll.descriptors
    rows = [_row(world, descriptors[number], number == active) for number in nearby(descriptors, active)]
    if not rows:
        rows = [
            Row((("-", Role.DIM), ("no file registered yet", Role.DIM), ("nil", Role.DIM), ("nil", Role.DIM)))
        ]
    titles = ("FD", "POLLDESC OF", "rg (READER)", "wg (WRITER)")
    table(surface, titles, rows, flexible=1, total=len(descriptors))


def _row(world: World, descriptor: PollDescriptor, active: bool) -> Row:
    entry = world.fds.get(descriptor.fd)
    name = f"{entry.object_kind} {entry.description}" if entry is not None else "-"
    return Row(
        (
            str(descriptor.fd),
            name,
            _slot(descriptor.reader, descriptor.read_ready),
            _slot(descriptor.writer, descriptor.write_ready),
        ),
        active,
    )


def _slot(goroutine: int | None, ready: bool) -> Part:
    """nil, pdReady, or the goroutine that waits (`pollDesc.rg`, runtime/netpoll.go)."""
    if goroutine is not None:
        return (f"pdWait {goroutine_name(goroutine)}", Role.USER)
    return ("pdReady", Role.GOOD) if ready else ("nil", Role.DIM)


def _returned(world: World, width: int) -> str:
    names = world.netpoll.returned
    return words([goroutine_name(number) for number in names[:_MOST_NAMES]], len(names), width, "nothing")


def _result(scene: Scene, surface: Surface) -> None:
    x, label = 2, here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label) + 2
    x = spans(surface, x, 0, ("LAST CALL GAVE BACK ", Role.STRONG))
    spans(surface, x, 0, (_returned(scene.world, surface.width - x), Role.USER))


def _timers(scene: Scene, surface: Surface) -> None:
    timers = scene.world.netpoll.timers
    if not timers:
        spans(surface, 2, 0, ("TIMERS ", Role.STRONG), ("none", Role.DIM))
        return
    active = (
        scene.world.requests[scene.world.request].goroutine
        if scene.world.request in scene.world.requests
        else None
    )
    shown = nearby(timers, active, _MOST_NAMES)
    texts = [f"{goroutine_name(number)} at {format_time(timers[number])} " for number in shown]
    spans(surface, 2, 0, ("TIMERS ", Role.STRONG), words(texts, len(timers), surface.width - 9))
