"""An axis: which column a moment or an event lies in, and round numbers to write below it."""

from dataclasses import dataclass
from typing import Final

from journey_tui.tui.surface import Role, Surface

_ROUND: Final = (1, 2, 5)
_UNITS: Final = ((10**9, "s"), (10**6, "ms"), (10**3, "µs"), (1, "ns"))
LABEL: Final = 12
"""Cells from one number below the axis to the next, at least."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Steps (positions) or nanoseconds from `start` to `stop`."""

    start: int
    stop: int
    steps: bool
    """Whether it counts events; else nanoseconds."""

    def column(self, value: int, width: int) -> int:
        """The column of a value; those beyond either end have columns outside 0 to `width` - 1."""
        if self.stop <= self.start:
            return 0
        if value == self.stop:
            return width - 1
        return (value - self.start) * width // (self.stop - self.start)

    def inside(self, value: int) -> bool:
        """Whether a value lies on it."""
        return self.start <= value <= self.stop

    def ticks(self, width: int) -> range:
        """Round values, far enough apart to be written."""
        least = (self.stop - self.start) * LABEL // max(width, 1) + 1
        step = round_up(least)
        return range(-(-self.start // step) * step, self.stop + 1, step)

    def label(self, value: int, step: int) -> str:
        """A value below the axis, as fine as the ticks are."""
        return f"#{value:,}" if self.steps else time_label(value, step)


def round_up(value: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … that is not below a value."""
    power = 1
    while True:
        for digit in _ROUND:
            if digit * power >= value:
                return digit * power
        power *= 10


def time_label(time_ns: int, step_ns: int) -> str:
    """A moment in the largest unit in which a step is not below 0.001: `3.079 ms`."""
    factor, unit = next(
        pair for pair in _UNITS if pair[0] <= max(abs(time_ns), step_ns, 1) and pair[0] <= step_ns * 1000
    )
    digits = 0
    while digits < 3 and step_ns * 10**digits % factor:
        digits += 1
    return f"{time_ns / factor:,.{digits}f} {unit}"


def draw_axis(axis: Axis, surface: Surface) -> None:
    """One row: a mark and a number at each tick; none is cut."""
    width, ticks = surface.width, axis.ticks(surface.width)
    free = 0
    for value in ticks:
        x = axis.column(value, width)
        text = f"╵{axis.label(value, ticks.step)}"
        if free <= x and x + len(text) <= width:
            free = surface.put(x, 0, text, Role.DIM) + 1
