"""The process's file descriptor table beside epoll's two lists: what it watches, and what is ready.

One row is one number in both: left what the descriptor is, right whether epoll watches it and what made it ready.
"""

from functools import partial
from typing import Final

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import crosses, last_row
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    active_fd,
    card,
    facts,
    here,
    nearby,
    spans,
    thread_name,
    token,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.state import World

_STAGE = "fd"
_SHORT: Final = {"EPOLLIN": "IN", "EPOLLOUT": "OUT", "EPOLLRDHUP": "RDHUP", "EPOLLET": "ET"}
_MOST_READY = 16
_SHORT_HEIGHT = 7
"""Below it the ready list and the waiting thread share a row."""


def line(scene: Scene) -> str:
    """How many, how many ready."""
    world = scene.world
    return f"{len(world.fds):,} open, {len(world.epoll.interest):,} watched, {len(world.epoll.ready):,} ready"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The active row, the ready list, who waits."""
    world, active = scene.world, active_fd(scene)
    entry = world.fds.get(active) if active is not None else None
    first: tuple[Part, ...] = ((f"{len(world.fds):,} open files", Role.STRONG),)
    if entry is not None:
        first = ((f"fd {entry.fd} ", Role.STRONG), f"{entry.object_kind} {entry.description}")
    card(surface, scene, _STAGE, first, _ready_list(world, surface.width), _waiter(world))


def picture(scene: Scene, surface: Surface) -> None:
    """Both tables row by row, ready list, waiting thread."""
    world = scene.world
    rows = max(len(world.fds), 1) + 1
    if surface.height < _SHORT_HEIGHT:
        table_block = Block(partial(_table, scene), rows=min(3, rows), most=rows, rank=0)
        lists = Block(partial(_ready_and_wait, scene), rank=1)
        call = [last_row(scene, _STAGE, "", rank=1)] if crosses(scene, _STAGE) else []
        stack(surface, [table_block, lists, *call])
        return
    stack(
        surface,
        [
            Block(partial(_heading, scene), rank=3),
            Block(partial(_table, scene), rows=min(3, rows), most=rows, rank=0),
            Block(partial(_ready, scene), rank=1),
            Block(partial(_wait, scene), rank=2),
            last_row(scene, _STAGE, "epoll hands out events, never the bytes.", rank=5),
        ],
    )


def _heading(scene: Scene, surface: Surface) -> None:
    world = scene.world
    facts(
        surface,
        2,
        0,
        ("FD TABLE", (f"{len(world.fds):,} open", Role.KERNEL)),
        ("EPOLL", ("no instance yet" if world.epoll.fd is None else f"is fd {world.epoll.fd}", Role.KERNEL)),
        ("watches", f"{len(world.epoll.interest):,}"),
    )


def _table(scene: Scene, surface: Surface) -> None:
    world, active = scene.world, active_fd(scene)
    rows = [_row(world, number, number == active) for number in nearby(world.fds, active)]
    if not rows:
        rows = [Row((*[("-", Role.DIM)] * 2, ("no file is open yet", Role.DIM), *[("-", Role.DIM)] * 2))]
    titles = ("FD", "OBJECT", "WHAT IT IS", "EPOLL WATCHES", "READY")
    table(surface, titles, rows, flexible=2, total=len(world.fds))


def _row(world: World, number: int, active: bool) -> Row:
    entry = world.fds[number]
    watched = world.epoll.interest.get(number)
    ready = world.epoll.ready_events.get(number, ())
    return Row(
        (
            str(number),
            entry.object_kind,
            entry.description,
            _short(watched) if watched is not None else ("-", Role.DIM),
            (f"● {_short(ready)}", Role.GOOD) if number in world.epoll.ready_events else ("-", Role.DIM),
        ),
        active,
    )


def _short(events: tuple[str, ...]) -> str:
    return "|".join(_SHORT.get(name, name) for name in events) or "-"


def _ready(scene: Scene, surface: Surface) -> None:
    x, label = 2, here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label) + 2
    x = spans(surface, x, 0, *_ready_list(scene.world, (surface.width - x) // 2))
    spans(surface, x, 0, *_delivered(scene.world, surface.width - x))


def _ready_list(world: World, width: int) -> tuple[Part, ...]:
    epoll = world.epoll
    room = width - len("READY LIST ")
    names = words([f"fd {number}" for number in epoll.ready[:_MOST_READY]], len(epoll.ready), room, "empty")
    return (("READY LIST ", Role.STRONG), (names, Role.GOOD if epoll.ready else Role.DIM))


def _ready_and_wait(scene: Scene, surface: Surface) -> None:
    """Both in one row."""
    x, label = 2, here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label) + 1
    spans(surface, x, 0, *_ready_list(scene.world, (surface.width - x) // 2), "  ", *_waiter(scene.world))


def _delivered(world: World, width: int) -> tuple[Part, ...]:
    fds = world.epoll.delivered
    if not fds:
        return ()
    names = [f"fd {number}" for number in fds[:_MOST_READY]]
    return (
        ("   last handed out ", Role.DIM),
        words(names, len(fds), width - 19),
    )


def _waiter(world: World) -> tuple[Part, ...]:
    waiting = world.epoll.waiting_thread
    if waiting is None:
        return (("WAITS ", Role.STRONG), ("nobody in epoll_pwait", Role.DIM))
    return (("WAITS ", Role.STRONG), (f"{thread_name(world, waiting)} sleeps in epoll_pwait", Role.USER))


def _wait(scene: Scene, surface: Surface) -> None:
    spans(surface, 2, 0, *_waiter(scene.world))
