"""When the kernel's timers really fire: at a tick, and the further away the coarser (kernel/time/timer.c, Linux 6.12).

A timer is put into a bucket of the timer wheel and never moved to a finer one, so it fires late, never early: by up to
a tick when less than 63 ticks away, by up to 8 ticks below 504, then by up to 64. That is why SYNs that are due after a
second are seen 1.024 s apart at 250 Hz, and after two and four seconds 2.016 and 4.256 s.
"""

from typing import Final

SECOND_NS: Final = 1_000_000_000
_BUCKETS: Final = 63  # LVL_SIZE - 1
_SHIFT: Final = 3  # LVL_CLK_SHIFT
_LEVELS: Final = 8  # LVL_DEPTH with HZ up to 100; more than 8 are never needed here
WIDEST: Final = 1 << _SHIFT * 3
"""Ticks of the granules that TCP's timers meet: phases of different machines are drawn within."""


class TimerWheel:
    """One machine's timers."""

    def __init__(self, hz: int) -> None:
        self.tick_ns = SECOND_NS // hz

    def fires_ns(self, now_ns: int, due_ns: int, phase_ns: int = 0) -> int:
        """When a timer that is set now fires; `phase_ns` is when its machine's tick number 0 was."""
        tick = self.tick_ns
        now = (now_ns - phase_ns) // tick
        ticks = max(-((now_ns - due_ns) // tick), 0)  # usecs_to_jiffies rounds up
        shift = _level(ticks) * _SHIFT
        bucket = ((now + ticks >> shift) + 1) << shift  # calc_index: one granule later, never early
        return bucket * tick + phase_ns


def _level(ticks: int) -> int:
    """The wheel's level for a timer so many ticks away (`calc_wheel_index`, LVL_START)."""
    for level in range(_LEVELS):
        if ticks < _BUCKETS << level * _SHIFT:
            return level
    return _LEVELS
