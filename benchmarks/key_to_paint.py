"""How long a key waits for what it brings about while a run plays, against twelve `Static` panes that play the same.

Both play a run with 1,000 requests at the program's frame rate, from the middle, each frame another moment. The key changes the
speed; it has been painted when the terminal has received the new one. Keys come at random moments.
"""

import argparse
import random
import re
import statistics
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.apps.driven import SPEEDS
from benchmarks.apps.terminal import Terminal

SIZE: Final = (120, 40)
RUN: Final = "load:1000"
KINDS: Final = ("journey", "static", "careful")
MOST: Final = 0.25
"""The 99th percentile, of the panes that are all updated."""
_FASTER, _SLOWER = b"]", b"["
_BATCH: Final = 20


def some_keys(app: Terminal, drawn: random.Random) -> list[float]:
    """Seconds to paint of a few keys."""
    times = []
    for key, speed in ((_FASTER, SPEEDS[1]), (_SLOWER, SPEEDS[0])) * (_BATCH // 2):
        app.watch(drawn.uniform(0.05, 0.2))
        times.append(app.seconds_to_paint(key, re.compile(re.escape(speed.encode()))))
    return times


def main() -> int:
    """Measure and print; exit code 1 when a key waits longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--keys", type=int, default=400, help="for each app (default: 400)")
    rounds: int = parser.parse_args().keys // _BATCH
    drawn = random.Random(1)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind in KINDS * 2:
        with Terminal(f"playing-{kind}", RUN, SIZE) as app:
            some_keys(app, drawn)
            for _ in range(rounds // 2):
                times[kind] += some_keys(app, drawn)
    slowest = {}
    for kind, found in times.items():
        slowest[kind] = statistics.quantiles(found, n=100)[98]
        print(
            f"{kind:<8} p50 {1000 * statistics.median(found):6.1f} ms   p99 {1000 * slowest[kind]:6.1f} ms   "
            f"journey's p99: {slowest['journey'] / slowest[kind]:.2f} of it"
        )
    return 0 if slowest["journey"] <= MOST * slowest["static"] else 1


if __name__ == "__main__":
    sys.exit(main())
