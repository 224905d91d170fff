"""The descriptor table beside epoll's two lists, as boxes: what is open, what epoll watches, what is ready.

One instance has both lists (`struct eventpoll`: rbr and rdllist, fs/eventpoll.c, Linux 6.12); a file is put on the second
by the one that makes it ready, not by the one that asks.
"""

from collections.abc import Callable, Sequence
from typing import Final

from journey_tui.trace.events.descriptors import EpollEventQueued, EpollEventsDelivered, EpollInterestAdded
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.names import file_target
from journey_tui.tui.stages.parts import Part, nearby
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Border, Role, Surface

LEAST_WIDTH: Final = 100
LEAST_ROWS: Final = 7
_INTEREST, _READY, _ARROW = 30, 24, 5
"""Cells of epoll's lists and of the way from one to the other; the descriptor table has the rest."""
_SHORT: Final = {"EPOLLIN": "IN", "EPOLLOUT": "OUT", "EPOLLRDHUP": "RDHUP", "EPOLLET": "ET"}


def short(events: Sequence[str]) -> str:
    """`IN|OUT|RDHUP|ET`: what epoll is asked for or tells."""
    return "|".join(_SHORT.get(name, name) for name in events) or "-"


def ready_part(scene: Scene, number: int) -> Part:
    """What makes a file ready, or that it has just been handed out."""
    epoll, event = scene.world.epoll, scene.event
    if number in epoll.ready_events:
        queued = isinstance(event, EpollEventQueued) and event.fd == number
        return (f"● {short(epoll.ready_events[number])}", Role.PACKET if queued else Role.GOOD)
    if isinstance(event, EpollEventsDelivered) and number in event.fds:
        return ("handed over", Role.PACKET)
    return ("-", Role.DIM)


def draw_lists(
    scene: Scene, active: int | None, descriptors: Callable[[Scene, Surface], None], surface: Surface
) -> None:
    """Three boxes from left to right; the way to the ready list is lit when a file is put there."""
    epoll, height = scene.world.epoll, surface.height
    left = surface.width - _INTEREST - _READY - _ARROW - 1
    descriptors(scene, _box(surface.area(0, 0, left, height), f"FD TABLE {len(scene.world.fds):,} open"))
    name = "EPOLL none yet" if epoll.fd is None else f"EPOLL fd {epoll.fd} INTEREST {len(epoll.interest):,}"
    _interest(scene, active, _box(surface.area(left + 1, 0, _INTEREST, height), name))
    x = left + 1 + _INTEREST
    lit = isinstance(scene.event, EpollEventQueued)
    surface.put(x, height // 2, "━━━━►", Role.PACKET if lit else Role.DIM)
    ready = _box(surface.area(x + _ARROW, 0, _READY, height), f"READY LIST {len(epoll.ready):,}")
    _ready(scene, active, ready)


def _box(part: Surface, title: str) -> Surface:
    return part.box(0, 0, part.width, part.height, border=Border.DOUBLE, role=Role.KERNEL, title=title)


def _interest(scene: Scene, active: int | None, surface: Surface) -> None:
    world = scene.world
    rows = []
    for number in nearby(world.epoll.interest, active):
        added = number == active and isinstance(scene.event, EpollInterestAdded)
        events = (short(world.epoll.interest[number]), Role.PACKET if added else Role.TEXT)
        rows.append(Row((_fd(number), events), number == active, file_target(world, number)))
    _list(surface, rows, "FOR", len(world.epoll.interest), "nothing is watched")


def _ready(scene: Scene, active: int | None, surface: Surface) -> None:
    """What is ready; else what has just been taken away."""
    world, event = scene.world, scene.event
    numbers = nearby(world.epoll.ready_events, active)
    if not numbers and isinstance(event, EpollEventsDelivered):
        numbers = nearby(event.fds, active)
    rows = [
        Row((_fd(one), ready_part(scene, one)), one == active, file_target(world, one)) for one in numbers
    ]
    _list(surface, rows, "BECAUSE", len(world.epoll.ready), "empty")


def _fd(number: int) -> Part:
    return (f"fd {number}", Role.STRONG)


def _list(surface: Surface, rows: list[Row], title: str, total: int, empty: str) -> None:
    if rows:
        table(surface, ("FD", title), rows, flexible=1, total=total)
    else:
        surface.put_fit(2, 0, empty, surface.width - 2, Role.DIM)
