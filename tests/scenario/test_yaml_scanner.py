"""The hardened scanner: it reads what the library reads, and stops early where the library would take its time."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import Reader

from journey_tui.scenario.files import LARGEST_FILE
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.yaml_reader import YamlRefused
from journey_tui.scenario.yaml_scanner import events
from tests.scenario.texts import HEAD, only_problem, scenario

PIECES = st.sampled_from(
    [
        *"abx:-?#,[]{}&*|>'\"@`\\/~01 \n",
        *("  ", "\n  ", "\r\n", "\r", "\t", "\x85", "\u2028", "\ufeff", "a: ", "- ", " #c", ": ", "---\n"),
        *(
            "...\n",
            "''",
            '\\"',
            "\\n",
            "\\\n",
            "\\x41",
            "\\u00e9",
            "word word  word ",
            "a%b",
            "a" * 20,
            "|\n ",
            ">\n ",
        ),
    ]
)


def told(stream: Iterator[Any]) -> list[tuple[object, ...]]:
    """Each event's kind, value, style and place; the last entry says whether the text was refused."""
    seen: list[tuple[object, ...]] = []
    try:
        for event in stream:
            marks = (event.start_mark, event.end_mark)
            place = tuple((mark.line, mark.column, mark.index) for mark in marks)
            value = (
                getattr(event, "value", None),
                getattr(event, "style", None),
                getattr(event, "anchor", None),
            )
            seen.append((type(event).__name__, value, place))
    except (YamlRefused, YAMLError, ValueError):
        seen.append(("refused",))
    return seen


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_the_library_reads_is_read_alike(text: str) -> None:
    assert told(events(text)) == told(YAML(typ="safe", pure=True).parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "x: !" + "a" * 1_200_000 + " 1\n",
        "x: !<" + "a" * 1_200_000 + "> 1\n",
        "x: !" + "%41" * 400_000 + " 1\n",
        "x: !" + "a" * 1_200_000 + "!b 1\n",
        "x: " + "!" * 1_200_000 + "\n",
        "x: [!a, b]\n",
        "!a x: 1\n",
        "x: &b !a 1\n",
    ],
    ids=lambda text: text[:8].strip(),
)
def test_a_tag_is_refused_where_it_begins(text: str) -> None:
    problem = only_problem(text)
    assert "a tag such as '!" in problem.message
    assert (problem.line, problem.column) == (3, text.index("!") + 1)
    assert len(problem.message) < 120


@pytest.mark.parametrize(
    "directive",
    [
        "%YAML 1." + "9" * 100_000,
        "%YAML " + "9" * 100_000 + ".1",
        "%YAML 1.1",
        "%YAML 2.0",
        "%YAML",
        "%TAG !e! tag:example.com,2000:",
        "%TAG !" + "a" * 1_000_000 + "! x",
        "%" + "A" * 1_000_000,
        "%",
    ],
    ids=lambda text: text[:12],
)
def test_a_directive_is_refused_where_it_stands(directive: str) -> None:
    problem = only_problem(f"{directive}\n---\n{HEAD}", head="")
    assert (problem.line, problem.column) == (1, 1)
    assert problem.message.startswith("the directive '%")
    assert "%YAML 1.2" in problem.message


@pytest.mark.parametrize("directive", ["%YAML 1.2", "%YAML  1.2  # the one that is meant"])
def test_the_version_that_is_meant_may_be_said(directive: str) -> None:
    assert load_text(f"{directive}\n---\n{HEAD}", "f.yaml") == scenario()


@pytest.mark.parametrize("escape", ["\\U00110000", "\\U7FFFFFFF", "\\UFFFFFFFF", "\\U80000000"])
def test_an_escape_beyond_unicode_is_told_at_its_place(escape: str) -> None:
    problem = only_problem(f'summary: "abc\n  d {escape} e"\n')
    assert problem.message == f"not valid YAML: {escape} stands for no character"
    assert (problem.line, problem.column) == (4, 5)


def test_whatever_the_library_raises_is_told_with_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_self: object, *_arguments: object) -> None:
        raise ArithmeticError("in words of its own")

    monkeypatch.setattr("ruamel.yaml.scanner.Scanner.scan_anchor", fails)
    problem = only_problem("seed: &a 1\n")
    assert (problem.line, problem.column) == (3, 7)
    assert problem.message == "not valid YAML: nothing can be read from here on"


@pytest.mark.parametrize("around", ["", "'", '"', "[]"], ids=["plain", "single", "double", "flow"])
def test_a_text_as_long_as_the_file_is_a_few_steps(around: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library looks at one character after the other; here at one in a hundred at most."""
    asked = 0
    peek = Reader.peek

    def counted(self: Reader, index: int = 0) -> str:
        nonlocal asked
        asked += 1
        return str(peek(self, index))

    monkeypatch.setattr(Reader, "peek", counted)
    words = "a b " * (LARGEST_FILE // 4 - 10) + "c"
    read = list(events(f"x: {around[:1]}{words}{around[1:] or around}\n"))
    assert words in [getattr(event, "value", None) for event in read]
    assert asked < len(words) / 100
