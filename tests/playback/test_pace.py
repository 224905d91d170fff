"""Three paces: every event alike, true time with long gaps shortened, every stay of the request alike."""

from collections import Counter
from itertools import pairwise

import pytest

from journey_tui.playback import Pace, Player
from journey_tui.playback.pace import LONGEST_GAP_S, SCALES_NS, SPEEDS, STAY_S
from tests.playback.traces import player_of
from tests.samples import sample_events

EVENTS = sample_events()
LENGTH = len(EVENTS)
FRAME_S = 1 / 16


def played(pace: Pace, position: int, speed: float = 1.0) -> Player:
    player = player_of(EVENTS)
    player.end()
    player.seek(position)
    player.set_speed(speed)
    player.set_pace(pace)
    player.play()
    return player


def frames(player: Player, until: int) -> Counter[int]:
    """For how many frames each position stood."""
    stood: Counter[int] = Counter()
    while player.playing and player.position < until:
        stood[player.position] += 1
        player.advance(FRAME_S)
        assert stood.total() < 10_000
    return stood


def gap_ns(position: int) -> int:
    return EVENTS[position].time_ns - EVENTS[position - 1].time_ns


@pytest.mark.parametrize("speed", [0.25, 1.0, 8.0])
def test_in_true_time_a_moment_stands_as_long_as_it_took_in_scale(speed: float) -> None:
    scale_ns = SCALES_NS[SPEEDS.index(speed)]
    start = max((place for place in range(1, LENGTH) if gap_ns(place) < 2 * scale_ns), key=gap_ns)
    player = played(Pace.TRUE, start, speed)
    wait = player.wait
    assert wait.seconds == gap_ns(start) / scale_ns
    assert wait.skipped_ns == 0
    stood_s = frames(player, start + 1)[start] * FRAME_S
    assert wait.seconds <= stood_s + 1e-6 <= wait.seconds + FRAME_S + 1e-5


def test_a_gap_in_which_nothing_happens_is_shortened_and_told() -> None:
    start = max(range(1, LENGTH), key=gap_ns)
    player = played(Pace.TRUE, start)
    assert player.wait.seconds == LONGEST_GAP_S
    assert player.wait.skipped_ns == gap_ns(start)
    assert frames(player, start + 1)[start] == LONGEST_GAP_S / FRAME_S


def test_in_slow_motion_every_stay_has_the_same_time() -> None:
    player = played(Pace.STAGES, 0)
    span = player.timeline.request(1)
    assert span is not None
    player.follow = 1
    marks = span.changes.positions[2:8]
    stood = frames(player, marks[-1])
    for begin, end in pairwise(marks):
        frames_of_stay = sum(stood[place] for place in range(begin, end))
        assert abs(frames_of_stay * FRAME_S - STAY_S) <= 2 * FRAME_S


def test_slow_motion_without_a_request_is_every_event_alike() -> None:
    player = player_of(EVENTS[:30])
    player.end()
    player.seek(10)
    alike = player.wait
    player.set_pace(Pace.STAGES)
    assert player.wait == alike


@pytest.mark.parametrize("pace", list(Pace))
def test_every_pace_reaches_the_end(pace: Pace) -> None:
    player = played(pace, LENGTH - 60, 64.0)
    frames(player, LENGTH)
    assert (player.position, player.playing) == (LENGTH, False)


def test_the_pace_turns_round_and_says_what_it_is_in_few_cells() -> None:
    player = player_of(EVENTS)
    seen = []
    for _ in range(4):
        seen.append((player.pace, player.speed_words))
        player.next_pace()
    assert seen == [
        (Pace.EVENTS, "×1"),
        (Pace.TRUE, "1 s = 10 µs"),
        (Pace.STAGES, "stages ×1"),
        (Pace.EVENTS, "×1"),
    ]


def test_a_faster_speed_in_the_middle_of_a_wait_shortens_only_what_is_left_of_it() -> None:
    player = played(Pace.EVENTS, 10)
    player.advance(1.0)
    player.set_speed(64.0)
    player.advance(0.01)
    assert player.position == 10
    player.advance(0.01)
    assert player.position == 11
