"""Places as people write them: an event, a time, a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback import SeekError, Timeline, find_position
from journey_tui.trace import Trace
from tests.playback.traces import player_of, pulled, repeated
from tests.samples import sample_events, sample_header

TIMELINE = pulled(sample_events())
LENGTH = len(sample_events())
TIMES = [event.time_ns for event in sample_events()]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("+7", 7),
        ("007", 7),
        (str(LENGTH), LENGTH),
        ("৭", 7),
        ("0%", 0),
        ("50%", LENGTH // 2),
        ("12.5 %", LENGTH // 8),
        ("100%", LENGTH),
    ],
)
def test_events_and_shares_are_positions(text: str, position: int) -> None:
    assert find_position(TIMELINE, text) == position


@pytest.mark.parametrize("text", ["#1", "request 1", " Request #1 ", "# 1"])
def test_a_request_is_where_its_way_begins(text: str) -> None:
    span = TIMELINE.request(1)
    assert span is not None
    assert find_position(TIMELINE, text) == span.first > 0
    unread = Timeline(Trace(sample_header(), iter(sample_events())))
    assert find_position(unread, text, LENGTH) == span.first


def test_a_request_that_is_not_there_is_refused_with_how_many_there_are() -> None:
    with pytest.raises(SeekError, match="no request #99: 3 are known"):
        find_position(TIMELINE, "#99")


@pytest.mark.parametrize(
    ("text", "time_ns"),
    [
        ("0s", 0),
        ("5.6us", 5_600),
        ("5.6 µs", 5_600),
        ("5.6μs", 5_600),
        ("-3us", -3_000),
        ("-3000ns", -3_000),
        ("20MS", 20_000_000),
        ("1.5s", 1_500_000_000),
        ("0.0203s", 20_300_000),
    ],
)
def test_a_time_is_the_position_after_all_that_has_happened_by_then(text: str, time_ns: int) -> None:
    assert find_position(TIMELINE, text) == sum(time <= time_ns for time in TIMES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "7x",
        "us",
        "%",
        "1e5",
        "nan",
        "inf s",
        "0x7",
        "7 8",
        "--7",
        "5.6.7us",
        "5m",
        "1h",
        "9" * 40,
        "\x1b[2J",
    ],
)
def test_what_is_no_place_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(SeekError, match="an event such as 7, a time such as"):
        find_position(TIMELINE, text)


def test_a_fraction_without_a_unit_is_refused() -> None:
    with pytest.raises(SeekError, match="no unit"):
        find_position(TIMELINE, "2.5")


@pytest.mark.parametrize("text", ["-1", str(LENGTH + 1), "999999999999999"])
def test_an_event_that_is_not_there_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(SeekError, match=f"^no event {text}: the trace runs from 0 to {LENGTH}$"):
        find_position(TIMELINE, text)


@pytest.mark.parametrize("text", ["-1s", "99s"])
def test_a_moment_that_is_not_there_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(SeekError, match=f"^no moment {text}: the trace runs from -14.0 µs to 2"):
        find_position(TIMELINE, text)


@pytest.mark.parametrize("text", ["-1%", "100.1%"])
def test_a_share_is_at_most_the_whole(text: str) -> None:
    with pytest.raises(SeekError, match="between 0% and 100%"):
        find_position(TIMELINE, text)


@given(st.text(max_size=12) | st.from_regex(r"[+-]?\d{1,4}(\.\d{1,3})? ?(ns|us|ms|s|%)?", fullmatch=True))
def test_any_text_is_a_position_or_refused(text: str) -> None:
    try:
        position = find_position(TIMELINE, text)
    except SeekError:
        return
    assert 0 <= position <= LENGTH


def test_an_empty_trace_has_one_place() -> None:
    empty = pulled([])
    assert [find_position(empty, text) for text in ("0", "0%", "100%", "0s")] == [0, 0, 0, 0]


@pytest.mark.parametrize(("text", "position"), [("1500", 1500), ("100%", 2000)])
def test_a_place_that_was_not_pulled_yet_is_pulled(text: str, position: int) -> None:
    timeline = Timeline(Trace(sample_header(), repeated(2000)))
    assert find_position(timeline, text, most_events=10_000) == position


def test_a_moment_that_was_not_pulled_yet_is_pulled() -> None:
    events = repeated(2000)
    timeline = Timeline(Trace(sample_header(), events))
    wanted = events[1500].time_ns
    found = find_position(timeline, f"{wanted}ns", most_events=10_000)
    assert found == sum(event.time_ns <= wanted for event in events)


def test_no_more_is_pulled_than_allowed() -> None:
    timeline = Timeline(Trace(sample_header(), repeated(2000)))
    with pytest.raises(SeekError, match="so far the trace runs from 0 to 100"):
        find_position(timeline, "1500", most_events=100)


def test_a_refused_place_moves_nothing() -> None:
    player = player_of(sample_events())
    player.seek(9)
    with pytest.raises(SeekError):
        player.seek_text("nowhere")
    assert player.position == 9
