"""What one frame of the screen costs, against the same frame built of twelve `Static` panes.

All apps run in a terminal of the same size and show the same moments of the same run, in the same words and colours, one
event a frame. CPU is the process's own; bytes are what the terminal received. Rounds alternate, so that a busy machine
slows all alike, and the median of each counts. Two apps of panes: one updates all of them at each frame, the other only
those that look different.
"""

import argparse
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.apps.driven import FRAMES
from benchmarks.apps.terminal import Terminal

RUN: Final = "two-clients"
SIZES: Final = ((120, 40), (200, 60))
KINDS: Final = ("journey", "static", "careful")
MOST_BYTES: Final = 12_000
MOST_CPU: Final = 0.2
"""Of the panes that are all updated, at 120x40."""


def measure(size: tuple[int, int], rounds: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of CPU and bytes of one frame, by the kind of app; each has one round to warm up."""
    with ExitStack() as stack:
        apps = {kind: stack.enter_context(Terminal(kind, RUN, size)) for kind in KINDS}
        for app in apps.values():
            app.frame_milliseconds()
            app.received = 0
        times = [{kind: app.frame_milliseconds() for kind, app in apps.items()} for _ in range(rounds)]
        return {
            kind: (statistics.median(one[kind] for one in times), app.received / rounds / FRAMES)
            for kind, app in apps.items()
        }


def main() -> int:
    """Measure and print; exit code 1 when a frame at 120x40 costs or writes more than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5, help=f"of {FRAMES} frames each (default: 5)")
    parser.add_argument("--small", action="store_true", help="120x40 alone")
    asked = parser.parse_args()
    rounds: int = asked.rounds
    kept = True
    for size in SIZES[: 1 if asked.small else None]:
        found = measure(size, rounds)
        ours, our_bytes = found["journey"]
        print(f"{size[0]}x{size[1]}: journey {ours:21.1f} ms {our_bytes:9,.0f} bytes a frame")
        for kind, name in (("static", "12 Static panes"), ("careful", "the changed of them")):
            theirs, their_bytes = found[kind]
            print(
                f"        {name:<20} {theirs:8.1f} ms {their_bytes:9,.0f} bytes;  journey: {ours / theirs:.2f} of it"
            )
        if size == SIZES[0]:
            kept = our_bytes <= MOST_BYTES and ours <= MOST_CPU * found["static"][0]
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
