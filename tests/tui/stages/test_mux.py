"""ServeMux's drawing: which patterns were tried, why not, and the winner."""

import pytest

from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import after, crowded, idle, picture, row_with


def test_before_any_request_every_route_stands_there_untried() -> None:
    rows = picture("mux", idle())
    assert "helloHandler" in row_with(rows, "GET /hello")
    assert sum("· not tried" in row for row in rows) == 2


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
    assert "NO ROUTE FITS: 404 Not Found" in row_with(picture("mux", after("RouteNotMatched")), "NO ROUTE")


def test_of_many_routes_the_winner_stays_in_view() -> None:
    scene = crowded()
    scene.world.requests[40].pattern = "GET /path/40"
    rows = picture("mux", scene, 58, 5)
    assert "✓ MATCH" in row_with(rows, "► ")
