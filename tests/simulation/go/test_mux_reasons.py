"""Why ServeMux answers as it does, for the answer and for each pattern; and what to do about a refused pattern."""

import pytest

from journey_tui.simulation.go.mux import Outcome, PatternError, Route, ServeMux


def route(patterns: list[str], method: str, target: str, host: str = "h", go: str = "1.27") -> Route:
    mux = ServeMux(go)
    for pattern in patterns:
        mux.handle(pattern)
    return mux.route(method, target, host)


def outcomes(answer: Route) -> list[tuple[str, str]]:
    return [(verdict.outcome, verdict.reason) for verdict in answer.verdicts]


def test_every_pattern_has_its_reason_in_the_order_of_registration() -> None:
    patterns = ["GET /hello", "/", "GET /about", "POST /hello", "other.org/hello"]
    answer = route(patterns, "GET", "/hello", "localhost:3000")
    assert answer.reason == "the most specific of 2 that match"
    assert [verdict.pattern for verdict in answer.verdicts] == patterns
    assert outcomes(answer) == [
        (Outcome.WINS, "the most specific of 2 that match"),
        (Outcome.LOSES, "less specific than GET /hello: takes more methods and paths"),
        (Outcome.NO, "segment 1 'hello' is not 'about'"),
        (Outcome.NO, "method is GET, pattern wants POST"),
        (Outcome.NO, "host is 'localhost', pattern wants 'other.org'"),
    ]


def test_the_trace_is_told_the_same_with_the_winner_marked() -> None:
    answer = route(["/a", "/{x}"], "GET", "/a")
    assert [tuple(candidate) for candidate in answer.considered] == [
        ("/a", True, "the most specific of 2 that match"),
        ("/{x}", False, "less specific than /a: takes more paths"),
    ]


@pytest.mark.parametrize(
    ("pattern", "target", "reason"),
    [
        ("/a/b", "/a", "the path ends before segment 2 'b'"),
        ("/a/b", "/a/", "the path ends before segment 2 'b'"),
        ("/a", "/a/b", "the path goes on after the pattern's end"),
        ("/a", "/a/", "the path has a slash more than the pattern"),
        ("/a/{$}", "/a/b", "segment 2 'b' stands where {$} ends the path"),
        ("/a/{x}", "/a/", "a trailing slash is no segment for {x}"),
        ("/a/{x}", "/a/%2F", "an escaped slash alone is no segment for {x}"),
        ("/a/b/{rest...}", "/a", "the path ends before segment 2 'b'"),
        ("/a/b/", "/a", "the path ends before segment 2 'b'"),
        ("/a", "/A", "segment 1 'A' is not 'a' (case counts)"),
        ("H/a", "/a", "host is 'h', pattern wants 'H' (case counts)"),
    ],
)
def test_a_mismatch_names_the_first_thing_that_does_not_fit(pattern: str, target: str, reason: str) -> None:
    assert outcomes(route([pattern], "GET", target)) == [(Outcome.NO, reason)]


def test_a_method_in_lower_case_is_another_method() -> None:
    (verdict,) = route(["GET /a"], "get", "/a").verdicts
    assert verdict.reason == "method is get, pattern wants GET (case counts): it is in Allow"


def test_a_redirect_takes_no_pattern_but_says_which_one_waits_there() -> None:
    answer = route(["/", "/tree/"], "GET", "/tree")
    assert (answer.status, answer.pattern, answer.location) == (307, "", "/tree/")
    assert answer.reason == "no pattern takes /tree exactly, but one takes it with a slash more"
    assert outcomes(answer) == [
        (Outcome.LOSES, "less specific than /tree/: takes more paths"),
        (Outcome.WAITS, "takes /tree/: the client is sent there"),
    ]


def test_an_unclean_path_is_redirected_whatever_is_found_there() -> None:
    found = route(["/a"], "GET", "//a")
    assert (found.reason, outcomes(found)) == (
        "the path is not clean: /a is, and /a takes it there",
        [(Outcome.WAITS, "takes /a: the client is sent there")],
    )
    nothing = route(["/a"], "GET", "//b")
    assert (nothing.status, nothing.reason) == (
        307,
        "the path is not clean: /b is, even if no pattern takes it there",
    )


def test_a_location_that_an_old_release_spoils_is_told() -> None:
    (verdict,) = route(["/%61/b"], "GET", "//%61/b", go="1.25").verdicts
    assert verdict.reason == "takes /%61/b: the client is sent to /%2561/b"


def test_method_not_allowed_says_which_patterns_are_in_allow() -> None:
    answer = route(["GET /r", "DELETE /r/", "POST /s", "PUT h1/r"], "PUT", "/r")
    assert (answer.status, answer.allow) == (405, "DELETE, GET, HEAD")
    assert answer.reason == "no pattern takes PUT here, but DELETE, GET, HEAD would be taken"
    assert outcomes(answer) == [
        (Outcome.NO, "method is PUT, pattern wants GET: it is in Allow"),
        (Outcome.NO, "takes DELETE /r/, a slash more: it is in Allow"),
        (Outcome.NO, "segment 1 'r' is not 's'"),
        (Outcome.NO, "host is 'h', pattern wants 'h1'"),
    ]


def test_a_host_beats_a_more_specific_path() -> None:
    answer = route(["h.org/", "/a/b"], "GET", "/a/b", "h.org")
    assert answer.pattern == "h.org/"
    assert outcomes(answer)[1] == (Outcome.LOSES, "matches, but h.org/ names the host")


def test_a_pattern_with_an_empty_segment_is_tried_where_a_wildcard_would_be() -> None:
    answer = route(["/a/{x}", "//b"], "GET", "/a/b")
    assert answer.pattern == "/a/{x}"
    assert outcomes(answer)[1] == (Outcome.LOSES, "matches, but /a/{x} is tried first")


@pytest.mark.parametrize(
    ("method", "target", "status", "reason"),
    [
        ("GET", "*", 400, "* is no path"),
        ("OPTIONS", "*", 200, "OPTIONS * asks about the server itself: net/http answers it without ServeMux"),
        ("GET", "hello", 400, "the target is neither a path nor a URL"),
        ("GET", "/%zz", 400, "invalid URL escape '%zz'"),
        ("CONNECT", "h:443", 404, "the target has no path, and every pattern has one"),
    ],
)
def test_what_serve_mux_is_not_asked_has_its_reason_too(
    method: str, target: str, status: int, reason: str
) -> None:
    answer = route(["/"], method, target)
    assert (answer.status, answer.pattern, answer.reason) == (status, "", reason)
    assert answer.verdicts[0].outcome is Outcome.NO


def test_a_reason_carries_nothing_that_a_terminal_obeys_or_a_trace_cannot_hold() -> None:
    (verdict,) = route(["/a"], "GET", "/%1b%5b31m%ff%E2%80%AEx").verdicts
    assert verdict.reason == r"segment 1 '\x1b[31m\xff\u202ex' is not 'a'"


@pytest.mark.parametrize(
    ("patterns", "advice"),
    [
        ([""], "a pattern has a path at least: '/'"),
        (["GET"], "a method needs a path after it: 'GET /'"),
        (["GET hello"], "a method needs a path after it: 'GET /hello'"),
        (["hello"], "a path begins with a slash: '/hello'"),
        (["h.com"], "a path begins with a slash: '/h.com', and a host ends before one: 'h.com/'"),
        (["GET {x}/a"], "a path begins with a slash: 'GET /{x}/a'"),
        (["G@T /"], "what stands before the space is the method, such as GET or POST"),
        (["GET h//b/../c"], "paths are cleaned before they are matched; write 'GET h/c'"),
        (["/{x"], "a wildcard is a whole segment: '/{name}', not '/b_{name}' or '/{name}.html'"),
        (["/{}"], "give it a name, such as {id}, that the handler asks for"),
        (["/{1}"], "a name is a Go identifier: letters, digits and _, no digit first"),
        (["/{x}/{x}"], "give each wildcard its own name"),
        (["/{x...}/a"], "{x...} takes all that is left: nothing may follow it; {x} takes one segment"),
        (["/{$}/a"], "{$} says that the path ends here: nothing may follow it"),
        (["/{x}", "/{y}"], "keep one of the two, or tell them apart by method, host or path"),
        (["HEAD /", "GET /a b"], "give the more specific path the other's method: 'HEAD /a b'"),
        (["/a", "GET /{x}"], "give the more specific path the other's method: 'GET /a'"),
        (
            ["/a/{x}", "/{y}/b"],
            "change one path, so that no request fits both, or so that one pattern takes a part of the other's",
        ),
        (
            ["/{x}/b", "//b"],
            "an empty segment counts as a wildcard, as in '/{x}/b': leave out the second slash",
        ),
    ],
)
def test_a_refused_pattern_comes_with_advice(patterns: list[str], advice: str) -> None:
    *registered, last = patterns
    mux = ServeMux()
    for pattern in registered:
        mux.handle(pattern)
    with pytest.raises(PatternError) as refused:
        mux.handle(last)
    assert refused.value.advice == advice


def test_the_offset_of_a_bad_pattern_is_told_in_bytes() -> None:
    with pytest.raises(PatternError) as refused:
        ServeMux().handle("GET /é/{")
    assert refused.value.offset == len("GET /é/".encode())
