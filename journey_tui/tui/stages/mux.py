"""ServeMux: every pattern, in the order in which it was held against the request, why it did not fit, and the winner.

The order of registration never matters: the most specific pattern that matches wins.
"""

from functools import partial

from journey_tui.trace.events.http import RoutePatternTried
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import Part, asked, card, facts, here, spans, status_text, token
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.state import Request, Tried

_STAGE = "mux"
_MOST_ROUTES = 64


def line(scene: Scene) -> str:
    """The winner, or how many routes there are."""
    request = scene.request
    if request is not None and request.pattern:
        return f"matched {request.pattern}"
    return f"{len(scene.header.server.routes):,} routes"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The winner, or the first routes."""
    request, routes = scene.request, scene.header.server.routes
    rows: list[tuple[Part, ...]] = []
    if request is not None and request.pattern:
        rows = [
            (("✓ ", Role.GOOD), (request.pattern, Role.STRONG)),
            (("► ", Role.DIM), request.handler),
            ((_tried_text(request), Role.DIM),),
        ]
    elif request is not None and request.tried:
        rows = [((f"✗ {tried.pattern}", Role.DIM),) for tried in request.tried[-1:]]
        if request.status is not None and not request.handler:
            rows.append(((f"► {status_text(request.status)}", Role.ERROR),))
    else:
        rows = [((f"· {route.pattern}", Role.TEXT),) for route in routes[: max(surface.height, 3)]]
    card(surface, scene, _STAGE, *(rows or [(("no routes", Role.DIM),)]))


def picture(scene: Scene, surface: Surface) -> None:
    """Request, table of routes, result."""
    request = scene.request
    rows = _rows(scene, request)
    stack(
        surface,
        [
            Block(partial(_heading, scene, request), rank=2),
            Block(partial(_routes, rows), rows=min(3, len(rows) + 1), most=len(rows) + 1, rank=0),
            Block(partial(_result, request), rank=1),
            Block(_moral, rank=3),
        ],
    )


def _heading(scene: Scene, request: Request | None, surface: Surface) -> None:
    label = here(scene, _STAGE)
    x = spans(surface, 2, 0, ("SERVEMUX ", Role.USER))
    if request is None:
        spans(surface, x, 0, ("no request yet: each one is held against these patterns", Role.DIM))
        return
    if label:
        x = token(surface, x, 0, label) + 2
    facts(
        surface,
        x,
        0,
        ("request" if not label else "", asked(request) if not label else ""),
        ("host", request.host),
    )


def _rows(scene: Scene, request: Request | None) -> list[Row]:
    """Patterns that were tried come first and in that order; the rest as they are registered."""
    handlers = {route.pattern: route.handler for route in scene.header.server.routes}
    tried = request.tried if request is not None else []
    winner = request.pattern if request is not None else ""
    event = scene.event
    now = event.pattern if isinstance(event, RoutePatternTried) else ""
    rows = [_tried_row(one.pattern, handlers, one, winner, now) for one in tried]
    seen = {one.pattern for one in tried}
    for route in scene.header.server.routes[:_MOST_ROUTES]:
        if route.pattern not in seen:
            won = route.pattern == winner and bool(winner)
            result: Part = ("✓ MATCH", Role.GOOD) if won else ("· not tried", Role.DIM)
            rows.append(Row((_pattern(route.pattern, won), result, route.handler), won))
    return rows


def _tried_row(pattern: str, handlers: dict[str, str], one: Tried, winner: str, now: str) -> Row:
    matched, reason = one.matched, one.reason
    won = matched and pattern == winner
    result = (f"✗ {reason}", Role.DIM)
    if won:
        result = (f"✓ MATCH {reason}".rstrip(), Role.GOOD)
    elif matched:
        result = (f"✓ fits {reason}".rstrip(), Role.TEXT)
    marked = pattern == now and not won
    if marked:
        result = (result[0], Role.PACKET)
    return Row((_pattern(pattern, won), result, handlers.get(pattern, "-")), won or marked)


def _pattern(pattern: str, won: bool) -> Part:
    return (f" {pattern} ", Role.PACKET) if won else f" {pattern} "


def _routes(rows: list[Row], surface: Surface) -> None:
    shown = rows or [Row((("-", Role.DIM), ("no route is registered", Role.DIM), ("-", Role.DIM)))]
    table(surface, (" PATTERN", "RESULT", "HANDLER"), shown, flexible=1)


def _result(request: Request | None, surface: Surface) -> None:
    if request is None:
        spans(surface, 2, 0, ("RESULT ", Role.STRONG), ("-", Role.DIM))
    elif request.pattern:
        values = [(f"{{{name}}} =", (value, Role.STRONG)) for name, value in request.values.items()]
        facts(surface, 2, 0, ("CALLS", (request.handler, Role.STRONG)), *values)
    elif request.status is not None and not request.handler:
        spans(surface, 2, 0, ("NO ROUTE FITS: ", Role.ERROR), (status_text(request.status), Role.STRONG))
    else:
        spans(surface, 2, 0, ("RESULT ", Role.STRONG), (_tried_text(request), Role.DIM))


def _tried_text(request: Request) -> str:
    count = len(request.tried)
    return "1 pattern tried" if count == 1 else f"{count} patterns tried"


def _moral(surface: Surface) -> None:
    spans(surface, 2, 0, ("The most specific pattern wins, in whatever order.", Role.DIM))
