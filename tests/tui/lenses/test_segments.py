"""A pattern beside a request, part by part."""

import pytest

from journey_tui.tui.lenses.segments import parts_of


@pytest.mark.parametrize(
    ("pattern", "target", "segments"),
    [
        ("GET /items/{id}", "/items/42?x=1", [("/items", "/items"), ("{id} one segment", "/42")]),
        ("/items/{path...}", "/items/a/b", [("/items", "/items"), ("{path...} the rest", "/a/b")]),
        ("/static/", "/static/css/a.css", [("/static", "/static"), ("the rest", "/css/a.css")]),
        ("/", "/any/thing", [("the rest", "/any/thing")]),
        ("GET example.com/{$}", "/", [("the end", "/")]),
    ],
)
def test_each_segment_stands_beside_what_takes_it(
    pattern: str, target: str, segments: list[tuple[str, str]]
) -> None:
    parts = parts_of(pattern, "GET", "example.com", target)
    assert parts[0] == ("method", "GET" if pattern.startswith("GET") else "any", "GET")
    assert parts[1] == ("host", "example.com" if "example.com" in pattern else "any", "example.com")
    assert [(wants, has) for _, wants, has in parts[2:]] == segments
