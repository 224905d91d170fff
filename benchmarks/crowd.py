"""What one frame costs while 10,000 connections wait, against the same frame with 10.

The same client asks the same while the crowd waits in handlers that never return. Two processes, whose rounds alternate.
Simulating the crowd takes half a minute or more; a smaller one can be asked for.
"""

import argparse
import statistics
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.apps.terminal import Terminal

SIZE: Final = (120, 40)
FEW: Final = 10
MOST: Final = 1.3


def main() -> int:
    """Measure and print; exit code 1 when the crowd costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    many: int = asked.connections
    with (
        Terminal("journey", f"crowd:{many}", SIZE) as crowd,
        Terminal("journey", f"crowd:{FEW}", SIZE) as few,
    ):
        times = [(crowd.frame_milliseconds(), few.frame_milliseconds()) for _ in range(asked.rounds + 1)][1:]
    large, small = map(statistics.median, zip(*times, strict=True))
    print(f"{many:,} connections {large:6.1f} ms a frame;  {FEW} {small:6.1f} ms;  ratio {large / small:.2f}")
    return 0 if large <= MOST * small else 1


if __name__ == "__main__":
    sys.exit(main())
