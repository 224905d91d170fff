"""The player has no clock: it moves by the time that it is told has passed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback import EVENTS_PER_SECOND, SPEEDS, Player
from tests.playback.traces import player_of, repeated
from tests.samples import sample_events

EVENTS = sample_events()
LENGTH = len(EVENTS)


def sample_player(position: int = 0) -> Player:
    player = player_of(EVENTS)
    player.seek(position)
    return player


def test_time_moves_nothing_while_paused() -> None:
    player = sample_player(10)
    assert not player.advance(1.0)
    assert player.position == 10


def test_at_normal_speed_an_event_has_two_seconds() -> None:
    player = sample_player(10)
    player.play()
    assert not player.advance(1.0)
    assert player.advance(1.0)
    assert player.position == 11


@given(st.lists(st.floats(0, 0.9), max_size=20))
def test_many_short_moments_move_as_far_as_one_long_one(moments: list[float]) -> None:
    player = sample_player(10)
    player.play()
    for moment in moments:
        player.advance(moment)
    assert abs(player.position - 10 - sum(moments) * EVENTS_PER_SECOND) < 1.001


@pytest.mark.parametrize("speed", SPEEDS)
def test_speed_scales_the_pace(speed: float) -> None:
    player = sample_player(10)
    set_speed(player, speed)
    player.play()
    for _ in range(16):
        player.advance(0.25)
    assert player.position == 10 + int(4 * EVENTS_PER_SECOND * speed)


def set_speed(player: Player, speed: float) -> None:
    while player.slower():
        pass
    while player.speed < speed:
        assert player.faster()


def test_speeds_go_from_a_quarter_to_sixty_four() -> None:
    player = sample_player()
    assert player.speed == 1.0
    set_speed(player, 0.25)
    seen = [player.speed]
    while player.faster():
        seen.append(player.speed)
    assert seen == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
    assert player.normal_speed()
    assert player.speed == 1.0
    assert not player.normal_speed()


def test_a_long_sleep_of_the_machine_moves_no_further_than_a_second() -> None:
    player = sample_player(10)
    player.play()
    player.advance(86_400.0)
    assert player.position == 10 + int(EVENTS_PER_SECOND)


def test_time_that_runs_backwards_moves_nothing() -> None:
    player = sample_player(10)
    player.play()
    assert not player.advance(-5.0)
    assert player.position == 10


def test_pausing_drops_the_part_of_an_event_that_was_earned() -> None:
    player = sample_player(10)
    player.play()
    player.advance(0.49)
    player.toggle()
    player.toggle()
    assert player.playing
    assert not player.advance(0.49)
    assert player.position == 10


def test_playing_stops_at_the_end() -> None:
    player = sample_player(LENGTH - 1)
    player.play()
    assert player.advance(1 / EVENTS_PER_SECOND) or player.advance(1.0)
    assert (player.position, player.playing) == (LENGTH, False)
    assert not player.advance(1.0)


def test_playing_at_the_end_begins_again_where_a_viewer_begins() -> None:
    player = sample_player(LENGTH)
    player.play()
    assert (player.position, player.playing) == (player.opening, True)


def test_a_trace_of_boot_alone_plays_again_from_its_beginning() -> None:
    player = player_of(EVENTS[:30])
    player.end()
    player.play()
    assert (player.position, player.playing) == (0, True)


def test_an_empty_trace_does_not_play() -> None:
    player = player_of([])
    player.toggle()
    assert (player.position, player.playing) == (0, False)


def test_playing_pulls_the_trace_as_it_goes() -> None:
    player = player_of(repeated(3000))
    set_speed(player, 16.0)
    player.play()
    assert player.timeline.length < 3000
    moments = 0
    while player.playing:
        player.advance(0.5)
        moments += 1
        assert moments < 1000
    assert player.position == 3000
