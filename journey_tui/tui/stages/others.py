"""All connections or requests as a table: what a drawing of one of them shows below where there is room.

With one connection there is nothing to compare, and no table; a crowd is counted instead.
"""

from collections.abc import Callable, Sequence
from functools import partial

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.layout import Block
from journey_tui.tui.stages.parts import MOST_ROWS, Part, nearby
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Follow, Look, Target
from journey_tui.world.state import Connection, Request

_RANK = 9
"""Goes first where rows are short."""


def connection_table(
    scene: Scene,
    titles: Sequence[str],
    cells: Callable[[Connection], tuple[Part, ...]],
    crowd: Callable[[Scene], Block] = crowds.connections,
) -> list[Block]:
    """A row for each connection, the one of the moment in view; counts of many; nothing when there is only one."""
    connections = scene.world.connections
    if len(connections) > crowds.MANY:
        return [crowd(scene)]
    active = scene.connection.id if scene.connection is not None else None
    shown = nearby(connections, active)
    wanted = [
        (number == active, partial(cells, connections[number]), Look("connection", number))
        for number in shown
    ]
    rows = partial(_rows, wanted)
    return _block(titles, rows, len(connections))


def request_table(
    scene: Scene, titles: Sequence[str], cells: Callable[[Request], tuple[Part, ...]]
) -> list[Block]:
    """A row for each request, the one of the moment in view; counts of many; nothing when there is only one."""
    requests = scene.world.requests
    if len(requests) > crowds.MANY:
        return [crowds.requests(scene)]
    active = scene.request.id if scene.request is not None else None
    shown = nearby(requests, active)
    wanted = [(number == active, partial(cells, requests[number]), Follow(number)) for number in shown]
    rows = partial(_rows, wanted)
    return _block(titles, rows, len(requests))


def _rows(wanted: Sequence[tuple[bool, Callable[[], tuple[Part, ...]], Target]]) -> list[Row]:
    """The cells are only made when the table is really drawn."""
    return [Row(cells(), active, target) for active, cells, target in wanted]


def _block(titles: Sequence[str], rows: Callable[[], list[Row]], total: int) -> list[Block]:
    if total < 2:
        return []

    def draw(surface: Surface) -> None:
        table(surface, titles, rows(), flexible=0, total=total)

    return [Block(draw, rows=3, most=min(total, MOST_ROWS) + 1, rank=_RANK)]
