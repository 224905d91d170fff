"""Reasons in few cells: fewer words before an ellipsis."""

import pytest

from journey_tui.tui.stages.reasons import in_cells
from tests.tui.stages.scenes import idle, picture


@pytest.mark.parametrize(
    ("reason", "width", "shown"),
    [
        ("✗ segment 1 'about' is not 'hello'", 40, "✗ segment 1 'about' is not 'hello'"),
        ("✗ segment 1 'about' is not 'hello'", 24, "✗ 'about' is not 'hello'"),
        ("✗ segment 1 'about' is not 'hello'", 16, "✗ not 'hello'"),
        ("✗ segment 1 'about' is not 'hello'", 10, "✗ not 'he…"),
        (
            "✗ less specific than GET /items/{id}: takes more methods and paths",
            30,
            "✗ takes more methods and paths",
        ),
        ("✗ less specific than GET /items/{id}: takes more methods and paths", 16, "✗ takes more"),
        ("✓ MATCH the most specific of 4 that match", 20, "✓ MATCH best of 4"),
        ("✓ MATCH the only pattern that matches", 20, "✓ MATCH the only one"),
        ("✗ method is POST, pattern wants GET: it is in Allow", 20, "✗ POST is not GET"),
    ],
)
def test_the_word_that_decides_is_kept(reason: str, width: int, shown: str) -> None:
    assert in_cells(reason, width) == shown


@pytest.mark.parametrize("width", [38, 58, 70])
def test_a_narrow_queue_says_that_it_is_none_or_cuts_with_an_ellipsis(width: int) -> None:
    rows = [row for row in picture("socket", idle(), width, 5) if "QUEUE" in row]
    assert rows
    assert all("listen() ║" in row or "…║" in row for row in rows)
