"""Reading targets and quoting text, against what Go made of the same."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.paths import clean_path, first_segment
from journey_tui.simulation.go.quoting import go_quote
from journey_tui.simulation.go.url import TargetError, escape_path, parse_target, unescape
from journey_tui.simulation.go.version import minor_version

TRUTH: Final = Path(__file__).parents[2] / "truth"
TARGETS: Final[list[dict[str, Any]]] = json.loads((TRUTH / "targets.json").read_text())["targets"]


@pytest.mark.parametrize(
    "recorded", TARGETS, ids=lambda recorded: f"{recorded['method']} {recorded['target']}"
)
def test_targets_are_read_as_by_go(recorded: dict[str, Any]) -> None:
    if "path" not in recorded:
        with pytest.raises(TargetError):
            parse_target(recorded["method"], recorded["target"])
        return
    url = parse_target(recorded["method"], recorded["target"])
    assert url.host == recorded["host"]
    assert url.path == recorded["path"]
    assert url.escaped_path == recorded["escaped"]
    assert url.raw_query == recorded["query"]


@pytest.mark.parametrize(
    ("path", "cleaned"),
    [
        ("", "/"),
        ("/", "/"),
        ("//", "/"),
        ("/a", "/a"),
        ("/a/", "/a/"),
        ("/a//b/./c/../d/", "/a/b/d/"),
        ("/..", "/"),
        ("/../a/..", "/"),
        ("/a/.", "/a"),
        ("/...", "/..."),
        ("/a/%2e%2e/b", "/a/%2e%2e/b"),
    ],
)
def test_paths_are_cleaned_but_escapes_are_left_alone(path: str, cleaned: str) -> None:
    assert clean_path(path) == cleaned


@given(st.text("ab/.%"))
def test_cleaning_a_clean_path_changes_nothing(path: str) -> None:
    cleaned = clean_path(path)
    assert cleaned.startswith("/")
    assert clean_path(cleaned) == cleaned


@given(st.binary())
def test_escaping_loses_no_byte(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    assert unescape(escape_path(text)) == text


@given(st.text("ab%2F/", min_size=1).map("/".__add__))
def test_segments_put_together_again_are_the_path(path: str) -> None:
    rest, pieces = path, 0
    while rest:
        _, rest = first_segment(rest)
        pieces += 1
    assert pieces == path.count("/")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("/a", '"/a"'),
        ('a"\\', r'"a\"\\"'),
        ("\a\b\f\n\r\t\v", r'"\a\b\f\n\r\t\v"'),
        ("\x00\x7f", r'"\x00\x7f"'),
        ("é\u200b\U000e0001", '"é\\u200b\\U000e0001"'),
        (b"\xff".decode("utf-8", "surrogateescape"), r'"\xff"'),
    ],
)
def test_text_is_quoted_as_by_go(text: str, quoted: str) -> None:
    assert go_quote(text) == quoted


def test_versions_are_read_by_their_minor_number() -> None:
    assert [minor_version(go) for go in ("1.22", "1.27", "1.27.3")] == [22, 27, 27]


@pytest.mark.parametrize("go", ["", "1", "2.0", "1.x", "go1.27"])
def test_what_is_no_version_is_refused(go: str) -> None:
    with pytest.raises(ValueError, match="not a Go version"):
        minor_version(go)
