"""When the requests of a stream are due.

Each stream draws from a source of its own, seeded by the run's seed and its place in the file: adding a stream moves no
request of another, and nothing that a request meets on its way moves the next.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from journey_tui.scenario.load import Load

_SECOND_NS: Final = 1_000_000_000


def stream_of(seed: int, place: int) -> Random:
    """The random source of the load at this place; text is hashed with SHA-512, alike on every Python."""
    return Random(f"{seed}: load {place}")


def arrivals(plan: Load, random: Random) -> Iterator[int]:
    """Moments in nanoseconds since the stream's beginning, ascending, all before its end."""
    return _poisson(plan, random) if plan.arrivals == "poisson" else _constant(plan)


def _constant(plan: Load) -> Iterator[int]:
    """Evenly spaced, the first at once; counted from the beginning, so that no rounding adds up."""
    number = 0
    while plan.rate and (due := round(number * _SECOND_NS / plan.rate)) < plan.duration:
        yield due
        number += 1


def _poisson(plan: Load, random: Random) -> Iterator[int]:
    """A Poisson process: the gaps are exponential, the first one too."""
    due = 0.0
    while plan.rate:
        due += random.expovariate(plan.rate) * _SECOND_NS
        if due >= plan.duration:
            return
        yield int(due)
