"""The player moves by hand and with time, has no clock, and pauses whenever somebody takes it by the hand."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from journey_tui.playback import SPEEDS, Player
from journey_tui.playback.player import MOST_EVENTS_PULLED
from journey_tui.trace import Event
from journey_tui.trace.events.runtime import TimerFired
from journey_tui.world import freeze
from tests.playback.traces import folded, player_of, repeated
from tests.samples import sample_events, stamped

EVENTS = sample_events()
LENGTH = len(EVENTS)
OPENING = next(
    position
    for position, event in enumerate(EVENTS, 1)
    if event.kind == "ClientConnecting" and event.time_ns >= 0
)


def sample_player(position: int = 0) -> Player:
    player = player_of(EVENTS)
    player.seek(position)
    return player


def stage_and_request(player: Player) -> tuple[str, int | None]:
    event = player.timeline.event_at(player.position)
    assert event is not None
    return event.stage, event.request


# ── by hand ──


def test_three_steps_and_three_back_give_the_same_world() -> None:
    player = sample_player(100)
    before = freeze(player.timeline.world_at(player.position))
    for _ in range(3):
        assert player.step()
    assert player.position == 103
    for _ in range(3):
        assert player.back()
    assert player.position == 100
    assert freeze(player.timeline.world_at(player.position)) == before


def test_there_is_no_step_beyond_either_end() -> None:
    player = sample_player(0)
    assert not player.back()
    player.end()
    assert player.position == LENGTH
    assert not player.step()
    assert player.position == LENGTH


def test_home_is_before_the_first_event_and_end_after_the_last() -> None:
    player = sample_player(50)
    assert player.end()
    assert player.position == LENGTH
    assert player.home()
    assert player.position == 0
    assert not player.home()


def test_a_viewer_begins_where_the_first_client_connects() -> None:
    player = sample_player()
    assert player.opening == OPENING
    assert player.open()
    assert player.position == OPENING


@pytest.mark.parametrize("events", [[], EVENTS[:30]], ids=["empty", "boot"])
def test_without_a_client_a_viewer_begins_before_the_first_event(events: list[Event]) -> None:
    player = player_of(events)
    assert player.opening == 0
    assert not player.open()


@pytest.mark.parametrize(
    ("wanted", "reached"), [(-7, 0), (0, 0), (17, 17), (LENGTH, LENGTH), (10**9, LENGTH)]
)
def test_a_seek_out_of_range_is_to_the_nearest_end(wanted: int, reached: int) -> None:
    player = sample_player(5)
    player.seek(wanted)
    assert player.position == reached


@pytest.mark.parametrize(
    "move",
    [
        Player.step,
        Player.back,
        Player.home,
        Player.end,
        Player.open,
        Player.next_stage,
        Player.previous_stage,
        lambda player: player.seek(7),
        lambda player: player.seek_text("40%"),
    ],
)
def test_whatever_moves_by_hand_pauses(move: Callable[[Player], bool]) -> None:
    player = sample_player(100)
    player.play()
    move(player)
    assert not player.playing


def test_moves_say_whether_they_moved() -> None:
    player = sample_player(7)
    assert not player.seek(7)
    assert player.seek(8)
    assert not player.seek_text("8")


def test_one_movement_pulls_a_bounded_part_of_an_endless_trace() -> None:
    endless = (TimerFired(seq=seq, time_ns=seq) for seq in range(10**9))
    player = player_of(endless)  # type: ignore[arg-type]
    assert player.end()
    assert player.position == player.timeline.length == MOST_EVENTS_PULLED
    assert not player.timeline.complete


def test_a_step_pulls_what_it_needs() -> None:
    player = player_of(repeated(2000))
    for position in range(1, 1500):
        assert player.step()
        assert player.position == position
    assert player.timeline.length < 2000


# ── stages ──


def test_next_stage_visits_each_stage_change_of_the_followed_request() -> None:
    player = sample_player()
    player.follow = 1
    seen = []
    while player.next_stage():
        seen.append(player.position)
    span = player.timeline.request(1)
    assert span is not None
    assert seen == list(span.changes.positions)
    stages = [sample_events()[position - 1].stage for position in seen]
    assert all(first != second for first, second in pairwise(stages))


def test_previous_stage_visits_them_backwards() -> None:
    player = sample_player(LENGTH)
    player.follow = 1
    seen = []
    while player.previous_stage():
        seen.append(player.position)
    span = player.timeline.request(1)
    assert span is not None
    assert seen == list(reversed(span.changes.positions))


def test_without_a_next_stage_the_player_stays() -> None:
    player = sample_player(LENGTH)
    player.follow = 1
    assert not player.next_stage()
    assert player.position == LENGTH
    player.home()
    assert not player.previous_stage()
    assert player.position == 0


def test_with_none_followed_it_is_the_request_at_hand() -> None:
    player = sample_player(OPENING)
    while stage_and_request(player)[1] is None:
        assert player.next_stage()
    assert stage_and_request(player) == ("client", 1)
    for stage in ("network", "nic", "dma", "kernel", "receive_buffer"):
        assert player.next_stage()
        assert stage_and_request(player) == (stage, 1)


def test_with_none_followed_the_whole_trace_can_be_walked_both_ways() -> None:
    player = sample_player(OPENING)
    forward = [player.position]
    while player.next_stage():
        forward.append(player.position)
    backward = [player.position]
    while player.previous_stage():
        backward.append(player.position)
    assert backward == forward[::-1]
    assert {sample_events()[position - 1].request for position in forward} == {None, 1, 2, 3}


def test_a_trace_without_requests_has_no_stages_to_visit() -> None:
    player = player_of(EVENTS[:30])
    assert not player.next_stage()
    assert not player.previous_stage()
    player.follow = 99
    assert not player.next_stage()


def test_next_stage_finds_what_was_not_pulled_yet() -> None:
    quiet: list[Event] = [TimerFired()] * 5000
    player = player_of(stamped([*quiet, *EVENTS]))
    assert player.next_stage()
    assert player.position == 5000 + OPENING


# ── following ──


def test_follow_takes_each_request_in_turn_and_then_none() -> None:
    player = sample_player()
    assert [player.follow_next() for _ in range(8)] == [1, 2, 3, None, 1, 2, 3, None]


def test_follow_begins_with_the_request_at_hand() -> None:
    player = sample_player(LENGTH)
    assert [player.follow_next() for _ in range(4)] == [3, 1, 2, None]


def test_a_request_that_was_chosen_by_hand_has_had_its_turn() -> None:
    player = sample_player(LENGTH)
    player.follow = 2
    assert [player.follow_next() for _ in range(3)] == [3, 1, None]


def test_one_request_alone_is_followed_and_let_go() -> None:
    player = player_of(EVENTS[: LENGTH // 2])
    assert [player.follow_next() for _ in range(4)] == [1, None, 1, None]


def test_where_nobody_asks_for_anything_there_is_nobody_to_follow() -> None:
    assert player_of(EVENTS[:30]).follow_next() is None


def test_following_moves_nothing() -> None:
    player = sample_player(100)
    player.play()
    player.follow_next()
    assert (player.position, player.playing) == (100, True)


class AnyHands(RuleBasedStateMachine):
    """Whatever keys are pressed in whatever order, the screen shows a moment of the trace."""

    def __init__(self) -> None:
        super().__init__()
        self.player = player_of(EVENTS)

    @rule(
        name=st.sampled_from(
            [
                "step",
                "back",
                "home",
                "end",
                "open",
                "next_stage",
                "previous_stage",
                "toggle",
                "play",
                "pause",
                "faster",
                "slower",
                "normal_speed",
            ]
        )
    )
    def press(self, name: str) -> None:
        getattr(self.player, name)()

    @rule()
    def follow(self) -> None:
        self.player.follow_next()

    @rule(position=st.integers(-10, LENGTH + 10))
    def seek(self, position: int) -> None:
        self.player.seek(position)

    @rule(elapsed=st.floats(0, 2))
    def wait(self, elapsed: float) -> None:
        before = self.player.position
        assert self.player.advance(elapsed) or self.player.position == before

    @invariant()
    def shows_the_fold(self) -> None:
        player = self.player
        assert 0 <= player.position <= player.timeline.length
        assert player.timeline.world_at(player.position) == folded(EVENTS[: player.position])
        assert player.speed in SPEEDS
        assert player.follow is None or player.timeline.request(player.follow) is not None


TestAnyHands = AnyHands.TestCase
