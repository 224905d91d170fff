"""ServeMux: the way that the request takes through the tree of patterns, the pattern at its end, why it is no other.

The tree has a level for the host, one for the method, and one for each segment of the path (`routingNode`,
net/http/routing_tree.go, Go 1.22 and later). No list is tried in turn: the table only says of each pattern what a
reader would want to know.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from journey_tui.trace.events.http import RouteNotMatched, RoutePatternTried
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.branches import MOST_BRANCHES, Tree, draw_tree, tree_of
from journey_tui.tui.stages.crossing import moral
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    asked,
    card,
    counted,
    facts,
    here,
    spans,
    status_text,
    token,
    whose,
)
from journey_tui.tui.stages.reasons import in_cells
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Look, Target
from journey_tui.world.state import Request, Tried

_STAGE = "mux"
_MOST_ROUTES = 64
_WITH_HANDLER = 45
"""Cells of a table from which it says whom a pattern calls too: why it does comes first."""
_AROUND = 2
"""Rows besides the tree that must find room: who asks, and what comes of it."""
_ANY_HOST = "any host"
_MOST_LEVELS, _LONGEST_LEVEL = 16, 24
"""Of the way through the tree, and cells of each."""


def line(scene: Scene) -> str:
    """The winner, or how many routes there are."""
    request = scene.request
    if request is not None and request.pattern:
        return f"matched {request.pattern}"
    return f"{len(scene.header.server.routes):,} routes"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The winner, or what the request does not find, or the first routes."""
    request, routes = scene.request, scene.header.server.routes
    rows: list[tuple[Part, ...]] = []
    if request is not None and request.pattern:
        rows = [
            (("✓ ", Role.GOOD), (request.pattern, Role.STRONG)),
            (("► ", Role.DIM), request.handler),
            ((f"of {counted(len(routes), 'pattern')}", Role.DIM),),
        ]
    elif request is not None and request.tried:
        rows = [(("at the way's end ", Role.DIM), ("?", Role.STRONG))]
        if request.status is not None and not request.handler:
            rows = [(("✗ no pattern", Role.DIM),), ((f"► {status_text(request.status)}", Role.ERROR),)]
    else:
        rows = [((f"· {route.pattern}", Role.TEXT),) for route in routes[: max(surface.height, 3)]]
    card(surface, scene, _STAGE, *(rows or [(("no routes", Role.DIM),)]))


def picture(scene: Scene, surface: Surface) -> None:
    """Request, its way through the tree, the table of routes, result."""
    request = scene.request
    rows = _rows(scene, request)
    tree = next((one for one in _trees(request, rows) if one.fits(surface, surface.height - _AROUND)), None)
    if tree is not None:
        stack(
            surface,
            [
                Block(partial(_heading, scene, request)),
                Block(partial(_way, request), rank=1),
                Block(
                    partial(draw_tree, tree), rows=tree.rows, most=tree.spread(surface.height - 2 * _AROUND)
                ),
                Block(partial(_result, scene, request)),
                moral(scene, _moral, rank=2),
            ],
        )
        return
    stack(
        surface,
        [
            Block(partial(_heading, scene, request), rank=3),
            Block(partial(_way, request), rank=1),
            Block(partial(_routes, rows), rows=min(3, len(rows) + 1), most=len(rows) + 1, rank=0),
            Block(partial(_result, scene, request), rank=2),
            moral(scene, _moral, rank=4),
        ],
    )


def _heading(scene: Scene, request: Request | None, surface: Surface) -> None:
    label = here(scene, _STAGE)
    x = spans(surface, 2, 0, ("SERVEMUX ", Role.USER))
    if request is None:
        spans(surface, x, 0, ("no request yet: each one finds its way to one of these", Role.DIM))
        return
    if label:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
    facts(
        surface,
        x,
        0,
        ("request" if not label else "", asked(request) if not label else ""),
        ("host", request.host),
    )


def _way(request: Request | None, surface: Surface) -> None:
    """Host, method, and the path segment by segment, down to a pattern or to none."""
    x = spans(surface, 2, 0, ("TREE ", Role.STRONG))
    if request is None or not (request.method_parsed or request.tried or request.status is not None):
        spans(surface, x, 0, ("host ► method ► segment ► segment ► pattern", Role.DIM))
        return
    end: Part = ("✗", Role.ERROR) if request.status is not None else ("?", Role.STRONG)
    if request.pattern or any(one.matched for one in request.tried):
        end = ("✓", Role.GOOD)
    for level in _asked_levels(request):
        x = spans(surface, x, 0, fit(level, _LONGEST_LEVEL), (" ► ", Role.DIM))
    spans(surface, x, 0, end)


def _asked_levels(request: Request) -> list[str]:
    """What stands at each level: of the pattern that was found, else what the request asks for there."""
    if request.pattern:
        return _levels(request.pattern)
    target = request.target_parsed or request.target
    path = target.partition("?")[0]
    return _levels(f"{request.method_parsed or request.method} {path if path.startswith('/') else ''}")


def _levels(pattern: str) -> list[str]:
    """Host, method, and the path segment by segment, as a pattern is written."""
    method, _, place = pattern.strip().rpartition(" ")
    host, slash, path = place.lstrip().partition("/")
    segments = path.split("/")[:_MOST_LEVELS] if slash else []
    return [host or _ANY_HOST, method.strip() or "any method", *(f"/{segment}" for segment in segments)]


def _trees(request: Request | None, rows: list[Row]) -> Iterator[Tree]:
    """The patterns as a tree, the way to the one that is found lit; then one without the host, where all have none."""
    if len(rows) > MOST_BRANCHES:
        return
    known = [(_levels(_text(row.cells[0])), row) for row in rows]
    pattern = request.pattern if request is not None else ""
    decided = request is not None and bool(pattern or request.status is not None)
    lit = _levels(pattern) if pattern else []
    yield tree_of(known, lit, decided=decided)
    if all(levels[0] == _ANY_HOST for levels, _ in known):
        yield tree_of([(levels[1:], row) for levels, row in known], lit[1:], decided=decided)


def _text(cell: Part) -> str:
    return cell if isinstance(cell, str) else cell[0]


def _rows(scene: Scene, request: Request | None) -> list[Row]:
    """The patterns that something has been said of, then the rest, as they are registered."""
    handlers = {route.pattern: route.handler for route in scene.header.server.routes}
    tried = request.tried if request is not None else []
    winner = request.pattern if request is not None else ""
    event = scene.event
    now = event.pattern if isinstance(event, RoutePatternTried) else ""
    target = None if request is None else Look("route", request.id)
    rows = [_tried_row(one, handlers, winner, now, target) for one in tried]
    seen = {one.pattern for one in tried}
    for route in scene.header.server.routes[:_MOST_ROUTES]:
        if route.pattern not in seen:
            won = route.pattern == winner and bool(winner)
            result: Part = ("✓ MATCH", Role.GOOD) if won else ("·", Role.DIM)
            rows.append(Row((_pattern(route.pattern, won), result, route.handler), won, target))
    return rows


def _tried_row(one: Tried, handlers: dict[str, str], winner: str, now: str, target: Target | None) -> Row:
    pattern, matched, reason = one.pattern, one.matched, one.reason
    won = matched and pattern == winner
    result = (f"✗ {reason}", Role.DIM)
    if won:
        result = (f"✓ MATCH {reason}".rstrip(), Role.GOOD)
    elif matched:
        result = (f"✓ {reason}".rstrip(), Role.TEXT)
    marked = pattern == now and not won
    if marked:
        result = (result[0], Role.PACKET)
    return Row((_pattern(pattern, won), result, handlers.get(pattern, "-")), won or marked, target)


def _pattern(pattern: str, won: bool) -> Part:
    return (f" {pattern} ", Role.PACKET) if won else f" {pattern} "


def _routes(rows: list[Row], surface: Surface) -> None:
    shown = rows or [Row((("-", Role.DIM), ("no route is registered", Role.DIM), ("-", Role.DIM)))]
    titles: tuple[str, ...] = (" PATTERN", "WHY, OR WHY NOT", "HANDLER")
    if surface.width < _WITH_HANDLER:
        titles, shown = titles[:2], [replace(row, cells=row.cells[:2]) for row in shown]
    table(surface, titles, shown, flexible=1, cut=in_cells)


def _result(scene: Scene, request: Request | None, surface: Surface) -> None:
    if request is None:
        spans(surface, 2, 0, ("RESULT ", Role.STRONG), ("-", Role.DIM))
    elif request.pattern:
        values = [(f"{{{name}}} =", (value, Role.STRONG)) for name, value in request.values.items()]
        facts(surface, 2, 0, ("CALLS", (request.handler, Role.STRONG)), *values)
    elif request.status is not None and not request.handler:
        now = isinstance(scene.event, RouteNotMatched)
        status = f" {status_text(request.status)} " if now else status_text(request.status)
        told = (
            ("SENT ELSEWHERE: ", Role.WARN)
            if 300 <= request.status < 400
            else ("NO ROUTE FITS: ", Role.ERROR)
        )
        spans(surface, 2, 0, told, (status, Role.PACKET if now else Role.STRONG))
    else:
        spans(surface, 2, 0, ("RESULT ", Role.STRONG), ("not known yet", Role.DIM))


def _moral(surface: Surface) -> None:
    spans(surface, 2, 0, ("A tree, no list: the most specific pattern wins.", Role.DIM))
