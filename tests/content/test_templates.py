"""Texts that somebody else wrote are filled with values, and with nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.content import UnknownNameError, lesson_text, value_names, values_of
from journey_tui.content.templates import filled, flowed
from journey_tui.trace.events import EVENT_KINDS
from journey_tui.world import apply, empty_world
from tests.samples import sample_events, sample_header

VALUES = {"count": "2", "client": "alice"}


class _Trap(str):
    """A value of which nothing may be asked but its text."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(name)

    def __getitem__(self, place: object) -> str:
        raise AssertionError(place)

    def __format__(self, spec: str) -> str:
        raise AssertionError(spec)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{client} sends {count:page|pages}.", "alice sends 2 pages."),
        ("{count:টি page|টি page}", "2 টি page"),
        ("{{client}} and {{{client}}}", "{client} and {alice}"),
        ("for {\n}", "for {\n}"),
        ("map[string]int{}", "map[string]int{}"),
        ("    if x { {client} }\n{client}", "    if x { {client} }\nalice"),
        ("", ""),
    ],
)
def test_names_in_braces_become_values_and_all_else_stays(template: str, shown: str) -> None:
    assert filled(template, VALUES) == shown


def test_a_single_one_takes_the_singular() -> None:
    assert filled("{count:page|pages}", {"count": "1"}) == "1 page"


@pytest.mark.parametrize(
    "template",
    [
        "{client.__class__}",
        "{client[0]}",
        "{0}",
        "{client!r}",
        "{count:>9}",
        "{ client }",
        "{nobody}",
        "{count:page}",
    ],
)
def test_anything_else_between_braces_is_refused_by_name(template: str) -> None:
    with pytest.raises(UnknownNameError) as refused:
        filled(template, VALUES)
    assert refused.value.name == template[1:-1]


def test_the_nearest_names_are_offered() -> None:
    with pytest.raises(UnknownNameError, match="perhaps client") as refused:
        filled("{cleint}", VALUES)
    assert refused.value.nearest == ("client",)


@given(st.text(alphabet="{}:|.[]!_ \nclientou0x", max_size=60))
def test_a_hostile_text_reaches_no_attribute_and_raises_nothing_else(template: str) -> None:
    values = {"client": _Trap("{count}"), "count": _Trap("7")}
    with suppress(UnknownNameError):
        assert isinstance(filled(template, values), str)


@given(st.text(max_size=20))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert filled("<{client}>", {"client": value}) == f"<{value}>"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ({"en": "a", "bn": "খ"}, "bn", "খ"),
        ({"en": "a", "fr": "b"}, "bn", "a"),
        ({"fr": "b", "de": "c"}, "bn", "b"),
        ({}, "bn", ""),
    ],
)
def test_a_viewer_is_shown_his_language_else_english_else_any(
    text: dict[str, str], language: str, shown: str
) -> None:
    assert lesson_text(text, {}, language) == shown


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_names_of_a_kind_are_those_that_its_events_have(language: str) -> None:
    header = sample_header()
    world = empty_world(header)
    for event in sample_events():
        apply(world, event)
        assert value_names(event.kind) == set(values_of(event, world, header, language))


def test_a_kind_that_there_is_not_has_no_names() -> None:
    assert "Nothing" not in EVENT_KINDS
    with pytest.raises(KeyError):
        value_names("Nothing")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo\nthree", "one\n\ntwo three"),
        (
            "said:\n\n    for {\n        x()\n    }\n\nand so\non",
            "said:\n\n    for {\n        x()\n    }\n\nand so on",
        ),
        ("said:\n    code\nafter\nit", "said:\n    code\nafter it"),
        ("", ""),
    ],
)
def test_a_paragraph_is_broken_by_whoever_shows_it_and_code_by_whoever_wrote_it(
    written: str, shown: str
) -> None:
    assert flowed(written) == shown


@given(st.text(alphabet="ab {}\n", max_size=60))
def test_flowing_changes_blanks_and_line_ends_alone_and_only_once(written: str) -> None:
    assert flowed(written).split() == written.split()
    assert flowed(flowed(written)) == flowed(written)
