"""ServeMux's drawing: the way through the tree, why each pattern is taken or not, and the winner."""

from dataclasses import replace

import pytest
from msgspec import structs

from journey_tui.trace.header import RouteSetup
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import after, card, crowded, idle, moments, picture, row_with


def test_before_any_request_every_route_stands_there_without_a_verdict() -> None:
    rows = picture("mux", idle())
    assert "helloHandler" in row_with(rows, "/hello")
    assert sum("  · " in row for row in rows) == 2


def test_the_way_through_the_tree_goes_by_host_method_and_segments() -> None:
    assert "any host ► GET ► /details ► /{id} ► ✓" in row_with(picture("mux", after("RouteMatched")), "TREE")
    assert "► ✗" in row_with(picture("mux", after("RouteNotMatched")), "TREE")


def test_no_pattern_is_said_to_have_been_tried() -> None:
    """Go walks a tree (`routingNode.match`): there is no list that is gone through."""
    for scene in moments():
        assert "tried" not in "\n".join((*picture("mux", scene), *card("mux", scene)))


def test_a_pattern_that_did_not_fit_says_why() -> None:
    assert "✗ another path" in row_with(picture("mux", after("RoutePatternTried")), "─ /hello")


@pytest.mark.parametrize(
    ("width", "height", "winner"),
    [(46, 5, "►  GET /details/{id}"), (78, 11, "►                   ┗━ /details ━━━  /{id} ")],
)
def test_the_winner_is_marked_and_its_values_told(width: int, height: int, winner: str) -> None:
    rows = picture("mux", after("RouteMatched"), width, height)
    assert row_with(rows, "✓ MATCH").startswith(winner)
    assert "{id} = 7" in row_with(rows, "CALLS detailHandler")


def test_patterns_that_begin_alike_share_their_way() -> None:
    scene = after("RouteMatched")
    texts = ("GET /details/{id}", "GET /details", "/details/{path...}", "GET /")
    routes = tuple(RouteSetup(pattern=text, handler="h") for text in texts)
    header = structs.replace(scene.header, server=structs.replace(scene.header.server, routes=routes))
    for request in scene.world.requests.values():
        request.tried = []
    rows = picture("mux", replace(scene, header=header), 118, 18)
    assert row_with(rows, "━ /details").startswith("► any host ━┳━ GET ━┳━ /details ━┳━  /{id} ")
    assert "(end)" in row_with(rows, "└─ (end)")
    assert "└─ any method ─── /details ─── /{path...}" in row_with(rows, "any method")
    assert sum("─ /details" in row or "━ /details" in row for row in rows) == 2


@pytest.mark.parametrize("height", [5, 8, 11, 18])
def test_every_pattern_has_its_row_and_one_way_is_lit(height: int) -> None:
    surface = Surface(78, height)
    DRAWINGS["mux"].picture(after("RouteMatched"), surface)
    lit = [text for y in range(height) for text, role in surface.runs(y) if role is Role.GOOD]
    assert "┗━" in "".join(lit)
    assert "/hello" in surface.to_text()


def test_the_winner_is_filled() -> None:
    surface = Surface(78, 11)
    DRAWINGS["mux"].picture(after("RouteMatched"), surface)
    filled = [text for y in range(11) for text, role in surface.runs(y) if role is Role.PACKET]
    assert " /{id} " in filled


def test_no_fitting_route_is_told_with_its_status() -> None:
    assert "NO ROUTE FITS:  404 Not Found" in row_with(picture("mux", after("RouteNotMatched")), "NO ROUTE")


def test_of_many_routes_the_winner_stays_in_view() -> None:
    scene = crowded()
    scene.world.requests[40].pattern = "GET /path/40"
    rows = picture("mux", scene, 58, 5)
    assert "✓ MATCH" in row_with(rows, "►  ")
