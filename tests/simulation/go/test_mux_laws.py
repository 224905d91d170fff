"""Laws of ServeMux that hold for every set of patterns."""

from contextlib import suppress
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.mux import Outcome, PatternError, Route, ServeMux
from journey_tui.simulation.go.mux.conflict import Relation, compare, conflict
from journey_tui.simulation.go.mux.pattern import parse_pattern


def registered(texts: list[str]) -> ServeMux:
    """A mux with those of the patterns that it takes."""
    mux = ServeMux()
    for text in texts:
        with suppress(PatternError):
            mux.handle(text)
    return mux


def answer(route: Route) -> tuple[object, ...]:
    return route.status, route.pattern, route.location, route.allow, dict(route.values)


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


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_the_order_of_registration_never_matters(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    backwards = registered(list(reversed(mux.patterns)))
    assert answer(backwards.route(method, target, host)) == answer(mux.route(method, target, host))


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_exactly_the_answering_pattern_wins_and_every_pattern_has_a_reason(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    route = mux.route(method, target, host)
    assert tuple(verdict.pattern for verdict in route.verdicts) == mux.patterns
    won = [verdict.pattern for verdict in route.verdicts if verdict.outcome is Outcome.WINS]
    assert won == ([route.pattern] if route.status == 200 else [])
    assert all(verdict.reason for verdict in route.verdicts)
    assert route.reason


@given(patterns(), METHODS, PATHS, HOSTS)
def test_a_lone_pattern_wins_or_is_said_not_to_match(text: str, method: str, target: str, host: str) -> None:
    route = registered([text]).route(method, target, host)
    (verdict,) = route.verdicts
    if route.status in {200, 404, 405}:
        assert verdict.outcome is (Outcome.WINS if route.status == 200 else Outcome.NO)


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_a_redirect_leads_to_no_second_one(texts: list[str], method: str, target: str, host: str) -> None:
    mux = registered(texts)
    route = mux.route(method, target, host)
    if route.location:
        assert not mux.route(method, route.location, host).location


@given(st.lists(patterns(), max_size=6), METHODS, PATHS, HOSTS)
def test_every_method_in_allow_is_answered_otherwise_and_no_other_one_is(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    allowed = mux.route(method, target, host).allow
    if allowed:
        for other in ("GET", "HEAD", "POST", "PUT"):
            assert (mux.route(other, target, host).status == 405) == (other not in allowed.split(", "))


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
    if registered([one]).route(method, target, host).status == 200:
        assert registered([other, one]).route(method, target, host).pattern == one
        assert registered([other]).route(method, target, host).pattern == other


ANY_TEXT: Final = st.text(
    st.one_of(st.sampled_from("/{}$.% \tGaé*:[]?#@"), st.characters(exclude_categories=["Cs"]))
)


@given(st.lists(ANY_TEXT, max_size=4), ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_whatever_is_registered_and_asked_ends_in_an_answer_that_can_be_printed(
    texts: list[str], method: str, target: str, host: str
) -> None:
    mux = registered(texts)
    for route in (mux.route(method, target, host), mux.route("GET", "/" + target, "h")):
        assert route.status in {200, 307, 400, 404, 405}
        assert route.location.isascii()
        assert all(verdict.reason.isprintable() for verdict in route.verdicts)
