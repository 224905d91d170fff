"""The process's file descriptor table beside epoll's two lists: what it watches, and what is ready.

One row is one number in both: left what the descriptor is, right whether epoll watches it and what made it ready.
"""

from functools import partial
from typing import Final

from rich.cells import cell_len

from journey_tui.trace.events.descriptors import (
    EpollEventQueued,
    EpollEventsDelivered,
    EpollInterestAdded,
    EpollInterestRemoved,
    FdClosed,
    FdInstalled,
)
from journey_tui.trace.events.runtime import ThreadBlocked, ThreadWoken
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import crosses, last_row
from journey_tui.tui.stages.epoll import LEAST_ROWS, LEAST_WIDTH, draw_lists, ready_part, short
from journey_tui.tui.stages.files import file_name, kind_name
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.names import file_target, link_files
from journey_tui.tui.stages.parts import (
    Part,
    active_fd,
    card,
    event_value,
    facts,
    fit_ends,
    here,
    nearby,
    or_dash,
    spans,
    thread_name,
    token,
    whose,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.world.state import World

_STAGE = "fd"
_MOST_READY: Final = 16
_SHORT_HEIGHT: Final = 7
"""Below it the ready list and the waiting thread share a row."""
_BELOW: Final = 6
"""Rows that boxes leave to what is told below them."""


def line(scene: Scene) -> str:
    """How many, how many ready."""
    world = scene.world
    return f"{len(world.fds):,} open, {len(world.epoll.interest):,} watched, {len(world.epoll.ready):,} ready"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The active row, the ready list, who waits."""
    world, active = scene.world, _active(scene)
    entry = world.fds.get(active) if active is not None else None
    first: tuple[Part, ...] = ((f"{len(world.fds):,} open files", Role.STRONG),)
    if entry is not None:
        role = Role.PACKET if isinstance(scene.event, FdInstalled) else Role.STRONG
        name = file_name(world, entry.fd, short=True)
        if len(name) > surface.width - len(f"fd {entry.fd} "):
            name = (
                entry.description.rpartition("/")[2]
                if entry.object_kind == "file"
                else kind_name(world, entry)
            )
        first = ((f"fd {entry.fd} ", role), name)
    ready = words(
        [f"fd {number}" for number in world.epoll.ready[:_MOST_READY]], len(world.epoll.ready), 8, "-"
    )
    now = isinstance(scene.event, EpollEventQueued)
    second = (("ready ", Role.DIM), (f" {ready} " if now else ready, _ready_role(scene)))
    card(surface, scene, _STAGE, first, second, _waiter(scene, short=True))


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
    tables = [
        Block(partial(_heading, scene), rank=3),
        Block(partial(_table, scene), rows=min(3, rows), most=rows, rank=0),
    ]
    if surface.width >= LEAST_WIDTH and surface.height >= _SHORT_HEIGHT + LEAST_ROWS:
        most = max(min(rows + 2, surface.height - _BELOW), LEAST_ROWS)
        tables = [Block(partial(draw_lists, scene, _active(scene), _descriptors), rows=LEAST_ROWS, most=most)]
    stack(
        surface,
        [
            *tables,
            Block(partial(_ready, scene), rank=1),
            Block(partial(_wait, scene), rank=2),
            last_row(scene, _STAGE, "epoll hands out events, never the bytes.", rank=5),
        ],
    )


def _active(scene: Scene) -> int | None:
    """The file of the moment; else the one that is ready, or that was handed out."""
    event, world = scene.event, scene.world
    if isinstance(event, EpollEventsDelivered):
        return event.fds[0] if event.fds else None
    if event_value(event, "fd") is None and event_value(event, "target_fd") is None:
        if isinstance(event, ThreadWoken) and world.epoll.ready:
            return world.epoll.ready[0]
        return world.epoll.fd if isinstance(event, ThreadWoken | ThreadBlocked) else active_fd(scene)
    if event_value(event, "target_fd") is None and event_value(event, "fd") == world.epoll.fd:
        return world.epoll.fd
    return active_fd(scene)


def _ready_role(scene: Scene) -> Role:
    if isinstance(scene.event, EpollEventQueued):
        return Role.PACKET
    return Role.GOOD if scene.world.epoll.ready else Role.DIM


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
    world, active = scene.world, _active(scene)
    rows = [_row(scene, number, number == active) for number in nearby(world.fds, active)]
    if not rows:
        rows = [Row((*[("-", Role.DIM)] * 2, ("no file is open yet", Role.DIM), *[("-", Role.DIM)] * 2))]
    titles = ("FD", "OBJECT", "WHAT IT IS", "EPOLL WATCHES", "READY")
    table(surface, titles, rows, flexible=2, total=len(world.fds), cut=_cut)


def _descriptors(scene: Scene, surface: Surface) -> None:
    """The table alone, where epoll's lists stand beside it."""
    world, active = scene.world, _active(scene)
    rows = []
    for number in nearby(world.fds, active):
        row = _row(scene, number, number == active)
        rows.append(Row(row.cells[:3], row.active, row.target))
    none = [Row((("-", Role.DIM), ("-", Role.DIM), ("no file is open yet", Role.DIM)))]
    titles = ("FD", "OBJECT", "WHAT IT IS")
    table(surface, titles, rows or none, flexible=2, total=len(world.fds), cut=_cut)


def _cut(text: str, width: int) -> str:
    """Of a path both ends stay: files of one folder differ in the last part only; of others their name, whole."""
    if cell_len(text) <= width or text.startswith("/"):
        return fit_ends(text, width)
    name = text.partition(" ")[0].rstrip(":")
    return fit(name, width)


def _row(scene: Scene, number: int, active: bool) -> Row:
    world, event = scene.world, scene.event
    entry = world.fds[number]
    watched = world.epoll.interest.get(number)
    new, watching = (active and isinstance(event, kind) for kind in (FdInstalled, EpollInterestAdded))
    watches: Part = (short(watched), _marked(watching)) if watched is not None else ("-", Role.DIM)
    return Row(
        (
            (str(number), Role.PACKET if new else Role.STRONG),
            kind_name(world, entry),
            file_name(world, number).removeprefix("listener "),
            watches,
            ready_part(scene, number),
        ),
        active,
        file_target(world, number),
    )


def _marked(now: bool) -> Role:
    return Role.PACKET if now else Role.TEXT


def _ready(scene: Scene, surface: Surface) -> None:
    x = _freed(scene, surface, 2)
    label = here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
    x = spans(surface, x, 0, *_ready_list(scene, (surface.width - x) // 2))
    spans(surface, x, 0, *_delivered(scene.world, surface.width - x))
    link_files(scene, surface)


def _freed(scene: Scene, surface: Surface, x: int) -> int:
    """The number that has just left the table, or epoll's list of interest; returns the column after it."""
    event = scene.event
    if isinstance(event, FdClosed):
        return spans(surface, x, 0, (f" fd {or_dash(event.fd)} IS FREE ", Role.PACKET)) + 2
    if isinstance(event, EpollInterestRemoved):
        return spans(surface, x, 0, (f" fd {or_dash(event.fd)} NOT WATCHED ", Role.PACKET)) + 2
    return x


def _ready_list(scene: Scene, width: int) -> tuple[Part, ...]:
    epoll = scene.world.epoll
    room = width - len("READY LIST ")
    names = words([f"fd {number}" for number in epoll.ready[:_MOST_READY]], len(epoll.ready), room, "empty")
    return (("READY LIST ", Role.STRONG), (names, _ready_role(scene)))


def _ready_and_wait(scene: Scene, surface: Surface) -> None:
    """Both in one row."""
    x = _freed(scene, surface, 2)
    label = here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 1
    short = x > 2  # something has just happened: it needs the room
    spans(surface, x, 0, *_ready_list(scene, (surface.width - x) // 2), "  ", *_waiter(scene, short=short))
    link_files(scene, surface)


def _delivered(world: World, width: int) -> tuple[Part, ...]:
    fds = world.epoll.delivered
    if not fds:
        return ()
    names = [f"fd {number}" for number in fds[:_MOST_READY]]
    return (
        ("   last handed out ", Role.DIM),
        words(names, len(fds), width - 19),
    )


def _waiter(scene: Scene, *, short: bool = False) -> tuple[Part, ...]:
    """Who sleeps in epoll_pwait, or has just been woken out of it."""
    world, event = scene.world, scene.event
    if isinstance(event, ThreadWoken) and event.where == "epoll_pwait":
        name = thread_name(world, event.thread)
        return (
            ((f" {name} WOKEN ", Role.PACKET),)
            if short
            else ((f" {name} IS WOKEN ", Role.PACKET), " from epoll_pwait")
        )
    waiting = world.epoll.waiting_thread
    label = () if short else (("WAITS ", Role.STRONG),)
    if waiting is None:
        return (*label, ("nobody waits" if short else "nobody in epoll_pwait", Role.DIM))
    now = isinstance(event, ThreadBlocked) and event.thread == waiting
    text = f"{thread_name(world, waiting)} sleeps" + ("" if short else " in epoll_pwait")
    return (*label, (f" {text} ", Role.PACKET) if now else (text, Role.USER))


def _wait(scene: Scene, surface: Surface) -> None:
    spans(surface, 2, 0, *_waiter(scene))
