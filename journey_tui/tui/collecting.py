"""When Python's garbage collector goes through a run: not while somebody waits for a key.

With 1,000 requests a full collection was measured at 65 to 245 ms, and one came every few seconds of play: that was
the longest that a key had to wait. A run that is wholly read stays, so the collector need not go through it again.
"""

import gc
from typing import Final

_LARGE_EVENTS: Final = 20_000


def begin() -> None:
    """Another run is to come: the one before may be collected."""
    gc.unfreeze()


def settle(length: int) -> None:
    """A run of so many events has been read to its end."""
    if length > _LARGE_EVENTS:
        gc.collect()  # what a large simulation leaves behind is worth one wait
    gc.freeze()
