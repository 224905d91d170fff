"""What is found out about a terminal: colours, characters, motion."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from journey_tui.tui.filters import filters_of
from journey_tui.tui.looks import Depth, Looks, depth_of, needs_ascii, wants_motion


@pytest.mark.parametrize(
    ("environment", "depth"),
    [
        ({"TERM": "xterm-256color"}, Depth.FULL),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, Depth.FULL),
        ({"TERM": "xterm-kitty"}, Depth.FULL),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, Depth.FULL),
        ({"TERM": "xterm"}, Depth.SIXTEEN),
        ({"TERM": "linux"}, Depth.SIXTEEN),
        ({"TERM": "screen"}, Depth.SIXTEEN),
        ({}, Depth.SIXTEEN),
        ({"TERM": "vt100"}, Depth.NONE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, Depth.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Depth.FULL),
    ],
)
def test_a_terminal_has_so_many_colours(environment: dict[str, str], depth: Depth) -> None:
    assert depth_of(environment) is depth


@pytest.mark.parametrize(
    ("term", "encoding", "needed"),
    [
        ("xterm-256color", "utf-8", False),
        ("xterm", "UTF8", False),
        ("xterm", "ascii", True),
        ("xterm", "iso8859-1", True),
        ("xterm", None, True),
        ("linux", "utf-8", True),
        ("vt220", "utf-8", True),
    ],
)
def test_ascii_is_needed_where_more_is_not_understood(term: str, encoding: str | None, needed: bool) -> None:
    assert needs_ascii({"TERM": term}, encoding) is needed


@pytest.mark.parametrize(
    ("level", "wanted"), [("none", False), ("basic", True), ("full", True), (None, True)]
)
def test_motion_can_be_turned_off_for_every_textual_program(level: str | None, wanted: bool) -> None:
    assert wants_motion({} if level is None else {"TEXTUAL_ANIMATIONS": level}) is wanted


def test_a_fill_becomes_reverse_where_no_colour_may_be_written() -> None:
    row = [
        Segment("plain", Style(color="red", bgcolor="default", bold=True)),
        Segment("filled", Style(color="black", bgcolor="yellow")),
        Segment("reversed", Style(reverse=True)),
    ]
    for line_filter in filters_of(Looks(Depth.NONE, ascii=True)):
        row = line_filter.apply(row, Color(0, 0, 0))
    styles = [segment.style or Style() for segment in row]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert [bool(style.reverse) for style in styles] == [False, True, True]
    assert styles[0].bold
