"""The recording: what a terminal shows that plays it is what was drawn, frame for frame."""

import json
from collections.abc import Iterator
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.exporters.cast import Marker, cast_lines, standing_times
from journey_tui.exporters.frames import Film
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Trace
from tests.exporters.films import film
from tests.samples import sample_events, sample_header

SCREEN = st.lists(st.text("ab ", max_size=10), min_size=3, max_size=3).map(tuple)


def events(recorded: Film, *markers: Marker, title: str = "t") -> list[list[Any]]:
    lines = list(cast_lines(recorded, [2.0] * len(recorded.frames), markers, title))
    return [json.loads(line) for line in lines[1:]]


def shown(recorded: Film) -> Iterator[list[str]]:
    """What a terminal shows after each piece of output."""
    screen = pyte.Screen(recorded.width, recorded.height)
    stream = pyte.Stream(screen)
    for _time, kind, data in events(recorded):
        assert kind == "o"
        stream.feed(data)
        yield list(screen.display)


@given(st.lists(SCREEN, min_size=1, max_size=5, unique=True))
def test_a_terminal_that_plays_it_shows_every_frame(screens: list[tuple[str, ...]]) -> None:
    played = list(shown(film(*screens)))
    assert played[: len(screens)] == [[text.ljust(10) for text in screen] for screen in screens]


def test_colours_are_those_of_the_runs() -> None:
    recorded = film(("ab", "c"), ("ab", "cd"))
    screen = pyte.Screen(10, 2)
    for event in events(recorded)[:2]:
        pyte.Stream(screen).feed(event[2])
    assert [screen.buffer[0][x].fg for x in (0, 1, 2)] == ["ff0000", "ff0000", "ffffff"]
    assert screen.buffer[1][1].bold
    assert not screen.buffer[1][2].bold


def test_the_end_leaves_the_terminal_as_anybody_wants_it() -> None:
    last = events(film(("a", "b")))[-1][2]
    assert "\x1b[0m" in last
    assert "\x1b[?25h" in last
    assert last.endswith("\r\n")


def test_chapters_are_marked_where_their_frame_is_shown() -> None:
    played = events(film(("a",), ("b",), ("c",)), Marker(3, "Third"), Marker(1, "First"))
    assert [event for event in played if event[1] == "m"] == [[0.0, "m", "First"], [4.0, "m", "Third"]]


def test_times_never_fall_and_every_frame_stands_as_long_as_it_was_told() -> None:
    times = [event[0] for event in events(film(("a",), ("b",), ("c",)))]
    assert times[:3] == [0.0, 2.0, 4.0]
    assert times == sorted(times)


def test_the_first_line_says_the_size_and_no_moment_of_the_clock() -> None:
    header = json.loads(next(iter(cast_lines(film(("a", "b")), [1.0], [], 'T"\n'))))
    assert header == {"version": 2, "width": 10, "height": 2, "title": 'T"\n'}


def test_nothing_to_record_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to record"):
        list(cast_lines(Film(10, 2, (), []), [], [], ""))


def test_positions_stand_as_long_as_the_player_lets_them() -> None:
    timeline = Timeline(Trace(sample_header(), sample_events()))
    timeline.pull(1000)
    assert standing_times(timeline, range(5), "events", 4.0) == [0.5] * 5
    gap_ns = timeline.time_at(9) - timeline.time_at(8)
    assert standing_times(timeline, [8], "true", 1.0) == [gap_ns / 10_000]
