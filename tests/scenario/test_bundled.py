"""The bundled scenarios: each is right, explains itself, and is found by its name."""

import unicodedata
from pathlib import Path

import pytest

from journey_tui.scenario import bundled
from journey_tui.scenario.errors import ScenarioErrors
from journey_tui.scenario.loader import load, load_text
from journey_tui.scenario.template import TEMPLATE
from journey_tui.simulation.go.mux import check_patterns

SEVEN = ["boot", "hello", "keepalive", "not-found", "slow-handler", "three-routes", "two-clients"]


def test_the_seven_and_the_gallery_are_there_in_alphabetical_order() -> None:
    names = bundled.names()
    assert set(SEVEN) < set(names)
    assert names == sorted(names)
    assert [name for name, _ in bundled.titles()] == names


@pytest.mark.parametrize("name", bundled.names())
def test_each_is_right_and_explains_itself(name: str) -> None:
    scenario = load(bundled.path(name), check_patterns)
    assert scenario.title[0].isupper()
    assert len(scenario.summary) > 80
    assert scenario.goals
    assert {"title", "summary", "goals", "level", "seed"} <= scenario.model_fields_set


def test_no_two_have_the_same_title_or_seed() -> None:
    scenarios = [load(bundled.path(name)) for name in bundled.names()]
    assert len({scenario.title for scenario in scenarios}) == len(scenarios)
    assert len({scenario.seed for scenario in scenarios}) == len(scenarios)


def test_what_each_one_is_about_is_in_it() -> None:
    by_name = {name: load(bundled.path(name)) for name in SEVEN}
    assert by_name["boot"].clients == ()
    assert [request.close for request in by_name["hello"].clients[0].requests] == [True]
    assert not by_name["hello"].network.loopback
    about = by_name["keepalive"].clients[0].requests[1]
    assert (about.target, about.after) == ("/about", 100_000_000)
    assert [route.handler.name for route in by_name["three-routes"].server.routes] == [
        "helloHandler",
        "aboutHandler",
        "detailHandler",
    ]
    assert len(by_name["two-clients"].clients) == by_name["two-clients"].machine.cpus == 2
    assert by_name["slow-handler"].server.routes[0].handler.wait.fixed_ns == 300_000_000


def test_a_source_is_a_bundled_name_before_it_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hello").write_text("journey: 1\ntitle: mine\n")
    assert bundled.resolve("hello") == bundled.path("hello")
    assert bundled.resolve("./hello") == Path("hello")
    Path("mine").write_text("x")
    assert bundled.resolve("mine") == Path("mine")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("helo", "did you mean 'hello'?"),
        ("twoclients", "did you mean 'two-clients'?"),
        ("helo.yaml", "no such file; did you mean 'hello'?"),
        ("folder/none.yaml", "no such file"),
        ("zzz", "neither a file nor a bundled scenario"),
        ("", "neither a file nor a bundled scenario"),
        ("a\0b", "neither a file nor a bundled scenario"),
        ("x" * 5_000, "neither a file nor a bundled scenario"),
    ],
    ids=lambda value: value[:12].replace("\0", "NUL"),
)
def test_a_source_that_is_neither_is_told_with_the_nearest_name(
    source: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioErrors) as refused:
        bundled.resolve(source)
    assert said in str(refused.value)


@pytest.mark.parametrize("name", bundled.lesson_names())
def test_a_lesson_is_found_with_its_number_and_without(name: str) -> None:
    number, _, spoken = name.partition("-")
    assert number.isdigit()
    assert bundled.resolve(name) == bundled.path(name) == bundled.lesson_path(spoken)
    assert bundled.lesson_path(str(int(number))) == bundled.lesson_path(number) == bundled.path(name)
    assert name not in bundled.names()


def test_a_lesson_is_suggested_to_who_mistypes_it() -> None:
    with pytest.raises(ScenarioErrors, match="did you mean 'path-of-one-request'"):
        bundled.resolve("path-of-a-request")


def test_a_name_that_is_not_bundled_has_no_path() -> None:
    with pytest.raises(ScenarioErrors, match="did you mean 'keepalive'"):
        bundled.path("keep-alive")


def test_the_starter_file_is_right_and_says_what_the_defaults_would_not() -> None:
    starter = load_text(TEMPLATE, "new.yaml", check_patterns)
    assert len(starter.clients[0].requests) == 2
    assert unicodedata.is_normalized("NFC", TEMPLATE)
    assert TEMPLATE.count("#") > 8
