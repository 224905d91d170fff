"""ServeMux's drawing: the way through the tree, why each pattern is taken or not, and the winner."""

import pytest

from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import after, card, crowded, idle, moments, picture, row_with


def test_before_any_request_every_route_stands_there_without_a_verdict() -> None:
    rows = picture("mux", idle())
    assert "helloHandler" in row_with(rows, "GET /hello")
    assert sum("   · " in row for row in rows) == 2


def test_the_way_through_the_tree_goes_by_host_method_and_segments() -> None:
    assert "any host ► GET ► /details ► /{id} ► ✓" in row_with(picture("mux", after("RouteMatched")), "TREE")
    assert "► ✗" in row_with(picture("mux", after("RouteNotMatched")), "TREE")


def test_no_pattern_is_said_to_have_been_tried() -> None:
    """Go walks a tree (`routingNode.match`): there is no list that is gone through."""
    for scene in moments():
        assert "tried" not in "\n".join((*picture("mux", scene), *card("mux", scene)))


def test_a_pattern_that_did_not_fit_says_why() -> None:
    assert "✗ another path" in row_with(picture("mux", after("RoutePatternTried")), "GET /hello")


@pytest.mark.parametrize(("width", "height"), [(58, 5), (78, 11)])
def test_the_winner_is_marked_and_its_values_told(width: int, height: int) -> None:
    rows = picture("mux", after("RouteMatched"), width, height)
    assert row_with(rows, "✓ MATCH").startswith("►  GET /details/{id}")
    assert "{id} = 7" in row_with(rows, "CALLS detailHandler")


def test_the_winner_is_filled() -> None:
    surface = Surface(78, 11)
    DRAWINGS["mux"].picture(after("RouteMatched"), surface)
    filled = [text for y in range(11) for text, role in surface.runs(y) if role is Role.PACKET]
    assert " GET /details/{id} " in filled


def test_no_fitting_route_is_told_with_its_status() -> None:
    assert "NO ROUTE FITS:  404 Not Found" in row_with(picture("mux", after("RouteNotMatched")), "NO ROUTE")


def test_of_many_routes_the_winner_stays_in_view() -> None:
    scene = crowded()
    scene.world.requests[40].pattern = "GET /path/40"
    rows = picture("mux", scene, 58, 5)
    assert "✓ MATCH" in row_with(rows, "►  ")
