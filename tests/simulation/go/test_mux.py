"""ServeMux against recordings of Go's: every registration and every answer, in each release that was recorded."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from journey_tui.simulation.go.mux import PatternError, Route, ServeMux, check_patterns, strip_port

TRUTH: Final = Path(__file__).parents[2] / "truth"


def sets_in(name: str) -> list[dict[str, Any]]:
    sets: list[dict[str, Any]] = json.loads((TRUTH / name).read_text())["sets"]
    return sets


SETS: Final = sets_in("mux_vectors.json")
HARD_SETS: Final = sets_in("mux_hard.json")
VERSIONS: Final[dict[str, dict[str, Any]]] = json.loads((TRUTH / "mux_versions.json").read_text())["versions"]
RELEASES: Final[list[str]] = json.loads((TRUTH / "mux_hard.json").read_text())["releases"]
ANSWER: Final[tuple[str, ...]] = ("status", "pattern", "location", "allow", "values")


def refusal(mux: ServeMux, pattern: str) -> str | None:
    try:
        mux.handle(pattern)
    except PatternError as error:
        return str(error)
    return None


def told(route: Route) -> dict[str, Any]:
    found = {
        "pattern": route.pattern,
        "location": route.location,
        "allow": route.allow,
        "values": dict(route.values),
    }
    return {"status": route.status} | {name: value for name, value in found.items() if value}


def recorded_answer(row: dict[str, Any], go: str) -> dict[str, Any]:
    """What is recorded of Go 1.27.3, with the status that a redirect had before Go 1.26."""
    answer: dict[str, Any] = {name: row[name] for name in ANSWER if name in row}
    if answer["status"] == 307 and go < "1.26":
        answer["status"] = 301
    return answer


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
        assert told(mux.route(*row["ask"])) == recorded_answer(row, "1.27.3"), row["id"]


@pytest.mark.parametrize("go", list(VERSIONS))
def test_older_releases_differ_where_go_did(go: str) -> None:
    for recorded in SETS:
        mux = ServeMux(go)
        for pattern, *_ in recorded["register"]:
            refusal(mux, pattern)
        for row in recorded["requests"]:
            wanted = VERSIONS[go].get(row["id"]) or recorded_answer(row, go)
            assert told(mux.route(*row["ask"])) == wanted, row["id"]


@pytest.mark.parametrize("go", RELEASES)
def test_hard_cases_end_as_in_each_release_of_go(go: str) -> None:
    for recorded in HARD_SETS:
        mux = ServeMux(go)
        for row in recorded["register"]:
            panics = row.get("in", {}).get(go, row.get("panics", []))
            text = refusal(mux, row["pattern"])
            assert text in panics if panics else text is None, row["pattern"]
        for row in recorded["requests"]:
            wanted = row.get("in", {}).get(go) or recorded_answer(row, go)
            assert told(mux.route(*row["ask"])) == wanted, (mux.patterns, row["ask"])


def test_a_release_without_its_patch_is_the_latest_of_its_series() -> None:
    absolute = ("GET", "http://h[::1]/a", "h")
    assert [mux_of(["/a"], go).route(*absolute).status for go in ("1.26.0", "1.26.1", "1.26")] == [
        200,
        400,
        400,
    ]


@pytest.mark.parametrize("go", ["1.21", "1.28", "2.0", "go1.27", ""])
def test_other_releases_are_refused(go: str) -> None:
    with pytest.raises(ValueError, match=r"1\.22"):
        ServeMux(go)


@pytest.mark.parametrize(
    ("method", "target", "host"),
    [
        ("G T", "/", "h"),
        ("", "/", "h"),
        ("GET", "/a b", "h"),
        ("GET", "/", "a b"),
        ("GET", "", "h"),
        ("GET", "*", "h"),
    ],
)
def test_what_never_reaches_a_handler_is_a_bad_request(method: str, target: str, host: str) -> None:
    assert told(mux_of(["/"]).route(method, target, host)) == {"status": 400}


def test_a_host_that_only_a_url_may_name_is_taken_from_an_accepted_request() -> None:
    mux = mux_of(["/"])
    asked = ("GET", 'http://"h"/', '"h"')
    assert [mux.route(*asked).status, mux.route(*asked, accepted=True).status] == [400, 200]


def test_a_redirect_knows_its_url_as_the_body_links_to_it() -> None:
    route = mux_of(["/a/"]).route("GET", "/a?é", "h")
    assert (route.location, route.url) == ("/a/?%c3%a9", "/a/?é")


def test_a_multi_wildcard_is_lost_to_a_later_one_in_its_place_since_go_1_23() -> None:
    patterns = ["//{rest...}", "/{first}/{rest...}"]
    assert mux_of(patterns).route("GET", "/a/b", "h").pattern == "/{first}/{rest...}"
    with pytest.raises(PatternError, match="non-nil leaf fields"):
        mux_of(patterns, "1.22")


def test_all_refused_patterns_are_named_by_their_place() -> None:
    patterns = ["/a", "GET /{", "/{x}", "/a"]
    assert check_patterns("1.27", patterns) == {
        1: "parsing \"GET /{\": at offset 5: bad wildcard segment (must end with '}')",
        3: 'pattern "/a" conflicts with pattern "/a":\n/a matches the same requests as /a',
    }


def test_registering_after_a_request_changes_the_next_answer_and_not_the_last_one_s_reasons() -> None:
    mux = mux_of(["/"])
    before = mux.route("GET", "/a", "h")
    mux.handle("/a")
    assert mux.route("GET", "/a", "h").pattern == "/a"
    assert [verdict.pattern for verdict in before.verdicts] == ["/"]


def test_a_refused_pattern_leaves_nothing_behind() -> None:
    mux = mux_of(["/a/{x}"])
    assert refusal(mux, "GET /a/{y}/{z}{")
    assert refusal(mux, "/a/{y}")
    assert mux.patterns == ("/a/{x}",)
    mux.handle("/a/b")


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


def test_values_cannot_be_changed_by_who_reads_them() -> None:
    values: Any = mux_of(["/{x}"]).route("GET", "/a", "h").values
    with pytest.raises(TypeError):
        values["x"] = "b"
