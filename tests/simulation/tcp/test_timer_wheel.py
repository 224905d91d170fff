"""When timers fire: the gaps between SYNs that were recorded at 250 Hz, and the law that no timer fires early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.tcp.timer_wheel import WIDEST, TimerWheel

MILLISECOND = 1_000_000
SECOND = 1_000_000_000


@pytest.mark.parametrize(("timeout_s", "recorded_ms"), [(1, 1024), (2, 2016)])
def test_timers_that_follow_each_other_are_as_far_apart_as_recorded(timeout_s: int, recorded_ms: int) -> None:
    wheel, now = TimerWheel(250), 5 * 1024 * MILLISECOND
    assert wheel.fires_ns(now, now + timeout_s * SECOND) - now == recorded_ms * MILLISECOND


def test_four_seconds_are_rounded_to_a_multiple_of_256_ms() -> None:
    assert TimerWheel(250).fires_ns(0, 4 * SECOND) == 16 * 256 * MILLISECOND


@given(
    hz=st.sampled_from([100, 250, 300, 1000]),
    now=st.integers(0, 10 * SECOND),
    timeout=st.integers(0, 200 * SECOND),
    phase=st.integers(0, WIDEST * SECOND // 250),
)
def test_a_timer_never_fires_early_and_at_most_an_eighth_and_two_ticks_late(
    hz: int, now: int, timeout: int, phase: int
) -> None:
    wheel = TimerWheel(hz)
    late = wheel.fires_ns(now, now + timeout, phase) - (now + timeout)
    assert 0 <= late <= timeout // 7 + 2 * wheel.tick_ns
