"""The handout as Markdown: every word of it shows as it was written, and none of them is a mark."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from journey_tui.exporters.markdown import escaped, handout_lines
from journey_tui.exporters.outline import SaidChoice
from tests.exporters.outlines import asked, outline, question

READER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "[a](javascript:x) ![b](c) [d]: e",
    "# a",
    "- a",
    "1. a",
    "7) a",
    "> a",
    "***a*** __b__ ~~c~~ `d`",
    "| a | b |",
    "a\\",
    "&lt;b&gt; &#35; &amp;",
    "=====",
    "---",
    "http://example.org www.example.org",
    "<http://example.org>",
    "    indented",
    "```",
    "$a$",
)


def read(line: str) -> list[Token]:
    """The pieces that a reader of Markdown sees in one paragraph."""
    tokens = READER.parse(line)
    assert [token.type for token in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    return [child for token in tokens for child in token.children or []]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_shows_as_it_was_written(text: str) -> None:
    pieces = read(escaped(text))
    assert {piece.type for piece in pieces} == {"text"}
    assert "".join(piece.content for piece in pieces) == " ".join(text.split())


@given(st.text(r"ab \`*_[]<>|~$&#+=-.)(!:/;@" + "0123456789\n", max_size=30))
def test_no_text_is_a_mark(text: str) -> None:
    pieces = read(escaped(text))
    assert {piece.type for piece in pieces} <= {"text"}
    assert "".join(piece.content for piece in pieces) == " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_lesson_says_the_handout_has_the_same_parts(text: str) -> None:
    def shape(words: str) -> list[str]:
        return [token.type for token in READER.parse("\n".join(handout_lines(outline(words), (), "Go")))]

    assert shape(text.strip("` ") or "x") == shape("plain")


def test_answers_stand_at_the_end_and_not_beside_the_questions() -> None:
    lines = list(handout_lines(outline("plain"), (), "Go"))
    answers = next(number for number, line in enumerate(lines) if line.startswith("## Answers"))
    assert "4217" not in lines[:answers]
    assert "4217" in lines[answers:]
    assert any(line.startswith("- ✓ 2") for line in lines[answers:])
    assert not any("✓" in line for line in lines[:answers])


@pytest.mark.parametrize(("words", "between"), [("It parks", ": "), ("It parks.", " "), ("সে থামে।", " ")])
def test_a_choice_that_is_a_sentence_is_followed_by_no_colon(words: str, between: str) -> None:
    choice = SaidChoice({"en": words}, right=False, because={"en": "A thread is free."})
    asks = replace(question("plain", asked("one")), choices=(choice, choice))
    plain = outline("plain")
    first = plain.chapters[0]
    chapter = replace(first, stops=(replace(first.stops[0], question=asks),))
    lines = handout_lines(replace(plain, chapters=(chapter,)), (), "Go")
    assert f"- ✗ 1\\. {words}{between}A thread is free." in lines


def test_an_order_is_told_as_it_happens() -> None:
    lines = list(handout_lines(outline("plain"), (), "Go"))
    items = [
        line.split("\\")[0] for line in lines if line.startswith("- ") and "✓" not in line and "✗" not in line
    ]
    assert items[-2:] == ["- 2", "- 1"]


def test_code_stays_as_it_is_between_fences_that_it_cannot_end() -> None:
    text = "See:\n\n    ```\n    a := b\n\nDone"
    tokens = READER.parse("\n".join(handout_lines(outline(text), (), "Go")))
    code = [token.content for token in tokens if token.type == "fence"]
    assert code
    assert all(content == "```\na := b\n" for content in code)
