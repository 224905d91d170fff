"""What a seek costs, as a ratio to applying one event, and what a trace and its snapshots weigh at rest.

The trace is the tests' sample, again and again with new ids, up to 100,000 events (or as many as the first argument
says). Ratios travel from machine to machine; microseconds do not.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from journey_tui.playback import Timeline
from journey_tui.trace import Trace
from journey_tui.world import apply, empty_world
from tests.samples import endless_sample, sample_header

EVENTS: Final = 100_000
SEEKS: Final = 300
FOLDED: Final = 10_000


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the measurements."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    one = min(seconds(fold) for _ in range(3)) / FOLDED
    print(f"apply one event            {one * 1e6:8.2f} us   1")

    timeline = Timeline(Trace(sample_header(), islice(endless_sample(), count)))
    making = seconds(lambda: sum(1 for _ in islice(endless_sample(), count)))
    pulling = (seconds(lambda: timeline.pull(count)) - making) / timeline.length
    print(f"pull and index one event   {pulling * 1e6:8.2f} us   {pulling / one:.1f}")

    drawn = random.Random(1)
    anywhere = [drawn.randrange(timeline.length + 1) for _ in range(SEEKS)]
    _report("seek anywhere", seek_times(timeline, anywhere), one)
    middle = timeline.length // 2
    _report("step back", seek_times(timeline, range(middle, max(middle - SEEKS, 0), -1)), one)
    each = {name: size / timeline.length for name, size in timeline.parts_bytes().items()}
    print(f"at rest: {sum(each.values()):.1f} bytes an event, {timeline.length:,} events: ", end="")
    print(", ".join(f"{name} {size:.1f}" for name, size in each.items()))


def fold() -> None:
    """Apply the first events from the empty world on."""
    world = empty_world(sample_header())
    for event in _FOLDED_EVENTS:
        apply(world, event)


def seek_times(timeline: Timeline, positions: Iterable[int]) -> list[float]:
    """Seconds that each seek takes, one after the other."""
    times: list[float] = []
    for position in positions:
        start = time.perf_counter()
        timeline.world_at(position)
        times.append(time.perf_counter() - start)
    return times


def _report(name: str, times: list[float], one: float) -> None:
    for label, value in (("p50", statistics.median(times)), ("p99", statistics.quantiles(times, n=100)[98])):
        print(f"{f'{name}, {label}':<26} {value * 1e6:8.0f} us   {value / one:.0f}")


_FOLDED_EVENTS: Final = list(islice(endless_sample(), FOLDED))

if __name__ == "__main__":
    main()
