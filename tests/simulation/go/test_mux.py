"""ServeMux against recordings of Go's, and the laws that hold for every set of patterns."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.conflicts import Relation, compare, conflict
from journey_tui.simulation.go.mux import PatternError, Route, ServeMux, check_patterns, strip_port
from journey_tui.simulation.go.patterns import parse_pattern
from journey_tui.simulation.go.url import escape_non_ascii

TRUTH: Final = Path(__file__).parents[2] / "truth"
SETS: Final[list[dict[str, Any]]] = json.loads((TRUTH / "mux_vectors.json").read_text())["sets"]
VERSIONS: Final[dict[str, dict[str, Any]]] = json.loads((TRUTH / "mux_versions.json").read_text())["versions"]


def refusal(mux: ServeMux, pattern: str) -> str | None:
    try:
        mux.handle(pattern)
    except PatternError as error:
        return str(error)
    return None


def told(route: Route) -> dict[str, Any]:
    found = {
        "pattern": route.pattern,
        "location": escape_non_ascii(route.location),
        "allow": route.allow,
        "values": dict(route.values),
    }
    return {"status": route.status} | {name: value for name, value in found.items() if value}


def mux_of(patterns: list[str], go: str = "1.27") -> ServeMux:
    mux = ServeMux(go)
    for pattern in patterns:
        mux.handle(pattern)
    return mux


@pytest.mark.parametrize("recorded", SETS, ids=lambda recorded: recorded["id"])
def test_registrations_and_requests_end_as_in_go(recorded: dict[str, Any]) -> None:
    mux = ServeMux()
    for pattern, *panics in recorded["register"]:
        text = refusal(mux, pattern)
        assert text in panics if panics else text is None, pattern
    for row in recorded["requests"]:
        if "stage" not in row:
            wanted = {name: value for name, value in row.items() if name not in {"id", "ask"}}
            assert told(mux.route(*row["ask"])) == wanted, row["id"]


@pytest.mark.parametrize("go", list(VERSIONS))
def test_older_releases_differ_where_go_did(go: str) -> None:
    for recorded in SETS:
        mux = ServeMux(go)
        for pattern, *_ in recorded["register"]:
            refusal(mux, pattern)
        for row in recorded["requests"]:
            if "stage" in row:
                continue
            wanted = VERSIONS[go].get(row["id"])
            if wanted is None:
                wanted = {name: value for name, value in row.items() if name not in {"id", "ask"}}
                if wanted["status"] == 307 and go < "1.26":
                    wanted["status"] = 301
            assert told(mux.route(*row["ask"])) == wanted, row["id"]


def test_only_the_reason_for_each_pattern_is_told_once_and_in_order() -> None:
    mux = mux_of(["GET /hello", "/", "GET /about", "POST /hello", "other.org/hello"])
    route = mux.route("GET", "/hello", "localhost:3000")
    assert [(candidate.pattern, candidate.matched) for candidate in route.considered] == [
        ("GET /hello", True),
        ("/", False),
        ("GET /about", False),
        ("POST /hello", False),
        ("other.org/hello", False),
    ]
    assert [candidate.reason for candidate in route.considered] == [
        "the most specific of 2 that match",
        "less specific than GET /hello",
        "segment 1 'hello' is not 'about'",
        "method is GET, pattern wants POST",
        "host is 'localhost', pattern wants 'other.org'",
    ]


@pytest.mark.parametrize(
    ("pattern", "target", "reason"),
    [
        ("/a/b", "/a", "the path ends before segment 2 'b'"),
        ("/a", "/a/b", "the path goes on after the pattern's end"),
        ("/a/{$}", "/a/b", "segment 2 'b' stands where {$} ends the path"),
        ("/a/{x}", "/a/", "a trailing slash is no segment for {x}"),
        ("/a/b/{rest...}", "/a", "the path ends before segment 2 'b'"),
    ],
)
def test_a_mismatch_names_the_first_segment_that_does_not_fit(pattern: str, target: str, reason: str) -> None:
    (candidate,) = mux_of([pattern]).route("GET", target, "h").considered
    assert (candidate.matched, candidate.reason) == (False, reason)


def test_a_redirect_takes_no_pattern_but_says_which_one_waits_there() -> None:
    route = mux_of(["/", "/tree/"]).route("GET", "/tree", "h")
    assert (route.status, route.pattern, route.location) == (307, "", "/tree/")
    assert [candidate.reason for candidate in route.considered] == [
        "less specific than /tree/",
        "takes /tree/: the client is sent there",
    ]


def test_a_host_beats_a_more_specific_path() -> None:
    route = mux_of(["h.org/", "/a/b"]).route("GET", "/a/b", "h.org")
    assert route.pattern == "h.org/"
    assert route.considered[1].reason == "matches, but h.org/ names the host"


def test_a_target_that_is_no_path_is_refused_and_matches_nothing() -> None:
    mux = mux_of(["/"])
    for target in ("*", "/%zz", "no-slash"):
        route = mux.route("GET", target, "h")
        assert (route.status, route.considered[0].matched) == (400, False)


def test_a_reason_carries_nothing_that_a_terminal_obeys_or_a_trace_cannot_hold() -> None:
    (candidate,) = mux_of(["/a"]).route("GET", "/%1b%5b31m%ff%E2%80%AEx", "h").considered
    assert candidate.reason == "segment 1 '[31mx' is not 'a'"


def test_all_refused_patterns_are_named_by_their_place() -> None:
    patterns = ["/a", "GET /{", "/{x}", "/a"]
    assert check_patterns("1.27", patterns) == {
        1: "parsing \"GET /{\": at offset 5: bad wildcard segment (must end with '}')",
        3: 'pattern "/a" conflicts with pattern "/a":\n/a matches the same requests as /a',
    }


def test_registering_after_a_request_changes_the_next_answer() -> None:
    mux = mux_of(["/"])
    assert mux.route("GET", "/a", "h").pattern == "/"
    mux.handle("/a")
    assert mux.route("GET", "/a", "h").pattern == "/a"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("h", "h"),
        ("h:80", "h"),
        ("h:", "h"),
        ("[::1]:80", "::1"),
        ("[::1]", "[::1]"),
        ("a:b:80", "a:b:80"),
        ("[::1]x:80", "[::1]x:80"),
        ("a]:80", "a]:80"),
    ],
)
def test_a_port_is_stripped_only_from_host_and_port(host: str, name: str) -> None:
    assert strip_port(host) == name


def test_a_very_deep_pattern_is_matched_without_recursion() -> None:
    assert mux_of(["/a" * 5000 + "/{x}"]).route("GET", "/a" * 5000 + "/b", "h").values == {"x": "b"}


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SEGMENTS: Final = st.sampled_from(["a", "b", "{x}", "{y}", "%2F"])
ENDS: Final = st.sampled_from(["", "/", "/{$}", "/{rest...}"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    path = "".join(f"/{piece}" for piece in draw(st.lists(SEGMENTS, max_size=3, unique=True)))
    path = (path + draw(ENDS)) or "/"
    method = draw(st.sampled_from(["", "GET ", "HEAD ", "POST "]))
    return method + draw(st.sampled_from(["", "h", "g"])) + path


PATHS: Final = st.lists(st.sampled_from(["a", "b", "c", "%2F", "x%20y"]), max_size=4).map(
    lambda pieces: "/" + "/".join(pieces)
)
METHODS: Final = st.sampled_from(["GET", "HEAD", "POST", "PUT"])
HOSTS: Final = st.sampled_from(["h", "g:80", "other"])


def registered(texts: list[str]) -> ServeMux:
    mux = ServeMux()
    for text in texts:
        refusal(mux, text)
    return mux


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_the_order_of_registration_never_matters(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    backwards = mux_of(list(reversed(mux.patterns)))
    assert told(backwards.route(method, target, host)) == told(mux.route(method, target, host))


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_exactly_the_answering_pattern_is_marked_as_matched(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    route = mux.route(method, target, host)
    assert [candidate.pattern for candidate in route.considered] == list(mux.patterns)
    assert [candidate.pattern for candidate in route.considered if candidate.matched] == (
        [route.pattern] if route.status == 200 else []
    )
    assert all(candidate.reason for candidate in route.considered)


@given(patterns(), METHODS, PATHS, HOSTS)
def test_a_reason_is_given_exactly_when_a_lone_pattern_does_not_match(
    text: str, method: str, target: str, host: str
) -> None:
    route = mux_of([text]).route(method, target, host)
    if route.status in {200, 404, 405}:
        fits = route.considered[0].reason == "the only pattern that matches"
        assert fits == (route.status == 200)


@given(patterns(), patterns())
def test_comparing_the_other_way_round_mirrors_the_relation(one: str, other: str) -> None:
    first, second = parse_pattern(one), parse_pattern(other)
    mirrored = {Relation.MORE_GENERAL: Relation.MORE_SPECIFIC, Relation.MORE_SPECIFIC: Relation.MORE_GENERAL}
    relation = compare(first, second)
    assert compare(second, first) == mirrored.get(relation, relation)
    assert conflict(first, second) == conflict(second, first)


@given(patterns(), patterns(), METHODS, PATHS, HOSTS)
def test_of_two_patterns_that_match_the_more_specific_one_wins(
    one: str, other: str, method: str, target: str, host: str
) -> None:
    first, second = parse_pattern(one), parse_pattern(other)
    if first.host != second.host or compare(first, second) != Relation.MORE_SPECIFIC:
        return
    alone = mux_of([one]).route(method, target, host)
    if alone.status == 200:
        assert mux_of([other, one]).route(method, target, host).pattern == one
        assert mux_of([other]).route(method, target, host).pattern == other
